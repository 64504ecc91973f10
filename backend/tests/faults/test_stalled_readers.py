"""Clients that do not read among many that do: they cost little, slow nobody down, and start afresh when they wake."""

from pathlib import Path

import msgspec

from argus.live.protocol import TOO_SLOW
from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.client import direct_client
from bench.etcd import etcd_url
from bench.heard import delays
from bench.instruments import Changes, Crowd, Observer
from bench.measure import percentile
from bench.sets import PODS
from tests.faults.conftest import Size
from tests.faults.truth import MADE, all_show, changing, eventually, hear_of

SHOWN_SECONDS = 30.0
BEHIND_SECONDS = 120.0
RATE = 200.0
# At which two cores keep up with 2,000 clients and the program that plays them: beyond, who gets a core is measured.
CALM_RATE = 40.0
# Changes until what came at the greater rate has been handed out.
REST = 80
MOST_MIB = 1.0
CUT = 1006


def test_who_does_not_read_costs_little_and_starts_afresh(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    healthy, stalled = size(180, 1_900), size(20, 100)
    with (
        Crowd(argus.url, argus.token(), healthy, argus.cluster) as quick,
        Crowd(argus.url, argus.token(), stalled, argus.cluster) as slow,
    ):
        quick.gather()
        slow.gather()
        before = forget_peak(argus)
        slow.stall(stalled)
        quick.watch()
        slow.watch()
        with changing(bulk, RATE, size):
            eventually(lambda: behind(argus) >= stalled, BEHIND_SECONDS, lambda: f"only {behind(argus)} are behind")
            hear_of(argus, size(400, 4_000), BEHIND_SECONDS)
        grown = argus.peak() - before
        print(f"{grown / stalled:.2f} MiB for a stalled one")
        assert grown < stalled * MOST_MIB
        all_show(quick, bulk, healthy, SHOWN_SECONDS)
        report = quick.report()
        assert (report.notices, report.closed) == ({}, {})
        slow.wake()
        eventually(lambda: told(slow) >= stalled, SHOWN_SECONDS, lambda: slow.report())
        # Whoever takes nothing for some seconds more, not even the word that it is closed, is cut.
        assert slow.report().closed.keys() <= {TOO_SLOW, CUT}
        assert closed(argus) == closed(argus, TOO_SLOW)
        slow.gather()
        all_show(slow, bulk, stalled, SHOWN_SECONDS)


def test_who_does_not_read_slows_nobody_down(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    """The delays of the others, by turns without and beside those who do not read: from when they fall behind on."""
    healthy, stalled = size(180, 1_900), size(20, 100)
    without, beside = list[float](), list[float]()
    with Crowd(argus.url, argus.token(), healthy, argus.cluster) as quick:
        quick.gather()
        for _ in range(size(1, 18)):
            without += late(argus, bulk, quick, size)
            with Crowd(argus.url, argus.token(), stalled, argus.cluster) as slow:
                slow.gather()
                beside += late(argus, bulk, quick, size, slow, stalled)
                slow.drop()
            print(f"so far {of(without, size):.1f} ms without, {of(beside, size):.1f} ms beside them")
        all_show(quick, bulk, healthy, SHOWN_SECONDS)
    # The short form shares its machine with other tests, and has one round.
    assert of(beside, size) <= of(without, size) * size(300, 120) / 100


def forget_peak(argus: ArgusProcess) -> float:
    """The most memory it had counts from now; MiB that it has now."""
    Path(f"/proc/{argus.pid}/clear_refs").write_text("5")
    return argus.resident()


def behind(argus: ArgusProcess) -> float:
    """How many get nothing now, or were closed for it."""
    return argus.metric("argus_live_clients_behind") + closed(argus, TOO_SLOW)


def closed(argus: ArgusProcess, code: int | None = None) -> float:
    """How many sockets Argus closed, all of them or with a code."""
    labels = {"code": str(code)} if code else {}
    return argus.metric("argus_live_closed_total", **labels)


def told(crowd: Crowd) -> int:
    """How many were told to start afresh, one way or the other."""
    report = crowd.report()
    return report.notices.get("RESYNC", 0) + sum(report.closed.values())


def late(
    argus: ArgusProcess, paths: ClusterPaths, crowd: Crowd, size: Size, slow: Crowd | None = None, stalled: int = 0
) -> list[float]:
    """The delays between the apiserver and the clients in ms; while so many others are behind and not yet closed.

    The short form shares its machine with other tests, and cannot know how long it takes.
    """
    with direct_client(paths.kubeconfig) as client:
        version = msgspec.json.decode(client.read(f"{PODS}?limit=1"))["metadata"]["resourceVersion"]
    with Observer(paths.kubeconfig, version) as observer, Changes(etcd_url(paths), CALM_RATE) as changes:
        if slow:
            fall_behind(argus, changes, slow, stalled)
        hear_of(argus, REST, BEHIND_SECONDS)
        crowd.watch()
        many = size(80, 120)
        hear_of(argus, many, many / CALM_RATE * 100 / size(*MADE))
        if slow:
            assert argus.metric("argus_live_clients_behind") >= size(0, stalled), f"{closed(argus)} were closed"
        changes.stop()
        eventually(lambda: settled(argus, crowd), SHOWN_SECONDS, lambda: "it never ends")
        seen, report = observer.stop(), crowd.report()
    assert (report.notices, report.closed) == ({}, {})
    return [delay for _, delay in delays(report, seen)]


def fall_behind(argus: ArgusProcess, changes: Changes, slow: Crowd, stalled: int) -> None:
    there = behind(argus) + stalled
    slow.stall(stalled)
    changes.pace(RATE)
    eventually(lambda: behind(argus) >= there, BEHIND_SECONDS, lambda: f"only {behind(argus)} of {there} are behind")
    changes.pace(CALM_RATE)


def of(late: list[float], size: Size) -> float:
    """The middle one, or the p99."""
    return percentile(late, size(50, 99))


def settled(argus: ArgusProcess, crowd: Crowd) -> bool:
    """Whether the clients have got all that was handed to their sockets."""
    before = argus.metric("argus_live_events_total")
    messages = crowd.report().messages
    return argus.metric("argus_live_events_total") == before and crowd.report().messages == messages
