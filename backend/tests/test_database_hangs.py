"""PostgreSQL stands still with all its connections open: nothing waits for it without end."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from argus.access.roles import Principal
from argus.audit import service as audit_module
from argus.audit.log import lock
from argus.audit.service import Audit, AuditTarget
from argus.clusters import registry as registry_module
from argus.clusters.registry import Registry
from argus.db import Database
from argus.db import postgresql as module
from argus.db.database import PATIENCE_SECONDS
from argus.db.migrate import LOCK_ID
from argus.errors import Unavailable
from argus.identity import state as state_module
from argus.identity.state import SessionStates
from tests.postgres import Postgres, start_postgres

ACTOR = Principal("u1", "dev@example.com", "Dev", "s1", ())
TARGET = AuditTarget("core/v1/configmaps", "c", "default", "web")
# A statement, the driver's two seconds for closing what it gives up, and both again for who stands in line.
BOUND = 10.0


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with start_postgres() as server:
        yield server


@pytest.fixture
async def database(server: Postgres) -> AsyncIterator[Database]:
    database = Database(await server.fresh())
    await database.migrate()
    yield database
    await database.dispose()


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits as they are, only shorter."""
    for name, seconds in (("COMMAND_SECONDS", 1.0), ("LOCK_SECONDS", 0.8), ("IDLE_SECONDS", 1.5)):
        monkeypatch.setattr(module, name, seconds)


async def change(audit: Audit, made: list[int], number: int) -> None:
    async with audit.change(ACTOR, "update", TARGET, {"number": number}):
        made.append(number)


@pytest.mark.usefixtures("hurried")
async def test_changes_are_refused_and_not_made(server: Postgres, database: Database) -> None:
    audit = Audit(database, ("a key",))
    made: list[int] = []
    await change(audit, made, 0)
    with server.frozen():
        started = time.monotonic()
        first = asyncio.create_task(change(audit, made, 1))
        second = asyncio.create_task(change(audit, made, 2))
        outcomes = await asyncio.gather(first, second, return_exceptions=True)
        assert [type(one) for one in outcomes] == [Unavailable] * 2
        assert time.monotonic() - started < BOUND
        with pytest.raises(Unavailable, match="audit log cannot be written"):
            await change(audit, made, 3)
        assert time.monotonic() - started < 2 * BOUND
    assert made == [0]
    await eventually_changed(audit, made, 4)
    assert made == [0, 4]
    await audit.stop()
    assert await audit.settle() <= 3
    assert (await audit.verify()).intact


async def eventually_changed(audit: Audit, made: list[int], number: int) -> None:
    """The first ones may still find connections that were given up."""
    deadline = time.monotonic() + BOUND
    while number not in made:
        try:
            await change(audit, made, number)
        except Unavailable:
            assert time.monotonic() < deadline


async def test_an_intent_that_is_written_too_late_is_one_of_a_change_not_made(
    server: Postgres, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_module, "INTENT_SECONDS", 0.2)
    audit = Audit(database, ("a key",))
    made: list[int] = []
    async with database.session() as session, session.begin():
        await lock(session, database.dialect)
        with pytest.raises(Unavailable):
            await change(audit, made, 1)
    await audit.stop()
    assert made == []
    assert [entry.outcome for entry in await audit.tail(9)] == ["intent", "failed"]
    assert await audit.settle() == 0


@pytest.mark.usefixtures("hurried")
async def test_what_falls_silent_is_an_error_of_the_database(server: Postgres, database: Database) -> None:
    async with database.reading() as connection:
        with server.frozen():
            with pytest.raises(OperationalError, match="no answer within") as found:
                await connection.execute(text("SELECT 1"))
            assert found.value.connection_invalidated
    with server.frozen():
        async with asyncio.timeout(BOUND):
            with pytest.raises(OperationalError):
                await database.ping()
    async with asyncio.timeout(BOUND):
        await database.ping()


async def test_who_is_not_remembered_waits_for_a_while(server: Postgres, database: Database) -> None:
    states = SessionStates(database)
    with server.frozen():
        async with asyncio.timeout(state_module.LONGEST_SECONDS + 1):
            with pytest.raises(Unavailable, match="does not answer"):
                await states.get("a session")
    # Who gave up waiting left the question, and a connection made for it once the pool is gone would never be closed.
    await asyncio.wait_for(asyncio.gather(*states._asking.values(), return_exceptions=True), 2 * BOUND)


@pytest.mark.usefixtures("hurried")
async def test_a_replica_that_freezes_with_the_log_locked_does_not_stop_the_others(server: Postgres) -> None:
    url = await server.fresh()
    frozen, other = Database(url), Database(url)
    await frozen.migrate()
    async with frozen.session() as session:
        await lock(session, frozen.dialect)
        async with asyncio.timeout(BOUND):
            await eventually_changed(Audit(other, ("a key",)), [], 1)
        with pytest.raises(DBAPIError):
            await session.execute(text("SELECT 1"))
    await frozen.dispose()
    await other.dispose()


@pytest.mark.usefixtures("hurried")
async def test_migrations_may_take_their_time(server: Postgres) -> None:
    url = await server.fresh()
    ahead, database = Database(url), Database(url)
    async with ahead.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text(f"SELECT pg_advisory_lock({LOCK_ID})"))
        migrating = asyncio.create_task(database.migrate())
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            f"AND now() - query_start > interval '{module.COMMAND_SECONDS + 1} s'"
        )
        while not await connection.scalar(waiting):
            assert not migrating.done()
            await asyncio.sleep(0.05)
        await connection.execute(text(f"SELECT pg_advisory_unlock({LOCK_ID})"))
    await migrating
    await database.require_current()
    await ahead.dispose()
    await database.dispose()


async def test_a_list_of_clusters_is_told_from_memory_after_a_moment(server: Postgres, database: Database) -> None:
    clusters = Registry(database)
    await clusters.refresh()
    with server.frozen():
        started = time.monotonic()
        for _ in range(3):
            clusters._read_at -= registry_module.FRESH_SECONDS
            await clusters.fresh()
        assert time.monotonic() - started < 2 * PATIENCE_SECONDS
    deadline, read_at = time.monotonic() + BOUND, clusters._read_at
    while clusters._read_at == read_at:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
        await clusters.fresh()
