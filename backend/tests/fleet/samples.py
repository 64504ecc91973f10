"""Rows and indexes made by hand, for tests of what is pure."""

from collections.abc import Sequence
from typing import Any

import msgspec

from argus.access.roles import Scope
from argus.fleet.index import KindIndex
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.page import Part, compose
from argus.fleet.query import ListQuery
from argus.fleet.row import RowMaker
from argus.fleet.schemas import ResourcePage, Row
from argus.fleet.table import ColumnDefinition, Metadata, WireObject, WireRow

EVERYTHING = Scope(True, frozenset())
PODS = Gvr("core", "v1", "pods")
WIDGETS = Gvr("example.com", "v1", "widgets")
NOW = 1_795_255_200.0  # 2026-11-21T10:00:00Z
AGE = ColumnDefinition("Age", description="CreationTimestamp is a timestamp of the server.")
POD_COLUMNS = (
    ColumnDefinition("Name", "string", "name"),
    ColumnDefinition("Ready"),
    ColumnDefinition("Status"),
    ColumnDefinition("Restarts"),
    AGE,
    ColumnDefinition("Node", priority=1),
)


def pod(
    name: str,
    namespace: str = "shop",
    *,
    ready: str = "1/1",
    status: str = "Running",
    restarts: str = "0",
    node: str = "n1",
    created: str = "2020-11-21T09:00:00Z",
    labels: dict[str, str] | None = None,
    version: str = "1",
) -> WireRow:
    encoded = msgspec.Raw(msgspec.json.encode(labels or {"app": name.split("-")[0]}))
    thing = Metadata(name, namespace, f"uid-{namespace}-{name}", version, created, None, encoded)
    return WireRow([name, ready, status, restarts, "1h", node], WireObject(thing))


def index_of(wire: Sequence[WireRow], cluster: str = "c1", gvr: Gvr = PODS) -> KindIndex:
    return made_index(wire, POD_COLUMNS, gvr, cluster)


def made_index(
    wire: Sequence[WireRow], columns: Sequence[ColumnDefinition], gvr: Gvr = WIDGETS, cluster: str = "c1"
) -> KindIndex:
    maker = RowMaker(ClusterKind(cluster, gvr), columns)
    index = KindIndex(maker.kind)
    index.replace(maker.columns, [maker.make(row, NOW) for row in wire], "100")
    return index


def row_of(wire: WireRow, cluster: str = "c1") -> Row:
    return RowMaker(ClusterKind(cluster, PODS), POD_COLUMNS).make(wire, NOW)


def ask(*indexes: KindIndex, scope: Scope = EVERYTHING, **query: Any) -> ResourcePage:
    names = {index.kind.cluster: f"name-{index.kind.cluster}" for index in indexes}
    parsed = ListQuery.parse(**query)
    return compose([Part(index, scope) for index in indexes], parsed, names)


def names(page: ResourcePage) -> list[str]:
    return [row.name for row in page.rows]
