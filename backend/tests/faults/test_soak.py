"""Hours of work in short: changes without end, clients that come and go, lists that are read. Nothing grows."""

import time
from statistics import fmean, linear_regression
from typing import NamedTuple

from argus.memory import PERIOD_SECONDS
from argus.sandbox.layout import ClusterPaths
from bench.argus_process import MIB, ArgusProcess
from bench.instruments import Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, changing, eventually, open_files

RATE = 200.0
SHOWN_SECONDS = 30.0
LOOK_SECONDS = 0.05
# At what is held, for one at what of it is in use.
LOOKS = 20
HOUR = 3600
LIST = "/api/clusters/{}/resources/core/v1/pods?limit=100&sort={}&q={}"
VIEWS = (("name", ""), ("-restarts", ""), ("age", ""), ("status", "ledger"), ("name", "a"))
# A probe on its way: so many more may be there in one moment than in another.
CHANCE = 10
# Several times as often as what is free is given back.
HELD_SECONDS = round(2.5 * PERIOD_SECONDS)


class Moment(NamedTuple):
    """What Argus holds while nobody visits: MiB, and what of it is in use, by malloc in MiB and by Python in pieces."""

    at: float
    resident: float
    malloc: float
    pieces: float
    files: int
    tasks: float


def test_nothing_grows(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    """For thirty minutes after a warm-up of twenty. What counts is what is held between visits: they leave nothing.

    Python gives memory back by the MiB, so what the busiest moment took stays for the most part: the warm-up has twice
    as many visitors at once. That a leak might hide in what is left free is why what is in use is looked at too.
    """
    warm_up, stretches, seconds, pause = size(5, 1_200), size(5, 8), size(2, 150), size(1, HELD_SECONDS)
    staying, visiting = size(20, 100), size(20, 100)
    moments = list[Moment]()
    with Crowd(argus.url, argus.token(), staying, argus.cluster) as crowd:
        crowd.gather()
        with changing(bulk, RATE, size):
            visits(argus, 2 * visiting, warm_up)
            for _ in range(stretches):
                visits(argus, visiting, seconds)
                moments.append(held(argus, staying, pause))
                print(f"{moments[-1].at - moments[0].at:.0f} s: {moments[-1]}")
        all_show(crowd, bulk, staying, SHOWN_SECONDS)
    for what in ("resident", "malloc", "pieces"):
        # A short look, still warming up, is judged by what was seen; a long one by what an hour would bring.
        judged = size(round(moments[-1].at - moments[0].at), HOUR)
        assert growth(moments, what) * judged < size(5, 1) / 100, (what, moments)
    half = len(moments) // 2
    before, after = moments[:half], moments[half:]
    assert max(each.files for each in after) <= max(each.files for each in before) + CHANCE, moments
    assert max(each.tasks for each in after) <= max(each.tasks for each in before) + CHANCE, moments


def growth(moments: list[Moment], what: str) -> float:
    """The part of it that comes to it in a second."""
    values = [getattr(moment, what) for moment in moments]
    return linear_regression([moment.at for moment in moments], values).slope / fmean(values)


def held(argus: ArgusProcess, staying: int, seconds: float) -> Moment:
    """The least memory in this time, in which nobody visits and what is free is given back."""
    eventually(lambda: argus.metric("argus_live_clients") == staying, SHOWN_SECONDS, lambda: "some never left")
    until, resident = time.monotonic() + seconds, [argus.resident()]
    malloc, pieces = [malloc_of(argus)], [pieces_of(argus)]
    while time.monotonic() < until:
        for _ in range(LOOKS):
            resident.append(argus.resident())
            time.sleep(LOOK_SECONDS)
        malloc.append(malloc_of(argus))
        pieces.append(pieces_of(argus))
    least = min(resident), min(malloc), min(pieces)
    return Moment(time.monotonic(), *least, open_files(argus), argus.metric("argus_tasks"))


def malloc_of(argus: ArgusProcess) -> float:
    return argus.metric("argus_memory_malloc_bytes") / MIB


def pieces_of(argus: ArgusProcess) -> float:
    return argus.metric("argus_memory_python_blocks")


def visits(argus: ArgusProcess, visitors: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        visit(argus, visitors)


def visit(argus: ArgusProcess, visitors: int) -> None:
    """Some come, look at lists in several ways, and go."""
    with Crowd(argus.url, argus.token(), visitors, argus.cluster) as crowd, argus.client() as client:
        crowd.gather()
        for sort, text in VIEWS:
            client.read(LIST.format(argus.cluster, sort, text))
        client.read(f"/api/fleet/search?q={visitors}")
        crowd.drop()
