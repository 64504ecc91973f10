"""Finds objects by name over all clusters, among the kinds that are in memory."""

import heapq

from argus.access.roles import Principal, scope, sees
from argus.clusters.service import ClusterRef, Clusters
from argus.errors import ArgusError
from argus.fleet.index import KindIndex
from argus.fleet.schemas import ClusterPart, Row, SearchHit, SearchResult
from argus.fleet.service import Fleet

Rank = tuple[int, int, str, str, str]
Match = tuple[Rank, Row, KindIndex]


async def search(principal: Principal, clusters: Clusters, fleet: Fleet, text: str, limit: int) -> SearchResult:
    """Names before namespaces, whole before beginning before middle, short before long.

    Of what is not in memory only the core kinds are begun to be followed: watching every kind of every cluster
    would cost each apiserver too much. They are found from the next search on.
    """
    refs = {ref.id: ref for ref in clusters.refs() if sees(principal, ref.id)}
    for cluster in refs:
        fleet.ensure_core(cluster)
    wanted = text.strip().lower()
    indexes = [index for index in fleet.indexes() if index.kind.cluster in refs]
    found = [match for index in indexes for match in _matches(principal, index, wanted)] if wanted else []
    best = heapq.nsmallest(limit, found, key=lambda match: match[0])
    names = {index.kind.cluster: await _kind_names(fleet, index.kind.cluster) for _, _, index in best}
    return SearchResult(
        hits=[_hit(row, index, refs[index.kind.cluster], names[index.kind.cluster]) for _, row, index in best],
        truncated=len(found) > limit,
        partial=_partial(indexes, refs),
    )


def _matches(principal: Principal, index: KindIndex, wanted: str) -> list[Match]:
    gvr = index.kind.gvr
    visible = scope(principal, "list", index.kind.cluster, gvr.group, gvr.resource)
    if visible.nothing:
        return []
    found: list[Match] = []
    for row in index.rows:
        if wanted not in row.name and wanted not in row.namespace:
            continue
        if visible.admits(row.namespace):
            found.append((_rank(row, wanted, gvr.resource), row, index))
    return found


def _rank(row: Row, wanted: str, resource: str) -> Rank:
    place = row.name.find(wanted)
    if row.name == wanted:
        order = 0
    elif place >= 0:
        order = 1 if place == 0 else 2
    else:
        order = 3
    return order, len(row.name), row.name, row.namespace, resource


async def _kind_names(fleet: Fleet, cluster: str) -> dict[str, str]:
    """From discovery, which is in memory while the cluster's kinds are."""
    try:
        kinds = await fleet.kinds(cluster)
    except ArgusError:
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


def _partial(indexes: list[KindIndex], refs: dict[str, ClusterRef]) -> list[ClusterPart]:
    """Clusters whose rows may be behind."""
    stale: dict[str, KindIndex] = {}
    for index in indexes:
        if index.stale_since is not None:
            stale.setdefault(index.kind.cluster, index)
    return [
        ClusterPart(
            cluster=cluster,
            name=refs[cluster].name,
            state="stale",
            reason=index.problem.detail if index.problem else "",
            since=index.stale_since,
            total=len(index.rows),
        )
        for cluster, index in stale.items()
    ]
