"""Rows of lists, as the contract and the live socket show them."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from argus.schema import Output

Level = Literal["ok", "warn", "bad", "info", "idle"]
# Not `int` beside `float`: the contract would offer both, and a whole number would match two branches of its oneOf.
Cell = str | float | bool | None


class Health(msgspec.Struct, frozen=True, gc=False):
    """`level` is how bad it is; `reason` is the word the cluster uses for it (`CrashLoopBackOff`)."""

    level: Level
    reason: str


class Column(Output, frozen=True):
    """One of the apiserver's own Table columns. `type` is its OpenAPI type, or `date` (RFC 3339), `quantity`
    (as kubectl writes it), `duration` (as kubectl writes it or, of what still goes on, the time when it began) or
    `count-since`: the count as a number or, where it is known when it last grew, as `"12 2026-11-21T10:00:00Z"`.
    `priority` above 0 is hidden at first."""

    name: str
    type: str
    format: str
    description: str
    priority: int


class Row(msgspec.Struct, rename="camel", frozen=True, gc=False):
    """One object in a list. `cells` stand in the order of the columns, null where kubectl shows `<none>`.
    Dates in cells are RFC 3339 in UTC. `uid` is `namespace/name` where a server gives none."""

    cluster: str
    uid: str
    namespace: str
    name: str
    created_at: str
    labels: dict[str, str]
    cells: tuple[Cell, ...]
    health: Health
    resource_version: str


class ClusterPart(Output, frozen=True):
    """How one cluster contributed to a list. `since` says from when a stale answer is."""

    cluster: str
    name: str
    state: Literal["ok", "stale", "unavailable", "forbidden", "absent"]
    reason: str
    since: datetime | None
    total: int


class ResourcePage(Output, frozen=True):
    """A page of a list. `total` counts all rows that match, `unhealthy` those of them at `warn` or `bad`, and
    `unfiltered_total` the visible rows of the asked namespace. `cursor` is null on the last page.
    `partial` names each cluster whose rows are missing or stale; empty when the answer is whole."""

    columns: list[Column]
    rows: list[Row]
    total: int
    unfiltered_total: int
    unhealthy: int
    cursor: str | None
    resource_version: str
    stale: bool
    partial: list[ClusterPart]


class KindTotal(Output, frozen=True):
    """Counts of one kind over the asked clusters; `levels` counts rows by health level."""

    group: str
    version: str
    resource: str
    kind: str
    total: int
    levels: dict[str, int]


class UnhealthyItem(Output, frozen=True):
    cluster: str
    group: str
    version: str
    resource: str
    kind: str
    namespace: str
    name: str
    level: Level
    reason: str
    created_at: str


class FleetOverview(Output, frozen=True):
    """Workloads over all clusters: totals by kind, and what is unhealthy, worst first (at most 50)."""

    totals: list[KindTotal]
    unhealthy: list[UnhealthyItem]
    unhealthy_total: int
    partial: list[ClusterPart]


class SearchHit(Output, frozen=True):
    cluster: str
    cluster_name: str
    group: str
    version: str
    resource: str
    kind: str
    namespace: str
    name: str
    health: Health


class SearchedKind(Output, frozen=True):
    group: str
    version: str
    resource: str


class SearchResult(Output, frozen=True):
    """Best first; `truncated` when more matched than were asked for. `kinds` are those that were searched: the usual
    ones, and what somebody looks at besides. `partial` names the clusters of which something is missing or stale."""

    hits: list[SearchHit]
    truncated: bool
    kinds: list[SearchedKind]
    partial: list[ClusterPart]


Object = dict[str, Any]
