"""etcd forgets what a watch would go on from: the apiserver says 410 Gone, and each kind is listed again once."""

import re
from collections import Counter

import pytest

from argus.sandbox.component import kill_component, start_component
from argus.sandbox.layout import ClusterPaths
from bench import plane
from bench.argus_process import ArgusProcess
from bench.changes import moved
from bench.etcd import Etcd, etcd_url
from bench.instruments import Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, changing, eventually, metric

pytestmark = pytest.mark.cluster
BACK_SECONDS = 30.0
RATE = 100.0
LATER = 300
PODS = b"/registry/pods/bulk-"
LISTS = re.compile(r'^argus_lists_total\{cluster="[^"]*",kind="([^"]+)",why="([^"]+)"\} (\S+)$', re.MULTILINE)


def test_after_410_each_kind_is_listed_again_once(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    times, clients = size(3, 100), size(20, 100)
    with Crowd(argus.url, argus.token(), clients, argus.cluster) as crowd, argus.client() as client:
        crowd.gather()
        client.read("/api/fleet/search?q=bulk")
        start = lists(argus)
        for _ in range(times):
            before = lists(argus)
            forget_history(bulk)
            eventually(lambda: live(argus), BACK_SECONDS, lambda: lists(argus))
            all_show(crowd, bulk, clients, BACK_SECONDS)
            made = lists(argus) - before
            assert made["pods", "expired"] == 1
            kinds = Counter(kind for kind, _ in made.elements())
            assert max(kinds.values()) == 1, made
        assert metric(argus, "argus_sync_failures_total") >= times
        watch_on(argus, bulk)
        all_show(crowd, bulk, clients, BACK_SECONDS)
        made = lists(argus) - start
        assert made["pods", "expired"] == times
        assert max(Counter(kind for kind, _ in made.elements()).values()) <= times, made


def watch_on(argus: ArgusProcess, paths: ClusterPaths) -> None:
    """Long enough for a late list to be asked for: until the watches have told of many more changes."""
    heard = metric(argus, "argus_watch_events_total")
    with changing(paths, RATE):
        eventually(
            lambda: metric(argus, "argus_watch_events_total") > heard + LATER, BACK_SECONDS, lambda: "nothing is heard"
        )


def forget_history(paths: ClusterPaths) -> None:
    """The apiserver comes back with an etcd that knows nothing of the time before, of which some was missed."""
    kill_component(paths, plane.APISERVER)
    with Etcd(etcd_url(paths)) as etcd:
        etcd.put(*moved(next(etcd.under(PODS))))
        etcd.compact()
    start_component(paths, plane.APISERVER)
    plane.await_apiserver(paths)


def lists(argus: ArgusProcess) -> Counter[tuple[str, str]]:
    """How many whole lists were read so far, by kind and reason."""
    with argus.client() as client:
        text = client.read("/metrics").decode()
    return Counter({(kind, why): int(float(number)) for kind, why, number in LISTS.findall(text)})


def live(argus: ArgusProcess) -> bool:
    return metric(argus, "argus_watch_up") == len({kind for kind, _ in lists(argus)})
