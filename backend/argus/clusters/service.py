"""The registry of clusters: add, vet, seal, probe, and hand out connections."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from argus.access.roles import Principal
from argus.audit.service import Audit
from argus.clusters import importing, keys, vetting
from argus.clusters.connections import Connections
from argus.clusters.ledger import Ledger, name_taken
from argus.clusters.metrics import ClusterCollector
from argus.clusters.probes import Health, HealthListener, Probes
from argus.clusters.registry import Cluster, ClusterRef, Listener, Registry
from argus.clusters.sandboxes import limited, sandbox_status
from argus.clusters.schemas import (
    ClusterInput,
    ClusterList,
    ClusterOutput,
    ClusterStatus,
    ClusterUpdate,
    ContextList,
    ContextOutput,
    ImportStatus,
    KubeconfigInput,
    ProbeOutput,
    SandboxStatus,
)
from argus.db import Database
from argus.errors import FieldError, Unprocessable
from argus.kube.address import AddressPolicy
from argus.kube.connect import ApiServer
from argus.kube.credentials import Credentials
from argus.kube.document import parse
from argus.kube.kubeconfig import summaries
from argus.settings import Settings
from argus.vault import Vault

__all__ = ["ClusterRef", "Clusters"]
REFRESH_SECONDS = 5.0
log = structlog.get_logger("argus.clusters")


class Clusters:
    """What the rest of Argus knows of clusters. Lists and details read the database; `refs` and `ref` memory."""

    def __init__(self, settings: Settings, database: Database, vault: Vault, audit: Audit) -> None:
        self._settings = settings
        self._database = database
        self._vault = vault
        self._policy = AddressPolicy.of(settings)
        self._registry = Registry(database)
        self._connections = Connections(settings, database, vault, self._registry)
        self._probes = Probes(self._registry, self._connections, settings.probe_interval_seconds)
        self._ledger = Ledger(vault, audit, self._registry)
        self._importer = importing.Importer(settings, database, vault, self._ledger, self._registry)
        self.collector = ClusterCollector(self._registry, self._probes, self._connections)
        self._tasks: list[asyncio.Task[None]] = []

    async def require_keys(self) -> None:
        """Raises SettingsError where a cluster is sealed with a key that was not given."""
        await keys.require_keys(self._database, self._vault)

    async def start(self) -> None:
        """Load the registry; probes and imports go on in the background."""
        await self._registry.refresh()
        self._probes.start()
        self._begin(self._keep_refreshing(), "clusters refresh")
        self._begin(self._importer.at_start(), "clusters import")
        self._begin(self._importer.follow_sandbox(), "clusters sandbox")

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._probes.stop()
        await self._connections.close()

    def refs(self) -> list[ClusterRef]:
        return [ClusterRef(cluster.id, cluster.name) for cluster in self._registry.all()]

    def ref(self, cluster_id: str) -> ClusterRef:
        """Raises NotFound."""
        return ClusterRef(cluster_id, self._registry.get(cluster_id).name)

    def status(self, cluster_id: str) -> ClusterStatus:
        """Raises NotFound."""
        return self._probes.health(self._registry.get(cluster_id).id).status

    async def connection(self, cluster_id: str) -> ApiServer:
        """The cluster's shared connection. Raises NotFound, or UpstreamUnreachable where it cannot be made."""
        return await self._connections.get(cluster_id)

    def on_change(self, listener: Listener) -> None:
        """Call `listener(cluster_id, change)` in the event loop, whichever replica made the change."""
        self._registry.on_change(listener)

    def on_health(self, listener: HealthListener) -> None:
        """Call `listener(id, problem)` when a cluster stops answering; without a problem once it answers again."""
        self._probes.on_health(listener)

    async def list(self, principal: Principal) -> ClusterList:
        """Every cluster that a grant of the principal reaches."""
        await self._registry.fresh()
        scopes = {grant.cluster for grant in principal.grants}
        visible = [one for one in self._registry.all() if None in scopes or one.id in scopes]
        return ClusterList(items=[self._output(cluster) for cluster in visible])

    async def get(self, cluster_id: str) -> ClusterOutput:
        """Raises NotFound."""
        await self._registry.fresh()
        if self._registry.find(cluster_id) is None:
            await self._registry.refresh()
        return self._output(self._registry.get(cluster_id))

    async def test(self, cluster_id: str) -> ProbeOutput:
        """Probe now. Raises NotFound."""
        return _probed(await self._probes.probe(cluster_id))

    def contexts(self, data: KubeconfigInput) -> ContextList:
        """Raises KubeconfigRefused or TooLarge where there is nothing to choose from."""
        found = summaries(parse(data.kubeconfig), self._policy)
        return ContextList(
            contexts=[
                ContextOutput(
                    name=one.name,
                    cluster=one.cluster,
                    user=one.user,
                    namespace=one.namespace,
                    server=one.server,
                    current=one.current,
                    problem=one.problem,
                )
                for one in found
            ]
        )

    async def try_out(self, data: ClusterInput) -> ProbeOutput:
        """Probe with a kubeconfig that is not stored. Raises as `add` does where it cannot even be tried."""
        credentials = self._vet(data.kubeconfig, data.context, data.insecure_skip_tls_verify)
        finding = await vetting.try_out(self._connections, credentials, data.name)
        if finding.error is not None and finding.error.reason == "Address":
            raise vetting.refused(finding.error)
        return _probed(Health.new(finding))

    async def add(self, session: AsyncSession, principal: Principal, data: ClusterInput) -> ClusterOutput:
        """Vet, try and store. Raises Unprocessable or TooLarge naming the field, or Conflict on a name taken."""
        credentials = self._vet(data.kubeconfig, data.context, data.insecure_skip_tls_verify)
        await self._require_free(data.name)
        finding = await vetting.prove(self._connections, credentials, data.name)
        cluster = await self._ledger.add(session, principal, data.name, data.labels, credentials, "uploaded")
        self._probes.record(cluster.id, finding)
        return self._output(cluster)

    async def update(
        self, session: AsyncSession, principal: Principal, cluster_id: str, data: ClusterUpdate
    ) -> ClusterOutput:
        """Raises as `add` does, or NotFound. New credentials are tried first, and make the cluster an uploaded one."""
        await self._registry.refresh()
        known = self._registry.get(cluster_id)
        credentials = None
        if data.kubeconfig is not None:
            credentials = self._vet(data.kubeconfig, data.context, data.insecure_skip_tls_verify)
        elif data.context is not None or data.insecure_skip_tls_verify:
            field = "context" if data.context is not None else "insecureSkipTlsVerify"
            message = "goes with a kubeconfig; send the kubeconfig as well"
            raise Unprocessable(f"{field} {message}.", errors=[FieldError(field, message)])
        if data.name not in (None, known.name):
            await self._require_free(str(data.name))
        finding = None
        if credentials is not None:
            finding = await vetting.prove(self._connections, credentials, data.name or known.name)
        cluster = await self._ledger.change(
            session,
            principal,
            cluster_id,
            name=data.name,
            labels=data.labels,
            credentials=credentials,
            source="uploaded" if credentials is not None else None,
        )
        if finding is not None:
            self._probes.record(cluster_id, finding)
        return self._output(cluster)

    async def remove(self, session: AsyncSession, principal: Principal, cluster_id: str) -> None:
        """Raises NotFound."""
        await self._ledger.remove(session, principal, cluster_id, forget=True)

    async def imports(self) -> ImportStatus:
        """The operator's own contexts and what became of them."""
        return await self._importer.status()

    def sandbox(self, principal: Principal) -> SandboxStatus:
        """All of it for those who see every cluster; for others only the clusters that a grant of theirs reaches."""
        status, scopes = sandbox_status(self._settings.home), {grant.cluster for grant in principal.grants}
        if None in scopes:
            return status
        seen = [one for one in self._registry.all() if one.source == "sandbox" and one.id in scopes]
        return limited(status, frozenset(one.context for one in seen))

    def _vet(self, text: str, context: str | None, insecure: bool) -> Credentials:
        return vetting.vet(text, context, insecure, self._policy)

    async def _require_free(self, name: str) -> None:
        """Refuse a taken name before the cluster is asked; the unique index decides in the end."""
        await self._registry.refresh()
        if any(cluster.name == name for cluster in self._registry.all()):
            raise name_taken(name)

    def _output(self, cluster: Cluster) -> ClusterOutput:
        health = self._probes.health(cluster.id)
        return ClusterOutput(
            id=cluster.id,
            name=cluster.name,
            labels=cluster.labels,
            server=cluster.server,
            context=cluster.context,
            source=cluster.source,
            insecure_skip_tls_verify=cluster.insecure,
            status=health.status,
            version=health.finding.version,
            node_count=health.finding.node_count,
            latency_ms=health.finding.latency_ms,
            created_at=cluster.created_at,
            updated_at=cluster.updated_at,
        )

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _keep_refreshing(self) -> None:
        """See what other replicas changed; a database that is away for a while is waited for."""
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            await self._registry.fresh()


def _probed(health: Health) -> ProbeOutput:
    finding = health.finding
    return ProbeOutput(
        status=health.status, version=finding.version, node_count=finding.node_count, latency_ms=finding.latency_ms
    )
