"""The short tables of a report: what a reader wants to know, each with the sentence that explains it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from bench.columns import grid, number, ratio, table, tail
from bench.reading import Reading

Group = Literal["lists", "changing", "narrow", "search", "memory", "watches", "faults", "requests", "start", "browser"]
Measured = tuple[Group, str, Sequence[Reading]]
BY_SIZE: tuple[Group, ...] = ("lists", "changing", "narrow", "search", "memory")
WORDS: dict[Group, tuple[str, str]] = {
    "lists": (
        "Lists",
        """Each cell: Argus ÷ the apiserver asked directly (lowest to highest of the rounds) · Argus's p50 · its p99,
        or the highest of n. Below 1 Argus is faster. Raw is the apiserver's own list through Argus; cold is
        the first page after a start, beside the full list that it is made from. A page of Argus is 100 rows
        of all, sorted and filtered; directly that is `kubectl get` of 100 rows (`limit=100` as a table),
        which neither sorts nor filters; of several clusters, of 100 rows of each of them, at once.""",
    ),
    "changing": (
        "Pages while 200 pods change a second",
        "As above. Following the cursor: every page is the next of the one before.",
    ),
    "narrow": (
        "Pages for somebody who may see 30 of 100 namespaces",
        """As above; directly the cold page is 30 lists, one a namespace, asked at once in each cluster. No single
        question to the apiserver comes close to the warm ones.""",
    ),
    "search": (
        "Search over the kinds that it covers, as one types",
        "Argus's p50 · its p99. The apiserver has no such question.",
    ),
    "memory": ("Memory of the backend", "One process, from its start on; the peak is the highest of all this."),
    "watches": (
        "Changes, live",
        """Delay: how much later than by the same watch of the apiserver a client hears of a change (p50 · p99), the
        time that Argus collects changes for left out. Each client must get each change once, or a later one of
        the same pod. Each crowd was looked at once at each rate, for 6 or 12 s. Where fewer changes could be made than
        were wanted, or clients or machine had no time left, that is said: the figures, and those of the watch that they
        are held against, are then as much the machine's as Argus's.""",
    ),
    "faults": (
        "While others misbehave",
        """Directly: while all are well. Beside the pages another Argus was asked by turns whose clusters stay well; how
        much slower it was than before is the machine's, and not in the ratio.""",
    ),
    "requests": (
        "Requests over 32 connections",
        """Argus has one core, the client the other, with sign-in, grants and audit on; an apiserver that is asked
        shares both. A second of CPU is what Argus would answer with a core for itself alone. Above 85 % the
        client is what is measured, and no verdict is given.""",
    ),
    "start": ("Start", "In turn, with the files in the system's cache, as after an update."),
    "browser": (
        "Browser",
        """Chromium with the production build, while 200 pods change a second: of all clusters, and during the minutes
        of one, which both pages show. Rows that did not come within a minute came while nothing changed.""",
    ),
}


def summary(measured: Sequence[Measured]) -> Iterator[str]:
    """A heading, a sentence and a table for each group that was measured, in this order."""
    for group, (heading, sentence) in WORDS.items():
        mine = [(words, readings) for its, words, readings in measured if its == group and readings]
        if mine:
            yield f"**{heading}**"
            yield " ".join(sentence.split())
            yield _table(group, mine)


def _table(group: Group, measured: Sequence[tuple[str, Sequence[Reading]]]) -> str:
    if group in BY_SIZE:
        return _crossed((reading.what, words, reading) for words, readings in measured for reading in readings)
    if group == "watches":
        return _crossed((reading.what, reading.section, reading) for _, readings in measured for reading in readings)
    return table([reading for _, readings in measured for reading in readings], brief=True)


def _crossed(measured: Iterable[tuple[str, str, Reading]]) -> str:
    """A row for each first word, a column for each second."""
    cells: dict[str, dict[str, str]] = {}
    for row, column, reading in measured:
        cells.setdefault(row, {})[column] = cell(reading)
    columns = list(dict.fromkeys(column for those in cells.values() for column in those))
    rows = [[row, *(those.get(column, "") for column in columns)] for row, those in cells.items()]
    return grid(["", *columns], rows, [True] * (len(columns) + 1))


def cell(reading: Reading) -> str:
    """`0.14 (0.03 to 0.51) · 1.2 ms · p99 4.3 ms`, or as much of it as there is."""
    figures, unit = reading.argus, reading.unit
    last = tail(figures, unit)
    parts = [ratio(reading.ratio)] if reading.ratio else []
    parts.append(number(figures.median, unit))
    parts += [last if "max" in last else f"p99 {last}"] if last else []
    return " · ".join([*parts, *([reading.note] if reading.note else [])])
