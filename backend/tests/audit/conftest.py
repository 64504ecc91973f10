"""A log on each kind of database."""

from collections.abc import AsyncIterator

import pytest

from argus.audit.service import Audit
from argus.db import Database
from tests.people import create_tables

KEYS = ("a key of the operator", "an older key")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await create_tables(database)
    yield database
    await database.dispose()


@pytest.fixture
def audit(database: Database) -> Audit:
    return Audit(database, KEYS)
