"""etcd forgets what a watch would go on from: the apiserver says 410 Gone, and each kind is listed again once."""

from collections import Counter

from argus.errors import UpstreamTimeout
from argus.sandbox.component import kill_component, start_component
from argus.sandbox.layout import ClusterPaths
from bench import plane
from bench.argus_process import ArgusProcess
from bench.changes import moved
from bench.etcd import Etcd, etcd_url
from bench.instruments import Crowd
from bench.sets import STORED_PODS
from tests.faults.conftest import Size
from tests.faults.truth import all_show, changing, eventually, hear_of

BACK_SECONDS = 30.0
RATE = 100.0
LATER = 300
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
            assert most(made, "expired") == 1, made
            assert unexplained(made, timeouts(argus) - late) == {}, made
        assert argus.metric("argus_sync_failures_total") >= times
        # Long enough for a late list to be asked for.
        with changing(bulk, RATE, size):
            hear_of(argus, LATER, BACK_SECONDS)
        all_show(crowd, bulk, clients, BACK_SECONDS)
        made = lists(argus) - start
        assert made["pods", "expired"] == times
        assert most(made, "expired") == times, made
        assert unexplained(made, timeouts(argus) - slow) == {}, made


def forget_history(paths: ClusterPaths) -> None:
    """The apiserver comes back with an etcd that knows nothing of the time before, of which some was missed."""
    kill_component(paths, plane.APISERVER)
    with Etcd(etcd_url(paths)) as etcd:
        etcd.put(*moved(next(etcd.under(STORED_PODS.encode()))))
        etcd.compact()
    start_component(paths, plane.APISERVER)
    plane.await_apiserver(paths)


def most(asked: Counts, reason: str) -> int:
    """Of any kind, how many whole lists there were for this reason."""
    return max(number for (_, why), number in asked.items() if why == reason)


def unexplained(asked: Counts, unanswered: Counts) -> Counts:
    """The lists beside those after 410, but for those that a busy apiserver left unanswered: they are asked again."""
    others = Counter({(kind, why): number for (kind, why), number in asked.items() if why != "expired"})
    for (kind, _), number in unanswered.items():
        others[kind, "failure"] -= number
    return +others


def lists(argus: ArgusProcess) -> Counts:
    """How many whole lists were asked for so far, by kind and reason."""
    return counted(argus, "lists")


def timeouts(argus: ArgusProcess) -> Counts:
    """How often an apiserver did not answer in time, by kind."""
    failures = counted(argus, "sync_failures")
    return Counter({key: number for key, number in failures.items() if key[1] == UpstreamTimeout.code})


def counted(argus: ArgusProcess, what: str) -> Counts:
    samples = argus.samples(f"argus_{what}_total")
    return Counter({(each.labels["kind"], each.labels["why"]): int(each.value) for each in samples})


def live(argus: ArgusProcess) -> bool:
    return argus.metric("argus_watch_up") == len({kind for kind, _ in lists(argus)})
