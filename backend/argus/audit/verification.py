"""Walking the chain from its first entry to its sealed end."""

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from argus.audit.entry import START, Entry
from argus.audit.log import Head, Sealer, broken_since, foreign, read_head
from argus.audit.models import AuditEntry
from argus.db import Database

BATCH = 1000
FIELDS = Entry.__struct_fields__
COLUMNS = [getattr(AuditEntry, field) for field in FIELDS]


class Verification(msgspec.Struct, frozen=True):
    """How many entries follow one another from the first on, and the first that is not sound, with the reason.

    That one may be among them: entries that were added after the sealed end had been tampered with are linked too.
    `last_hash` is that of the last one that follows.
    """

    entries: int
    last_hash: str
    first_bad: int | None
    reason: str

    @property
    def intact(self) -> bool:
        return self.first_bad is None


class Seen(msgspec.Struct, frozen=True):
    """An entry that the log once ended with, and its hash, as somebody kept them elsewhere."""

    count: int
    last_hash: str


async def verify(database: Database, sealer: Sealer, seen: Seen | None = None) -> Verification:
    """Check every entry, in batches. Finds edits, cuts at the front, middle and end, and reorderings.

    An old copy of the whole log, head included, is genuine, and so is an emptied one: only `seen`, an end of the log
    that was kept elsewhere, shows those.
    """
    count, last_hash, batch = 0, START, BATCH
    async with database.reading() as connection:
        head = await read_head(connection)
        while True:
            try:
                rows = await _read(connection, count, batch)
            except (ValueError, TypeError, DBAPIError) as error:
                # Something is in a column that no entry ever had there: those before it are looked at one by one.
                if batch == 1:
                    reason = f"entry {count + 1} cannot be read: {type(error).__name__}"
                    return Verification(count, last_hash, count + 1, reason)
                batch = 1
                continue
            for entry, kept_hash in rows:
                fault = _fault(entry, kept_hash, count, last_hash, head) or _unlike(entry, kept_hash, seen)
                if fault:
                    return Verification(count, last_hash, count + 1, fault)
                count, last_hash = entry.id, kept_hash
            if len(rows) < batch:
                break
    if head is not None and head.count > count:
        return Verification(count, last_hash, count + 1, f"entry {count + 1} is missing: {head.count} were written")
    if seen is not None and seen.count > count:
        known = f"entry {count + 1} is missing: there were {seen.count} before, so this is an older copy or was emptied"
        return Verification(count, last_hash, count + 1, known)
    fault = _end_fault(head, sealer, count, last_hash)
    bad = (head and broken_since(head)) or max(count, 1)
    return Verification(count, last_hash, bad if fault else None, fault)


async def _read(connection: AsyncConnection, after: int, batch: int) -> list[tuple[Entry, str]]:
    """The next entries with their hashes. Raises what the driver does, or ValidationError where a type is wrong.

    SQLite keeps any type in any column, and bytes are hashed like the text of their base64.
    """
    found = select(*COLUMNS, AuditEntry.hash).order_by(AuditEntry.id).limit(batch)
    # Below the first one, too, there must be nothing.
    rows = await connection.execute(found.where(AuditEntry.id > after) if after else found)
    return [(msgspec.convert(dict(zip(FIELDS, row, strict=False)), Entry), row.hash) for row in rows]


def _fault(entry: Entry, kept_hash: str, count: int, last_hash: str, head: Head | None) -> str:
    if entry.id < 1:
        return f"entry {entry.id} stands before the beginning of the log"
    if entry.id != count + 1:
        return f"entry {count + 1} is missing"
    if entry.prev_hash != last_hash:
        return f"entry {entry.id} does not follow entry {count}"
    if entry.digest() != kept_hash:
        return f"entry {entry.id} was changed"
    if head is not None and entry.id > head.count:
        return f"entry {entry.id} stands after the end of the log"
    return ""


def _unlike(entry: Entry, kept_hash: str, seen: Seen | None) -> str:
    if seen is None or entry.id != seen.count or kept_hash == seen.last_hash:
        return ""
    return f"entry {entry.id} is another than the one that was seen before: the log was written anew"


def _end_fault(head: Head | None, sealer: Sealer, count: int, last_hash: str) -> str:
    if head is None:
        return "the head of the log is missing" if count else ""
    since = broken_since(head)
    if since:
        return f"the end of the log had been changed before entry {since} was written"
    missing = sealer.missing_key(head)
    if missing:
        return f"the end of the log is {foreign(missing)}"
    if not sealer.genuine(head):
        return "the head of the log was changed"
    return "" if head.last_hash == last_hash else f"entry {count} is not the one that was written"
