"""The apiserver is killed while pods change and many watch them: afterwards everybody shows what it lists."""

import pytest

from argus.sandbox.component import kill_component, start_component
from argus.sandbox.layout import ClusterPaths
from bench import plane
from bench.argus_process import ArgusProcess
from bench.etcd import etcd_url
from bench.instruments import Changes, Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, eventually, metric, upstream_watches

pytestmark = pytest.mark.cluster
CONVERGED_SECONDS = 10.0
SEEN_SECONDS = 30.0
RATE = 50.0


def test_everybody_shows_the_apiservers_own_list(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    kills, clients = size(2, 20), size(50, 500)
    watches = upstream_watches(bulk)
    with Crowd(argus.url, argus.token(), clients, argus.cluster) as crowd:
        crowd.gather()
        for _ in range(kills):
            with Changes(etcd_url(bulk), RATE) as changes:
                kill_and_revive(argus, bulk)
                assert changes.stop() > 0
            all_show(crowd, bulk, clients, CONVERGED_SECONDS)
        crowd.watch()
        assert crowd.report().clients == clients
    assert upstream_watches(bulk) <= watches + 1


def kill_and_revive(argus: ArgusProcess, paths: ClusterPaths) -> None:
    """Away for as long as it takes Argus to notice."""
    failures = metric(argus, "argus_sync_failures_total")
    kill_component(paths, plane.APISERVER)
    eventually(lambda: metric(argus, "argus_sync_failures_total") > failures, SEEN_SECONDS, lambda: "not noticed")
    start_component(paths, plane.APISERVER)
    plane.await_apiserver(paths)
