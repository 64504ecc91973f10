"""Finds rows of one index by a part of their name or namespace."""

import heapq
from itertools import compress
from typing import NamedTuple

from argus.access.roles import Scope
from argus.fleet.index import KindIndex
from argus.fleet.order import Ordering
from argus.fleet.orders import View
from argus.fleet.schemas import Row

BY_NAME = Ordering("name", descending=False)
SEPARATOR = "\n"
# Longer than any name, so that how a text is found counts before how long the name is.
STEP = 1_000
MANY = 1_000


class Named(NamedTuple):
    """The best rows, best first, and of how many."""

    rows: list[Row]
    of: int


def named(index: KindIndex, scope: Scope, wanted: str, limit: int) -> Named:
    """At most `limit` rows that `scope` admits and whose name or namespace has `wanted` (in lower case) in it."""
    if SEPARATOR in wanted:
        return Named([], 0)
    order = index.orders.get(View(BY_NAME, scope))
    hits = list(compress(order.rows, order.having("naming", _naming, wanted)))
    return Named(_best(hits, wanted, limit), len(hits))


def _best(hits: list[Row], wanted: str, limit: int) -> list[Row]:
    """By rank, and those of one rank by name, as they come. Of very many, only those are ranked that can be best."""
    if len(hits) > MANY:
        begin = [row for row in hits if row.name.lower().startswith(wanted)]
        if len(begin) < limit:
            within = [row for row in hits if row.name.lower().find(wanted) > 0]
            begin += heapq.nsmallest(limit, within, key=lambda row: len(row.name))
        hits = begin if len(begin) >= limit else hits
    return sorted(hits, key=lambda row: rank(row, wanted))[:limit]


def rank(row: Row, wanted: str) -> int:
    """Names before namespaces, whole before beginning before middle, short before long: the less, the better."""
    name = row.name.lower()
    place = name.find(wanted)
    if place < 0:
        return 3 * STEP + len(name)
    return (2 if place else 1 if len(name) > len(wanted) else 0) * STEP + len(name)


def _naming(row: Row) -> str:
    return f"{row.name.lower()}{SEPARATOR}{row.namespace}"
