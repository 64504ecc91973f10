"""The orders of one index's rows that were asked for lately: made once, then mended for the rows that changed.

Beside its rows an order keeps what filters look at, in the same places. A filter is then a walk over a list of strings
in C instead of one over rows in Python, which takes five times as long.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from argus.access.roles import Scope
from argus.fleet.kind import Gvr
from argus.fleet.order import Ordering, arrange, key_of, position_after, tie
from argus.fleet.schemas import Row
from argus.fleet.sight import admitted
from argus.fleet.text import Lines, spliced, without

T = TypeVar("T")
Make = Callable[[Row], T]
KEPT_ORDERS = 16
# More changes than this, and than this part of the rows, cost more to mend than sorting anew does.
MOST_MENDED, MENDED_PART = 256, 32
EVERYTHING = Scope(everything=True, namespaces=frozenset())
UNHEALTHY = frozenset({"warn", "bad"})


class View(NamedTuple):
    """Which rows, and in which order: those that `scope` admits, of one namespace where it is given."""

    ordering: Ordering
    scope: Scope = EVERYTHING
    namespace: str | None = None


# As ties are: every other order of all rows begins with it, and needs but one more sort.
BY_TIE = View(Ordering("namespace", descending=False))


class Orders:
    """By view, the last used ones."""

    def __init__(self, gvr: Gvr, rows: dict[str, Row]) -> None:
        self._gvr = gvr
        self._all = rows
        self._kept: OrderedDict[View, Order] = OrderedDict()

    def get(self, view: View) -> "Order":
        """The order as of now. Do not change it, and do not keep it over an await."""
        order = self._kept.get(view)
        if order is None:
            order = self._kept[view] = Order(view, self)
            if len(self._kept) > KEPT_ORDERS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(view)
        order.refresh()
        return order

    def current(self, uid: str) -> Row | None:
        return self._all.get(uid)

    def arranged(self, view: View) -> list[Row]:
        """The rows of a view, sorted. Where all rows are in that order already, they are only picked."""
        if view == BY_TIE:
            rows = list(self._all.values())
            rows.sort(key=tie)
            return rows
        whole = View(view.ordering)
        if view != whole:
            return self.seen(view, self.get(whole).rows)
        rows = self.get(BY_TIE).rows.copy()
        rows.sort(key=key_of(view.ordering), reverse=view.ordering.descending)
        return rows

    def seen(self, view: View, rows: Sequence[Row]) -> list[Row]:
        """Those of the rows that belong to a view."""
        found = admitted(self._gvr, rows, view.scope)
        return list(found) if view.namespace is None else [row for row in found if row.namespace == view.namespace]

    def touch(self, uid: str, before: Row | None) -> None:
        """A row came, changed or went; `before` is how it stood until now."""
        for order in self._kept.values():
            order.touch(uid, before)

    def forget(self) -> None:
        self._kept.clear()


class Order:
    """`rows` in their order, and lists beside them."""

    def __init__(self, view: View, orders: Orders) -> None:
        self.rows: list[Row] = []
        self._view = view
        self._orders = orders
        self._key = key_of(view.ordering)
        self._changed: dict[str, Row | None] = {}
        self._made = False
        self._beside: dict[Hashable, tuple[Make[Any], list[Any]]] = {}
        self._lines: dict[Hashable, tuple[Make[str], Lines]] = {}
        self._unhealthy: int | None = None

    def beside(self, name: Hashable, make: Make[T]) -> list[T]:
        """What `make` makes of each row, in the same places; remembered by `name`, so it may depend on nothing else."""
        known = self._beside.get(name)
        if known is None:
            known = self._beside[name] = (make, [make(row) for row in self.rows])
        return known[1]

    def lines(self, name: Hashable, make: Make[str]) -> Lines:
        """The lines that `make` makes of each row, to look for text in; remembered by `name` alike."""
        known = self._lines.get(name)
        if known is None:
            known = self._lines[name] = (make, Lines(make(row) for row in self.rows))
        return known[1]

    @property
    def unhealthy(self) -> int:
        """How many rows are at `warn` or `bad`."""
        if self._unhealthy is None:
            self._unhealthy = sum(self.unhealthy_places())
        return self._unhealthy

    def unhealthy_places(self) -> list[bool]:
        return self.beside("unhealthy", _is_unhealthy)

    def touch(self, uid: str, before: Row | None) -> None:
        if self._made:
            self._changed.setdefault(uid, before)
            if len(self._changed) > max(MOST_MENDED, len(self.rows) // MENDED_PART):
                self._drop()

    def refresh(self) -> None:
        """Take over what changed since."""
        if self._changed and not self._mend():
            self._drop()
        if not self._made:
            self.rows = self._orders.arranged(self._view)
            self._made = True

    def _drop(self) -> None:
        self.rows, self._made, self._unhealthy = [], False, None
        self._changed.clear()
        self._beside.clear()
        self._lines.clear()

    def _mend(self) -> bool:
        """Take the changed rows out, and put those that are still there back where they belong.

        False where one is not at the place that its order gives it; then the order has to be made anew.
        """
        found = self._seen(self._changed.values())
        gone = sorted(self._after(self.rows, row) - 1 for row in found)
        if {id(self.rows[place]) for place in gone} != {id(row) for row in found}:
            return False
        fresh = self._seen(self._orders.current(uid) for uid in self._changed)
        arrange(fresh, self._view.ordering, self._key)
        rest = without(self.rows, gone)
        places = [self._after(rest, row) for row in fresh]
        self.rows = spliced(rest, places, fresh)
        for name, (make, values) in self._beside.items():
            self._beside[name] = (make, spliced(without(values, gone), places, [make(row) for row in fresh]))
        for name, (read, lines) in self._lines.items():
            self._lines[name] = (read, lines.mended(gone, places, [read(row) for row in fresh]))
        self._unhealthy = None
        self._changed.clear()
        return True

    def _seen(self, rows: Iterable[Row | None]) -> list[Row]:
        return self._orders.seen(self._view, [row for row in rows if row is not None])

    def _after(self, rows: list[Row], row: Row) -> int:
        return position_after(rows, self._view.ordering, self._key, (self._key(row), tie(row)))


def _is_unhealthy(row: Row) -> bool:
    return row.health.level in UNHEALTHY
