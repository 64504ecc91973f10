"""Per-column filters of a list: `Status=Running`, `Restarts>5`, `Age<1h`, `Node~worker`, `health!=ok`."""

import operator
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, cast

from argus.errors import BadRequest, FieldError
from argus.fleet.columns import SortKey, sort_key
from argus.fleet.duration import parse_duration, parse_moment, rfc3339
from argus.fleet.fitting import BOOLEANS, Filter, Operator, require_fit
from argus.fleet.order import BUILT_IN
from argus.fleet.orders import Order
from argus.fleet.schemas import Cell, Column, Health, Row

Passes = Callable[[Order], Iterable[bool]]
_FORM = re.compile(r"\s*([^=!~<>]+?)\s*(!=|>=|<=|==|=|~|>|<)\s*(.*?)\s*", re.DOTALL)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


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

    The kind's own columns come before the built-in ones, and a name in its exact spelling before one in another: of a
    kind with a column `Cluster`, that is `Cluster`, and `cluster` is the cluster that the object is in.
    """
    wanted = name.lower()
    exact = next((place for place, column in enumerate(columns) if column.name == name), None)
    if exact is None and name not in BUILT_IN:
        exact = next((place for place, column in enumerate(columns) if column.name.lower() == wanted), None)
    if exact is not None:
        # The column of names says the same as the built-in, which knows that names are no numbers.
        return "name" if columns[exact].format == "name" else exact
    if wanted in BUILT_IN:
        return wanted
    known = ", ".join([*(column.name for column in columns), *sorted(BUILT_IN)])
    message = f"there is no column {name[:80]!r}; there are {known}"
    raise BadRequest("This kind has no such column.", code="unknown-column", errors=[FieldError(field, message)])


def compile_filter(
    given: Filter, columns: Sequence[Column], names: Mapping[str, str], own: Sequence[Column] | None = None
) -> Passes:
    """What tells the rows that pass. `names` are the clusters' names by id.

    `columns` are the page's, by which the filter is read; `own` are those of the cluster whose rows are looked at. Of
    one that lacks the column, every cell counts as empty. Raises BadRequest for an unknown column or an unfit value.
    """
    place = find_column(columns, given.name, "filter")
    kind = _type(place, columns)
    require_fit(given, kind)
    if isinstance(place, int):
        name = columns[place].name
        at = place if own is None else next((at for at, column in enumerate(own) if column.name == name), None)
        return _cells(given, kind, at)
    if place == "health":
        healthy = _Verdicts(_health(given))
        return lambda order: map(healthy.__getitem__, order.beside("health", _HEALTH))
    if place == "cluster":
        wanted = {id for id, name in names.items() if _among(given, (id, name))}
        return lambda order: [row.cluster in wanted for row in order.rows]
    return _built_in(given, place, kind)


def _cells(given: Filter, kind: str, place: int | None) -> Passes:
    """A verdict depends on one cell only and is remembered for it: most columns say the same few words."""
    if place is None:
        verdict = _test(given, kind)(None)
        return lambda order: [verdict] * len(order.rows)

    def read(row: Row) -> Cell:
        return row.cells[place]

    if quick := _quick(given, kind, place, read):
        return quick
    verdicts = _Verdicts(_test(given, kind))
    return lambda order: map(verdicts.__getitem__, order.beside(("cells", place), read))


def _built_in(given: Filter, place: str, kind: str) -> Passes:
    read = _READERS[place]
    if quick := _quick(given, kind, place, read):
        return quick
    test = _test(given, kind)
    return lambda order: [test(read(row)) for row in order.rows]


def _quick(given: Filter, kind: str, place: int | str, read: Callable[[Row], Cell]) -> Passes | None:
    """The same verdicts without a call for each cell, for columns where most cells differ; None for other filters."""

    def word(row: Row) -> str:
        cell = read(row)
        return "" if cell is None else str(cell).lower()

    if given.op == "~" and given.value:
        wanted = given.value.lower()
        return lambda order: order.lines(("words", place), word).having(wanted)
    if kind != "date" or given.op not in _COMPARE:
        return None
    compare, moment = _dated(given)

    def dated(order: Order) -> Iterable[bool]:
        words = order.beside(("words", place), word)
        passes = map(compare, words, repeat(moment))
        # An empty cell is after no time, but it would be before any.
        return passes if compare in (operator.gt, operator.ge) else map(operator.and_, map(bool, words), passes)

    return dated


def _dated(given: Filter) -> tuple[Callable[[str, str], bool], str]:
    """How a time is compared, and with which: less than an hour ago is after the time an hour ago."""
    ago = parse_duration(given.value)
    if ago is None:
        return _COMPARE[given.op], given.value.lower()
    return _COMPARE[_TURNED[given.op]], rfc3339(time.time() - ago).lower()


def _type(place: int | str, columns: Sequence[Column]) -> str:
    if isinstance(place, int):
        return columns[place].type
    return {"age": "date", "health": "health"}.get(place, "string")


class _Verdicts(dict[Any, bool]):
    def __init__(self, test: Callable[[Any], bool]) -> None:
        super().__init__()
        self._test = test

    def __missing__(self, value: Any) -> bool:
        verdict = self[value] = self._test(value)
        return verdict


_HEALTH = operator.attrgetter("health")
_READERS: dict[str, Callable[[Row], str]] = {
    "name": lambda row: row.name,
    "namespace": lambda row: row.namespace,
    "age": lambda row: row.created_at,
}


def _health(given: Filter) -> Callable[[Health], bool]:
    """The level or the reason: `health=bad`, `health=CrashLoopBackOff`."""
    return lambda health: _among(given, (health.level, health.reason))


def _among(given: Filter, texts: tuple[str, str]) -> bool:
    """Does one of two names for a thing pass? With `!=`, neither may be the value."""
    quantify = all if given.op == "!=" else any
    return quantify(_text(given.op, text, given.value) for text in texts)


def _text(op: str, cell: str, value: str) -> bool:
    one, other = cell.lower(), value.lower()
    if op == "~":
        return other in one
    if op in ("=", "!="):
        return (one == other) is (op == "=")
    return _COMPARE[op]((1, one), (1, other))


def _test(given: Filter, kind: str) -> Callable[[Cell], bool]:
    if given.op == "~":
        return lambda cell: cell is not None and given.value.lower() in str(cell).lower()
    if given.op == "=":
        return _equals(given.value, kind)
    if given.op == "!=":
        equals = _equals(given.value, kind)
        return lambda cell: not equals(cell)
    if kind == "date":
        compare, moment = _dated(given)
        return lambda cell: bool(cell) and compare(str(cell).lower(), moment)
    if kind == "duration":
        return _lasts(given.op, parse_duration(given.value) or 0, time.time())
    return _compares(given.op, sort_key(given.value, kind), kind)


def _lasts(op: str, seconds: float, now: float) -> Callable[[Cell], bool]:
    """What still goes on lasts from when it began until now."""
    compare = _COMPARE[op]

    def test(cell: Cell) -> bool:
        began = parse_moment(str(cell))
        lasted = parse_duration(str(cell)) if began is None else now - began
        return lasted is not None and compare((0, lasted), (0, seconds))

    return test


def _equals(value: str, kind: str) -> Callable[[Cell], bool]:
    """As text without case or, in columns that count, as a number."""
    text, mark = value.lower(), sort_key(value, kind)
    if kind == "boolean":
        text = BOOLEANS.get(text, text)
    by_number = mark[0] == 0 and kind != "string"

    def test(cell: Cell) -> bool:
        if cell is None:
            return not text
        if str(cell).lower() == text:
            return True
        return by_number and not isinstance(cell, bool) and sort_key(cell, kind) == mark

    return test


def _compares(op: str, mark: SortKey, kind: str) -> Callable[[Cell], bool]:
    """Numbers with numbers and words with words; an empty cell is neither more nor less."""
    compare = _COMPARE[op]

    def test(cell: Cell) -> bool:
        if cell is None or cell == "":
            return False
        key = sort_key(cell, kind)
        return key[0] == mark[0] and compare(key, mark)

    return test
