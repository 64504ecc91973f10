"""Appending to the chain, one writer at a time, and the seal on its end."""

import hashlib
import hmac
from collections.abc import Sequence

import msgspec
from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from argus.audit.entry import START, Entry
from argus.audit.models import AuditEntry, AuditHead

APPEND_LOCK = 0x41524702  # any fixed number that nothing else in this database locks by
HEAD = 1


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
        return any(hmac.compare_digest(_mac(key, head.count, head.last_hash), head.seal) for key in self._keys)


async def lock(session: AsyncSession, dialect: str) -> None:
    """One appender at a time, until the transaction ends. SQLite's transactions hold its only write lock already."""
    if dialect == "postgresql":
        await session.execute(text(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})"))


async def read_head(session: AsyncSession | AsyncConnection) -> Head | None:
    found = select(AuditHead.count, AuditHead.last_hash, AuditHead.seal).where(AuditHead.id == HEAD)
    row = (await session.execute(found)).one_or_none()
    return Head(*row) if row else None


async def write_head(session: AsyncSession, sealer: Sealer, count: int, last_hash: str, fresh: bool) -> None:
    values = {"count": count, "last_hash": last_hash, "seal": sealer.seal(count, last_hash)}
    statement = insert(AuditHead).values(id=HEAD, **values) if fresh else update(AuditHead).values(**values)
    await session.execute(statement)


async def append(session: AsyncSession, dialect: str, sealer: Sealer, drafts: Sequence[Entry]) -> None:
    """Link drafts (their `id` and `prev_hash` are filled in here) to the end of the chain."""
    await lock(session, dialect)
    head = await read_head(session)
    count, last_hash = (head.count, head.last_hash) if head else (0, START)
    for draft in drafts:
        count += 1
        entry = msgspec.structs.replace(draft, id=count, prev_hash=last_hash)
        last_hash = entry.digest()
        await session.execute(insert(AuditEntry).values(**msgspec.structs.asdict(entry), hash=last_hash))
    await write_head(session, sealer, count, last_hash, fresh=head is None)


def _mac(key: bytes, count: int, last_hash: str) -> str:
    return hmac.new(key, f"{count}:{last_hash}".encode(), hashlib.sha256).hexdigest()
