"""The columns of the report's tables. Those in which no row of a table says anything are left out."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bench.measure import Figures
from bench.reading import Bound, Reading

OF = {"median": "p50 ", "p99": "p99 ", "ratio": "", "per_core": ""}
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
    head = [" | ".join(column.heading for column in shown), "|".join("---" if c.text else "---:" for c in shown)]
    rows = [" | ".join(column.cell(reading) for column in shown) for reading in readings]
    return "\n".join([f"| {head[0]} |", f"|{head[1]}|", *(f"| {row} |" for row in rows)])


def number(value: float, unit: str = "") -> str:
    """Three digits, more of large ones."""
    text = f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2f}" if value else "0"
    return f"{text} {unit}".strip()


def _what(reading: Reading) -> str:
    return f"{reading.section}: {reading.what}" if reading.section else reading.what


def _ratio(reading: Reading) -> str:
    return f"{reading.ratio.median:.2f}" if reading.ratio else ""


def _spread(reading: Reading) -> str:
    return f"{reading.ratio.low:.2f} to {reading.ratio.high:.2f}" if reading.ratio else ""


def _best(reading: Reading) -> str:
    return f"{reading.argus.low / reading.direct.low:.2f}" if reading.direct else ""


def _median(reading: Reading) -> str:
    return number(reading.argus.median, reading.unit)


def _p99(reading: Reading) -> str:
    return number(reading.argus.p99, reading.unit) if reading.argus.count > 1 else ""


def _range(reading: Reading) -> str:
    if reading.argus.count == 1:
        return ""
    return f"{number(reading.argus.low)} to {number(reading.argus.high, reading.unit)}"


def _direct(reading: Reading) -> str:
    return number(reading.direct.median, reading.unit) if reading.direct else ""


def _direct_p99(reading: Reading) -> str:
    return number(reading.direct.p99, reading.unit) if reading.direct else ""


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
    unit = {"ratio": "times", "per_core": "a core"}.get(bound.of, reading.unit)
    limits = (("≥", bound.at_least), ("≤", bound.at_most))
    said = " and ".join(f"{sign} {limit:,g}" for sign, limit in limits if limit is not None)
    return f"{of}{said} {unit}".strip()


def _kept(reading: Reading) -> str:
    """In brackets where the budget is one of a smaller set."""
    if not reading.budgets:
        return ""
    verdict = "no" if reading.missed() else "yes"
    return f"({verdict})" if all(bound.told for bound in reading.budgets) else verdict


COLUMNS = (
    Column("measured", _what, text=True),
    Column("Argus ÷ directly", _ratio),
    Column("from … to", _spread, brief=False),
    Column("best ÷ best", _best, brief=False),
    Column("p50", _median),
    Column("p99", _p99),
    Column("lowest to highest", _range, brief=False),
    Column("directly p50", _direct),
    Column("directly p99", _direct_p99, brief=False),
    Column("a second", lambda reading: _rate(reading.per_second)),
    Column("directly a second", lambda reading: _rate(reading.direct_per_second)),
    Column("size; directly", _size, brief=False),
    Column("CPU of Argus", _cpu),
    Column("a second on one core", _per_core),
    Column("budget", _budget, text=True),
    Column("kept", _kept, text=True),
)
