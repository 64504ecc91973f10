"""Opening, refreshing and ending sessions, inside the transaction of the request that asks."""

from datetime import UTC, datetime, timedelta
from typing import Any, cast

import msgspec
from sqlalchemy import CursorResult, Update, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from argus.identity.models import RefreshToken, Session, User, new_id
from argus.identity.token import hash_of, new_refresh_token

SLIDING = timedelta(hours=12)
LONGEST = timedelta(days=7)
KEPT = timedelta(days=7)


class Opened(msgspec.Struct, frozen=True):
    """A live session with the newest link of its chain; `refresh_token` is known here and nowhere else."""

    session_id: str
    user_id: str
    refresh_token: str
    expires_at: datetime

    @property
    def lasts(self) -> int:
        """Seconds until the session is over unless it is refreshed."""
        return max(0, int((self.expires_at - datetime.now(UTC)).total_seconds()))


class Reused(Exception):
    """A spent refresh token came again: someone holds a copy. `ended` when this is what ended its session."""

    def __init__(self, session_id: str, ended: bool) -> None:
        super().__init__(session_id)
        self.session_id = session_id
        self.ended = ended


async def start(session: AsyncSession, user_id: str, address: str, user_agent: str) -> Opened:
    """A new session with its first refresh token. Sessions long over are forgotten on the way."""
    now = datetime.now(UTC)
    await session.execute(delete(Session).where(Session.expires_at < now - KEPT))
    row = Session(
        id=new_id(),
        user_id=user_id,
        created_at=now,
        used_at=now,
        expires_at=now + SLIDING,
        ends_at=now + LONGEST,
        address=address,
        user_agent=user_agent[:300],
    )
    session.add(row)
    await session.flush()
    return await _link(session, row, now)


async def rotate(session: AsyncSession, token: str) -> Opened | None:
    """Spend a refresh token for the next one. None when it is unknown or its session is over.

    Raises Reused when it was spent before; the session is ended then, and the caller has to commit that.
    """
    now = datetime.now(UTC)
    hashed = hash_of(token)
    spend = update(RefreshToken).where(RefreshToken.hash == hashed, RefreshToken.used_at.is_(None))
    if not await _changed(session, spend.values(used_at=now)):
        await _refuse(session, hashed)
        return None
    found = select(Session).join(RefreshToken, RefreshToken.session_id == Session.id)
    alive = found.join(User, User.id == Session.user_id).where(
        RefreshToken.hash == hashed,
        Session.revoked_at.is_(None),
        Session.expires_at > now,
        User.disabled_at.is_(None),
    )
    row = await session.scalar(alive.with_for_update(of=Session))
    if row is None:
        return None
    row.used_at = now
    row.expires_at = min(now + SLIDING, row.ends_at)
    return await _link(session, row, now)


async def end(session: AsyncSession, session_id: str) -> bool:
    """Revoke a session; False when it was over already."""
    alive = update(Session).where(Session.id == session_id, Session.revoked_at.is_(None))
    return await _changed(session, alive.values(revoked_at=datetime.now(UTC)))


async def session_of(session: AsyncSession, token: str) -> str | None:
    """The id of the session that a refresh token was given out in, whether or not either is still good."""
    return await _session_of(session, hash_of(token))


async def _session_of(session: AsyncSession, hashed: str) -> str | None:
    return await session.scalar(select(RefreshToken.session_id).where(RefreshToken.hash == hashed))


async def _refuse(session: AsyncSession, hashed: str) -> None:
    session_id = await _session_of(session, hashed)
    if session_id is not None:
        raise Reused(session_id, await end(session, session_id))


async def _link(session: AsyncSession, row: Session, now: datetime) -> Opened:
    token = new_refresh_token()
    session.add(RefreshToken(hash=hash_of(token), session_id=row.id, issued_at=now))
    await session.flush()
    return Opened(row.id, row.user_id, token, row.expires_at)


async def _changed(session: AsyncSession, statement: Update) -> bool:
    result = cast(CursorResult[Any], await session.execute(statement.execution_options(synchronize_session=False)))
    return result.rowcount == 1
