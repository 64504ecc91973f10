"""The columns of the report's tables. Those in which no row of a table says anything are left out."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench.measure import Figures
from bench.reading import Bound, Reading

OF = {"median": "p50 ", "p99": "p99 ", "ratio": "", "per_core": "", "per_second": ""}
UNITS = {"ratio": "times", "per_core": "a second of a core", "per_second": "a second"}
# Of fewer samples the 99th percentile is their highest, and is called so.
ENOUGH_FOR_P99 = 100
Cell = Callable[[Reading], str]


class Column(NamedTuple):
    heading: str
    cell: Cell
    brief: bool = True
    text: bool = False


def table(readings: Sequence[Reading], brief: bool) -> str:
    """Markdown; `brief` leaves out what only those who doubt want to know."""
    own = dict.fromkeys(heading for reading in readings for heading in reading.more)
    columns = [*COLUMNS[:-2], *(Column(heading, _more(heading)) for heading in own), *COLUMNS[-2:]]
    wanted = [column for column in columns if column.brief or not brief]
    shown = [column for column in wanted if any(column.cell(reading) for reading in readings)]
    once = all(reading.argus.count == 1 for reading in readings)
    headings = ["measured" if column is MEDIAN and once else column.heading for column in shown]
    return grid(headings, [[column.cell(reading) for column in shown] for reading in readings], [c.text for c in shown])


def grid(headings: Sequence[str], rows: Sequence[Sequence[str]], text: Sequence[bool]) -> str:
    """Markdown of a table; `text` says which columns stand on the left."""
    rules = "|".join("---" if left else "---:" for left in text)
    return "\n".join([f"| {' | '.join(headings)} |", f"|{rules}|", *(f"| {' | '.join(row)} |" for row in rows)])


def number(value: float, unit: str = "") -> str:
    """Three digits, more of large ones."""
    text = f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}" if value else "0"
    return f"{text} {unit}".strip()


def ratio(figures: Figures) -> str:
    """`0.14 (0.03 to 0.51)`: the median of the rounds, the lowest and the highest."""
    spread = f" ({figures.low:.2f} to {figures.high:.2f})" if figures.count > 1 else ""
    return f"{figures.median:.2f}{spread}"


def tail(figures: Figures, unit: str) -> str:
    """The 99th percentile, or the highest where there are too few for one; empty for a single figure."""
    if figures.count == 1:
        return ""
    if figures.count < ENOUGH_FOR_P99:
        return f"{number(figures.high, unit)}, max of {figures.count}"
    return number(figures.p99, unit)


def bound_figure(bound: Bound, reading: Reading) -> str:
    """What a budget is about, as it was measured: `p50 1.2 ms`."""
    of = "" if reading.argus.count == 1 else OF[bound.of]
    if bound.of == "p99" and reading.argus.count < ENOUGH_FOR_P99:
        of = f"max of {reading.argus.count} "
    figure, unit = reading.figure(bound), UNITS.get(bound.of, reading.unit)
    return f"{of}{figure:.2f} {unit}" if bound.of == "ratio" else f"{of}{number(figure, unit)}"


def named(reading: Reading) -> str:
    return f"{reading.section}: {reading.what}" if reading.section else reading.what


def _what(reading: Reading) -> str:
    return f"{named(reading)}; {reading.note}" if reading.note else named(reading)


def _ratio(reading: Reading) -> str:
    return ratio(reading.ratio) if reading.ratio else ""


def _best(reading: Reading) -> str:
    """Of load over many connections the quickest answer says nothing."""
    if not reading.direct or reading.per_second:
        return ""
    return f"{reading.argus.low / reading.direct.low:.2f}"


def _median(reading: Reading) -> str:
    return number(reading.argus.median, reading.unit)


def _range(reading: Reading) -> str:
    if reading.argus.count == 1:
        return ""
    return f"{number(reading.argus.low)} to {number(reading.argus.high, reading.unit)}"


def _direct(reading: Reading) -> str:
    return number(reading.direct.median, reading.unit) if reading.direct else ""


def _direct_tail(reading: Reading) -> str:
    return tail(reading.direct, reading.unit) if reading.direct else ""


def _rate(figures: Figures | None) -> str:
    return number(figures.median) if figures else ""


def _size(reading: Reading) -> str:
    if reading.body_bytes is None:
        return ""
    ours, theirs = (_bytes(count) for count in reading.body_bytes)
    return ours if ours == theirs or not reading.body_bytes[1] else f"{ours}; {theirs}"


def _bytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB" if count >= 1e3 else f"{count} B"


def _cpu(reading: Reading) -> str:
    return "" if reading.cpu_ms is None else number(reading.cpu_ms, "ms")


def _per_core(reading: Reading) -> str:
    return number(reading.per_core) if reading.per_second and reading.per_core else ""


def _more(heading: str) -> Cell:
    def cell(reading: Reading) -> str:
        value = reading.more.get(heading, "")
        return value if isinstance(value, str) else number(value)

    return cell


def _budget(reading: Reading) -> str:
    return ", ".join(_bound(bound, reading) for bound in reading.budgets)


def _bound(bound: Bound, reading: Reading) -> str:
    of = "" if reading.argus.count == 1 else OF[bound.of]
    unit = UNITS.get(bound.of, reading.unit)
    limits = (("≥", bound.at_least), ("≤", bound.at_most))
    said = " and ".join(f"{sign} {limit:,g}" for sign, limit in limits if limit is not None)
    return f"{of}{said} {unit}".strip()


def _kept(reading: Reading) -> str:
    """In brackets where the budget is none for this; missed is what any of those that count says."""
    if not reading.budgets:
        return ""
    judged = [bound for bound in reading.budgets if not bound.told]
    verdict = "no" if any(bound in (judged or reading.budgets) for bound in reading.missed()) else "yes"
    return verdict if judged else f"({verdict})"


MEDIAN = Column("p50", _median)
COLUMNS = (
    Column("what", _what, text=True),
    Column("Argus ÷ directly", _ratio),
    Column("fastest ÷ fastest", _best, brief=False),
    MEDIAN,
    Column("p99", lambda reading: tail(reading.argus, reading.unit)),
    Column("n", lambda reading: str(reading.argus.count), brief=False),
    Column("lowest to highest", _range, brief=False),
    Column("directly p50", _direct),
    Column("directly p99", _direct_tail, brief=False),
    Column("a second", lambda reading: _rate(reading.per_second)),
    Column("directly a second", lambda reading: _rate(reading.direct_per_second)),
    Column("size; directly", _size, brief=False),
    Column("CPU of Argus", _cpu, brief=False),
    Column("a second of CPU", _per_core),
    Column("budget", _budget, text=True),
    Column("kept", _kept, text=True),
)
