"""What a session may do right now, remembered for a moment so that not every request asks the database."""

import asyncio
import time

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from argus.access.grants import grants_of
from argus.access.roles import Principal
from argus.db import Database, SilentDatabase
from argus.errors import Unavailable
from argus.identity.models import Session, User

FRESH_SECONDS = 3.0
GRACE_SECONDS = 60.0
# For who is not remembered, and so cannot be let in without an answer.
LONGEST_SECONDS, SPARED_SECONDS = 5.0, 1.0
REMEMBERED = 8192


class SessionState(msgspec.Struct, frozen=True):
    """A session that is alive, until `expires` (seconds since the epoch)."""

    principal: Principal
    expires: float


class _Remembered(msgspec.Struct, frozen=True):
    state: SessionState | None
    at: float

    def older_than(self, seconds: float) -> bool:
        return time.monotonic() - self.at > seconds


class SessionStates:
    """Sessions by id, at most `FRESH_SECONDS` old. Any number of simultaneous questions cost one query.

    While the database itself does not answer, what it said last holds for `GRACE_SECONDS`, so that people go on
    reading: nobody can end a session in a database that is away. A session that it said to be over stays over, and one
    that it was not asked about within that time is not let in. Sockets follow the same rule, and no other.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, _Remembered] = {}
        self._asking: dict[str, asyncio.Task[SessionState | None]] = {}
        self._silent_until = 0.0

    async def get(self, session_id: str, max_age: float = FRESH_SECONDS) -> SessionState | None:
        """The session, or None when it is over. `max_age` in seconds. Raises Unavailable without the database."""
        known = self._known.get(session_id)
        if known is None or known.older_than(GRACE_SECONDS):
            state = await self._first(session_id)
        elif known.older_than(max_age):
            state = await self._renewed(session_id, known)
        else:
            state = known.state
        return state if state and state.expires > time.time() else None

    def end(self, session_id: str) -> None:
        """Let a session be over at once, before its transaction is even committed."""
        self._remember(session_id, None, time.monotonic())

    async def _first(self, session_id: str) -> SessionState | None:
        """Where one has waited in vain, for a moment nobody else waits."""
        if time.monotonic() < self._silent_until:
            raise _unanswered()
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                return await self._ask(session_id)
        except TimeoutError as error:
            self._silent_until = time.monotonic() + SPARED_SECONDS
            raise _unanswered() from error
        except (SQLAlchemyError, OSError) as error:
            raise _unanswered() from error

    async def _renewed(self, session_id: str, known: _Remembered) -> SessionState | None:
        """Asked again; as it is remembered where no answer comes."""
        try:
            async with self._database.patiently():
                return await self._ask(session_id)
        except SilentDatabase:
            return self._known.get(session_id, known).state

    def forget(self, session_id: str) -> None:
        """Ask again the next time: the session lasts longer than was known."""
        self._known.pop(session_id, None)

    async def _ask(self, session_id: str) -> SessionState | None:
        asking = self._asking.get(session_id)
        if asking is None:
            asking = asyncio.create_task(self._load(session_id))
            self._asking[session_id] = asking
            asking.add_done_callback(lambda done: self._asked(session_id, done))
        return await asyncio.shield(asking)

    def _asked(self, session_id: str, done: "asyncio.Task[SessionState | None]") -> None:
        """A failure is told to those who still wait, and to nobody else where none does."""
        self._asking.pop(session_id, None)
        if not done.cancelled():
            done.exception()

    async def _load(self, session_id: str) -> SessionState | None:
        started = time.monotonic()
        state = await self._query(session_id)
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


def _unanswered() -> Unavailable:
    detail = "The database does not answer, so sign-ins cannot be checked."
    return Unavailable(detail, code="database-unavailable", headers={"Retry-After": "2"})
