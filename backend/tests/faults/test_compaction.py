"""etcd forgets what a watch would go on from: the apiserver says 410 Gone, and each kind is listed again once."""

import re
from collections import Counter

import pytest

from argus.errors import UpstreamTimeout
from argus.sandbox.component import kill_component, start_component
from argus.sandbox.layout import ClusterPaths
from bench import plane
from bench.argus_process import ArgusProcess
from bench.changes import moved
from bench.etcd import Etcd, etcd_url
from bench.instruments import Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, changing, eventually, hear_of, metric

pytestmark = pytest.mark.cluster
BACK_SECONDS = 30.0
RATE = 100.0
LATER = 300
PODS = b"/registry/pods/bulk-"
SERIES = r'^argus_{}_total\{{cluster="[^"]*",kind="([^"]+)",why="([^"]+)"\}} (\S+)$'
Counts = Counter[tuple[str, str]]


def test_after_410_each_kind_is_listed_again_once(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    times, clients = size(3, 100), size(20, 100)
    with Crowd(argus.url, argus.token(), clients, argus.cluster) as crowd, argus.client() as client:
        crowd.gather()
        client.read("/api/fleet/search?q=bulk")
        start, slow = lists(argus), timeouts(argus)
        for _ in range(times):
            before, late = lists(argus), timeouts(argus)
            forget_history(bulk)
            eventually(lambda: live(argus), BACK_SECONDS, lambda: lists(argus))
            all_show(crowd, bulk, clients, BACK_SECONDS)
            made = lists(argus) - before
            assert made["pods", "expired"] == 1
            assert most(made, timeouts(argus) - late) == 1, made
        assert metric(argus, "argus_sync_failures_total") >= times
        # Long enough for a late list to be asked for.
        with changing(bulk, RATE, size):
            hear_of(argus, LATER, BACK_SECONDS)
        all_show(crowd, bulk, clients, BACK_SECONDS)
        made = lists(argus) - start
        assert made["pods", "expired"] == times
        assert most(made, timeouts(argus) - slow) <= times, made


def forget_history(paths: ClusterPaths) -> None:
    """The apiserver comes back with an etcd that knows nothing of the time before, of which some was missed."""
    kill_component(paths, plane.APISERVER)
    with Etcd(etcd_url(paths)) as etcd:
        etcd.put(*moved(next(etcd.under(PODS))))
        etcd.compact()
    start_component(paths, plane.APISERVER)
    plane.await_apiserver(paths)


def most(asked: Counts, unanswered: Counts) -> int:
    """Of any kind, how many whole lists there were; one that a busy apiserver leaves unanswered is asked for again."""
    kinds = Counter(kind for kind, _ in asked.elements())
    kinds.subtract(kind for kind, _ in unanswered.elements())
    return max(kinds.values())


def lists(argus: ArgusProcess) -> Counts:
    """How many whole lists were asked for so far, by kind and reason."""
    return counted(argus, "lists")


def timeouts(argus: ArgusProcess) -> Counts:
    """How often an apiserver did not answer in time, by kind."""
    failures = counted(argus, "sync_failures")
    return Counter({key: number for key, number in failures.items() if key[1] == UpstreamTimeout.code})


def counted(argus: ArgusProcess, what: str) -> Counts:
    with argus.client() as client:
        text = client.read("/metrics").decode()
    found = re.findall(SERIES.format(what), text, re.MULTILINE)
    return Counter({(kind, why): int(float(number)) for kind, why, number in found})


def live(argus: ArgusProcess) -> bool:
    return metric(argus, "argus_watch_up") == len({kind for kind, _ in lists(argus)})
