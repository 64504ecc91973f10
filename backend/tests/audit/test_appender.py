"""Entries that come at the same time."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable

import pytest
from sqlalchemy import event, text

from argus.access.roles import Principal
from argus.audit.service import Audit, AuditTarget
from argus.db import Database
from argus.errors import Unavailable

ACTOR = Principal("u1", "dev@example.com", "Dev", "s1", ())
TARGET = AuditTarget("core/v1/configmaps", "c", "default", "web")
MANY = 50
# Longer than a statement takes, the disk's part included.
TURN_SECONDS = 0.05
# Five statements, with two or three turns until who waits for an answer from a thread has it.
FEW_TURNS = 16


async def change(audit: Audit, number: int) -> None:
    async with audit.change(ACTOR, "update", TARGET, {"number": number}):
        pass


async def test_they_share_transactions_and_make_one_chain(audit: Audit, database: Database) -> None:
    commits: Counter[str] = Counter()
    event.listen(database.engine.sync_engine, "commit", lambda _connection: commits.update(["commit"]))
    await asyncio.gather(*(change(audit, number) for number in range(MANY)))
    assert commits["commit"] < MANY / 5
    entries = await audit.tail(MANY * 3)
    assert Counter(entry.outcome for entry in entries) == {"intent": MANY, "done": MANY}
    assert (await audit.verify()).intact


async def test_when_their_turn_fails_none_is_written_and_the_next_one_is(audit: Audit, database: Database) -> None:
    await change(audit, 0)
    await rename(database, "audit_entries", "audit_away")
    outcomes = await asyncio.gather(*(change(audit, number) for number in range(MANY)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Unavailable] * MANY
    await rename(database, "audit_away", "audit_entries")
    await change(audit, 1)
    assert len(await audit.tail(MANY)) == 4
    assert (await audit.verify()).intact


async def rename(database: Database, table: str, name: str) -> None:
    async with database.session() as session, session.begin():
        await session.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))


@pytest.mark.parametrize("turns", range(4))
async def test_who_is_cancelled_before_the_change_leaves_no_intent_open(audit: Audit, turns: int) -> None:
    """Before the entry is taken up, while it is written, or just after."""
    task = asyncio.create_task(change(audit, 0))
    for _ in range(turns):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await change(audit, 1)
    await audit.stop()
    assert await audit.settle() == 0
    assert (await audit.verify()).intact


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_entry_takes_few_turns_of_a_busy_event_loop(audit: Audit, database: Database) -> None:
    """Who holds SQLite's only write lock meanwhile keeps all others waiting."""
    await change(audit, 0)

    async def record() -> None:
        async with database.session() as session, session.begin():
            await audit.record(session, ACTOR, "update", TARGET, {})

    assert await turns_of_a_busy_loop(record()) <= FEW_TURNS


async def turns_of_a_busy_loop(work: Awaitable[None]) -> int:
    turns = 0

    async def keep_busy() -> None:
        nonlocal turns
        while True:
            time.sleep(TURN_SECONDS)  # noqa: ASYNC251  the loop's own time is what is meant
            turns += 1
            await asyncio.sleep(0)

    busy = asyncio.create_task(keep_busy())
    await work
    busy.cancel()
    return turns
