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
from argus.errors import Unavailable

APPEND_LOCK = 0x41524702  # any fixed number that nothing else in this database locks by
HEAD = 1
BROKEN = "broken:"
SEAL = re.compile("[0-9a-f]{16}:[0-9a-f]{64}")


class Head(msgspec.Struct, frozen=True):
    """How many entries there are, the last one's hash, and the seal over both."""

    count: int
    last_hash: str
    seal: str


class Sealer:
    """Seals the end of the log under a key that the database does not hold; the first key seals, all of them check.

    A seal is `key id:HMAC`, so that a key that was not given is told from an end that was tampered with.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        derived = [hashlib.sha256(b"argus audit head\0" + key.encode()).digest() for key in keys]
        self._current = _id(derived[0])
        self._keys = {_id(key): key for key in derived}

    def seal(self, count: int, last_hash: str) -> str:
        return f"{self._current}:{_mac(self._keys[self._current], count, last_hash)}"

    def genuine(self, head: Head) -> bool:
        key_id, _, mac = head.seal.partition(":")
        key = self._keys.get(key_id)
        return key is not None and hmac.compare_digest(_mac(key, head.count, head.last_hash).encode(), mac.encode())

    def missing_key(self, head: Head) -> str | None:
        """The id of the key that the end was sealed with, where that key was not given."""
        key_id = head.seal.partition(":")[0]
        return key_id if SEAL.fullmatch(head.seal) and key_id not in self._keys else None


async def lock(session: AsyncSession, dialect: str) -> None:
    """One appender at a time, until the transaction ends. SQLite's transactions hold its only write lock already."""
    if dialect == "postgresql":
        await session.execute(text(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})"))


async def read_head(session: AsyncSession | AsyncConnection) -> Head | None:
    """None where there is none, or where what stands in its place never was one: SQLite keeps any type anywhere."""
    found = select(AuditHead.count, AuditHead.last_hash, AuditHead.seal).where(AuditHead.id == HEAD)
    row = (await session.execute(found)).one_or_none()
    try:
        return msgspec.convert(row._asdict(), Head) if row else None
    except msgspec.ValidationError:
        return None


async def append(session: AsyncSession, dialect: str, sealer: Sealer, drafts: Sequence[Entry]) -> None:
    """Link drafts (their `id` and `prev_hash` are filled in here) to the end of the chain.

    An end that was tampered with is never sealed anew: the log goes on, marked for good as broken from there.
    Raises Unavailable when the end is sealed with a key that is not here: nobody can say whether it was tampered with.
    """
    await lock(session, dialect)
    head = await read_head(session) or await _lost_head(session)
    missing = sealer.missing_key(head)
    if missing:
        raise Unavailable(f"The audit log is {foreign(missing)}.", code="audit-key-missing")
    count, last_hash, broken = head.count, head.last_hash, "" if _sound(head, sealer) else _broken(head)
    rows = []
    for draft in drafts:
        count += 1
        entry = msgspec.structs.replace(draft, id=count, prev_hash=last_hash)
        last_hash = entry.digest()
        rows.append({**msgspec.structs.asdict(entry), "hash": last_hash})
    await session.execute(insert(AuditEntry), rows)
    await _write_head(session, Head(count, last_hash, broken or sealer.seal(count, last_hash)))


def foreign(key_id: str) -> str:
    """The words for a log that was sealed with a key that was not given."""
    return f"sealed with key {key_id}, which is not among the keys in ENCRYPTION_KEY"


def broken_since(head: Head) -> int | None:
    """The first entry that was written after an end that had been tampered with."""
    return int(head.seal.removeprefix(BROKEN)) if re.fullmatch(BROKEN + "[0-9]{1,18}", head.seal) else None


async def _write_head(session: AsyncSession, head: Head) -> None:
    changed = await session.execute(
        update(AuditHead).where(AuditHead.id == HEAD).values(**msgspec.structs.asdict(head)).returning(AuditHead.id)
    )
    if changed.scalar() is None:
        await session.execute(insert(AuditHead).values(id=HEAD, **msgspec.structs.asdict(head)))


async def _lost_head(session: AsyncSession) -> Head:
    """The end as the entries show it, unsealed; the beginning of a new log when there are none."""
    last = select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    row = (await session.execute(last)).one_or_none()
    return Head(*row, seal="") if row else Head(0, START, "")


def _sound(head: Head, sealer: Sealer) -> bool:
    return head == Head(0, START, "") or sealer.genuine(head)


def _broken(head: Head) -> str:
    return head.seal if broken_since(head) else f"{BROKEN}{head.count + 1}"


def _id(key: bytes) -> str:
    return hashlib.sha256(b"argus audit key id\0" + key).hexdigest()[:16]


def _mac(key: bytes, count: int, last_hash: str) -> str:
    return hmac.new(key, f"{count}:{last_hash}".encode(), hashlib.sha256).hexdigest()
