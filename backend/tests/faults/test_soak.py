"""Hours of work in short: changes without end, clients that come and go, lists that are read. Memory stays as it is."""

import time
from statistics import fmean, linear_regression

import pytest

from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.etcd import etcd_url
from bench.instruments import Changes, Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show

pytestmark = pytest.mark.cluster
RATE = 200.0
SHOWN_SECONDS = 30.0
HOUR = 3600
LIST = "/api/clusters/{}/resources/core/v1/pods?limit=100&sort={}&q={}"
VIEWS = (("name", ""), ("-restarts", ""), ("age", ""), ("status", "ledger"), ("name", "a"))


def test_memory_does_not_grow(argus: ArgusProcess, bulk: ClusterPaths, size: Size) -> None:
    seconds, staying, visiting = size(24, 1_800), size(20, 100), size(20, 100)
    warm_up, moments, memory = seconds / 3, list[float](), list[float]()
    with (
        Crowd(argus.url, argus.token(), staying, argus.cluster) as crowd,
        Changes(etcd_url(bulk), RATE) as changes,
    ):
        crowd.gather()
        began = time.monotonic()
        while (now := time.monotonic() - began) < seconds:
            visit(argus, visiting)
            if now > warm_up:
                moments.append(now)
                memory.append(argus.resident())
        assert changes.stop() > 0
        all_show(crowd, bulk, staying, SHOWN_SECONDS)
    growth = linear_regression(moments, memory).slope / fmean(memory)
    # A short look, still warming up, is judged by what was seen; a long one by what an hour would bring.
    assert growth * size(seconds, HOUR) < size(5, 1) / 100, memory


def visit(argus: ArgusProcess, visitors: int) -> None:
    """Some come, look at lists in several ways, and go."""
    with Crowd(argus.url, argus.token(), visitors, argus.cluster) as crowd, argus.client() as client:
        crowd.gather()
        for sort, text in VIEWS:
            client.read(LIST.format(argus.cluster, sort, text))
        client.read(f"/api/fleet/search?q={visitors}")
        crowd.drop()
