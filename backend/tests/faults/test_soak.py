"""Hours of work in short: changes without end, clients that come and go, lists that are read. Nothing grows."""

import time
from statistics import fmean, linear_regression
from typing import NamedTuple

from argus.memory import PERIOD_SECONDS
from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.instruments import Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, changing, eventually, open_files

RATE = 200.0
SHOWN_SECONDS = 30.0
LOOK_SECONDS = 0.05
HOUR = 3600
LIST = "/api/clusters/{}/resources/core/v1/pods?limit=100&sort={}&q={}"
VIEWS = (("name", ""), ("-restarts", ""), ("age", ""), ("status", "ledger"), ("name", "a"))
# A probe on its way: so many more may be there in one moment than in another.
CHANCE = 10
# Several times as often as what is free is given back.
HELD_SECONDS = round(2.5 * PERIOD_SECONDS)


class Moment(NamedTuple):
    """What Argus holds while nobody visits; memory in MiB."""

    at: float
    memory: float
    files: int
    tasks: float


def test_nothing_grows(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    """For thirty minutes after a warm-up of twenty. What counts is what is held between visits: they leave nothing."""
    warm_up, stretches, seconds, pause = size(5, 1_200), size(5, 8), size(2, 150), size(1, HELD_SECONDS)
    staying, visiting = size(20, 100), size(20, 100)
    moments = list[Moment]()
    with Crowd(argus.url, argus.token(), staying, argus.cluster) as crowd:
        crowd.gather()
        with changing(bulk, RATE, size):
            visits(argus, visiting, warm_up)
            for _ in range(stretches):
                visits(argus, visiting, seconds)
                moments.append(held(argus, staying, pause))
                print(f"{moments[-1].at - moments[0].at:.0f} s: {moments[-1].memory:.2f} MiB")
        all_show(crowd, bulk, staying, SHOWN_SECONDS)
    memory = [moment.memory for moment in moments]
    growth = linear_regression([moment.at for moment in moments], memory).slope / fmean(memory)
    # A short look, still warming up, is judged by what was seen; a long one by what an hour would bring.
    assert growth * size(round(moments[-1].at - moments[0].at), HOUR) < size(5, 1) / 100, memory
    half = len(moments) // 2
    before, after = moments[:half], moments[half:]
    assert max(each.files for each in after) <= max(each.files for each in before) + CHANCE, moments
    assert max(each.tasks for each in after) <= max(each.tasks for each in before) + CHANCE, moments


def held(argus: ArgusProcess, staying: int, seconds: float) -> Moment:
    """The least memory in this time, in which nobody visits and what is free is given back."""
    eventually(lambda: argus.metric("argus_live_clients") == staying, SHOWN_SECONDS, lambda: "some never left")
    until, least = time.monotonic() + seconds, argus.resident()
    while time.monotonic() < until:
        least = min(least, argus.resident())
        time.sleep(LOOK_SECONDS)
    return Moment(time.monotonic(), least, open_files(argus), argus.metric("argus_tasks"))


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
