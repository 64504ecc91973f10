"""Walking the chain from its first entry to its sealed end."""

import msgspec
from sqlalchemy import select

from argus.audit.entry import START, Entry
from argus.audit.log import Head, Sealer, broken_since, foreign, read_head
from argus.audit.models import AuditEntry
from argus.db import Database

BATCH = 1000
COLUMNS = [getattr(AuditEntry, field) for field in Entry.__struct_fields__]


class Verification(msgspec.Struct, frozen=True):
    """How many entries follow one another from the first on, and the first that is not sound, with the reason.

    That one may be among them: entries that were added after the sealed end had been tampered with are linked too.
    """

    entries: int
    first_bad: int | None
    reason: str

    @property
    def intact(self) -> bool:
        return self.first_bad is None


async def verify(database: Database, sealer: Sealer) -> Verification:
    """Check every entry, in batches. Finds edits, cuts at the front, middle and end, and reorderings.

    An old copy of the whole log, head included, is genuine, and so is an emptied one: keep the last hash elsewhere
    to notice those.
    """
    count, last_hash = 0, START
    async with database.reading() as connection:
        head = await read_head(connection)
        while True:
            found = select(*COLUMNS, AuditEntry.hash).where(AuditEntry.id > count).order_by(AuditEntry.id).limit(BATCH)
            rows = (await connection.execute(found)).all()
            for row in rows:
                *fields, kept_hash = row
                entry = Entry(*fields)
                fault = _fault(entry, kept_hash, count, last_hash, head)
                if fault:
                    return Verification(count, count + 1, fault)
                count, last_hash = entry.id, kept_hash
            if len(rows) < BATCH:
                break
    if head is not None and head.count > count:
        return Verification(count, count + 1, f"entry {count + 1} is missing: {head.count} were written")
    fault = _end_fault(head, sealer, count, last_hash)
    bad = (head and broken_since(head)) or max(count, 1)
    return Verification(count, bad if fault else None, fault)


def _fault(entry: Entry, kept_hash: str, count: int, last_hash: str, head: Head | None) -> str:
    if entry.id != count + 1:
        return f"entry {count + 1} is missing"
    if entry.prev_hash != last_hash:
        return f"entry {entry.id} does not follow entry {count}"
    if entry.digest() != kept_hash:
        return f"entry {entry.id} was changed"
    if head is not None and entry.id > head.count:
        return f"entry {entry.id} stands after the end of the log"
    return ""


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
