"""The index of all clusters: which kinds are followed, for whom, and how long."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from argus.access.roles import Scope
from argus.clusters.registry import Change
from argus.clusters.service import Clusters
from argus.errors import UpstreamError, UpstreamTimeout
from argus.fleet.catalog import CRDS, Catalog
from argus.fleet.event import Batch, Listener, Notice
from argus.fleet.index import KindIndex
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.metrics import FleetCollector
from argus.fleet.page import Part, compose
from argus.fleet.query import ListQuery
from argus.fleet.schemas import ResourcePage
from argus.fleet.sync import KindSync
from argus.kube.discovery import ApiKind
from argus.settings import Settings

FIRST_SYNC_SECONDS = 15.0
FLEET_SECONDS = 2.0
# Within this time after a CRD changed, its apiserver acts on it.
SETTLED_SECONDS = 5.0
# What people look for by its name. Of Secrets an index has no more than of others: no values.
SEARCHED = (
    Gvr("core", "v1", "namespaces"),
    Gvr("core", "v1", "nodes"),
    Gvr("core", "v1", "pods"),
    Gvr("core", "v1", "services"),
    Gvr("core", "v1", "persistentvolumeclaims"),
    Gvr("apps", "v1", "deployments"),
    Gvr("apps", "v1", "statefulsets"),
    Gvr("apps", "v1", "daemonsets"),
    Gvr("batch", "v1", "jobs"),
    Gvr("batch", "v1", "cronjobs"),
    Gvr("networking.k8s.io", "v1", "ingresses"),
    Gvr("core", "v1", "configmaps"),
    Gvr("core", "v1", "secrets"),
    Gvr("core", "v1", "serviceaccounts"),
    Gvr("core", "v1", "persistentvolumes"),
    Gvr("rbac.authorization.k8s.io", "v1", "roles"),
    Gvr("rbac.authorization.k8s.io", "v1", "rolebindings"),
    Gvr("rbac.authorization.k8s.io", "v1", "clusterroles"),
)


class Subscription:
    """Keeps a kind followed. `close` it once; `index` is where the events come from."""

    def __init__(self, index: KindIndex, end: Callable[[], None]) -> None:
        self.index = index
        self.close = end


class Fleet:
    """One watch per cluster and kind, started by the first who asks, stopped when nobody has asked for a while."""

    def __init__(self, settings: Settings, clusters: Clusters) -> None:
        self._idle_seconds = settings.watch_idle_seconds
        self._clusters = clusters
        self._syncs: dict[ClusterKind, KindSync] = {}
        self._catalog = Catalog(clusters.connection, self._observe_crds)
        self._reaper: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self.collector = FleetCollector(clusters.refs, self.syncs)

    async def start(self) -> None:
        self._clusters.on_change(self._cluster_changed)
        self._clusters.on_health(self._cluster_answers)
        self._reaper = asyncio.create_task(self._reap(), name="fleet reaper")

    async def stop(self) -> None:
        if self._reaper:
            self._reaper.cancel()
        syncs, self._syncs = list(self._syncs.values()), {}
        ending = (self._catalog.stop(), *(sync.stop() for sync in syncs), *self._ending)
        await asyncio.gather(*ending, return_exceptions=True)

    async def index(self, kind: ClusterKind) -> KindIndex:
        """The index once it holds a whole list; at most 15 s of waiting for the first one.

        Raises NotFound for an unknown cluster, else the UpstreamError that stands in the way.
        """
        self._clusters.ref(kind.cluster)
        index = await self._sync(kind).settled(FIRST_SYNC_SECONDS)
        if index.synced:
            return index
        raise index.problem or UpstreamTimeout(
            "The cluster has not listed this kind in time.", cluster=self._clusters.ref(kind.cluster).name
        )

    def indexes(self) -> list[KindIndex]:
        """Those that hold a list, stale ones included; asking starts nothing and keeps nothing."""
        return [sync.index for sync in self._syncs.values() if sync.index.synced]

    def followed(self) -> list[KindIndex]:
        """All, those without a list too; asking starts nothing and keeps nothing."""
        return [sync.index for sync in self._syncs.values()]

    def syncs(self) -> list[KindSync]:
        """All that is followed, with how it goes."""
        return list(self._syncs.values())

    async def page(self, kinds: Sequence[ClusterKind], scopes: Mapping[str, Scope], query: ListQuery) -> ResourcePage:
        """One page over `kinds`, of rows that each cluster's scope admits; clusters without a scope are left out.

        No cluster is waited for longer than 2 s: what is missing or stale is named in `partial`.
        Raises BadRequest when the query names a column that no cluster has.
        """
        asked = [kind for kind in kinds if kind.cluster in scopes and not scopes[kind.cluster].nothing]
        indexes = await asyncio.gather(*(self._sync(kind).settled(FLEET_SECONDS) for kind in asked))
        names = {ref.id: ref.name for ref in self._clusters.refs()}
        return compose([Part(index, scopes[index.kind.cluster]) for index in indexes], query, names)

    async def ensure_searched(self, clusters: Iterable[str], seconds: float) -> None:
        """Follow the kinds that are searched by name; those that were not yet are waited for, at most this long."""
        syncs = [self._sync(ClusterKind(cluster, gvr)) for cluster in clusters for gvr in SEARCHED]
        await asyncio.gather(*(sync.settled(seconds) for sync in syncs if not sync.attempted))

    def subscribe(self, kind: ClusterKind, listener: Listener) -> Subscription:
        """Follow `kind` and call `listener` with every batch of changes until the subscription is closed."""
        sync = self._sync(kind)
        end = sync.index.listen(listener)

        def close() -> None:
            end()
            sync.touch()

        return Subscription(sync.index, close)

    async def settled(self, kind: ClusterKind) -> KindIndex:
        """The index after its first attempt to sync, whatever came of it; at most 15 s."""
        return await self._sync(kind).settled(FIRST_SYNC_SECONDS)

    async def kinds(self, cluster_id: str) -> list[ApiKind]:
        """What the cluster serves, by its discovery; of one that is down, what it served before.

        Raises NotFound, or UpstreamError where nothing is remembered.
        """
        self._clusters.ref(cluster_id)
        return await self._catalog.kinds(cluster_id)

    def namespaced(self, kind: ClusterKind) -> bool | None:
        """Does the kind live in namespaces, by what is in memory? None where nothing there tells."""
        told = self._catalog.namespaced(kind)
        if told is None and kind in self._syncs and self._syncs[kind].index.rows:
            return any(row.namespace for row in self._syncs[kind].index.rows)
        return told

    def _sync(self, kind: ClusterKind) -> KindSync:
        sync = self._syncs.get(kind)
        if sync is None:
            sync = self._syncs[kind] = KindSync(kind, self._clusters.connection)
            sync.start()
        sync.touch()
        return sync

    def _observe_crds(self, cluster: str) -> None:
        """Follow a cluster's CRDs without counting as a subscriber: it ends when nobody asks for kinds any more."""
        index = self._sync(ClusterKind(cluster, CRDS)).index
        if index.observer is None:
            index.observer = partial(self._crds_changed, cluster)

    def _crds_changed(self, cluster: str, batch: Batch) -> None:
        """Discovery is out of date, and so may be the columns or the being of what is followed."""
        self._catalog.expire(cluster)
        if isinstance(batch, Notice):
            return
        names = {event.row.name for event in batch}
        for kind, sync in self._syncs.items():
            if kind.cluster == cluster and f"{kind.gvr.resource}.{kind.gvr.group}" in names:
                sync.relist()
                # For a moment yet, the apiserver may answer with the columns of before.
                asyncio.get_running_loop().call_later(SETTLED_SECONDS, self._relist_again, kind, sync)

    def _relist_again(self, kind: ClusterKind, sync: KindSync) -> None:
        self._catalog.expire(kind.cluster)
        if self._syncs.get(kind) is sync:
            sync.relist()

    def _cluster_changed(self, cluster: str, change: Change) -> None:
        if change == "updated":
            return
        self._catalog.forget(cluster)
        for kind, sync in list(self._syncs.items()):
            if kind.cluster != cluster:
                continue
            if change == "removed":
                self._end(kind)
            else:
                sync.relist()

    def _cluster_answers(self, cluster: str, problem: UpstreamError | None) -> None:
        """What is silent could be dead without anybody being told, so the probes' word counts too."""
        for kind, sync in list(self._syncs.items()):
            if kind.cluster == cluster:
                if problem is None:
                    sync.retry()
                else:
                    sync.doubt(problem)

    async def _reap(self) -> None:
        while True:
            await asyncio.sleep(min(self._idle_seconds / 4, 15.0))
            limit = time.monotonic() - self._idle_seconds
            for kind, sync in list(self._syncs.items()):
                if sync.last_used < limit and not sync.index.listened_to:
                    self._end(kind)

    def _end(self, kind: ClusterKind) -> None:
        sync = self._syncs.pop(kind)
        task = asyncio.create_task(sync.stop())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
