"""What a list is asked for, and how one index answers it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from argus.access.roles import Scope
from argus.fleet.columns import ordering_type
from argus.fleet.cursor import Mark, fingerprint, read_cursor
from argus.fleet.filters import compile_filter, find_column, parse_filter
from argus.fleet.fitting import Filter
from argus.fleet.index import KindIndex
from argus.fleet.kind import Gvr
from argus.fleet.order import Ordering
from argus.fleet.schemas import Column, Row
from argus.fleet.selector import Requirement, parse_selector
from argus.fleet.sight import admitted

UNHEALTHY = frozenset({"warn", "bad"})


class ListQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed question. `text` is lower-case; `sort` is a column's name, resolved when the columns are known."""

    namespace: str | None = None
    selector: Requirement | None = None
    text: str = ""
    sort: str = "name"
    descending: bool = False
    filters: tuple[Filter, ...] = ()
    limit: int = 100
    mark: Mark | None = None
    id: str = ""

    @classmethod
    def parse(
        cls,
        namespace: str | None = None,
        label_selector: str | None = None,
        q: str | None = None,
        sort: str | None = None,
        filters: Sequence[str] = (),
        limit: int = 100,
        cursor: str | None = None,
    ) -> "ListQuery":
        """Raises BadRequest for a selector, filter or cursor that cannot be read."""
        order = (sort or "").strip() or "name"
        text = (q or "").strip().lower()
        identity = fingerprint(namespace, label_selector, text, order.lower(), sorted(filters))
        return cls(
            namespace=namespace,
            selector=parse_selector(label_selector) if label_selector and label_selector.strip() else None,
            text=text,
            sort=order.removeprefix("-"),
            descending=order.startswith("-"),
            filters=tuple(parse_filter(each) for each in filters),
            limit=limit,
            mark=read_cursor(cursor, identity) if cursor else None,
            id=identity,
        )

    def ordering(self, columns: Sequence[Column]) -> Ordering:
        """Raises BadRequest when no column has that name."""
        place = find_column(columns, self.sort, "sort")
        return Ordering(place, self.descending, ordering_type(columns[place]) if isinstance(place, int) else "string")


class Matches(NamedTuple):
    """The rows that match, in order; `visible` counts those the caller sees of the namespace before any filter."""

    rows: list[Row]
    visible: int
    unhealthy: int


def run(index: KindIndex, scope: Scope, query: ListQuery, names: Mapping[str, str]) -> Matches:
    """All rows that `scope` admits and `query` wants, in its order. Raises BadRequest for unknown columns."""
    keeps = [compile_filter(each, index.columns, dict(names)) for each in query.filters]
    ordered = index.orders.get(query.ordering(index.columns))
    rows = visible_rows(index.kind.gvr, ordered, scope, query.namespace)
    visible = len(rows)
    if query.selector:
        rows = _selected(rows, query.selector)
    if query.text:
        wanted, haystacks = query.text, index.haystacks
        rows = [row for row in rows if wanted in haystacks[row.uid]]
    for keep in keeps:
        rows = keep(rows)
    return Matches(rows, visible, len([None for row in rows if row.health.level in UNHEALTHY]))


def visible_rows(gvr: Gvr, rows: Collection[Row], scope: Scope, namespace: str | None) -> list[Row]:
    """In their order, those that `scope` admits of the asked namespace."""
    seen = admitted(gvr, rows, scope)
    return list(seen) if namespace is None else [row for row in seen if row.namespace == namespace]


def _selected(rows: list[Row], selector: Requirement) -> list[Row]:
    """Rows share equal labels, so each distinct set is tested once."""
    verdicts: dict[int, bool] = {}
    kept = []
    for row in rows:
        key = id(row.labels)
        verdict = verdicts.get(key)
        if verdict is None:
            verdict = verdicts[key] = selector(row.labels)
        if verdict:
            kept.append(row)
    return kept
