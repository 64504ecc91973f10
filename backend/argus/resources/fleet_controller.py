"""The same lists over all clusters at once."""

from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from argus.access.guard import requires
from argus.access.roles import Principal
from argus.fleet.schemas import FleetOverview, ResourcePage, SearchResult
from argus.resources.parameters import (
    Cursor,
    Filters,
    FilterText,
    LabelSelector,
    Limit,
    Namespace,
    Sort,
    kind_of,
    list_query,
)
from argus.resources.service import Resources

Asker = Request[Principal, Any, Any]


class FleetController(Controller):
    path = "/api/fleet"
    tags = ("Fleet",)

    @get(
        "/resources/{group:str}/{version:str}/{resource:str}",
        operation_id="listFleetResources",
        guards=[requires("list", "fleet")],
    )
    async def index(
        self,
        request: Asker,
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
    ) -> ResourcePage:
        """A page of one kind over every cluster the caller may see; `partial` names clusters that are missing."""
        gvr = kind_of("", group, version, resource).gvr
        query = list_query(namespace, label_selector, q, sort, filters, limit, cursor)
        return await resources.fleet_page(request.user, gvr, query)

    @get("/overview", operation_id="getFleetOverview", guards=[requires("list", "fleet")])
    async def overview(self, request: Asker, resources: NamedDependency[Resources]) -> FleetOverview:
        """Totals of workloads and what is unhealthy over all clusters."""
        return await resources.overview(request.user)

    @get("/search", operation_id="searchFleet", guards=[requires("list", "fleet")])
    async def search(
        self,
        request: Asker,
        q: Annotated[str, QueryParameter(min_length=1, max_length=256, description="Part of a name or namespace.")],
        resources: NamedDependency[Resources],
        limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
    ) -> SearchResult:
        """Objects of the indexed kinds whose name or namespace contains the text, over all clusters."""
        return await resources.search(request.user, q, limit)
