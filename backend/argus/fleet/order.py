"""Sorted orders of one index's rows: made once, then mended for the rows that changed."""

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from argus.fleet.columns import SortKey, sort_key
from argus.fleet.schemas import Row

KEPT_ORDERS = 4
MOST_MENDED = 256
BUILT_IN = frozenset({"name", "namespace", "age", "cluster", "health"})
# Roles may have longer names than a cursor could carry; what stands beyond decides nothing but for the uid.
LONGEST_NAME = 253
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


def before(ordering: Ordering, one: tuple[SortKey, Tie], other: tuple[SortKey, Tie]) -> bool:
    """Does `one` stand before `other`?"""
    if one[0] == other[0]:
        return one[1] < other[1]
    return (one[0] > other[0]) if ordering.descending else (one[0] < other[0])


def position_after(rows: list[Row], ordering: Ordering, key: KeyOf, mark: tuple[SortKey, Tie]) -> int:
    """The place of the first row that stands after `mark`."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        row = rows[middle]
        if before(ordering, mark, (key(row), tie(row))):
            high = middle
        else:
            low = middle + 1
    return low


def arrange(rows: list[Row], ordering: Ordering, key: KeyOf) -> None:
    """Sort in place. Ties first, then a stable sort by key, whose reverse keeps the ties as they are."""
    rows.sort(key=tie)
    rows.sort(key=key, reverse=ordering.descending)


class Orders:
    """The orders asked for lately. A changed row is taken out and put back where it belongs."""

    def __init__(self, rows: dict[str, Row]) -> None:
        self._rows = rows
        self._kept: OrderedDict[Ordering, _Order] = OrderedDict()

    def get(self, ordering: Ordering) -> list[Row]:
        """All rows in this order. Do not change the list."""
        order = self._kept.get(ordering)
        if order is None:
            order = self._kept[ordering] = _Order(ordering)
            if len(self._kept) > KEPT_ORDERS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(ordering)
        return order.current(self._rows)

    def touch(self, uid: str) -> None:
        for order in self._kept.values():
            order.changed.add(uid)

    def forget(self) -> None:
        self._kept.clear()


class _Order:
    def __init__(self, ordering: Ordering) -> None:
        self.ordering = ordering
        self.changed: set[str] = set()
        self._key = key_of(ordering)
        self._sorted: list[Row] | None = None

    def current(self, rows: dict[str, Row]) -> list[Row]:
        if self._sorted is None or len(self.changed) > MOST_MENDED:
            self._sorted = list(rows.values())
            arrange(self._sorted, self.ordering, self._key)
        elif self.changed:
            self._sorted = self._mended(self._sorted, rows)
        self.changed.clear()
        return self._sorted

    def _mended(self, rows: list[Row], current: dict[str, Row]) -> list[Row]:
        changed = self.changed
        mended = [row for row in rows if row.uid not in changed]
        for row in (current[uid] for uid in changed if uid in current):
            mended.insert(position_after(mended, self.ordering, self._key, (self._key(row), tie(row))), row)
        return mended
