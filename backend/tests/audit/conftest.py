"""A log on each kind of database."""

from collections.abc import AsyncIterator

import pytest

from argus.audit.service import Audit
from argus.db import Database

KEYS = ("a key of the operator", "an older key")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.migrate()
    yield database
    await database.dispose()


@pytest.fixture
def audit(database: Database) -> Audit:
    return Audit(database, KEYS)
