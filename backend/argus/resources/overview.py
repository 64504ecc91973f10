"""What runs over all clusters, and what of it is unhealthy."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from argus.access.roles import Principal, Scope, scope
from argus.clusters.service import ClusterRef, Clusters
from argus.errors import NotFound, UpstreamError
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.schemas import ClusterPart, FleetOverview, KindTotal, Row, UnhealthyItem
from argus.fleet.service import Fleet
from argus.fleet.sight import admitted

PATIENCE_SECONDS = 2.0
MAX_UNHEALTHY = 50
SEVERITY = {"bad": 0, "warn": 1}
WORKLOADS: dict[Gvr, str] = {
    Gvr("core", "v1", "pods"): "Pod",
    Gvr("apps", "v1", "deployments"): "Deployment",
    Gvr("apps", "v1", "statefulsets"): "StatefulSet",
    Gvr("apps", "v1", "daemonsets"): "DaemonSet",
    Gvr("batch", "v1", "jobs"): "Job",
    Gvr("core", "v1", "nodes"): "Node",
    Gvr("core", "v1", "persistentvolumeclaims"): "PersistentVolumeClaim",
}


class _Outcome(msgspec.Struct, frozen=True):
    """What one kind of one cluster gave; `state` is null where that is everything."""

    counted: int
    state: Literal["stale", "unavailable"] | None = None
    reason: str = ""
    since: datetime | None = None


class Tally:
    """Counts rows by kind and level and keeps the unhealthy ones."""

    def __init__(self) -> None:
        self.levels: dict[Gvr, Counter[str]] = {gvr: Counter() for gvr in WORKLOADS}
        self.unhealthy: list[tuple[Gvr, Row]] = []

    def add(self, gvr: Gvr, rows: Collection[Row], visible: Scope) -> int:
        """How many of the rows count for this scope."""
        levels, counted = self.levels[gvr], 0
        for row in admitted(gvr, rows, visible):
            counted += 1
            levels[row.health.level] += 1
            if row.health.level in SEVERITY:
                self.unhealthy.append((gvr, row))
        return counted

    def overview(self, partial: list[ClusterPart]) -> FleetOverview:
        worst = heapq.nsmallest(MAX_UNHEALTHY, self.unhealthy, key=_severity)
        return FleetOverview(
            totals=[_total(gvr, levels) for gvr, levels in self.levels.items()],
            unhealthy=[_item(gvr, row) for gvr, row in worst],
            unhealthy_total=len(self.unhealthy),
            partial=partial,
        )


async def overview(principal: Principal, clusters: Clusters, fleet: Fleet) -> FleetOverview:
    """Every cluster gets two seconds; what is not there by then is named in `partial` and will be there later."""
    tally = Tally()
    parts = await asyncio.gather(*(_count(principal, fleet, ref, tally) for ref in clusters.refs()))
    return tally.overview([part for part in parts if part is not None])


async def _count(principal: Principal, fleet: Fleet, ref: ClusterRef, tally: Tally) -> ClusterPart | None:
    """The cluster's part, or None where it gave everything that the caller may see."""
    scopes = {gvr: scope(principal, "list", ref.id, gvr.group, gvr.resource) for gvr in WORKLOADS}
    visible = {gvr: found for gvr, found in scopes.items() if not found.nothing}
    outcomes = await asyncio.gather(
        *(_count_kind(fleet, ClusterKind(ref.id, gvr), found, tally) for gvr, found in visible.items())
    )
    told = _told(outcomes)
    if told is None or told.state is None:
        return None
    total = sum(outcome.counted for outcome in outcomes)
    return ClusterPart(
        cluster=ref.id, name=ref.name, state=told.state, reason=told.reason, since=told.since, total=total
    )


def _told(outcomes: Sequence[_Outcome]) -> _Outcome | None:
    """The outcome that speaks for the cluster: it is stale since its first kind is, as lists say it too.

    It is unavailable only where none of its rows are from before, None where nothing is missing.
    """
    stale = [outcome for outcome in outcomes if outcome.state == "stale"]
    if stale:
        return min(stale, key=lambda each: each.since.timestamp() if each.since else 0.0)
    return next((outcome for outcome in outcomes if outcome.state), None)


async def _count_kind(fleet: Fleet, kind: ClusterKind, visible: Scope, tally: Tally) -> _Outcome:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            index = await fleet.index(kind)
    except TimeoutError:
        return _Outcome(0, "unavailable", "Its objects are still being read.")
    except NotFound:
        return _Outcome(0)
    except UpstreamError as error:
        return _Outcome(0) if error.status == 404 else _Outcome(0, "unavailable", error.detail)
    counted = tally.add(kind.gvr, index.rows, visible)
    if index.stale_since is None:
        return _Outcome(counted)
    return _Outcome(counted, "stale", index.problem.detail if index.problem else "", index.stale_since)


def _severity(found: tuple[Gvr, Row]) -> tuple[int, str, str]:
    _, row = found
    return SEVERITY[row.health.level], row.namespace, row.name


def _total(gvr: Gvr, levels: Counter[str]) -> KindTotal:
    return KindTotal(
        group=gvr.group,
        version=gvr.version,
        resource=gvr.resource,
        kind=WORKLOADS[gvr],
        total=levels.total(),
        levels=dict(levels),
    )


def _item(gvr: Gvr, row: Row) -> UnhealthyItem:
    return UnhealthyItem(
        cluster=row.cluster,
        group=gvr.group,
        version=gvr.version,
        resource=gvr.resource,
        kind=WORKLOADS[gvr],
        namespace=row.namespace,
        name=row.name,
        level=row.health.level,
        reason=row.health.reason,
        created_at=row.created_at,
    )
