"""A small Argus with people of different reach."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from argus.identity import password
from argus.settings import load
from tests.people import CHEAP, PASSWORD, House, furnished

NARROW = "narrow@example.com"
VIEWER = "viewer@example.com"


@pytest.fixture(autouse=True)
def _hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password, "HASHER", CHEAP)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with furnished(load({"ARGUS_HOME": str(tmp_path)})) as house:
        await house.identity.users.create(NARROW, "Narrow", PASSWORD, "admin", "c1", "shop")
        await house.identity.users.create(VIEWER, "Viewer", PASSWORD, "viewer")
        yield house


@asynccontextmanager
async def _signed_in(house: House, email: str) -> AsyncIterator[httpx.AsyncClient]:
    async with house.client() as client:
        answer = await client.post("/api/auth/login", json={"email": email, "password": PASSWORD})
        client.cookies.clear()
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


@pytest.fixture
async def narrow(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """An admin of one namespace of cluster c1."""
    async with _signed_in(house, NARROW) as client:
        yield client


@pytest.fixture
async def viewer(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A viewer of everything."""
    async with _signed_in(house, VIEWER) as client:
        yield client
