"""`argus audit`: check the log and read its end."""

import argparse
import asyncio
import re
from typing import Any

from argus import settings
from argus.audit.models import AuditEntry
from argus.audit.service import Audit, Seen, Verification
from argus.db import Database

END = re.compile("([0-9]{1,18}):([0-9a-f]{64})")


def register(subparsers: Any) -> None:
    """Add the sub-commands to the `argus` parser."""
    audit = subparsers.add_parser("audit", help="check and read the audit log").add_subparsers(required=True)
    verify = audit.add_parser("verify", help="check the whole chain; exit status 1 when it is broken")
    kept = "what an earlier run printed, kept elsewhere; finds also an older copy of the log, or an emptied one"
    verify.add_argument("--expect", type=_seen, metavar="COUNT:HASH", help=kept)
    verify.set_defaults(run=_verify)
    tail = audit.add_parser("tail", help="print the newest entries")
    tail.add_argument("-n", type=int, default=20, metavar="COUNT", help="how many (20)")
    tail.set_defaults(run=_tail)


def _verify(given: argparse.Namespace) -> int:
    found = asyncio.run(_verified(given.expect))
    if found.intact:
        print(f"audit log intact: {found.entries} entries, the end is {found.entries}:{found.last_hash}")
        return 0
    linked = f"; the chain of hashes holds up to entry {found.entries}" if found.entries else ""
    print(f"audit log BROKEN at entry {found.first_bad}: {found.reason}{linked}")
    return 1


def _seen(text: str) -> Seen:
    found = END.fullmatch(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not COUNT:HASH as `argus audit verify` prints it")
    return Seen(int(found[1]), found[2])


def _tail(given: argparse.Namespace) -> int:
    for entry in asyncio.run(_newest(max(given.n, 0))):
        print(_line(entry))
    return 0


async def _verified(seen: Seen | None) -> Verification:
    audit, database = _open()
    try:
        await database.migrate()
        return await audit.verify(seen)
    finally:
        await database.dispose()


async def _newest(count: int) -> list[AuditEntry]:
    audit, database = _open()
    try:
        await database.migrate()
        return await audit.tail(count)
    finally:
        await database.dispose()


def _open() -> tuple[Audit, Database]:
    given = settings.load()
    database = Database(given.database_url)
    return Audit(database, given.encryption_keys), database


def _line(entry: AuditEntry) -> str:
    place = "/".join(part for part in (entry.cluster, entry.namespace, entry.kind, entry.name) if part)
    at = entry.at.isoformat(timespec="seconds").replace("+00:00", "Z")
    who = entry.actor_email or "(system)"
    line = f"{entry.id:>6}  {at}  {who}  {entry.action}  {place}  {entry.outcome}  {entry.detail}"
    return "".join(map(_shown, line))


def _shown(character: str) -> str:
    """Escaped where it could break the line, move the cursor or turn the text around."""
    return character if character.isprintable() else character.encode("unicode_escape").decode()
