"""An object's relatives as their asker may see them, with how they are."""

import asyncio

from argus.access.roles import Principal, scope
from argus.errors import ArgusError
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.schemas import Row
from argus.fleet.service import Fleet
from argus.kube.discovery import ApiKind
from argus.resources.relations import Relations, Relative
from argus.resources.schemas import RelatedList, RelatedObject

PATIENCE_SECONDS = 2.0


class Related:
    """Fills in health from the index, which is where lists take it from, so that both say the same."""

    def __init__(self, fleet: Fleet, principal: Principal, cluster: str) -> None:
        self._fleet = fleet
        self._principal = principal
        self._cluster = cluster

    async def shown(self, found: Relations) -> RelatedList:
        kinds = {each.kind for each in (*found.owners, *found.owned, *found.pods)}
        rows = dict(zip(kinds, await asyncio.gather(*(self._rows(kind) for kind in kinds)), strict=True))
        parts = [[_output(each, rows[each.kind]) for each in part if self._visible(each)] for part in _parts(found)]
        return RelatedList(owners=parts[0], owned=parts[1], pods=parts[2])

    def _visible(self, relative: Relative) -> bool:
        kind = relative.kind
        visible = scope(self._principal, "list", self._cluster, kind.group, kind.resource)
        return visible.admits(relative.namespace)

    async def _rows(self, kind: ApiKind) -> dict[str, Row]:
        """By uid. Nothing where the index is not there in time: health is an extra, not worth a wait or a failure."""
        gvr = Gvr(kind.group, kind.version, kind.resource)
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return (await self._fleet.index(ClusterKind(self._cluster, gvr))).by_uid
        except (ArgusError, TimeoutError):
            return {}


def _parts(found: Relations) -> tuple[list[Relative], ...]:
    return found.owners, found.owned, found.pods


def _output(relative: Relative, rows: dict[str, Row]) -> RelatedObject:
    row = rows.get(relative.uid) if relative.uid else _named(relative, rows)
    return RelatedObject(
        group=relative.kind.group,
        version=relative.kind.version,
        resource=relative.kind.resource,
        kind=relative.kind.kind,
        namespace=relative.namespace,
        name=relative.name,
        level=row.health.level if row else "",
        reason=row.health.reason if row else "",
    )


def _named(relative: Relative, rows: dict[str, Row]) -> Row | None:
    place = (relative.namespace, relative.name)
    return next((row for row in rows.values() if (row.namespace, row.name) == place), None)
