"""What a list is asked for, and how one index answers it."""

import operator
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from typing import NamedTuple

import msgspec

from argus.access.roles import Scope
from argus.fleet.columns import ordering_type
from argus.fleet.cursor import Mark, fingerprint, read_cursor
from argus.fleet.filters import compile_filter, find_column, parse_filter
from argus.fleet.fitting import Filter
from argus.fleet.index import KindIndex
from argus.fleet.order import ABSENT, Ordering
from argus.fleet.orders import View
from argus.fleet.schemas import Column, Row
from argus.fleet.selector import Requirement, parse_selector


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
    ordering: Ordering
    visible: int
    unhealthy: int


def run(
    index: KindIndex, scope: Scope, query: ListQuery, names: Mapping[str, str], columns: Sequence[Column]
) -> Matches:
    """All rows that `scope` admits and `query` wants, in its order. Do not change them.

    `columns` are the page's, of which the index may lack some: its cells there count as empty, though its rows stay as
    they are. Raises BadRequest for unknown columns.
    """
    ordering = _own(query.ordering(columns), columns, index.columns)
    order = index.orders.get(View(ordering, scope, query.namespace))
    passes = [compile_filter(each, columns, names, index.columns)(order) for each in query.filters]
    if query.text:
        passes.append(order.lines("text", _text).having(query.text))
    if query.selector:
        passes.append(_selected(order.rows, query.selector))
    if not passes:
        return Matches(order.rows, ordering, len(order.rows), order.unhealthy)
    wanted = list(passes[0])
    for each in passes[1:]:
        wanted = list(map(operator.and_, wanted, each))
    unhealthy = sum(compress(order.unhealthy_places(), wanted)) if order.unhealthy else 0
    return Matches(list(compress(order.rows, wanted)), ordering, len(order.rows), unhealthy)


def _own(ordering: Ordering, columns: Sequence[Column], own: Sequence[Column]) -> Ordering:
    """The page's ordering by the places of an index's own columns."""
    if not isinstance(ordering.column, int) or columns == own:
        return ordering
    name = columns[ordering.column].name
    place = next((at for at, column in enumerate(own) if column.name == name), ABSENT)
    return ordering._replace(column=place)


def _text(row: Row) -> str:
    """What a text filter looks in: namespace, name and cells in lower case."""
    cells = [str(cell) for cell in row.cells if cell is not None and cell != row.name]
    return "\n".join([row.namespace, row.name, *cells]).lower()


def _selected(rows: list[Row], selector: Requirement) -> Iterator[bool]:
    """Rows share equal labels, so each distinct set is tested once."""
    verdicts: dict[int, bool] = {}
    for row in rows:
        key = id(row.labels)
        verdict = verdicts.get(key)
        if verdict is None:
            verdict = verdicts[key] = selector(row.labels)
        yield verdict
