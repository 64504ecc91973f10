"""Writing clusters to the database: the row, its audit entry, and what this replica knows once they are committed."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from secrets import token_bytes

from sqlalchemy import delete, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from argus.access.roles import Principal
from argus.audit.service import Audit, AuditTarget
from argus.clusters.models import ClusterRow, ForgottenContext
from argus.clusters.registry import Cluster, Registry, Source
from argus.errors import Conflict, FieldError, NotFound
from argus.kube.credentials import Credentials, encode
from argus.vault import Vault


class Ledger:
    """Every method works in the caller's transaction; memory follows when that is committed."""

    def __init__(self, vault: Vault, audit: Audit, registry: Registry) -> None:
        self._vault = vault
        self._audit = audit
        self._registry = registry

    async def add(
        self,
        session: AsyncSession,
        actor: Principal | None,
        name: str,
        labels: dict[str, str],
        credentials: Credentials,
        source: Source,
    ) -> Cluster:
        """Raises Conflict where the name is taken."""
        row_id, now = new_id(), datetime.now(UTC)
        row = ClusterRow(id=row_id, name=name, labels=labels, source=source, created_at=now, updated_at=now)
        self._put_credentials(row, credentials, now)
        session.add(row)
        await _flush(session, name)
        await self._record(session, actor, "cluster.add", row, labels=labels, source=source)
        return self._after_commit(session, row)

    async def change(
        self,
        session: AsyncSession,
        actor: Principal | None,
        cluster_id: str,
        *,
        name: str | None = None,
        labels: dict[str, str] | None = None,
        credentials: Credentials | None = None,
        source: Source | None = None,
    ) -> Cluster:
        """Change what is given. Raises NotFound, or Conflict where the name is taken."""
        row = await _row(session, cluster_id)
        before = row.name
        row.updated_at = datetime.now(UTC)
        row.name = row.name if name is None else name
        row.labels = row.labels if labels is None else labels
        row.source = source or row.source
        if credentials is not None:
            self._put_credentials(row, credentials, row.updated_at)
        await _flush(session, row.name)
        renamed = {"renamedFrom": before} if row.name != before else {}
        await self._record(
            session, actor, "cluster.update", row, labels=row.labels, credentials=credentials is not None, **renamed
        )
        return self._after_commit(session, row)

    async def remove(self, session: AsyncSession, actor: Principal | None, cluster_id: str, *, forget: bool) -> None:
        """Raises NotFound. With `forget`, an imported context is not imported again."""
        row = await _row(session, cluster_id)
        await session.delete(row)
        if forget and row.source != "uploaded":
            await session.merge(ForgottenContext(source=row.source, context=row.context))
        await session.flush()
        await self._record(session, actor, "cluster.remove", row)
        _on_commit(session, lambda: self._registry.drop(cluster_id))

    async def remember(self, session: AsyncSession, source: Source, context: str) -> None:
        """Let a context be imported again."""
        found = (ForgottenContext.source == source) & (ForgottenContext.context == context)
        await session.execute(delete(ForgottenContext).where(found))

    async def forgotten(self, session: AsyncSession, source: Source) -> frozenset[str]:
        """The contexts that were removed by hand."""
        found = await session.scalars(select(ForgottenContext.context).where(ForgottenContext.source == source))
        return frozenset(found)

    def _put_credentials(self, row: ClusterRow, credentials: Credentials, now: datetime) -> None:
        row.server, row.context, row.insecure = credentials.server, credentials.context, credentials.insecure
        row.sealed = self._vault.seal(encode(credentials), row.id)
        row.credentials_at = now

    async def _record(
        self, session: AsyncSession, actor: Principal | None, action: str, row: ClusterRow, **detail: object
    ) -> None:
        target = AuditTarget(kind="cluster", cluster=row.id, namespace=None, name=row.name)
        described = {"server": row.server, "context": row.context, "insecureSkipTlsVerify": row.insecure, **detail}
        await self._audit.record(session, actor, action, target, described)

    def _after_commit(self, session: AsyncSession, row: ClusterRow) -> Cluster:
        cluster = Cluster.of(row)
        _on_commit(session, lambda: self._registry.apply(cluster))
        return cluster


def new_id() -> str:
    """A UUID of version 7 without dashes: ids sort by the time they were made."""
    number = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(token_bytes(10))
    number = number & ~(0xF << 76) | (7 << 76)
    return f"{number & ~(0x3 << 62) | (0x2 << 62):032x}"


def name_taken(name: str) -> Conflict:
    message = f"a cluster named {name!r} is there already; choose another name"
    return Conflict(f"The name is taken: {message}.", code="cluster-name-taken", errors=[FieldError("name", message)])


async def _flush(session: AsyncSession, name: str) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise name_taken(name) from error


async def _row(session: AsyncSession, cluster_id: str) -> ClusterRow:
    row = await session.get(ClusterRow, cluster_id)
    if row is None:
        raise NotFound("There is no such cluster.")
    return row


def _on_commit(session: AsyncSession, then: Callable[[], None]) -> None:
    event.listen(session.sync_session, "after_commit", lambda _session: then(), once=True)
