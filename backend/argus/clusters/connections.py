"""One shared connection a cluster, made when it is first asked for and again when its credentials change."""

import asyncio

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from argus.clusters.models import ClusterRow
from argus.clusters.registry import Change, Cluster, Registry
from argus.db import Database
from argus.errors import NotFound, Unavailable, UpstreamUnreachable
from argus.kube.address import AddressPolicy
from argus.kube.connect import ApiServer, connect
from argus.kube.credentials import Credentials, decode
from argus.kube.traffic import Traffic
from argus.settings import Settings
from argus.vault import Vault, VaultError


class Connections:
    """ApiServers by cluster id. A connection is replaced when the credentials are; `traffic` counts on."""

    def __init__(self, settings: Settings, database: Database, vault: Vault, registry: Registry) -> None:
        self._settings = settings
        self._policy = AddressPolicy.of(settings)
        self._database = database
        self._vault = vault
        self._registry = registry
        self.traffic: dict[str, Traffic] = {}
        self._open: dict[str, tuple[Cluster, asyncio.Task[ApiServer]]] = {}
        self._closing: set[asyncio.Task[None]] = set()
        registry.on_change(self._follow)

    async def get(self, cluster_id: str) -> ApiServer:
        """Raises NotFound, UpstreamUnreachable where the credentials cannot be opened, Unavailable where not read."""
        if self._registry.find(cluster_id) is None:
            await self._registry.refresh()
        cluster = self._registry.get(cluster_id)
        held = self._open.get(cluster_id)
        if held is None or held[0].credentials_at != cluster.credentials_at or _failed(held[1]):
            self.forget(cluster_id)
            held = (cluster, asyncio.create_task(self._connect(cluster)))
            self._open[cluster_id] = held
        return await asyncio.shield(held[1])

    def forget(self, cluster_id: str) -> None:
        """Close the connection; requests under way on it fail."""
        held = self._open.pop(cluster_id, None)
        if held is not None:
            closing = asyncio.create_task(_close(held[1]))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        for cluster_id in list(self._open):
            self.forget(cluster_id)
        await asyncio.gather(*self._closing)

    async def try_out(self, credentials: Credentials, name: str, traffic: Traffic | None = None) -> ApiServer:
        """A connection of one's own, to be closed by the caller."""
        plugins = self._settings.exec_plugins
        return await connect(credentials, name=name, policy=self._policy, plugins=plugins, traffic=traffic)

    def _follow(self, cluster_id: str, _change: Change) -> None:
        """A new name or label keeps the connection and everything that streams over it."""
        cluster, held = self._registry.find(cluster_id), self._open.get(cluster_id)
        if cluster is None:
            self.traffic.pop(cluster_id, None)
        if held is None:
            return
        if cluster is None or cluster.credentials_at != held[0].credentials_at:
            self.forget(cluster_id)
        elif held[1].done() and not _failed(held[1]):
            held[1].result().name = cluster.name

    async def _connect(self, cluster: Cluster) -> ApiServer:
        sealed = await self._sealed(cluster)
        if sealed is None:
            raise NotFound("There is no such cluster.")
        try:
            credentials = decode(self._vault.open(sealed, cluster.id))
        except VaultError as error:
            message = f"The credentials of cluster {cluster.name} cannot be opened: {error}."
            raise UpstreamUnreachable(message, cluster=cluster.name, reason="Vault") from error
        return await self.try_out(credentials, cluster.name, self.traffic.setdefault(cluster.id, Traffic()))

    async def _sealed(self, cluster: Cluster) -> bytes | None:
        try:
            async with self._database.reading_session() as session:
                return await session.scalar(select(ClusterRow.sealed).where(ClusterRow.id == cluster.id))
        except SQLAlchemyError as error:
            message = f"The database does not answer, so the credentials of cluster {cluster.name} cannot be read."
            raise Unavailable(message, code="database-unavailable", headers={"Retry-After": "2"}) from error


def _failed(task: "asyncio.Task[ApiServer]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


async def _close(task: "asyncio.Task[ApiServer]") -> None:
    """Wait for a connection that is still being made, and close it."""
    await asyncio.wait([task])
    if not _failed(task):
        await task.result().close()
