"""Many who watch: those who do not read, those who come and go, and all of them at once after a restart."""

import os
import signal

import pytest

from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.etcd import etcd_url
from bench.instruments import Changes, Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, eventually, failed_requests, metric, open_files, upstream_watches

pytestmark = pytest.mark.cluster
SHOWN_SECONDS = 30.0
BEHIND_SECONDS = 120.0
LIVE_SECONDS = 10.0
RATE = 200.0
MOST_MIB = 1.0
GROWTH = 1.05
WARM_UP = 3


def test_who_does_not_read_costs_little_and_starts_afresh(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    healthy, stalled = size(180, 1_900), size(20, 100)
    with (
        Crowd(argus.url, argus.token(), healthy, argus.cluster) as quick,
        Crowd(argus.url, argus.token(), stalled, argus.cluster) as slow,
    ):
        quick.gather()
        slow.gather()
        before = argus.resident()
        slow.stall(stalled)
        quick.watch()
        slow.watch()
        with Changes(etcd_url(bulk), RATE) as changes:
            eventually(
                lambda: metric(argus, "argus_live_dropped_frames_total") > stalled,
                BEHIND_SECONDS,
                lambda: "nobody fell behind",
            )
            grown = argus.resident() - before
            changes.stop()
        assert grown < stalled * MOST_MIB
        all_show(quick, bulk, healthy, SHOWN_SECONDS)
        assert quick.report().notices == {}
        slow.wake()
        eventually(lambda: told(slow) >= stalled, SHOWN_SECONDS, lambda: slow.report())
        slow.gather()
        all_show(slow, bulk, stalled, SHOWN_SECONDS)


def told(crowd: Crowd) -> int:
    """How many were told to start afresh, one way or the other."""
    report = crowd.report()
    return report.notices.get("RESYNC", 0) + sum(report.closed.values())


def test_who_comes_and_goes_leaves_nothing_behind(argus: ArgusProcess, size: Size) -> None:
    clients, rounds = size(200, 2_000), size(10, 50)
    with Crowd(argus.url, argus.token(), clients, argus.cluster) as crowd:
        for _ in range(WARM_UP):
            come_and_go(argus, crowd)
        files, memory = open_files(argus), argus.resident()
        tasks = metric(argus, "argus_tasks")
        for _ in range(rounds):
            come_and_go(argus, crowd)
        assert open_files(argus) <= files * GROWTH
        assert metric(argus, "argus_tasks") <= tasks * GROWTH
        assert argus.resident() <= memory * GROWTH


def come_and_go(argus: ArgusProcess, crowd: Crowd) -> None:
    crowd.gather()
    crowd.drop()
    eventually(lambda: metric(argus, "argus_live_clients") == 0, SHOWN_SECONDS, lambda: "some never left")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_after_a_restart_all_are_live_again(
    argus: ArgusProcess, bulk: ClusterPaths, size: Size, how: signal.Signals
) -> None:
    clients = size(300, 2_000)
    watches = upstream_watches(bulk)
    with Crowd(argus.url, argus.token(), clients, argus.cluster) as crowd:
        crowd.gather()
        os.kill(argus.pid, how)
        argus.restart()
        assert crowd.gather() < LIVE_SECONDS
        assert upstream_watches(bulk) == watches + 1
        with Changes(etcd_url(bulk), RATE) as changes:
            changes.stop()
        all_show(crowd, bulk, clients, LIVE_SECONDS)
    assert failed_requests(argus) == 0
