"""Which rows a scope admits."""

from collections.abc import Collection

from argus.access.roles import Scope
from argus.fleet.kind import Gvr
from argus.fleet.schemas import Row

NAMESPACES = Gvr("core", "v1", "namespaces")


def place_of(gvr: Gvr, row: Row) -> str:
    """The namespace by which a row is admitted; a namespace itself is visible to those who see inside it."""
    return row.name if gvr == NAMESPACES else row.namespace


def admitted(gvr: Gvr, rows: Collection[Row], scope: Scope) -> Collection[Row]:
    """The rows in their order; all of them without a copy where the scope is everything."""
    if scope.everything:
        return rows
    names = scope.namespaces
    if gvr == NAMESPACES:
        return [row for row in rows if row.name in names]
    return [row for row in rows if row.namespace in names]
