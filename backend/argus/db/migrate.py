"""Running the migrations from within the service."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_ID = 0x41524755  # "ARGU": any fixed number that no other program uses in this database


async def upgrade(engine: AsyncEngine, dialect: str) -> None:
    """Run what is missing. One at a time: a second replica waits and then finds nothing to do."""
    lock = _advisory_lock if dialect == "postgresql" else _file_lock
    async with lock(engine), engine.connect() as connection:
        await connection.run_sync(_upgrade)
        await connection.commit()


def is_current(connection: Connection) -> bool:
    """Does the schema stand at the newest revision?"""
    head = ScriptDirectory.from_config(config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def config() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return settings


def _upgrade(connection: Connection) -> None:
    settings = config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, "head")


@asynccontextmanager
async def _advisory_lock(engine: AsyncEngine) -> AsyncIterator[None]:
    """Held by a connection of its own, so that it outlives the migrations' transactions."""
    async with engine.connect() as connection:
        await connection.execute(text(f"SELECT pg_advisory_lock({LOCK_ID})"))
        try:
            yield
        finally:
            await connection.execute(text(f"SELECT pg_advisory_unlock({LOCK_ID})"))


@asynccontextmanager
async def _file_lock(engine: AsyncEngine) -> AsyncIterator[None]:
    """SQLite has no lock that outlives a transaction, so the processes of one machine meet at a file.

    The wait is a thread's: whoever holds the lock may need this very event loop to go on.
    """
    path = engine.url.database
    if not path or path == ":memory:":
        yield
        return
    with await asyncio.to_thread(_open_private, f"{path}.migrate.lock") as file:
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield


def _open_private(path: str) -> IO[str]:
    """For writing, by this user alone: whoever may open it could hold the lock for ever."""
    return open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600))
