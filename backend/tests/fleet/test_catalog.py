"""What is known of a cluster's kinds while it cannot be asked."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from argus.errors import UpstreamError, UpstreamUnreachable
from argus.fleet import catalog as catalog_module
from argus.fleet.catalog import Catalog
from argus.fleet.kind import ClusterKind, Gvr
from argus.kube.connect import ApiServer
from tests.fleet.fleet_house import FleetHouse, eventually

PODS, NODES = Gvr("core", "v1", "pods"), Gvr("core", "v1", "nodes")


class Line:
    """The way to a real cluster, that can be cut or made to hang."""

    def __init__(self, house: FleetHouse) -> None:
        self._house = house
        self.cut = False
        self.hangs = False
        self.asked = 0

    async def connect(self, _cluster: str) -> ApiServer:
        self.asked += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.cut:
            raise UpstreamUnreachable("The line is cut.", cluster="east")
        return self._house.kube


@pytest.fixture
async def line(fleet_house: FleetHouse) -> Line:
    return Line(fleet_house)


@pytest.fixture
async def catalog(line: Line) -> AsyncIterator[Catalog]:
    made = Catalog(line.connect, lambda _cluster: None)
    yield made
    await made.stop()


async def test_a_cluster_that_is_down_is_remembered(
    catalog: Catalog, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_module, "KEPT_SECONDS", 0.0)
    kinds = await catalog.kinds("east")
    assert len(kinds) > 10
    line.cut = True
    assert await catalog.kinds("east") == kinds
    line.cut = False

    async def ask() -> int:
        await catalog.kinds("east")
        return line.asked

    await eventually(ask, lambda asked: asked > 3)


async def test_a_cluster_that_does_not_answer_holds_up_only_one(
    catalog: Catalog, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_module, "PATIENCE_SECONDS", 0.1)
    kinds = await catalog.kinds("east")
    line.hangs = True
    catalog.expire("east")
    assert await catalog.kinds("east") == kinds
    started = time.monotonic()
    assert await catalog.kinds("east") == kinds
    assert time.monotonic() - started < 0.1
    assert line.asked == 2


async def test_what_was_never_heard_is_an_error(catalog: Catalog, line: Line) -> None:
    line.cut = True
    for _ in range(2):
        with pytest.raises(UpstreamError):
            await catalog.kinds("east")
    assert catalog.namespaced(ClusterKind("east", PODS)) is None


async def test_it_tells_what_lives_in_namespaces(catalog: Catalog) -> None:
    await catalog.kinds("east")
    assert catalog.namespaced(ClusterKind("east", PODS)) is True
    assert catalog.namespaced(ClusterKind("east", NODES)) is False
    assert catalog.namespaced(ClusterKind("east", Gvr("example.com", "v1", "nothings"))) is None
    catalog.forget("east")
    assert catalog.namespaced(ClusterKind("east", PODS)) is None
