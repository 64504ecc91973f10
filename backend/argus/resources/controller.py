"""Any group, version and resource of one cluster over HTTP."""

from typing import Annotated, Any

from litestar import Controller, MediaType, Request, Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from argus.access.guard import requires
from argus.access.roles import Principal
from argus.fleet.schemas import ResourcePage
from argus.resources.parameters import (
    Cursor,
    DryRun,
    Filters,
    FilterText,
    LabelSelector,
    Limit,
    Namespace,
    Sort,
    View,
    kind_of,
    list_query,
)
from argus.resources.passthrough import encoding_for
from argus.resources.schemas import (
    ApiResourceList,
    ChangeResult,
    DeleteInput,
    EventList,
    NamespaceList,
    NodeList,
    RelatedList,
)
from argus.resources.service import Resources

Asker = Request[Principal, Any, Any]
KIND = "/resources/{group:str}/{version:str}/{resource:str}"
OBJECT = f"{KIND}/{{name:str}}"

# etcd refuses objects of more than 1.5 MiB, so nothing larger can be stored.
MAX_BODY = 3 * 512 * 1024


def _json(body: bytes) -> Response[Any]:
    """The apiserver's bytes as they are: decoding and encoding an object would cost more than the rest of a request."""
    return Response(body, media_type=MediaType.JSON)


