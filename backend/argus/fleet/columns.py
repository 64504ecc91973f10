"""From the apiserver's columns to ours: which type each has, and how its cells are made absolute and comparable."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from argus.fleet.duration import parse_duration, rfc3339
from argus.fleet.kind import Gvr
from argus.fleet.quantity import parse_quantity
from argus.fleet.schemas import Cell, Column
from argus.fleet.table import ColumnDefinition

EMPTY = frozenset({"", "<none>", "<unset>", "<unknown>", "<nil>", "<invalid>"})
# Columns that say how long ago something was, by name: the server calls them plain strings.
MOMENTS = frozenset({"age", "last seen", "first seen", "last schedule", "last scale", "last transition"})
QUANTITIES = frozenset({"capacity", "cpu", "memory", "cpu requests", "memory requests", "requested", "size", "storage"})
LONGEST_KEY = 128
_RESTARTS = re.compile(r"(\d+) \((.+) ago\)")
_RATIO = re.compile(r"(\d+)/(\d+)")

Convert = Callable[[Any, str, float], Cell]
SortKey = tuple[int, float | str]


def describe(gvr: Gvr, definitions: Sequence[ColumnDefinition]) -> list[Column]:
    """The contract's columns for a Table's."""
    return [
        Column(
            name=each.name,
            type=_type(gvr, each),
            format=each.format,
            description=each.description,
            priority=each.priority,
        )
        for each in definitions
    ]


def _type(gvr: Gvr, definition: ColumnDefinition) -> str:
    name = definition.name.lower()
    if name in MOMENTS or definition.type == "date":
        return "date"
    if name == "restarts" and gvr.resource == "pods":
        return "count-since"
    if name in QUANTITIES and definition.type == "string":
        return "quantity"
    return definition.type


def converters(columns: Sequence[Column]) -> list[Convert]:
    """For each column: (cell, the object's creation time, time of receipt) → our cell."""
    return [_created if column.name == "Age" else _CONVERTERS.get(column.type, _plain) for column in columns]


def _plain(cell: Any, _created: str, _now: float) -> Cell:
    if cell is None or isinstance(cell, str):
        return None if cell is None or cell in EMPTY else cell
    return cell if isinstance(cell, int | float) else str(cell)


def _created(_cell: Any, created: str, _now: float) -> Cell:
    return created or None


def _date(cell: Any, _created: str, now: float) -> Cell:
    """A duration counts back from the receipt; a time that is absolute already stays."""
    if not isinstance(cell, str) or cell in EMPTY:
        return None
    ago = parse_duration(cell)
    return cell if ago is None else rfc3339(now - ago)


def _count_since(cell: Any, _created: str, now: float) -> Cell:
    """`12 (5m ago)` → `12 2026-11-21T10:00:00Z`, `12` → 12."""
    text = str(cell)
    found = _RESTARTS.fullmatch(text)
    if not found:
        return int(text) if text.isdecimal() else _plain(cell, "", now)
    ago = parse_duration(found[2])
    return int(found[1]) if ago is None else f"{found[1]} {rfc3339(now - ago)}"


_CONVERTERS: dict[str, Convert] = {"date": _date, "count-since": _count_since}


def sort_key(cell: Cell, kind: str) -> SortKey:
    """Orders the cells of one column: numbers before words; ask `is_empty` first for cells that say nothing.

    `0/1` and `12 <time>` count by their numbers, quantities by what they stand for, words without case.
    """
    if isinstance(cell, str):
        number = _number(cell, kind)
        return (1, cell[:LONGEST_KEY].lower()) if number is None else (0, number)
    return (0, float(cell or 0))


def _number(text: str, kind: str) -> float | None:
    if kind == "date":
        return None
    if text.isdecimal():
        return float(text)
    if kind == "quantity":
        return parse_quantity(text)
    if kind == "count-since":
        return float(text.partition(" ")[0]) if text[:1].isdecimal() else None
    ratio = _RATIO.fullmatch(text)
    if ratio:
        return int(ratio[1]) + int(ratio[2]) / 1e6
    seconds = parse_duration(text)
    return None if seconds is None else float(seconds)
