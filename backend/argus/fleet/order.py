"""What it means for rows to be in an order: by which key, what decides among equals, and where a row would stand."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple

from argus.fleet.columns import SortKey, sort_key
from argus.fleet.schemas import Row

BUILT_IN = frozenset({"name", "namespace", "age", "cluster", "health"})
# Roles may have longer names than a cursor could carry; what stands beyond decides nothing but for the uid.
LONGEST_NAME = 253
# The place of a column that a cluster lacks: beyond all cells, so that each of its rows counts as empty there.
ABSENT = 1_000_000
EMPTY_LAST: SortKey = (2, 0.0)
EMPTY_FIRST: SortKey = (-1, 0.0)
_LEVELS = {"ok": 0.0, "idle": 1.0, "info": 2.0, "warn": 3.0, "bad": 4.0}

Tie = tuple[str, str, str, str]
KeyOf = Callable[[Row], SortKey]


class Ordering(NamedTuple):
    """A column's index or one of BUILT_IN, and the direction. Empty cells come last either way."""

    column: int | str
    descending: bool
    type: str = "string"


def tie(row: Row) -> Tie:
    """Decides among equal keys, always ascending, so that an order is the same at every asking."""
    return row.namespace, row.name[:LONGEST_NAME], row.cluster, row.uid


def key_of(ordering: Ordering, names: dict[str, str] | None = None) -> KeyOf:
    """`names` are the clusters' names by id, for sorting by cluster."""
    match ordering.column:
        case int(place):
            return partial(_cell_key, place, ordering.type, EMPTY_FIRST if ordering.descending else EMPTY_LAST)
        case "name":
            return lambda row: (1, row.name[:LONGEST_NAME])
        case "namespace":
            return lambda row: (1, row.namespace)
        case "age":
            # The older, the greater the age: by the digits' complement, so that one direction fits all columns.
            return lambda row: (0, -_seconds(row.created_at))
        case "health":
            return lambda row: (0, _LEVELS[row.health.level])
        case _:
            known = names or {}
            return lambda row: (1, known.get(row.cluster, row.cluster))


def _cell_key(place: int, kind: str, empty: SortKey, row: Row) -> SortKey:
    cell = row.cells[place] if place < len(row.cells) else None
    return empty if cell is None or cell == "" else sort_key(cell, kind)


def _seconds(moment: str) -> float:
    digits = moment.translate(_DIGITS)
    return float(digits) if digits else 0.0


_DIGITS = str.maketrans("", "", "-T:Z.+ ")


def position_after(rows: list[Row], ordering: Ordering, key: KeyOf, mark: tuple[SortKey, Tie]) -> int:
    """The place of the first row that stands after `mark`."""
    wanted, decider = mark
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        row = rows[middle]
        found = key(row)
        after = decider < tie(row) if found == wanted else (found < wanted) is ordering.descending
        if after:
            high = middle
        else:
            low = middle + 1
    return low


def arrange(rows: list[Row], ordering: Ordering, key: KeyOf) -> None:
    """Sort in place. Ties first, then a stable sort by key, whose reverse keeps the ties as they are."""
    rows.sort(key=tie)
    rows.sort(key=key, reverse=ordering.descending)


class Head:
    """The first row that is left of a list in an order; of two heads, the lesser one's row comes first."""

    def __init__(self, row: Row, rest: Iterator[Row], ordering: Ordering, key: KeyOf) -> None:
        self.row = row
        self.rest = rest
        self._descending = ordering.descending
        self._mark = key(row), tie(row)

    def __lt__(self, other: "Head") -> bool:
        (one, own), (two, its) = self._mark, other._mark
        return own < its if one == two else (two < one if self._descending else one < two)


def merged(lists: Sequence[Iterator[Row]], ordering: Ordering, key: KeyOf) -> Iterator[Row]:
    """The rows of several lists that are in this order, as one; no more of them are looked at than are taken."""
    heads = [Head(row, rest, ordering, key) for rest in lists for row in islice(rest, 1)]
    heapq.heapify(heads)
    while heads:
        first = heads[0]
        yield first.row
        row = next(first.rest, None)
        if row is None:
            heapq.heappop(heads)
        else:
            heapq.heapreplace(heads, Head(row, first.rest, ordering, key))