class ResourceController(Controller):
    path = "/api/clusters/{cluster_id:str}"
    tags = ("Resources",)
    request_max_body_size = MAX_BODY

    @get("/api-resources", operation_id="listApiResources", guards=[requires("get", "clusters")])
    async def kinds(self, cluster_id: FromPath[str], resources: NamedDependency[Resources]) -> ApiResourceList:
        """Every kind the cluster serves, from its discovery."""
        return await resources.kinds(cluster_id)

    @get("/namespaces", operation_id="listNamespaces", guards=[requires("get", "clusters")])
    async def namespaces(
        self, request: Asker, cluster_id: FromPath[str], resources: NamedDependency[Resources]
    ) -> NamespaceList:
        """The namespaces the caller may see."""
        return await resources.namespaces(request.user, cluster_id)

    @get("/nodes", operation_id="listNodes", guards=[requires("get", "clusters")])
    async def nodes(self, request: Asker, cluster_id: FromPath[str], resources: NamedDependency[Resources]) -> NodeList:
        """The nodes with their capacity. Needs a grant on the whole cluster."""
        return await resources.nodes(request.user, cluster_id)

    @get(KIND, operation_id="listResources", guards=[requires("get", "clusters")])
    async def index(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        group: FromPath[str],
        version: FromPath[str],
        resource: FromPath[str],
        resources: NamedDependency[Resources],
        namespace: Namespace = None,
        label_selector: LabelSelector = None,
        q: FilterText = None,
        sort: Sort = None,
        filters: Filters = None,
        limit: Limit = 100,
        cursor: Cursor = None,
        view: View = "table",
    ) -> Response[ResourcePage]:
        """A page of one kind, from the index. `view=raw` streams the apiserver's own list through, unpaged."""
        kind = kind_of(cluster_id, group, version, resource)
        if view == "raw":
            encoding = encoding_for(request.headers.get("accept-encoding", ""))
            return await resources.raw(request.user, kind, namespace, label_selector, encoding)
        query = list_query(namespace, label_selector, q, sort, filters, limit, cursor)
        return Response(await resources.page(request.user, kind, query))

    @post(KIND, operation_id="createResource", guards=[requires("create", "resources")])
    async def create(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        group: FromPath[str],
        version: FromPath[str],
        resource: FromPath[str],
        data: JSONBody[dict[str, Any]],
        resources: NamedDependency[Resources],
        namespace: Namespace = None,
        dry_run: DryRun = False,
    ) -> ChangeResult:
        """Create an object from its JSON."""
        kind = kind_of(cluster_id, group, version, resource)
        return await resources.create(request.user, kind, namespace, data, dry_run)

    @get(OBJECT, operation_id="getResource", guards=[requires("get", "resources")])
    async def show(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        group: FromPath[str],
        version: FromPath[str],
        resource: FromPath[str],
        name: FromPath[str],
        resources: NamedDependency[Resources],
        namespace: Namespace = None,
    ) -> Response[dict[str, Any]]:
        """One object, read through from the apiserver."""
        kind = kind_of(cluster_id, group, version, resource)
        return _json(await resources.get(request.user, kind, namespace, name))

    @put(OBJECT, operation_id="replaceResource", guards=[requires("update", "resources")])
    async def replace(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        group: FromPath[str],
        version: FromPath[str],
        resource: FromPath[str],
        name: FromPath[str],
        data: JSONBody[dict[str, Any]],
        resources: NamedDependency[Resources],
        namespace: Namespace = None,
        dry_run: DryRun = False,
    ) -> ChangeResult:
        """Replace an object. Its resourceVersion must be the current one: else 409 with both versions."""
        kind = kind_of(cluster_id, group, version, resource)
        return await resources.replace(request.user, kind, namespace, name, data, dry_run)

    @patch(OBJECT, operation_id="applyResource", guards=[requires("patch", "resources")])
    async def apply(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        group: FromPath[str],
        version: FromPath[str],
        resource: FromPath[str],
        name: FromPath[str],
        data: JSONBody[dict[str, Any]],
        resources: NamedDependency[Resources],
        namespace: Namespace = None,
        dry_run: DryRun = False,
        force: Annotated[bool, QueryParameter(description="Take over fields that others own.")] = False,
    ) -> ChangeResult:
        """Server-side apply. With `dryRun` nothing is stored and the diff says what would change."""
        kind = kind_of(cluster_id, group, version, resource)
        return await resources.apply(request.user, kind, namespace, name, data, dry_run, force)

    @delete(OBJECT, operation_id="deleteResource", status_code=200, guards=[requires("delete", "resources")])
    async def remove(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        group: FromPath[str],
        version: FromPath[str],
        resource: FromPath[str],
        name: FromPath[str],
        resources: NamedDependency[Resources],
        data: JSONBody[DeleteInput | None] = None,
        namespace: Namespace = None,
        dry_run: DryRun = False,
    ) -> Response[dict[str, Any]]:
        """Delete an object. Answers with the object as it stood or the apiserver's Status."""
        kind = kind_of(cluster_id, group, version, resource)
        return _json(await resources.delete(request.user, kind, namespace, name, data or DeleteInput(), dry_run))

    @get(f"{OBJECT}/events", operation_id="listResourceEvents", guards=[requires("get", "resources")])
    async def events(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        group: FromPath[str],
        version: FromPath[str],
        resource: FromPath[str],
        name: FromPath[str],
        resources: NamedDependency[Resources],
        namespace: Namespace = None,
    ) -> EventList:
        """The cluster's events about one object, newest first."""
        kind = kind_of(cluster_id, group, version, resource)
        return await resources.events(request.user, kind, namespace, name)

    @get(f"{OBJECT}/related", operation_id="listRelatedResources", guards=[requires("get", "resources")])
    async def related(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        group: FromPath[str],
        version: FromPath[str],
        resource: FromPath[str],
        name: FromPath[str],
        resources: NamedDependency[Resources],
        namespace: Namespace = None,
    ) -> RelatedList:
        """Who owns an object, what it owns, and the pods it selects."""
        kind = kind_of(cluster_id, group, version, resource)
        return await resources.related(request.user, kind, namespace, name)

    @get(
        "/namespaces/{namespace:str}/pods/{name:str}/logs",
        operation_id="getPodLogs",
        guards=[requires("get", "resources", kind=("core", "pods"))],
        media_type="text/plain",
    )
    async def logs(
        self,
        request: Asker,
        cluster_id: FromPath[str],
        namespace: FromPath[str],
        name: FromPath[str],
        resources: NamedDependency[Resources],
        container: Annotated[str | None, QueryParameter(description="Needed where a pod has several.")] = None,
        tail: Annotated[int | None, QueryParameter(ge=0, le=1_000_000, description="Only the last lines.")] = 1000,
        since_seconds: Annotated[int | None, QueryParameter(name="sinceSeconds", ge=1)] = None,
        previous: Annotated[bool, QueryParameter(description="Of the container's previous run.")] = False,
        timestamps: Annotated[bool, QueryParameter(description="Each line begins with its time.")] = False,
        follow: Annotated[bool, QueryParameter(description="Keep streaming until the pod or the client ends.")] = False,
    ) -> Response[str]:
        """A container's log as plain text, streamed."""
        query = {
            "container": container,
            "tailLines": tail,
            "sinceSeconds": since_seconds,
            "previous": previous or None,
            "timestamps": timestamps or None,
            "follow": follow or None,
        }
        return await resources.logs(request.user, cluster_id, namespace, name, query)
