"""What was measured, as Markdown for people and JSON for programs."""

from collections.abc import Iterator, Sequence

import msgspec

from bench.budgets import budgets_table
from bench.columns import ENOUGH_FOR_P99, table
from bench.machine import Circumstances, Moment
from bench.reading import Reading
from bench.summary import Group, summary

NOTE = """Client, Argus and clusters shared this machine with whatever else ran on it. Both sides were asked in turn; a
ratio is Argus ÷ the apiserver asked directly, the median over those rounds, with the lowest and the highest
in brackets. A p99 is told from {enough} samples on, the highest of them otherwise. The budgets are set for
10,000 pods in one cluster, those of the browser for 100,000 rows: a verdict in brackets compares another size
with them, something of which no budget is asked, or what was measured when clients or machine had no time left.
Clients are told one after the other: at the 15 µs that each may cost, the middle one of 266 hears of a change 2 ms
after the first, so the delay beside the window is judged for 1 and 40 clients and only compared for more.
Budgets in milliseconds or a second are those of a whole core: one that others share does the same fixed piece
of work more slowly, and all that is compared with them. MB are 10⁶ bytes."""


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """One section of a run. `heading` may be that of its neighbours: they then share a table, as does a `group`.

    `set_words` says of which clusters, `set_seconds` how long those took to make. `failed` tells why there are no
    readings.
    """

    name: str
    group: Group
    heading: str
    began: Moment
    seconds: float
    set_words: str
    set_seconds: float
    readings: list[Reading] = []
    failed: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `pending` are the sections without readings; `limit_seconds` is 0 where none is asked."""

    circumstances: Circumstances
    chapters: Sequence[Chapter]
    pending: Sequence[str] = ()
    seconds: int = 0
    limit_seconds: int = 0

    def json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2)

    def brief(self) -> str:
        """The budgets and the short tables: what README.md shows."""
        measured = [(chapter.set_words, reading) for chapter in self.chapters for reading in chapter.readings]
        groups = [(chapter.group, chapter.set_words, chapter.readings) for chapter in self.chapters]
        note = " ".join(NOTE.split()).format(enough=ENOUGH_FOR_P99)
        parts = [self._preface(), *self._lacking(), budgets_table(measured), note, *summary(groups)]
        return "\n\n".join(parts) + "\n"

    def markdown(self) -> str:
        """The brief report, then everything there is, a table for each heading."""
        return "\n\n".join([self.brief(), *self._full()]) + "\n"

    def _full(self) -> Iterator[str]:
        yield "## In full"
        yield self._times()
        for heading in dict.fromkeys(chapter.heading for chapter in self.chapters):
            chapters = [chapter for chapter in self.chapters if chapter.heading == heading]
            readings = [reading for chapter in chapters for reading in chapter.readings]
            if readings:
                yield f"### {heading}"
                yield table(readings, brief=False)

    def _lacking(self) -> Iterator[str]:
        failed = {chapter.name: chapter.failed for chapter in self.chapters if chapter.failed}
        yield from (f"**{name} failed: {why}**" for name, why in failed.items())
        if pending := [name for name in self.pending if name not in failed]:
            yield f"Not measured: {', '.join(pending)}."

    def _preface(self) -> str:
        where = self.circumstances
        commit = f" at `{where.commit}`" if where.commit else ""
        browser = f"Node {where.node}, Chromium {where.chromium}, " if where.node and where.chromium else ""
        dates = sorted({where.date[:10], *(chapter.began.date[:10] for chapter in self.chapters)})
        return (
            f"{' to '.join(dict.fromkeys((dates[0], dates[-1])))}: Argus {where.argus}{commit}, Python {where.python}, "
            f"SQLite, kube-apiserver {where.kubernetes}, etcd {where.etcd}, {browser}{where.cores} cores of "
            f"{where.processor}, {where.memory_gib} GiB, {where.system}{self._beside()}. {self._took()} {self._sets()}"
        ).strip()

    def _beside(self) -> str:
        """How busy and how fast the machine itself was."""
        moments = [chapter.began for chapter in self.chapters]
        if not moments:
            return ""
        loads, paces = [each.load for each in moments], [each.pace for each in moments]
        return (
            f"; load {min(loads)} to {max(loads)}; one core did a fixed piece of work in {min(paces):.0f} to "
            f"{max(paces):.0f} ms"
        )

    def _took(self) -> str:
        """The whole time with its verdict, which only a complete run has."""
        told = f"It took {self.seconds / 60:.1f} min in all, the clusters' making and starting included"
        if not self.limit_seconds or self.pending:
            return f"{told}."
        kept = "kept" if self.seconds < self.limit_seconds else "missed"
        return f"{told}; it may take {self.limit_seconds // 60}: {kept}."

    def _sets(self) -> str:
        """Which clusters were measured, and what making them took, once."""
        seconds = {chapter.set_words: chapter.set_seconds for chapter in self.chapters}
        told = "; ".join(f"{words}: {spent:.0f} s" for words, spent in seconds.items() if words)
        return f"Making the clusters took, once, {told}." if told else ""

    def _times(self) -> str:
        """When each section was measured, for how long and beside what load."""
        head = ["| section | begun | load before | fixed work, ms | seconds |", "|---|---|---:|---:|---:|"]
        rows = (
            f"| {each.name} | {each.began.date} | {each.began.load} | {each.began.pace} | {each.seconds} |"
            for each in self.chapters
        )
        return "\n".join([*head, *rows])
