"""One engine for SQLite (embedded) or PostgreSQL (production)."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from argus.db import postgresql, sqlite
from argus.db.metrics import CountedPool, note_error
from argus.db.migrate import is_current, upgrade
from argus.settings import SettingsError

PATIENCE_SECONDS = 1.0


class SilentDatabase(Exception):
    """The database did not answer soon enough, now or a moment ago."""


class Database:
    """Sessions and migrations. `url` names the driver: `sqlite+aiosqlite` or `postgresql+asyncpg`.

    Whatever keeps the database from answering is raised as SQLAlchemy's own error, a refused connection and one that
    fell silent too.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.dialect = make_url(url).get_backend_name()
        if self.dialect == "sqlite":
            sqlite.make_folder(url)
        self.engine = _engine(url, self.dialect)
        # SQLite has one writer at a time: those who wait for it must not take the readers' connections meanwhile.
        readers = _engine(url, self.dialect, readers=True) if self.dialect == "sqlite" else self.engine
        # All that is read at once is of one moment; SQLite never does otherwise.
        moment = {} if self.dialect == "sqlite" else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self.reader = readers.execution_options(argus_reading=True, **moment)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading_sessions = async_sessionmaker(self.reader, expire_on_commit=False)
        self._silent_until = 0.0

    def session(self) -> AsyncSession:
        """A new session; use it as `async with db.session() as session, session.begin():`."""
        return self._sessions()

    def reading_session(self) -> AsyncSession:
        """A session that only reads: on SQLite it takes no write lock, so it waits for no writer."""
        return self._reading_sessions()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that only reads, as `reading_session` does."""
        async with self.reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def patiently(self) -> AsyncIterator[None]:
        """For those who can do without an answer: where one has waited in vain, for a moment none of them waits.

        Raises SilentDatabase when PATIENCE_SECONDS are over, and for whatever else keeps the database from answering.
        """
        if time.monotonic() < self._silent_until:
            raise SilentDatabase
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                yield
        except (SQLAlchemyError, OSError) as error:
            self._silent_until = time.monotonic() + PATIENCE_SECONDS
            raise SilentDatabase from error

    async def migrate(self) -> None:
        """Bring the schema to the newest revision, under a lock so that replicas can start at once.

        Raises SettingsError when there is no database to talk to.
        """
        try:
            await self.ping()
        except (OSError, SQLAlchemyError) as error:
            place = self.engine.url.render_as_string(hide_password=True)
            reason = str(getattr(error, "orig", None) or error)
            raise SettingsError(
                f"DATABASE_URL: {place} cannot be used: {reason}; see that it runs and that Argus may sign in"
            ) from error
        if self.dialect == "sqlite":
            await upgrade(self.engine, self.dialect)
            return
        unhurried = _engine(self.url, self.dialect, limits=False)
        try:
            await upgrade(unhurried, self.dialect)
        finally:
            await unhurried.dispose()

    async def ping(self) -> None:
        """Raise what the driver raises when the database does not answer."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def require_current(self) -> None:
        """Raise when the database does not answer or its schema is not this version's."""
        async with self.reading() as connection:
            if not await connection.run_sync(is_current):
                raise RuntimeError("the schema is not at this version's revision")

    async def dispose(self) -> None:
        await self.engine.dispose()
        await self.reader.dispose()


def _engine(url: str, dialect: str, *, readers: bool = False, limits: bool = True) -> AsyncEngine:
    """`limits` False: for work that may take its time, such as migrations."""
    # Errors go to the log, and parameters are people's addresses, hashes of passwords and sealed credentials.
    options = sqlite.options(readers) if dialect == "sqlite" else postgresql.options(limits)
    engine = create_async_engine(url, hide_parameters=True, poolclass=CountedPool, **options)
    (sqlite if dialect == "sqlite" else postgresql).listen(engine.sync_engine)
    event.listen(engine.sync_engine, "handle_error", note_error)
    return engine
