"""Hours of work in short: changes without end, clients that come and go, lists that are read. Nothing grows."""

import time
from statistics import fmean, linear_regression
from typing import NamedTuple

import pytest

from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.instruments import Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, changing, metric, open_files

pytestmark = pytest.mark.cluster
RATE = 200.0
SHOWN_SECONDS = 30.0
HOUR = 3600
LIST = "/api/clusters/{}/resources/core/v1/pods?limit=100&sort={}&q={}"
VIEWS = (("name", ""), ("-restarts", ""), ("age", ""), ("status", "ledger"), ("name", "a"))
# A visitor who is just leaving, a probe on its way: so many more may be there in one moment than in another.
CHANCE = 10


class Moment(NamedTuple):
    """What Argus holds between two visits; memory in MiB."""

    at: float
    memory: float
    files: int
    tasks: float


def test_nothing_grows(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    warm_up, seconds = size(5, 1_200), size(10, 1_800)
    staying, visiting = size(20, 100), size(20, 100)
    moments = list[Moment]()
    with Crowd(argus.url, argus.token(), staying, argus.cluster) as crowd:
        crowd.gather()
        with changing(bulk, RATE, size):
            began = time.monotonic()
            while (now := time.monotonic() - began) < warm_up + seconds:
                visit(argus, visiting)
                if now > warm_up:
                    moments.append(Moment(now, argus.resident(), open_files(argus), metric(argus, "argus_tasks")))
        all_show(crowd, bulk, staying, SHOWN_SECONDS)
    memory = [moment.memory for moment in moments]
    by_minute = {int(moment.at // 60): moment.memory for moment in moments}
    print("MiB at the end of each minute:", ", ".join(f"{minute}: {mib:.1f}" for minute, mib in by_minute.items()))
    growth = linear_regression([moment.at for moment in moments], memory).slope / fmean(memory)
    # A short look, still warming up, is judged by what was seen; a long one by what an hour would bring.
    assert growth * size(seconds, HOUR) < size(5, 1) / 100, memory
    half = len(moments) // 2
    before, after = moments[:half], moments[half:]
    assert min(each.files for each in after) <= min(each.files for each in before) + CHANCE, moments
    assert max(each.files for each in after) <= max(each.files for each in before) + visiting, moments
    assert min(each.tasks for each in after) <= min(each.tasks for each in before) + CHANCE, moments


def visit(argus: ArgusProcess, visitors: int) -> None:
    """Some come, look at lists in several ways, and go."""
    with Crowd(argus.url, argus.token(), visitors, argus.cluster) as crowd, argus.client() as client:
        crowd.gather()
        for sort, text in VIEWS:
            client.read(LIST.format(argus.cluster, sort, text))
        client.read(f"/api/fleet/search?q={visitors}")
        crowd.drop()
