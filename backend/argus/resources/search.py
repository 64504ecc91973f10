"""Finds objects by name over all clusters, among the kinds that are in memory."""

import asyncio
import heapq

import msgspec

from argus.access.roles import Principal, Scope, scope, sees
from argus.clusters.service import ClusterRef, Clusters
from argus.errors import ArgusError, UpstreamRefused
from argus.fleet.index import KindIndex
from argus.fleet.naming import named, rank
from argus.fleet.page import SLOW
from argus.fleet.schemas import ClusterPart, Row, SearchedKind, SearchHit, SearchResult
from argus.fleet.service import Fleet
from argus.fleet.sight import admitted

PATIENCE_SECONDS = 1.0
Order = tuple[int, str, str, str]
Seen = tuple[KindIndex, Scope]


async def search(principal: Principal, clusters: Clusters, fleet: Fleet, text: str, limit: int) -> SearchResult:
    """Names before namespaces, whole before beginning before middle, short before long.

    Besides what is in memory, the kinds that people look for by name are begun to be followed and waited for a second;
    watching every kind of every cluster would cost each apiserver too much. `kinds` says what was searched.
    """
    refs = {ref.id: ref for ref in clusters.refs() if sees(principal, ref.id)}
    await fleet.ensure_searched(refs, PATIENCE_SECONDS)
    wanted = text.strip().lower()
    seen = _seen(principal, fleet, refs)
    listed = [(index, visible) for index, visible in seen if index.synced]
    found = [(index, named(index, visible, wanted, limit)) for index, visible in listed] if wanted else []
    matches = [(_order(row, wanted, index), row, index) for index, its in found for row in its.rows]
    best = heapq.nsmallest(limit, matches, key=lambda match: match[0])
    found_in = list({index.kind.cluster for _, _, index in best})
    names = dict(zip(found_in, await asyncio.gather(*(_kind_names(fleet, each) for each in found_in)), strict=True))
    return SearchResult(
        hits=[_hit(row, index, refs[index.kind.cluster], names[index.kind.cluster]) for _, row, index in best],
        truncated=sum(its.of for _, its in found) > limit,
        kinds=_searched(listed),
        partial=_partial(seen, refs),
    )


def _seen(principal: Principal, fleet: Fleet, refs: dict[str, ClusterRef]) -> list[Seen]:
    """The kinds that are followed, as far as the caller may list them."""
    seen: list[Seen] = []
    there = {cluster: _with_grants_in(principal, cluster) for cluster in refs}
    for index in fleet.followed():
        cluster, gvr = index.kind.cluster, index.kind.gvr
        if cluster not in there:
            continue
        visible = scope(there[cluster], "list", cluster, gvr.group, gvr.resource)
        if not visible.nothing:
            seen.append((index, visible))
    return seen


def _with_grants_in(principal: Principal, cluster: str) -> Principal:
    """With but those grants that count in one cluster: of hundreds, each kind need not look at all."""
    grants = tuple(grant for grant in principal.grants if grant.cluster in (None, cluster))
    return msgspec.structs.replace(principal, grants=grants)


def _order(row: Row, wanted: str, index: KindIndex) -> Order:
    return rank(row, wanted), row.name.lower(), row.namespace, index.kind.gvr.resource


async def _kind_names(fleet: Fleet, cluster: str) -> dict[str, str]:
    """From discovery, which is mostly in memory; of a cluster that does not answer, its resources' names must do."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            kinds = await fleet.kinds(cluster)
    except (ArgusError, TimeoutError):
        return {}
    return {f"{kind.group}/{kind.resource}": kind.kind for kind in kinds}


def _hit(row: Row, index: KindIndex, ref: ClusterRef, names: dict[str, str]) -> SearchHit:
    gvr = index.kind.gvr
    return SearchHit(
        cluster=ref.id,
        cluster_name=ref.name,
        group=gvr.group,
        version=gvr.version,
        resource=gvr.resource,
        kind=names.get(f"{gvr.group}/{gvr.resource}", gvr.resource),
        namespace=row.namespace,
        name=row.name,
        health=row.health,
    )


def _searched(listed: list[Seen]) -> list[SearchedKind]:
    found = {(index.kind.gvr.group, index.kind.gvr.version, index.kind.gvr.resource) for index, _ in listed}
    return [SearchedKind(group=group, version=version, resource=resource) for group, version, resource in sorted(found)]


def _partial(seen: list[Seen], refs: dict[str, ClusterRef]) -> list[ClusterPart]:
    """Clusters whose rows may be behind, or of which a kind is not there yet."""
    by_cluster: dict[str, list[Seen]] = {}
    for index, visible in seen:
        by_cluster.setdefault(index.kind.cluster, []).append((index, visible))
    parts = (_part(refs[cluster], ours) for cluster, ours in by_cluster.items())
    return [part for part in parts if part is not None]


def _part(ref: ClusterRef, ours: list[Seen]) -> ClusterPart | None:
    """Stale where a kind is; unavailable where one is missing; a kind that the cluster does not show is neither."""
    stale = [index for index, _ in ours if index.stale_since is not None]
    missing = [index for index, _ in ours if not index.synced and not isinstance(index.problem, UpstreamRefused)]
    short = next(iter(stale or missing), None)
    if short is None:
        return None
    return ClusterPart(
        cluster=ref.id,
        name=ref.name,
        state="stale" if stale else "unavailable",
        reason=short.problem.detail if short.problem else SLOW,
        since=min((index.stale_since for index in stale if index.stale_since), default=None),
        total=sum(len(admitted(index.kind.gvr, index.rows, visible)) for index, visible in ours),
    )
