"""What was done: a hash-chained log that is written before a change is made."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from argus.access.roles import Principal
from argus.audit import metrics
from argus.audit.appender import Appender
from argus.audit.entry import AuditTarget, Entry, Outcome, clipped, storable
from argus.audit.log import Sealer, append, foreign, lock, read_head
from argus.audit.models import AuditEntry
from argus.audit.verification import Seen, Verification, verify
from argus.db import Database
from argus.errors import ArgusError, Unavailable, UpstreamError, UpstreamRefused
from argus.settings import SettingsError

__all__ = ["Audit", "AuditTarget", "Change", "Seen", "Verification"]
UNWRITABLE = (SQLAlchemyError, OSError, Unavailable)
# For an intent, with those who stand in line before it.
INTENT_SECONDS = 10.0
log = structlog.get_logger("argus.audit")


class Change:
    """A change under way. What is noted here goes into the row of its outcome."""

    def __init__(self, change_id: str) -> None:
        self.id = change_id
        self.notes: dict[str, Any] = {}

    def note(self, **details: Any) -> None:
        self.notes.update(details)


class Audit:
    """The log. `keys` are the encryption keys; the end of the log is sealed under the first."""

    def __init__(self, database: Database, keys: tuple[str, ...]) -> None:
        self._database = database
        self._sealer = Sealer(keys)
        self._appender = Appender(database, self._sealer)
        self._unfinished: set[asyncio.Future[None]] = set()

    async def record(
        self,
        session: AsyncSession,
        actor: Principal | None,
        action: str,
        target: AuditTarget,
        detail: dict[str, Any],
        outcome: Outcome = "done",
    ) -> None:
        """Write down a change of Argus' own database, in that change's transaction: both happen or neither."""
        draft = _draft(actor, action, target, detail, uuid4().hex, outcome)
        try:
            await append(session, self._database.dialect, self._sealer, [draft])
        except UNWRITABLE:
            metrics.RECORD.inc()
            raise

    @asynccontextmanager
    async def change(
        self, actor: Principal | None, action: str, target: AuditTarget, detail: dict[str, Any]
    ) -> AsyncIterator[Change]:
        """Write the intent, run the body, write its outcome. Raises Unavailable, body not run, without the intent."""
        change = Change(uuid4().hex)
        try:
            await self._intend(_draft(actor, action, target, detail, change.id, "intent"))
        except UNWRITABLE as error:
            metrics.INTENT.inc()
            if isinstance(error, Unavailable):
                raise
            log.error("audit intent not written", action=action, exc_info=error)
            detail_text = "The audit log cannot be written, so nothing was changed. Try again in a moment."
            raise Unavailable(detail_text, code="audit-unavailable", headers={"Retry-After": "2"}) from error
        outcome: Outcome = "done"
        concluded = self._begun(asyncio.get_running_loop().create_future())
        try:
            yield change
        except BaseException as error:
            outcome = _outcome_of(error)
            change.note(reason=_reason(error))
            raise
        finally:
            metrics.BY_OUTCOME[outcome].inc()
            draft = _draft(actor, action, target, change.notes, change.id, outcome)
            concluding = asyncio.ensure_future(self._conclude(draft))
            concluding.add_done_callback(lambda _: concluded.set_result(None))
            await asyncio.shield(concluding)

    async def stop(self) -> None:
        """Wait until every change has its outcome: those too whose requests were cancelled a moment ago."""
        while self._unfinished:
            await asyncio.wait(set(self._unfinished))

    async def require_keys(self) -> None:
        """Raises SettingsError where the log is sealed with a key that was not given."""
        async with self._database.reading() as connection:
            head = await read_head(connection)
        missing = head and self._sealer.missing_key(head)
        if missing:
            raise SettingsError(
                f"ENCRYPTION_KEY: the audit log is {foreign(missing)}; "
                "put the key that it was sealed with back, after the new one and a comma"
            )

    async def settle(self) -> int:
        """Mark intents without outcome, left by a crash, as unknown; gives their number.

        Where another replica is still at it, the outcome it writes later is the one that counts.
        """
        later = aliased(AuditEntry)
        concluded = select(later.id).where(later.change == AuditEntry.change, later.outcome != "intent").exists()
        open_intents = select(AuditEntry).where(AuditEntry.outcome == "intent", ~concluded).order_by(AuditEntry.id)
        async with self._database.session() as session, session.begin():
            await lock(session, self._database.dialect)
            left = (await session.scalars(open_intents)).all()
            if left:
                await append(session, self._database.dialect, self._sealer, [_unknown(row) for row in left])
        metrics.LEFT.set(len(left))
        return len(left)

    async def verify(self, seen: Seen | None = None) -> Verification:
        """Check the whole chain and its end, and that it still has the end that was `seen` before."""
        return await verify(self._database, self._sealer, seen)

    async def tail(self, count: int) -> list[AuditEntry]:
        """The newest entries, oldest of them first."""
        newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(count)
        async with self._database.reading_session() as session:
            return list(reversed((await session.scalars(newest)).all()))

    async def _intend(self, intent: Entry) -> None:
        """Who is cancelled meanwhile, or waits in vain, changes nothing, which is then written down too."""
        writing = asyncio.ensure_future(self._appender.write(intent))
        try:
            async with asyncio.timeout(INTENT_SECONDS):
                await asyncio.shield(writing)
        except (asyncio.CancelledError, TimeoutError) as error:
            self._begun(asyncio.create_task(self._abandon(writing, intent, type(error).__name__)))
            raise

    def _begun(self, work: asyncio.Future[None]) -> asyncio.Future[None]:
        self._unfinished.add(work)
        work.add_done_callback(self._unfinished.discard)
        return work

    async def _abandon(self, writing: asyncio.Future[None], intent: Entry, reason: str) -> None:
        await asyncio.wait([writing])
        if writing.exception() is None:
            notes = storable({"reason": reason})
            await self._conclude(msgspec.structs.replace(intent, at=datetime.now(UTC), detail=notes, outcome="failed"))

    async def _conclude(self, draft: Entry) -> None:
        """The change has happened or not by now: failing here must not hide that, and `settle` marks it later."""
        try:
            await self._appender.write(draft)
        except UNWRITABLE as error:
            metrics.OUTCOME.inc()
            log.error("audit outcome not written", change=draft.change, outcome=draft.outcome, exc_info=error)


def _outcome_of(error: BaseException) -> Outcome:
    """Without an answer, or with that of a server that failed, nobody knows whether the change was made."""
    if isinstance(error, UpstreamError):
        return "failed" if isinstance(error, UpstreamRefused) and error.declined else "unknown"
    return "failed" if isinstance(error, Exception) else "unknown"


def _reason(error: BaseException) -> str:
    """What Argus itself would answer; of other errors only the type, because their text may hold anything."""
    return f"{error.code}: {error.detail}" if isinstance(error, ArgusError) else type(error).__name__


def _draft(
    actor: Principal | None, action: str, target: AuditTarget, detail: dict[str, Any], change: str, outcome: Outcome
) -> Entry:
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    return Entry(
        id=0,
        at=datetime.now(UTC),
        actor_id=actor.user_id if actor else None,
        actor_email=actor.email if actor else None,
        action=action,
        kind=clipped(target.kind, 256) or "",
        cluster=clipped(target.cluster, 256),
        namespace=clipped(target.namespace, 256),
        name=clipped(target.name, 512) or "",
        detail=storable(detail),
        request_id=clipped(request_id, 64),
        change=change,
        outcome=outcome,
        prev_hash="",
    )


def _unknown(intent: AuditEntry) -> Entry:
    return Entry(
        id=0,
        at=datetime.now(UTC),
        actor_id=intent.actor_id,
        actor_email=intent.actor_email,
        action=intent.action,
        kind=intent.kind,
        cluster=intent.cluster,
        namespace=intent.namespace,
        name=intent.name,
        detail=storable({"reason": "Argus stopped before it knew the outcome"}),
        request_id=intent.request_id,
        change=intent.change,
        outcome="unknown",
        prev_hash="",
    )
