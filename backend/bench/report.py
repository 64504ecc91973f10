"""What was measured, as Markdown for people and JSON for programs."""

from collections.abc import Sequence

import msgspec

from bench.columns import table
from bench.machine import Circumstances
from bench.reading import Reading

NOTE = """Client, Argus and clusters shared this machine with whatever else ran on it. Both sides were asked in turn,
and a ratio is the median over those rounds. A verdict in brackets compares with the budget for 10,000 pods."""


class Chapter(msgspec.Struct, frozen=True):
    """One section of a run. `heading` may be that of its neighbours: they then share a table.

    `load` is the machine's load in the minute after; `set_words` says of which clusters, `set_seconds` how long those
    took to make.
    """

    name: str
    heading: str
    seconds: float
    load: float
    set_words: str
    set_seconds: float
    readings: list[Reading]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One run; `pending` are the sections that have not been measured."""

    circumstances: Circumstances
    chapters: Sequence[Chapter]
    pending: Sequence[str] = ()

    def json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2)

    def markdown(self, brief: bool = False) -> str:
        """The circumstances, then a table for each heading."""
        parts = [self._preface(), " ".join(NOTE.split())]
        if self.pending:
            parts.append(f"Not measured: {', '.join(self.pending)}.")
        for heading in dict.fromkeys(chapter.heading for chapter in self.chapters):
            chapters = [chapter for chapter in self.chapters if chapter.heading == heading]
            readings = [reading for chapter in chapters for reading in chapter.readings]
            if readings:
                parts += [f"**{heading}**" if brief else f"## {heading}", table(readings, brief)]
        return "\n\n".join(parts) + "\n"

    def _preface(self) -> str:
        where = self.circumstances
        commit = f" at `{where.commit}`" if where.commit else ""
        loads = [chapter.load for chapter in self.chapters] or [where.load]
        minutes = sum(chapter.seconds for chapter in self.chapters) / 60
        return (
            f"{where.date[:10]}: Argus {where.argus}{commit}, Python {where.python}, SQLite, kube-apiserver "
            f"{where.kubernetes}, {where.cores} cores of {where.processor}, {where.memory_gib} GiB, {where.system}. "
            f"Load {where.load} before, {min(loads)} to {max(loads)} meanwhile; {minutes:.0f} min of measuring. "
            f"{self._sets()}"
        )

    def _sets(self) -> str:
        """Which clusters were measured, and what making them took, once."""
        seconds = {chapter.set_words: chapter.set_seconds for chapter in self.chapters}
        told = "; ".join(f"{words}: {spent:.0f} s" for words, spent in seconds.items() if words)
        return f"Making the clusters took, once, {told}." if told else ""
