"""Per-column filters of a list: `Status=Running`, `Restarts>5`, `Age<1h`, `Node~worker`, `health!=ok`."""

import operator
import re
import time
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, cast

from argus.errors import BadRequest, FieldError
from argus.fleet.columns import SortKey, sort_key
from argus.fleet.duration import parse_duration, rfc3339
from argus.fleet.order import BUILT_IN
from argus.fleet.schemas import Cell, Column, Row

Operator = Literal["=", "!=", "~", ">", "<", ">=", "<="]
Test = Callable[[Row], bool]
Read = Callable[[Row], Cell]
_FORM = re.compile(r"\s*([^=!~<>]+?)\s*(!=|>=|<=|==|=|~|>|<)\s*(.*?)\s*", re.DOTALL)
_COMPARE: dict[str, Callable[[SortKey, SortKey], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


class Filter(NamedTuple):
    name: str
    op: Operator
    value: str


def parse_filter(text: str) -> Filter:
    """Raises BadRequest when the text is not a name, an operator and a value."""
    found = _FORM.fullmatch(text)
    if not found:
        message = f"{text[:80]!r} is no filter; write a column's name, one of = != ~ > < >= <=, and a value"
        raise BadRequest("A filter cannot be read.", code="bad-filter", errors=[FieldError("filter", message)])
    name, op, value = found.groups()
    return Filter(name, cast(Operator, "=" if op == "==" else op), value)


def find_column(columns: Sequence[Column], name: str, field: str) -> int | str:
    """The place of the column, or the built-in of that name. Raises BadRequest naming what there is.

    Age is a built-in under either spelling: the older, the greater.
    """
    wanted = name.lower()
    if wanted in BUILT_IN:
        return wanted
    for place, column in enumerate(columns):
        if column.name.lower() == wanted:
            return place
    known = ", ".join([*(column.name for column in columns), *sorted(BUILT_IN)])
    message = f"there is no column {name[:80]!r}; there are {known}"
    raise BadRequest("This kind has no such column.", code="unknown-column", errors=[FieldError(field, message)])


def compile_filter(given: Filter, columns: Sequence[Column], names: dict[str, str]) -> Test:
    """A test for rows under these columns. `names` are the clusters' names by id."""
    place = find_column(columns, given.name, "filter")
    if place == "health":
        return _health(given)
    if place == "cluster":
        wanted = {id for id, name in names.items() if _text(given.op, name, given.value)}
        return lambda row: row.cluster in wanted or _text(given.op, row.cluster, given.value)
    if place == "age" or (isinstance(place, int) and columns[place].type == "date"):
        return _moment(given, _reader(place))
    return _plain(given, _reader(place), columns[place].type if isinstance(place, int) else "string")


def _reader(place: int | str) -> Read:
    if isinstance(place, int):
        return lambda row: row.cells[place] if place < len(row.cells) else None
    readers: dict[str, Read] = {
        "name": lambda row: row.name,
        "namespace": lambda row: row.namespace,
        "age": lambda row: row.created_at,
    }
    return readers[place]


def _health(given: Filter) -> Test:
    """The level or the reason: `health=bad`, `health=CrashLoopBackOff`."""
    if given.op == "!=":
        return lambda row: not _health(Filter("health", "=", given.value))(row)
    return lambda row: _text(given.op, row.health.level, given.value) or _text(given.op, row.health.reason, given.value)


def _text(op: str, cell: str, value: str) -> bool:
    one, other = cell.lower(), value.lower()
    if op == "~":
        return other in one
    if op in ("=", "!="):
        return (one == other) is (op == "=")
    return _COMPARE[op]((1, one), (1, other))


def _moment(given: Filter, read: Read) -> Test:
    """`<1h` means less than an hour ago, so against a duration the times compare the other way round."""
    ago = parse_duration(given.value)
    if ago is None or given.op not in _TURNED:
        return lambda row: _text(given.op, str(read(row) or ""), given.value)
    compare, mark = _COMPARE[_TURNED[given.op]], rfc3339(time.time() - ago)

    def test(row: Row) -> bool:
        cell = read(row)
        return bool(cell) and compare((1, str(cell)), (1, mark))

    return test


def _plain(given: Filter, read: Read, kind: str) -> Test:
    op, value = given.op, given.value
    if op == "~":
        return lambda row: value.lower() in str(read(row) if read(row) is not None else "").lower()
    mark = sort_key(value, kind)
    by_number = mark[0] == 0 and kind != "string"

    def same(row: Row) -> bool:
        cell = read(row)
        if cell is None or cell == "":
            return value == ""
        if str(cell).lower() == value.lower():
            return True
        return by_number and not isinstance(cell, bool) and sort_key(cell, kind) == mark

    if op == "=":
        return same
    if op == "!=":
        return lambda row: not same(row)
    compare = _COMPARE[op]

    def ordered(row: Row) -> bool:
        cell = read(row)
        if cell is None or cell == "":
            return False
        key = sort_key(cell, kind)
        return key[0] == mark[0] and compare(key, mark)

    return ordered
