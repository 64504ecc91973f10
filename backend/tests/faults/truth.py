"""What is so, asked of the apiserver and of the system itself, and waiting until somebody knows it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from argus.sandbox.layout import ClusterPaths
from bench import plane
from bench.argus_process import ArgusProcess
from bench.client import direct_client
from bench.etcd import etcd_url
from bench.instruments import Changes, Crowd
from bench.replay import digest
from bench.sets import PODS
from tests.conftest import Size

POLL_SECONDS = 0.1
# Of a hundred changes that were asked for, how many must really have been made: beside other tests, and alone.
MADE = (30, 80)


class _Metadata(msgspec.Struct, rename="camel"):
    uid: str
    resource_version: str


class _Pod(msgspec.Struct):
    metadata: _Metadata


class _Pods(msgspec.Struct):
    items: list[_Pod]


def truth(paths: ClusterPaths) -> str:
    """The digest of the pods that the apiserver itself lists."""
    with direct_client(paths.kubeconfig) as client:
        pods = msgspec.json.decode(client.read(PODS), type=_Pods).items
    return digest({pod.metadata.uid: pod.metadata.resource_version for pod in pods})


def upstream_watches(paths: ClusterPaths, resource: str = "pods") -> int:
    """How many watches of a kind the apiserver serves; its own are among them."""
    with direct_client(paths.kubeconfig) as client:
        return plane.watches(client, resource)


def hear_of(argus: ArgusProcess, changes: int, seconds: float) -> None:
    """Until the watches of Argus have told of so many more."""
    heard = argus.metric("argus_watch_events_total")
    eventually(lambda: argus.metric("argus_watch_events_total") >= heard + changes, seconds, lambda: "nothing is heard")


@contextmanager
def changing(paths: ClusterPaths, rate: float, size: Size) -> Iterator[None]:
    """Pods change so often until the end of the block; fails where the machine could not keep the rate."""
    with Changes(etcd_url(paths), rate) as changes:
        began = time.monotonic()
        yield
        seconds = time.monotonic() - began
        made = changes.stop()
    assert made >= size(*MADE) / 100 * rate * seconds, f"{made} changes in {seconds:.1f} s"


def failed_requests(argus: ArgusProcess) -> float:
    """How many were answered with 5xx."""
    answered = argus.samples("argus_http_requests_total")
    return sum(sample.value for sample in answered if sample.labels["status"].startswith("5"))


def open_files(argus: ArgusProcess) -> int:
    return len(list(Path(f"/proc/{argus.pid}/fd").iterdir()))


def eventually(
    good: Callable[[], bool], seconds: float, what: Callable[[], object], since: float | None = None
) -> float:
    """The seconds it took, since now or another moment. Fails when there were more, however it looks then."""
    began = time.monotonic() if since is None else since
    while not good():
        assert time.monotonic() - began < seconds, what()
        time.sleep(POLL_SECONDS)
    took = time.monotonic() - began
    assert took < seconds, f"it was so, but only after {took:.1f} s"
    return took


def all_show(crowd: Crowd, paths: ClusterPaths, clients: int, seconds: float, since: float | None = None) -> float:
    """Until every client shows what the apiserver lists, uid by uid and version by version; how long that took."""
    since = time.monotonic() if since is None else since
    wanted = {truth(paths): clients}
    shown: list[dict[str, int]] = []

    def good() -> bool:
        shown[:] = [crowd.state()]
        return shown[0] == wanted

    return eventually(good, seconds, lambda: f"{shown[0]} instead of {wanted}", since)
