"""A run of the benchmark on disk: every section's readings are kept as soon as they are measured."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.machine import Circumstances
from bench.report import Chapter, Report


class Plan(msgspec.Struct, frozen=True):
    """What a run is: going on with one needs the same code and the same sections."""

    commit: str
    quick: bool
    sections: list[str]


class Run:
    """A folder with the plan, a file for each section that was measured, and the report over these."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = msgspec.json.decode((folder / "plan.json").read_bytes(), type=Plan)

    @classmethod
    def begin(cls, home: Path, plan: Plan) -> "Run":
        folder = home / "runs" / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        folder.mkdir(parents=True)
        (folder / "plan.json").write_bytes(msgspec.json.encode(plan))
        return cls(folder)

    @classmethod
    def last(cls, home: Path) -> "Run | None":
        """The newest run, None where there is none yet."""
        folders = sorted(entry.parent for entry in (home / "runs").glob("*/plan.json"))
        return cls(folders[-1]) if folders else None

    @property
    def pending(self) -> list[str]:
        """The sections still to be measured."""
        return [name for name in self.plan.sections if not self._file(name).exists()]

    def begun(self, circumstances: Circumstances) -> None:
        """Note where and when, the first time."""
        file = self.folder / "circumstances.json"
        if not file.exists():
            file.write_bytes(msgspec.json.encode(circumstances))

    def keep(self, chapter: Chapter) -> None:
        """Write a section down, and the report anew."""
        partial = self._file(chapter.name).with_suffix(".partial")
        partial.write_bytes(msgspec.json.encode(chapter))
        partial.rename(self._file(chapter.name))
        report = self.report()
        (self.folder / "report.md").write_text(f"# Argus, measured\n\n{report.markdown()}")
        (self.folder / "report.json").write_bytes(report.json())

    def report(self) -> Report:
        """What there is so far, in the order of the plan. Raises OSError before anything was measured."""
        circumstances = msgspec.json.decode((self.folder / "circumstances.json").read_bytes(), type=Circumstances)
        done = [self._file(name) for name in self.plan.sections if self._file(name).exists()]
        chapters = [msgspec.json.decode(file.read_bytes(), type=Chapter) for file in done]
        return Report(circumstances=circumstances, chapters=chapters, pending=self.pending)

    def _file(self, section: str) -> Path:
        return self.folder / f"section-{section}.json"


def chosen(home: Path, plan: Plan, resume: bool) -> tuple[Run, str]:
    """The run to go on with, or a new one; and what to say about that."""
    last = Run.last(home) if resume else None
    if last is None:
        return Run.begin(home, plan), "there is no run to go on with; this is a new one" if resume else ""
    if last.plan != plan:
        what = "another commit" if last.plan.commit != plan.commit else "other options"
        return Run.begin(home, plan), f"the last run, {last.folder.name}, had {what}; this is a new one"
    if not last.pending:
        return Run.begin(home, plan), f"the last run, {last.folder.name}, is complete; this is a new one"
    return last, f"going on with {last.folder.name}: {len(last.pending)} of {len(plan.sections)} sections to go"
