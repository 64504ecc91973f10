"""From the apiserver's columns to ours: which type each has, and how its cells are made absolute and comparable."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from argus.fleet.duration import parse_duration, parse_moment, precision, rfc3339
from argus.fleet.kind import Gvr
from argus.fleet.quantity import parse_quantity
from argus.fleet.schemas import Cell, Column
from argus.fleet.table import ColumnDefinition

EMPTY = frozenset({"", "<none>", "<unset>", "<unknown>", "<nil>", "<invalid>"})
# Columns that say how long ago something was, by name: the server calls them plain strings.
MOMENTS = frozenset({"age", "last seen", "first seen", "last schedule", "last scale", "last transition"})
QUANTITIES = frozenset({"capacity", "cpu", "memory", "cpu requests", "memory requests", "requested", "size", "storage"})
NUMERIC = frozenset({"integer", "number", "count-since"})
LONGEST_KEY = 128
# How the description of a column begins that the server itself fills with the creation time.
CREATION = "CreationTimestamp is "
# The server took some time to answer, and its clock may differ.
SLACK_SECONDS = 10.0
# What still goes on counts as longer than what has ended, and the sooner begun, the longer.
ENDLESS = 1e12
_RESTARTS = re.compile(r"(\d+) \((.+) ago\)")
_RATIO = re.compile(r"(\d+)/(\d+)")
_WHOLE = re.compile(r"-?\d+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")

Convert = Callable[[Any, Sequence[Any], str, float], Cell]
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
    if definition.type == "date" or (name in MOMENTS and definition.type == "string"):
        return "date"
    if name == "duration" and (gvr.group, gvr.resource) == ("batch", "jobs"):
        return "duration"
    if name == "restarts" and gvr.resource == "pods":
        return "count-since"
    if name in QUANTITIES and definition.type == "string":
        return "quantity"
    return definition.type


def ordering_type(column: Column) -> str:
    """What `sort_key` takes as the column's kind."""
    return "age" if is_age(column) else column.type


def converters(columns: Sequence[Column]) -> list[Convert]:
    """For each column: (cell, all cells of the row, the object's creation time, time of receipt) → our cell."""
    return [_converter(column, columns) for column in columns]


def _converter(column: Column, columns: Sequence[Column]) -> Convert:
    if is_age(column):
        return _created if column.description.startswith(CREATION) else _age
    if column.type == "duration":
        return _lasting(columns)
    return _CONVERTERS.get(column.type, _plain)


def is_age(column: Column) -> bool:
    """Does the column say how old something is: mostly, but not always, the object itself?"""
    return column.type == "date" and column.name.lower() == "age"


def _plain(cell: Any, _row: Sequence[Any], _creation: str, _now: float) -> Cell:
    if cell is None or isinstance(cell, str):
        return None if cell is None or cell in EMPTY else cell
    return cell if isinstance(cell, int | float) else str(cell)


def _created(_cell: Any, _row: Sequence[Any], creation: str, _now: float) -> Cell:
    return creation or None


def _age(cell: Any, row: Sequence[Any], creation: str, now: float) -> Cell:
    """The exact creation time where the cell can stand for it; else the time that the cell is about."""
    ago = parse_duration(cell) if isinstance(cell, str) else None
    made = parse_moment(creation)
    if ago is not None and made is not None:
        beyond = now - made - ago
        if -SLACK_SECONDS <= beyond <= precision(cell) + SLACK_SECONDS:
            return creation
    return _date(cell, row, creation, now)


def _lasting(columns: Sequence[Column]) -> Convert:
    """How long a job took or, until it is complete, when it began: a duration that grows would be wrong at once."""
    names = [column.name.lower() for column in columns]
    status = names.index("status") if "status" in names else None
    completions = names.index("completions") if "completions" in names else None

    def complete(row: Sequence[Any]) -> bool:
        if status is not None:
            return bool(row[status] == "Complete")
        have, _, want = str(row[completions]).partition("/") if completions is not None else ("", "", "-")
        return have == want

    def convert(cell: Any, row: Sequence[Any], creation: str, now: float) -> Cell:
        return (_plain if complete(row) else _date)(cell, row, creation, now)

    return convert


def _date(cell: Any, _row: Sequence[Any], _creation: str, now: float) -> Cell:
    """A duration counts back from the receipt; a time that is absolute already stays."""
    if not isinstance(cell, str) or cell in EMPTY:
        return None
    ago = parse_duration(cell)
    return cell if ago is None else rfc3339(now - ago)


def _count_since(cell: Any, row: Sequence[Any], creation: str, now: float) -> Cell:
    """`12 (5m ago)` → `12 2026-11-21T10:00:00Z`, `12` → 12."""
    text = str(cell)
    found = _RESTARTS.fullmatch(text)
    if not found:
        return int(text) if text.isdecimal() else _plain(cell, row, creation, now)
    ago = parse_duration(found[2])
    return int(found[1]) if ago is None else f"{found[1]} {rfc3339(now - ago)}"


_CONVERTERS: dict[str, Convert] = {"date": _date, "count-since": _count_since}


def sort_key(cell: Cell, kind: str) -> SortKey:
    """Orders the cells of one column: numbers before words; ask `is_empty` first for cells that say nothing.

    `0/1` and `12 <time>` count by their numbers, quantities by what they stand for, words without case. The `kind` is a
    column's type, or `age` for times of which the earlier is the greater.
    """
    if isinstance(cell, str):
        number = _number(cell, kind)
        return (1, cell[:LONGEST_KEY].lower()) if number is None else (0, number)
    return (0, float(cell or 0))


def _number(text: str, kind: str) -> float | None:
    if kind == "date":
        return None
    if kind == "age":
        return -(parse_moment(text) or 0.0)
    if kind == "quantity":
        return parse_quantity(text)
    if kind in NUMERIC:
        return parse_number(text.partition(" ")[0])
    if _WHOLE.fullmatch(text):
        return float(text)
    if kind == "duration" and (began := parse_moment(text)) is not None:
        return ENDLESS - began
    ratio = _RATIO.fullmatch(text)
    if ratio:
        return int(ratio[1]) + int(ratio[2]) / 1e6
    seconds = parse_duration(text)
    return None if seconds is None else float(seconds)


def parse_number(text: str) -> float | None:
    """A plain decimal number, or None when the text is none."""
    return float(text) if _NUMBER.fullmatch(text) else None
