"""Appending to the chain, one writer at a time, and the seal on its end."""

import hashlib
import hmac
import re
from collections.abc import Sequence

import msgspec
from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from argus.audit.entry import START, Entry
from argus.audit.models import AuditEntry, AuditHead

APPEND_LOCK = 0x41524702  # any fixed number that nothing else in this database locks by
HEAD = 1
BROKEN = "broken:"


class Head(msgspec.Struct, frozen=True):
    """How many entries there are, the last one's hash, and the seal over both."""

    count: int
    last_hash: str
    seal: str


class Sealer:
    """Seals the end of the log under a key that the database does not hold; the first key seals, all of them check."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = [hashlib.sha256(b"argus audit head\0" + key.encode()).digest() for key in keys]

    def seal(self, count: int, last_hash: str) -> str:
        return _mac(self._keys[0], count, last_hash)

    def genuine(self, head: Head) -> bool:
        seal = head.seal.encode()
        return any(hmac.compare_digest(_mac(key, head.count, head.last_hash).encode(), seal) for key in self._keys)


async def lock(session: AsyncSession, dialect: str) -> None:
    """One appender at a time, until the transaction ends. SQLite's transactions hold its only write lock already."""
    if dialect == "postgresql":
        await session.execute(text(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})"))


async def read_head(session: AsyncSession | AsyncConnection) -> Head | None:
    found = select(AuditHead.count, AuditHead.last_hash, AuditHead.seal).where(AuditHead.id == HEAD)
    row = (await session.execute(found)).one_or_none()
    return Head(*row) if row else None


async def write_head(session: AsyncSession, head: Head) -> None:
    changed = await session.execute(
        update(AuditHead).where(AuditHead.id == HEAD).values(**msgspec.structs.asdict(head)).returning(AuditHead.id)
    )
    if changed.scalar() is None:
        await session.execute(insert(AuditHead).values(id=HEAD, **msgspec.structs.asdict(head)))


async def append(session: AsyncSession, dialect: str, sealer: Sealer, drafts: Sequence[Entry]) -> None:
    """Link drafts (their `id` and `prev_hash` are filled in here) to the end of the chain.

    An end that was tampered with is never sealed anew: the log goes on, marked for good as broken from there.
    """
    await lock(session, dialect)
    head = await read_head(session) or await _lost_head(session)
    count, last_hash, broken = head.count, head.last_hash, "" if _sound(head, sealer) else _broken(head)
    for draft in drafts:
        count += 1
        entry = msgspec.structs.replace(draft, id=count, prev_hash=last_hash)
        last_hash = entry.digest()
        await session.execute(insert(AuditEntry).values(**msgspec.structs.asdict(entry), hash=last_hash))
    await write_head(session, Head(count, last_hash, broken or sealer.seal(count, last_hash)))


def broken_since(head: Head) -> int | None:
    """The first entry that was written after an end that had been tampered with."""
    return int(head.seal.removeprefix(BROKEN)) if re.fullmatch(BROKEN + "[0-9]{1,18}", head.seal) else None


async def _lost_head(session: AsyncSession) -> Head:
    """The end as the entries show it, unsealed; the beginning of a new log when there are none."""
    last = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    row = (await session.execute(last)).one_or_none()
    return Head(*row, seal="") if row else Head(0, START, "")


def _sound(head: Head, sealer: Sealer) -> bool:
    return head == Head(0, START, "") or sealer.genuine(head)


def _broken(head: Head) -> str:
    return head.seal if broken_since(head) else f"{BROKEN}{head.count + 1}"


def _mac(key: bytes, count: int, last_hash: str) -> str:
    return hmac.new(key, f"{count}:{last_hash}".encode(), hashlib.sha256).hexdigest()
