"""The cluster that is measured: made and filled once, kept stopped between runs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from argus.sandbox.cluster import Shape, start_cluster, stop_cluster
from argus.sandbox.component import component_names, component_pid
from argus.sandbox.layout import ClusterPaths, SandboxError, cluster_paths
from argus.sandbox.platform import kubelet_address
from argus.sandbox.scale import scale_pods
from bench.client import AskError, Client, direct_client
from bench.cpu import cpu_ms
from bench.progress import Step, say

NAMESPACES = 100
SETTLE_SECONDS = 300.0
# After a start the cluster's controllers read everything once, in bouts with a few seconds between them.
REST_SECONDS, REST_SAMPLES, REST_CORES = 2.0, 6, 0.15
PODS = "/api/v1/pods"


class _ListMetadata(msgspec.Struct, rename="camel"):
    remaining_item_count: int = 0


class _List(msgspec.Struct):
    metadata: _ListMetadata
    items: list[msgspec.Raw]


class Filled(msgspec.Struct, frozen=True):
    """A running cluster of `pods` pods that nothing changes; `version` is its apiserver's."""

    kubeconfig: Path
    pods: int
    version: str


@contextmanager
def filled_cluster(home: Path, pods: int) -> Iterator[Filled]:
    """The cluster with `pods` pods, all running; stopped afterwards, with its data kept."""
    name = f"bench-{pods}"
    try:
        with Step(f"cluster {name}") as step:
            kubeconfig = start_cluster(home, name, Shape(unlimited=True), report=lambda title: say(f"    {title}"))
            with direct_client(kubeconfig) as client:
                if _count(client) < pods:
                    for done in scale_pods(kubeconfig, pods, NAMESPACES, kubelet_address(cluster_paths(home, name))):
                        step.at(done, pods)
                _await_running(client, name)
                _await_rest(cluster_paths(home, name))
                version = msgspec.json.decode(client.read("/version"))["gitVersion"]
                filled = Filled(kubeconfig, _count(client), version)
        yield filled
    finally:
        stop_cluster(home, name)


def _count(client: Client) -> int:
    listed = msgspec.json.decode(client.read(f"{PODS}?limit=1"), type=_List)
    return len(listed.items) + listed.metadata.remaining_item_count


def _await_running(client: Client, name: str) -> None:
    """Pods that are still to be set running would keep the server busy while it is measured."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while not _all_running(client):
        if time.monotonic() > deadline:
            raise SandboxError(f"the pods of {name} were not all running after {SETTLE_SECONDS:.0f} s")
        time.sleep(0.5)


def _all_running(client: Client) -> bool:
    try:
        body = client.read(f"{PODS}?fieldSelector=status.phase!=Running&limit=1")
    except AskError:
        # Just started, the server may still refuse for a moment.
        return False
    return not msgspec.json.decode(body, type=_List).items


def _await_rest(paths: ClusterPaths) -> None:
    """Until the cluster's own processes have been idle for a while."""
    deadline = time.monotonic() + SETTLE_SECONDS
    calm, before = 0, _spent(paths)
    while calm < REST_SAMPLES:
        if time.monotonic() > deadline:
            raise SandboxError(f"{paths.name} did not come to rest within {SETTLE_SECONDS:.0f} s")
        time.sleep(REST_SECONDS)
        now = _spent(paths)
        calm = calm + 1 if now - before < REST_CORES * REST_SECONDS * 1000 else 0
        before = now


def _spent(paths: ClusterPaths) -> float:
    pids = (component_pid(paths, name) for name in component_names(paths))
    return sum(cpu_ms(pid) for pid in pids if pid is not None)
