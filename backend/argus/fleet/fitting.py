"""Whether the value of a filter can be compared with the cells of its column, and what to write where it cannot."""

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from argus.errors import BadRequest, FieldError
from argus.fleet.columns import NUMERIC, parse_number
from argus.fleet.duration import parse_duration
from argus.fleet.quantity import parse_quantity

Operator = Literal["=", "!=", "~", ">", "<", ">=", "<="]
ORDERED = frozenset({">", "<", ">=", "<="})
BOOLEANS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d([Tt]\d\d(:\d\d(:\d\d(\.\d+)?)?)?[Zz]?)?)?)?")


class Filter(NamedTuple):
    name: str
    op: Operator
    value: str


def require_fit(given: Filter, kind: str) -> None:
    """`kind` is the column's type or `health`. Raises BadRequest naming the column and what it can be compared with."""
    remedy = _ordered(given, kind) if given.op in ORDERED else _equal(given, kind)
    if remedy:
        message = f"{given.name} cannot be compared so with {given.value[:80]!r}: {remedy}"
        raise BadRequest("A filter does not fit its column.", code="bad-filter", errors=[FieldError("filter", message)])


def _ordered(given: Filter, kind: str) -> str:
    """What to do instead; empty where the value has an order among the column's cells."""
    if kind == "health":
        return f"health is a word and has no order; write {given.name}=bad, or sort by it"
    if kind == "boolean":
        return f"it is true or false; write {given.name}=true"
    fits, remedy = _VALUES.get(kind, (_any, ""))
    return "" if fits(given.value) else remedy.format(f"{given.name}{given.op}")


def _equal(given: Filter, kind: str) -> str:
    """The same for `=` and `!=`, of which an empty value asks for empty cells; `~` looks into the text of any cell."""
    if given.op == "~" or not given.value:
        return ""
    if kind == "boolean":
        return "" if given.value.lower() in BOOLEANS else f"it is true or false; write {given.name}=true"
    if kind == "date" or kind in NUMERIC:
        fits, remedy = _VALUES[kind]
        return "" if fits(given.value) else remedy.format(f"{given.name}{given.op}")
    return ""


def _any(_value: str) -> bool:
    return True


def _number(value: str) -> bool:
    return parse_number(value) is not None


def _moment(value: str) -> bool:
    return parse_duration(value) is not None or bool(_MOMENT.fullmatch(value))


_COUNT = (_number, "it counts; write a number, as in {}5")
_VALUES: dict[str, tuple[Callable[[str], bool], str]] = {
    **dict.fromkeys(NUMERIC, _COUNT),
    "date": (_moment, "it is a time; write how long ago, as in {0}5m, or a date in UTC, as in {0}2026-01-31"),
    "duration": (lambda value: parse_duration(value) is not None, "it is a duration; write one, as in {}5m"),
    "quantity": (lambda value: parse_quantity(value) is not None, "it is a quantity; write one, as in {}500Mi"),
}
