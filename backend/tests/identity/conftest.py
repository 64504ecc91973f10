"""A small Argus with one admin, on each kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from argus.identity import password
from argus.settings import Settings, load
from tests.people import ADMIN, CHEAP, PASSWORD, House, furnished


@pytest.fixture
def hasher() -> PasswordHasher:
    """A quick one; tests of the real cost give the real one instead."""
    return CHEAP


@pytest.fixture(autouse=True)
def _hashing(monkeypatch: pytest.MonkeyPatch, hasher: PasswordHasher) -> None:
    monkeypatch.setattr(password, "HASHER", hasher)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return load({"ARGUS_HOME": str(tmp_path), "DATABASE_URL": database_url})


@pytest.fixture
async def house(settings: Settings) -> AsyncIterator[House]:
    async with furnished(settings) as house:
        await house.identity.users.create(ADMIN, "Ada", PASSWORD, "admin")
        yield house
