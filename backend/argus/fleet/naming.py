"""Finds rows of one index by a part of their name or namespace."""

import heapq
from itertools import compress, count
from typing import NamedTuple

from argus.access.roles import Scope
from argus.fleet.index import KindIndex
from argus.fleet.order import Ordering
from argus.fleet.orders import Order, View
from argus.fleet.schemas import Row

BY_NAME = Ordering("name", descending=False)
SEPARATOR = "\n"
# Longer than any name, so that how a text is found counts before how long the name is.
STEP = 1_000
# The length of a name, and its place in the order of names.
Hit = tuple[int, int]


class Named(NamedTuple):
    """The best rows, best first, and of how many."""

    rows: list[Row]
    of: int


def named(index: KindIndex, scope: Scope, wanted: str, limit: int) -> Named:
    """At most `limit` rows that `scope` admits and whose name or namespace has `wanted` (in lower case) in it."""
    if SEPARATOR in wanted:
        return Named([], 0)
    order = index.orders.get(View(BY_NAME, scope))
    lines, lengths = order.lines("naming", _naming), order.beside("length", _length)
    has = lines.having(wanted)
    if True not in has:
        return Named([], 0)
    best = heapq.nsmallest(limit, [(lengths[place], place) for place in lines.beginning(wanted)])
    if len(best) < limit:
        best += _others(order, wanted, sorted(zip(compress(lengths, has), compress(count(), has), strict=True)), limit)
    rows = sorted((order.rows[place] for _, place in best), key=lambda row: rank(row, wanted))
    return Named(rows[:limit], sum(has))


def _others(order: Order, wanted: str, hits: list[Hit], limit: int) -> list[Hit]:
    """Of the hits, shortest first, those with `wanted` further on in the name; after them, those in its namespace."""
    within: list[Hit] = []
    beside: list[Hit] = []
    for hit in hits:
        found = order.rows[hit[1]].name.lower().find(wanted)
        if found:
            (within if found > 0 else beside).append(hit)
        if len(within) == limit:
            break
    return within + beside[: limit - len(within)]


def rank(row: Row, wanted: str) -> int:
    """Names before namespaces, whole before beginning before middle, short before long: the less, the better."""
    name = row.name.lower()
    place = name.find(wanted)
    if place < 0:
        return 3 * STEP + len(name)
    return (2 if place else 1 if len(name) > len(wanted) else 0) * STEP + len(name)


def _length(row: Row) -> int:
    return len(row.name)


def _naming(row: Row) -> str:
    return f"{row.name.lower()}{SEPARATOR}{row.namespace}"
