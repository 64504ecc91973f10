"""Clusters over HTTP."""

from typing import Annotated, Any

from litestar import Controller, Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from argus.access.guard import requires
from argus.access.roles import Principal
from argus.clusters.manifest import Rights, onboarding
from argus.clusters.schemas import (
    ClusterInput,
    ClusterList,
    ClusterOutput,
    ClusterUpdate,
    ContextList,
    ImportStatus,
    KubeconfigInput,
    ManifestOutput,
    ProbeOutput,
    SandboxStatus,
)
from argus.clusters.service import Clusters
from argus.kube.document import TOO_LARGE

Asker = Request[Principal, Any, Any]
# What a body that is larger than the whole of Argus takes is told about the field that can only be the reason.
WITH_KUBECONFIG = {"too_large": TOO_LARGE}


class ClusterController(Controller):
    path = "/api/clusters"
    tags = ("Clusters",)
    opt = WITH_KUBECONFIG

    @get("/", operation_id="listClusters", guards=[requires("list", "clusters")])
    async def index(self, request: Asker, clusters: NamedDependency[Clusters]) -> ClusterList:
        """Every cluster the caller may see, with the health its last probe found."""
        return await clusters.list(request.user)

    @post("/", operation_id="createCluster", guards=[requires("create", "clusters")])
    async def create(
        self,
        request: Asker,
        data: JSONBody[ClusterInput],
        clusters: NamedDependency[Clusters],
        session: NamedDependency[AsyncSession],
    ) -> ClusterOutput:
        """Add a cluster. The kubeconfig is vetted and tried first, then sealed; on any error nothing is stored."""
        return await clusters.add(session, request.user, data)

    @get("/{cluster_id:str}", operation_id="getCluster", guards=[requires("get", "clusters")])
    async def show(self, cluster_id: FromPath[str], clusters: NamedDependency[Clusters]) -> ClusterOutput:
        """One cluster, by id."""
        return await clusters.get(cluster_id)

    @put("/{cluster_id:str}", operation_id="updateCluster", guards=[requires("update", "clusters")])
    async def update(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        data: JSONBody[ClusterUpdate],
        clusters: NamedDependency[Clusters],
        session: NamedDependency[AsyncSession],
    ) -> ClusterOutput:
        """Rename, relabel or give new credentials."""
        return await clusters.update(session, request.user, cluster_id, data)

    @delete("/{cluster_id:str}", operation_id="deleteCluster", guards=[requires("delete", "clusters")])
    async def remove(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        clusters: NamedDependency[Clusters],
        session: NamedDependency[AsyncSession],
    ) -> None:
        """Forget a cluster and its credentials. The cluster itself is not touched."""
        await clusters.remove(session, request.user, cluster_id)

    @post("/{cluster_id:str}/test", operation_id="testCluster", status_code=200, guards=[requires("get", "clusters")])
    async def test(self, cluster_id: FromPath[str], clusters: NamedDependency[Clusters]) -> ProbeOutput:
        """Probe a cluster now."""
        return await clusters.test(cluster_id)


class KubeconfigController(Controller):
    path = "/api/kubeconfig"
    tags = ("Clusters",)
    opt = WITH_KUBECONFIG

    @post("/contexts", operation_id="readContexts", status_code=200, guards=[requires("create", "clusters")])
    async def contexts(self, data: JSONBody[KubeconfigInput], clusters: NamedDependency[Clusters]) -> ContextList:
        """The contexts of a kubeconfig and why any of them cannot be used. Nothing is stored."""
        return clusters.contexts(data)

    @post("/test", operation_id="testKubeconfig", status_code=200, guards=[requires("create", "clusters")])
    async def test(self, data: JSONBody[ClusterInput], clusters: NamedDependency[Clusters]) -> ProbeOutput:
        """Try a kubeconfig before saving it. Nothing is stored."""
        return await clusters.try_out(data)

    @get("/manifest", operation_id="getOnboardingManifest", guards=[requires("create", "clusters")])
    async def manifest(
        self, rights: Annotated[Rights, QueryParameter(description="What Argus may do there.")] = "view"
    ) -> ManifestOutput:
        """A manifest and a command that create a service account and print a kubeconfig which Argus can use."""
        return onboarding(rights)

    @get("/imports", operation_id="listImports", guards=[requires("create", "clusters")])
    async def imports(self, clusters: NamedDependency[Clusters]) -> ImportStatus:
        """The contexts of the operator's own kubeconfig, and which were imported at start."""
        return await clusters.imports()


class SandboxController(Controller):
    path = "/api/sandbox"
    tags = ("Clusters",)

    @get("/", operation_id="getSandbox", guards=[requires("get", "sandbox")])
    async def show(self, request: Asker, clusters: NamedDependency[Clusters]) -> SandboxStatus:
        """Progress of the sandbox clusters while they are built and started; with a narrow grant, only one's own."""
        return clusters.sandbox(request.user)
