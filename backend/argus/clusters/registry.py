"""The clusters in memory, brought up to date from the database, which is where they live."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Literal, cast

import msgspec
import structlog
from sqlalchemy import select

from argus.clusters.models import ClusterRow
from argus.db import Database, SilentDatabase
from argus.errors import NotFound

Source = Literal["uploaded", "imported", "sandbox"]
# `updated`: a new name or other labels; `reconnect`: other credentials, so that nothing read before need be true.
Change = Literal["added", "updated", "reconnect", "removed"]
Listener = Callable[[str, Change], None]
# Another replica's change may have been this long ago when it is seen in a list.
FRESH_SECONDS = 1.0
log = structlog.get_logger("argus.clusters")


class ClusterRef(msgspec.Struct, frozen=True):
    """What other rooms know a cluster by."""

    id: str
    name: str


class Cluster(msgspec.Struct, frozen=True, kw_only=True):
    """A row without its credentials."""

    id: str
    name: str
    labels: dict[str, str]
    server: str
    context: str
    source: Source
    insecure: bool
    credentials_at: datetime
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, row: ClusterRow) -> "Cluster":
        return cls(
            id=row.id,
            name=row.name,
            labels=dict(row.labels),
            server=row.server,
            context=row.context,
            source=cast(Source, row.source),
            insecure=row.insecure,
            credentials_at=row.credentials_at,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )


class Registry:
    """Every cluster by id, in order of name. Tells its listeners what changed, whichever replica changed it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._clusters: dict[str, Cluster] = {}
        self._listeners: list[Listener] = []
        self._lock = asyncio.Lock()
        self._next: asyncio.Task[None] | None = None
        self._applied = 0
        self._read_at = -FRESH_SECONDS

    def on_change(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def all(self) -> list[Cluster]:
        return list(self._clusters.values())

    def find(self, cluster_id: str) -> Cluster | None:
        return self._clusters.get(cluster_id)

    def get(self, cluster_id: str) -> Cluster:
        """Raises NotFound."""
        found = self._clusters.get(cluster_id)
        if found is None:
            raise NotFound("There is no such cluster.")
        return found

    async def refresh(self) -> None:
        """Read the database and tell the listeners what is different. Those who wait meanwhile share the next read."""
        if self._next is None:
            self._next = asyncio.create_task(self._read())
        await asyncio.shield(self._next)

    async def fresh(self) -> None:
        """See that what is known is at most FRESH_SECONDS old; while the database is away, it stays as it is."""
        if time.monotonic() - self._read_at > FRESH_SECONDS:
            try:
                async with self._database.patiently():
                    await self.refresh()
            except SilentDatabase as silence:
                if error := silence.__cause__:
                    log.warning("clusters not refreshed", error=type(error).__name__)

    async def _read(self) -> None:
        async with self._lock:
            self._next = None
            started = time.monotonic()
            while True:
                begun = self._applied
                async with self._database.reading_session() as session:
                    rows = await session.scalars(select(ClusterRow).order_by(ClusterRow.name))
                    found = {row.id: Cluster.of(row) for row in rows}
                if begun == self._applied:
                    break
            self._read_at = started
            self._replace(found)

    def apply(self, cluster: Cluster) -> None:
        """A row that was just committed here, without waiting for the next refresh."""
        self._applied += 1
        changed = {**self._clusters, cluster.id: cluster}
        self._replace(dict(sorted(changed.items(), key=lambda item: item[1].name)))

    def drop(self, cluster_id: str) -> None:
        """A row whose removal was just committed here."""
        self._applied += 1
        self._replace({key: cluster for key, cluster in self._clusters.items() if key != cluster_id})

    def _replace(self, found: dict[str, Cluster]) -> None:
        known, self._clusters = self._clusters, found
        for cluster_id in known.keys() - found.keys():
            self._tell(cluster_id, "removed")
        for cluster_id, cluster in found.items():
            if cluster_id not in known:
                self._tell(cluster_id, "added")
            elif cluster.credentials_at != known[cluster_id].credentials_at:
                self._tell(cluster_id, "reconnect")
            elif cluster != known[cluster_id]:
                self._tell(cluster_id, "updated")

    def _tell(self, cluster_id: str, change: Change) -> None:
        for listener in self._listeners:
            listener(cluster_id, change)


async def cluster_id(database: Database, text: str) -> str:
    """The id of the cluster that people call by its id or its name. Raises NotFound, which names those there are."""
    async with database.reading() as connection:
        found = (await connection.execute(select(ClusterRow.id, ClusterRow.name).order_by(ClusterRow.name))).all()
    ids = [row.id for row in found if row.id == text] or [row.id for row in found if row.name == text]
    if not ids:
        known = f"known are {', '.join(row.name for row in found)}" if found else "none is known yet"
        raise NotFound(f"There is no cluster {text}; {known}.", code="cluster-not-found")
    return str(ids[0])
