"""SQLite's connections: how long they wait for each other, and one wait of the event loop for each statement."""

import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from argus.db.private_file import make_private
from argus.settings import SettingsError

BUSY_SECONDS = 5
QUEUE_SECONDS = 15  # longer, because those ahead in the queue of this process are at work
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")

Rows = list[Any]
Work = Callable[[sqlite3.Cursor], object]


def options(readers: bool) -> dict[str, Any]:
    """For `create_async_engine`."""
    most = {"pool_size": 10, "max_overflow": 10} if readers else {"pool_size": 1, "max_overflow": 0}
    # SQLAlchemy begins and ends transactions: Python's own way of beginning them is off.
    connect = {"async_creator_fn": _connect, "timeout": BUSY_SECONDS, "isolation_level": None}
    return {"connect_args": connect, "pool_timeout": QUEUE_SECONDS, **most}


def listen(engine: Engine) -> None:
    event.listen(engine, "begin", _begin)


def make_folder(url: str) -> None:
    """Raises SettingsError."""
    path = make_url(url).database
    if path and path != ":memory:":
        folder = Path(path).parent
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SettingsError(f"DATABASE_URL: the folder {folder} cannot be made: {error.strerror}") from error


class Connection(aiosqlite.Connection):
    """Answers each statement whole, with one wait for its thread.

    A busy event loop takes tens of milliseconds to come back to who waits, and meanwhile a transaction keeps all other
    writers out. Cursor, execution, rows and closing one by one would be four such waits, and sixteen for an entry of
    the audit log.
    """

    def cursor(self) -> "Cursor":  # type: ignore[override]
        return Cursor(self)

    async def rollback(self) -> None:
        """SQLAlchemy asks for it whenever a connection is given back, though mostly there is nothing to roll back."""
        if self.in_transaction:
            await super().rollback()


class Cursor:
    """What SQLAlchemy uses of a cursor, streams of rows aside."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Rows = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        await self._run(lambda cursor: cursor.execute(operation, parameters))

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        await self._run(lambda cursor: cursor.executemany(operation, parameters))

    async def fetchall(self) -> Rows:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open any more."""

    async def _run(self, work: Work) -> None:
        connection = self._connection
        # Its only way to have one thing done that its own methods do one by one.
        answer = await connection._execute(_answer, connection._conn, work)  # type: ignore[no-untyped-call]
        self.description, self.rowcount, self.lastrowid, self._rows = answer


def _answer(connection: sqlite3.Connection, work: Work) -> tuple[Any, int, int | None, Rows]:
    cursor = connection.cursor()
    try:
        work(cursor)
        rows = cursor.fetchall()
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows
    finally:
        cursor.close()


async def _connect(path: str, **given: Any) -> Connection:
    make_private(path)
    connection = Connection(partial(_open, path, given), iter_chunk_size=0)
    # Who forgets to close it must not keep the process from ending.
    connection._thread.daemon = True
    await connection
    return connection


def _open(path: str, given: dict[str, Any]) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite3.connect(path, **given)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin(connection: Any) -> None:
    """Take the write lock at the start: a transaction that upgrades from reading fails at once instead of waiting."""
    reading = connection.get_execution_options().get("argus_reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
