"""The apiserver is killed while pods change and many watch them: afterwards everybody shows what it lists."""

import time

from argus.sandbox.component import kill_component, start_component
from argus.sandbox.layout import ClusterPaths
from bench import plane
from bench.argus_process import ArgusProcess
from bench.instruments import Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, changing, eventually, upstream_watches

CONVERGED_SECONDS = 10.0
SEEN_SECONDS = 30.0
RATE = 50.0


def test_everybody_shows_the_apiservers_own_list(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    kills, clients = size(2, 20), size(50, 500)
    watches, took = upstream_watches(bulk), list[float]()
    with Crowd(argus.url, argus.token(), clients, argus.cluster) as crowd:
        crowd.gather()
        for _ in range(kills):
            with changing(bulk, RATE, size):
                returned = kill_and_revive(argus, bulk)
            took.append(all_show(crowd, bulk, clients, CONVERGED_SECONDS, since=returned))
        crowd.watch()
        assert crowd.report().clients == clients
    assert upstream_watches(bulk) <= watches + 1
    print(f"converged after {max(took):.1f} s at most")


def kill_and_revive(argus: ArgusProcess, paths: ClusterPaths) -> float:
    """Away for as long as it takes Argus to notice; gives the moment of its return."""
    failures = argus.metric("argus_sync_failures_total")
    kill_component(paths, plane.APISERVER)
    eventually(lambda: argus.metric("argus_sync_failures_total") > failures, SEEN_SECONDS, lambda: "not noticed")
    start_component(paths, plane.APISERVER)
    plane.await_apiserver(paths)
    return time.monotonic()
