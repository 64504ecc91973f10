"""What can be asked of the objects of any cluster. Each question finds out first what its asker may see."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any, Literal

from argus.access.roles import Principal, Verb
from argus.audit.service import Audit
from argus.clusters.service import Clusters
from argus.errors import BadRequest
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.query import ListQuery
from argus.fleet.schemas import FleetOverview, ResourcePage, SearchResult
from argus.fleet.service import Fleet
from argus.fleet.sight import NAMESPACES
from argus.kube.discovery import ApiKind
from argus.resources import reach, submission
from argus.resources.changes import Changes, Spot
from argus.resources.decoding import decoded_object
from argus.resources.events import EVENTS, events_about
from argus.resources.masking import is_secret
from argus.resources.namespaces import all_namespaces
from argus.resources.nodes import NODES, all_nodes
from argus.resources.overview import overview
from argus.resources.parameters import LABEL, require_name
from argus.resources.passthrough import Encoding, Passthrough
from argus.resources.related import Related
from argus.resources.relations import PODS, Subject, relations
from argus.resources.schemas import (
    ApiResource,
    ApiResourceList,
    ChangeResult,
    DeleteInput,
    EventList,
    NamespaceList,
    NodeList,
    RelatedList,
)
from argus.resources.search import search

Object = dict[str, Any]
SILENCE_SECONDS = 30.0
LogQuery = dict[str, str | int | bool | None]


class Resources:
    """The surface of every kind: lists from the index, objects read through, changes audited."""

    def __init__(self, clusters: Clusters, fleet: Fleet, audit: Audit) -> None:
        self._clusters = clusters
        self._fleet = fleet
        self._changes = Changes(clusters, audit)
        self._ending = asyncio.Event()

    async def kinds(self, cluster_id: str) -> ApiResourceList:
        self._clusters.ref(cluster_id)
        return ApiResourceList(items=[_api_resource(kind) for kind in await self._fleet.kinds(cluster_id)])

    async def page(self, principal: Principal, kind: ClusterKind, query: ListQuery) -> ResourcePage:
        self._clusters.ref(kind.cluster)
        visible = reach.readable(principal, kind, query.namespace)
        await reach.within(self._fleet, principal, kind, visible)
        # A page over many clusters does without the slow ones; of one cluster there is nothing else to show.
        await self._fleet.index(kind)
        return await self._fleet.page([kind], {kind.cluster: visible}, query)

    async def fleet_page(self, principal: Principal, gvr: Gvr, query: ListQuery) -> ResourcePage:
        """Clusters of which the caller sees nothing are left out, as if they were not there."""
        visible = reach.over_clusters(self._fleet, principal, gvr, [ref.id for ref in self._clusters.refs()])
        return await self._fleet.page([ClusterKind(cluster, gvr) for cluster in visible], visible, query)

    async def overview(self, principal: Principal) -> FleetOverview:
        return await overview(principal, self._clusters, self._fleet)

    async def search(self, principal: Principal, text: str, limit: int) -> SearchResult:
        return await search(principal, self._clusters, self._fleet, text, limit)

    async def raw(
        self,
        principal: Principal,
        kind: ClusterKind,
        namespace: str | None,
        label_selector: str | None,
        encoding: Encoding = "identity",
    ) -> Passthrough:
        """The apiserver's own list, compressed by it where `encoding` is gzip and the list is large.

        A caller with a few namespaces must name one: the bytes are not filtered. For the same reason Secrets are not
        listed so.
        """
        self._clusters.ref(kind.cluster)
        if is_secret(kind.gvr):
            raise BadRequest("Secrets are not listed raw, with their values; read one by its name.", code="raw-secrets")
        if namespace is None:
            reach.everywhere(principal, kind)
        else:
            require_name("namespace", namespace, LABEL)
            api = await self._served(kind)
            reach.place(principal, "list", kind, api, namespace, "")
        query = {"labelSelector": label_selector} if label_selector else {}
        path = kind.gvr.path(namespace)
        return await self._stream(kind.cluster, path, query, "application/json", encoding=encoding)

    async def get(self, principal: Principal, kind: ClusterKind, namespace: str | None, name: str) -> bytes:
        """The apiserver's bytes, managedFields and all: integrators need what it really says."""
        spot, _ = await self._spot(principal, "get", kind, namespace, name)
        api = await self._clusters.connection(kind.cluster)
        return (await api.request("GET", spot.path)).body

    async def create(
        self, principal: Principal, kind: ClusterKind, namespace: str | None, data: Object, dry_run: bool
    ) -> ChangeResult:
        named = namespace if namespace is not None else submission.body_namespace(data)
        spot, api = await self._spot(principal, "create", kind, named, None)
        thing = submission.check_namespace(submission.check_identity(data, api), named)
        submission.check_new_name(thing)
        return await self._changes.create(principal, spot, thing, dry_run)

    async def replace(
        self, principal: Principal, kind: ClusterKind, namespace: str | None, name: str, data: Object, dry_run: bool
    ) -> ChangeResult:
        spot, api = await self._spot(principal, "update", kind, namespace, name)
        thing = self._complete(data, api, spot)
        submission.check_version(thing)
        return await self._changes.replace(principal, spot, thing, dry_run)

    async def apply(
        self,
        principal: Principal,
        kind: ClusterKind,
        namespace: str | None,
        name: str,
        data: Object,
        dry_run: bool,
        force: bool,
    ) -> ChangeResult:
        spot, api = await self._spot(principal, "patch", kind, namespace, name)
        thing = submission.without_managed_fields(self._complete(data, api, spot))
        return await self._changes.apply(principal, spot, thing, dry_run, force)

    async def delete(
        self,
        principal: Principal,
        kind: ClusterKind,
        namespace: str | None,
        name: str,
        options: DeleteInput,
        dry_run: bool,
    ) -> bytes:
        spot, _ = await self._spot(principal, "delete", kind, namespace, name)
        return await self._changes.delete(principal, spot, options, dry_run)

    async def events(self, principal: Principal, kind: ClusterKind, namespace: str | None, name: str) -> EventList:
        _, known = await self._spot(principal, "get", kind, namespace, name)
        reach.readable(principal, ClusterKind(kind.cluster, EVENTS), namespace)
        return await events_about(await self._clusters.connection(kind.cluster), known, namespace, name)

    async def related(self, principal: Principal, kind: ClusterKind, namespace: str | None, name: str) -> RelatedList:
        spot, known = await self._spot(principal, "get", kind, namespace, name)
        api = await self._clusters.connection(kind.cluster)
        thing = decoded_object(api, (await api.request("GET", spot.path)).body)
        subject = Subject(known, thing, namespace, await self._fleet.kinds(kind.cluster))
        return await Related(self._fleet, principal, kind.cluster).shown(await relations(api, subject))

    async def namespaces(self, principal: Principal, cluster_id: str) -> NamespaceList:
        kind = ClusterKind(cluster_id, NAMESPACES)
        self._clusters.ref(cluster_id)
        visible = reach.readable(principal, kind)
        return await all_namespaces(await self._clusters.connection(cluster_id), visible)

    async def nodes(self, principal: Principal, cluster_id: str) -> NodeList:
        self._clusters.ref(cluster_id)
        reach.everywhere(principal, ClusterKind(cluster_id, NODES))
        return await all_nodes(await self._clusters.connection(cluster_id))

    async def logs(
        self, principal: Principal, cluster_id: str, namespace: str, name: str, query: LogQuery
    ) -> Passthrough:
        """Of one pod. The apiserver's own 400 says which containers there are when one has to be named."""
        kind = ClusterKind(cluster_id, PODS)
        spot, _ = await self._spot(principal, "get", kind, require_name("namespace", namespace, LABEL), name)
        asked = {key: _query_text(value) for key, value in query.items() if value is not None}
        follow = bool(query.get("follow"))
        return await self._stream(cluster_id, f"{spot.path}/log", asked, "text/plain", follow=follow)

    def end_streams(self) -> None:
        """End what would go on for ever: Argus is about to stop."""
        self._ending.set()

    async def _stream(
        self,
        cluster_id: str,
        path: str,
        query: dict[str, str],
        media_type: Literal["application/json", "text/plain"],
        *,
        encoding: Encoding = "identity",
        follow: bool = False,
    ) -> Passthrough:
        """Opened before the response begins, so that a refusal is still a problem with its own status."""
        api = await self._clusters.connection(cluster_id)
        # The apiserver offers logs under no media type of their own and answers 406 to whoever asks for text/plain.
        accept = media_type if media_type == "application/json" else "*/*"
        silence = None if follow else SILENCE_SECONDS
        async with AsyncExitStack() as opening:
            asking = api.stream("GET", path, query=query, accept=accept, accept_encoding=encoding, timeout=silence)
            stream = await opening.enter_async_context(asking)
            return Passthrough(stream, opening.pop_all(), media_type, self._ending if follow else None)
        raise AssertionError("the stack swallows no exception")

    async def _served(self, kind: ClusterKind) -> ApiKind:
        return await reach.served(self._fleet, kind)

    async def _spot(
        self, principal: Principal, verb: Verb, kind: ClusterKind, namespace: str | None, name: str | None
    ) -> tuple[Spot, ApiKind]:
        """Where the object is, found to be in reach. Without a name: the collection that it is created in."""
        if name is not None:
            require_name("name", name)
        self._clusters.ref(kind.cluster)
        api = await self._served(kind)
        reach.place(principal, verb, kind, api, namespace, name or "")
        return Spot(kind, namespace, name or ""), api

    @staticmethod
    def _complete(data: Object, api: ApiKind, spot: Spot) -> Object:
        thing = submission.check_name(submission.check_identity(data, api), spot.name)
        return submission.check_namespace(thing, spot.namespace)


def _query_text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _api_resource(kind: ApiKind) -> ApiResource:
    return ApiResource(
        group=kind.group,
        version=kind.version,
        resource=kind.resource,
        kind=kind.kind,
        singular=kind.singular,
        namespaced=kind.namespaced,
        verbs=list(kind.verbs),
        short_names=list(kind.short_names),
        categories=list(kind.categories),
        preferred=kind.preferred,
    )
