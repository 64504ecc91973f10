"""One Argus with the bare cluster in it, and people of several reaches."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.fleet.conftest import NAMESPACES
from tests.fleet.fleet_house import FleetHouse, house
from tests.stack import PASSWORD, sign_in

NARROW = "narrow@example.com"


@pytest.fixture(scope="session")
async def live_house(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FleetHouse]:
    async with house(tmp_path_factory.mktemp("live"), east) as made:
        for name in ("green", "grey"):
            await made.make(NAMESPACES, {"metadata": {"name": name}})
        yield made


@pytest.fixture(scope="session")
async def narrow(live_house: FleetHouse) -> AsyncIterator[httpx.AsyncClient]:
    """Signed in as one who may view only the namespace `green`."""
    users = live_house.stack.rooms.identity.users
    await users.create(NARROW, "Narrow", PASSWORD, "viewer", live_house.cluster, "green")
    async with httpx.AsyncClient(base_url=live_house.stack.url, timeout=30) as client:
        await sign_in(client, NARROW)
        yield client
