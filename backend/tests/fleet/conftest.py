"""One Argus with the bare cluster for tests that only read and write; those that break things start their own."""

from collections.abc import AsyncIterator

import pytest

from argus.fleet.kind import Gvr
from tests.fleet.fleet_house import FleetHouse, house

NAMESPACES = Gvr("core", "v1", "namespaces")


@pytest.fixture(scope="session")
async def fleet_house(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FleetHouse]:
    async with house(tmp_path_factory.mktemp("fleet"), east) as made:
        for name in ("red", "blue"):
            await made.make(NAMESPACES, {"metadata": {"name": name}})
        yield made
