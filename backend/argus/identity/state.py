"""What a session may do right now, remembered for a moment so that not every request asks the database."""

import asyncio
import time

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from argus.access.grants import grants_of
from argus.access.roles import Principal
from argus.db import Database
from argus.errors import Unavailable
from argus.identity.models import Session, User

FRESH_SECONDS = 3.0
REMEMBERED = 8192


class SessionState(msgspec.Struct, frozen=True):
    """A session that is alive, until `expires` (seconds since the epoch)."""

    principal: Principal
    expires: float


class _Remembered(msgspec.Struct, frozen=True):
    state: SessionState | None
    at: float


class SessionStates:
    """Sessions by id, at most `FRESH_SECONDS` old. Any number of simultaneous questions cost one query."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, _Remembered] = {}
        self._asking: dict[str, asyncio.Task[SessionState | None]] = {}

    async def get(self, session_id: str, max_age: float = FRESH_SECONDS) -> SessionState | None:
        """The session, or None when it is over. `max_age` in seconds. Raises Unavailable without the database."""
        known = self._known.get(session_id)
        if known is None or time.monotonic() - known.at > max_age:
            state = await self._ask(session_id)
        else:
            state = known.state
        return state if state and state.expires > time.time() else None

    def end(self, session_id: str) -> None:
        """Let a session be over at once, before its transaction is even committed."""
        self._remember(session_id, None, time.monotonic())

    async def _ask(self, session_id: str) -> SessionState | None:
        asking = self._asking.get(session_id)
        if asking is None:
            asking = asyncio.create_task(self._load(session_id))
            self._asking[session_id] = asking
            asking.add_done_callback(lambda _done: self._asking.pop(session_id, None))
        return await asyncio.shield(asking)

    async def _load(self, session_id: str) -> SessionState | None:
        started = time.monotonic()
        try:
            state = await self._query(session_id)
        except (DBAPIError, PoolTimeout, OSError) as error:
            detail = "The database does not answer, so sign-ins cannot be checked."
            raise Unavailable(detail, code="database-unavailable", headers={"Retry-After": "2"}) from error
        self._remember(session_id, state, started)
        return state

    async def _query(self, session_id: str) -> SessionState | None:
        alive = (
            select(User.id, User.email, User.name, Session.expires_at)
            .join(Session, Session.user_id == User.id)
            .where(Session.id == session_id, Session.revoked_at.is_(None), User.disabled_at.is_(None))
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(alive)).one_or_none()
            if row is None:
                return None
            grants = await grants_of(connection, row.id)
        principal = Principal(row.id, row.email, row.name, session_id, grants)
        return SessionState(principal, row.expires_at.timestamp())

    def _remember(self, session_id: str, state: SessionState | None, at: float) -> None:
        known = self._known.pop(session_id, None)
        if known is not None and known.at > at:
            state, at = known.state, known.at
        elif len(self._known) >= REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[session_id] = _Remembered(state, at)
