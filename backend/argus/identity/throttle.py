"""How often signing in may be tried, by account and by address, kept in the database so that replicas agree.

Each key earns one attempt every `every` and can save up `burst` of them. Only the moment until which a key has run
ahead is stored (the generic cell rate algorithm), so a row is small, and worthless once that moment has passed.
"""

import hashlib
import math
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from argus.db import Database
from argus.errors import TooManyRequests
from argus.identity import metrics
from argus.identity.models import LoginAllowance

SWEEP_SECONDS = 60


class Rate(msgspec.Struct, frozen=True):
    """`burst` attempts at once, then one every `every`."""

    burst: int
    every: timedelta


class Key(msgspec.Struct, frozen=True):
    """What is counted, as a hash: what people type into the e-mail field is not always an e-mail."""

    hash: str
    rate: Rate


ACCOUNT = Rate(10, timedelta(seconds=60))
ADDRESS = Rate(60, timedelta(seconds=5))


def account_key(email: str) -> Key:
    return Key(hashlib.sha256(b"account:" + email.encode()).hexdigest(), ACCOUNT)


def address_key(address: str) -> Key:
    return Key(hashlib.sha256(b"address:" + address.encode()).hexdigest(), ADDRESS)


class Throttle:
    """Attempts are taken before the password is looked at, so that guesses made at once are all counted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._swept = 0.0

    async def take(self, keys: Sequence[Key]) -> None:
        """Spend one attempt of every key, or none and raise TooManyRequests with `Retry-After`."""
        await self._sweep()
        now = datetime.now(UTC)
        async with self._database.session() as session, session.begin():
            ahead = [(key, await self._locked(session, key, now)) for key in sorted(keys, key=lambda key: key.hash)]
            wait = max((until - now - key.rate.every * (key.rate.burst - 1)).total_seconds() for key, until in ahead)
            if wait > 0:
                metrics.THROTTLED.inc()
                raise _too_many(math.ceil(wait))
            for key, until in ahead:
                await _set(session, key, until + key.rate.every)

    async def forgive(self, account: Key, address: Key) -> None:
        """After a success: the account starts afresh, the address gets its one attempt back."""
        async with self._database.session() as session, session.begin():
            for key in sorted((account, address), key=lambda key: key.hash):
                until = await self._locked(session, key, datetime.now(UTC))
                await _set(session, key, datetime.now(UTC) if key == account else until - key.rate.every)

    async def _locked(self, session: AsyncSession, key: Key, now: datetime) -> datetime:
        """Until when the key is ahead, never in the past; its row exists and is ours until the transaction ends."""
        insert = sqlite.insert if self._database.dialect == "sqlite" else postgresql.insert
        row = insert(LoginAllowance).values(key=key.hash, ahead_until=now)
        unchanged = {"ahead_until": LoginAllowance.ahead_until}
        upsert = row.on_conflict_do_update(index_elements=["key"], set_=unchanged)
        until = await session.scalar(upsert.returning(LoginAllowance.ahead_until))
        return max(until or now, now)

    async def _sweep(self) -> None:
        """Forget what no longer counts, so that the table stays as small as the recent past."""
        if time.monotonic() - self._swept < SWEEP_SECONDS:
            return
        self._swept = time.monotonic()
        past = LoginAllowance.ahead_until < datetime.now(UTC)
        keys = select(LoginAllowance.key).where(past).with_for_update(skip_locked=True)
        async with self._database.session() as session, session.begin():
            await session.execute(delete(LoginAllowance).where(LoginAllowance.key.in_(keys)))


async def _set(session: AsyncSession, key: Key, until: datetime) -> None:
    await session.execute(update(LoginAllowance).where(LoginAllowance.key == key.hash).values(ahead_until=until))


def _too_many(seconds: int) -> TooManyRequests:
    detail = f"Too many attempts to sign in. Try again in {seconds} s."
    return TooManyRequests(detail, code="too-many-logins", headers={"Retry-After": str(seconds)})
