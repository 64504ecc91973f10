"""What is remembered of sessions, and for how long."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import event, text

from argus.db.database import PATIENCE_SECONDS
from argus.errors import Unavailable
from argus.identity import state as module
from argus.identity.models import Session
from argus.identity.state import SessionStates
from tests.people import ADMIN, PASSWORD, House

POOL = 20  # Whoever holds as many connections leaves none for anybody else, on either database.


@pytest.fixture
async def session_id(house: House) -> AsyncIterator[str]:
    async with house.client() as client:
        await client.post("/api/auth/login", json={"email": ADMIN, "password": PASSWORD})
        yield (await client.get("/api/auth/me")).json()["sessionId"]


def counted(house: House) -> list[str]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT users.id"):
            statements.append(statement)

    event.listen(house.database.reader.sync_engine, "before_cursor_execute", note)
    return statements


async def test_many_questions_at_once_are_one_query(house: House, session_id: str) -> None:
    states = SessionStates(house.database)
    statements = counted(house)
    found = await asyncio.gather(*(states.get(session_id) for _ in range(50)))
    assert all(state is not None and state.principal.email == ADMIN for state in found)
    assert len(statements) == 1
    await states.get(session_id)
    assert len(statements) == 1
    await states.get(session_id, max_age=0)
    assert len(statements) == 2


async def test_an_unknown_session_is_remembered_as_none(house: House) -> None:
    states = SessionStates(house.database)
    statements = counted(house)
    assert await states.get("never-was") is None
    assert await states.get("never-was") is None
    assert len(statements) == 1


async def test_only_so_many_are_remembered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 3)
    states = SessionStates(house.database)
    for number in range(10):
        await states.get(f"session-{number}")
    assert len(states._known) == 3


async def test_an_older_answer_does_not_revive_an_ended_session(house: House, session_id: str) -> None:
    states = SessionStates(house.database)
    asked = asyncio.create_task(states.get(session_id))
    for _ in range(3):
        await asyncio.sleep(0)
    states.end(session_id)
    await asked
    assert await states.get(session_id) is None


async def test_a_session_past_its_time_is_over_although_remembered(
    house: House, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = SessionStates(house.database)
    assert await states.get(session_id) is not None
    later = time.time() + 13 * 3600
    monkeypatch.setattr(time, "time", lambda: later)
    assert await states.get(session_id) is None


async def test_a_writer_does_not_keep_readers_waiting(house: House, session_id: str) -> None:
    states = SessionStates(house.database)
    async with house.database.session() as writer, writer.begin():
        await writer.execute(text("UPDATE users SET name = 'Someone'"))
        async with asyncio.timeout(5):
            assert await states.get(session_id) is not None


async def leave(house: House) -> None:
    """As if the database were away: no question about sessions is answered any more."""
    async with house.database.engine.begin() as connection:
        await connection.execute(text(f"ALTER TABLE {Session.__tablename__} RENAME TO sessions_away"))


async def test_what_the_database_said_last_holds_for_a_while_without_it(
    house: House, session_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = SessionStates(house.database)
    assert await states.get(session_id) is not None
    await leave(house)
    assert await states.get(session_id, max_age=0) is not None
    later = time.monotonic() + module.GRACE_SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    with pytest.raises(Unavailable):
        await states.get(session_id)


async def test_an_ended_session_is_not_revived_by_a_database_that_is_away(house: House, session_id: str) -> None:
    states = SessionStates(house.database)
    assert await states.get(session_id) is not None
    states.end(session_id)
    await leave(house)
    assert await states.get(session_id, max_age=0) is None


async def test_a_database_that_does_not_answer_is_not_waited_for_long(house: House, session_id: str) -> None:
    states = SessionStates(house.database)
    assert await states.get(session_id) is not None
    async with AsyncExitStack() as stack:
        for _ in range(POOL):
            await stack.enter_async_context(house.database.reading())
        async with asyncio.timeout(PATIENCE_SECONDS * 3):
            for _ in range(20):
                assert await states.get(session_id, max_age=0) is not None


async def test_without_the_database_nobody_is_let_in(house: House, session_id: str) -> None:
    states = SessionStates(house.database)
    await leave(house)
    with pytest.raises(Unavailable):
        await states.get(session_id)
    async with house.client() as client:
        token = house.identity._tokens.issue("someone", "another-session")
        answer = await client.get("/api/clusters", headers={"Authorization": f"Bearer {token}"})
        assert (answer.status_code, answer.json()["code"]) == (503, "database-unavailable")
        assert answer.headers["Retry-After"]
