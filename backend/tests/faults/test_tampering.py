"""The audit log edited, cut and reordered at random, by somebody who has the database and not the key."""

import asyncio
import base64
import random
from collections.abc import AsyncIterator

import msgspec
import pytest
from sqlalchemy import bindparam, delete, insert, select, text

from argus.audit.models import AuditEntry, AuditHead
from argus.audit.service import Audit, AuditTarget
from argus.db import Database
from tests.conftest import Size
from tests.faults.tampering import Row, Tamperer

ENTRIES = 12
KEY = "a key of the operator"
TARGET = AuditTarget("apps/v1/deployments", "c1", "shop", "webs")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.migrate()
    yield database
    await database.dispose()


@pytest.fixture
async def audit(database: Database) -> Audit:
    audit = Audit(database, (KEY,))
    for number in range(ENTRIES // 2):
        async with audit.change(None, "update", TARGET, {"number": number}):
            pass
    return audit


async def test_whatever_is_done_to_the_log_is_found(audit: Audit, database: Database, size: Size) -> None:
    rows, head = await read(database)
    missed, ways, altered = [], size(100, 1000), set[bytes]()
    while len(altered) < ways:
        seed = random.randrange(2**32)
        tamperer = Tamperer(rows, head, random.Random(seed))
        acts = tamperer.tamper()
        if (sorted(tamperer.rows, key=lambda row: int(row["id"])), tamperer.head) == (rows, head):
            continue
        state = msgspec.msgpack.encode((tamperer.rows, tamperer.head))
        if state in altered:
            continue
        altered.add(state)
        await write(database, tamperer.rows, tamperer.head)
        if (await audit.verify()).intact:
            missed.append((seed, acts))
    await write(database, rows, head)
    assert (await audit.verify()).intact
    assert missed == []


async def test_a_log_that_is_written_meanwhile_is_intact(audit: Audit, size: Size) -> None:
    """Nobody is accused for what was added while the log was read."""
    writing = asyncio.gather(*(change(audit) for _ in range(size(20, 200))))
    while not writing.done():
        assert (await audit.verify()).intact
    await writing


async def change(audit: Audit) -> None:
    async with audit.change(None, "update", TARGET, {}):
        pass


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["name", "prev_hash", "detail", "at"])
@pytest.mark.parametrize("kept", ["base64", "garbage"])
async def test_other_types_than_were_written_are_found(
    audit: Audit, database: Database, column: str, kept: str
) -> None:
    """Only SQLite takes them: bytes, of which some would be hashed like the text that stood there."""
    held = await scalar(database, f"SELECT {column} FROM audit_entries WHERE id = 4")
    value = base64.b64decode(f"{held}====", validate=False) if kept == "base64" else b"\xff\xfe"
    statement = text(f"UPDATE audit_entries SET {column} = :value WHERE id = 4")
    async with database.engine.begin() as connection:
        await connection.execute(statement.bindparams(bindparam("value", value)))
    found = await audit.verify()
    assert (found.entries, found.first_bad) == (3, 4)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_end_of_other_types_is_found_and_does_not_stop_the_log(audit: Audit, database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE audit_head SET seal = x'ff', count = 'many'"))
    assert (await audit.verify()).reason == "the head of the log is missing"
    await change(audit)
    assert (await audit.verify()).first_bad == ENTRIES + 1


async def scalar(database: Database, statement: str) -> object:
    async with database.reading() as connection:
        return (await connection.execute(text(statement))).scalar()


async def read(database: Database) -> tuple[list[Row], Row]:
    columns = AuditEntry.__table__.columns
    async with database.reading() as connection:
        rows = [dict(row) for row in (await connection.execute(select(*columns).order_by(AuditEntry.id))).mappings()]
        head = select(AuditHead.count, AuditHead.last_hash, AuditHead.seal)
        return rows, dict((await connection.execute(head)).mappings().one())


async def write(database: Database, rows: list[Row], head: Row | None) -> None:
    """Put the log and its end there as they are given."""
    async with database.engine.begin() as connection:
        await connection.execute(delete(AuditEntry))
        await connection.execute(insert(AuditEntry), rows)
        await connection.execute(delete(AuditHead))
        if head is not None:
            await connection.execute(insert(AuditHead).values(id=1, **head))
