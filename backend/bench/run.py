"""A run of the benchmark on disk: every section's readings are kept as soon as they are measured."""

import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.machine import Circumstances
from bench.report import Chapter, Report
from bench.sets import Set

FULL_SECONDS, QUICK_SECONDS = 40 * 60, 5 * 60


class Plan(msgspec.Struct, frozen=True):
    """What a run is: going on with one needs the same code, the same sections and clusters of the same size.

    `changes` is a hash of what was not committed, `whole` says that these are all sections there are.
    """

    commit: str
    changes: str
    quick: bool
    whole: bool
    sections: list[str]
    fleet: Set

    @property
    def limit_seconds(self) -> int:
        """How long it may take with all that belongs to it; 0 for a part, of which nothing is asked."""
        return 0 if not self.whole else QUICK_SECONDS if self.quick else FULL_SECONDS


class Run:
    """A folder with the plan, a file for each section that was measured, and the report over these."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = msgspec.json.decode((folder / "plan.json").read_bytes(), type=Plan)
        self._began, self._before = time.monotonic(), self._spent()

    @classmethod
    def begin(cls, home: Path, plan: Plan) -> "Run":
        folder = home / "runs" / datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        folder.mkdir(parents=True)
        (folder / "plan.json").write_bytes(msgspec.json.encode(plan))
        return cls(folder)

    @classmethod
    def last(cls, home: Path) -> "Run | None":
        """The newest run, None where there is none yet, or none that this benchmark can read."""
        folders = sorted(entry.parent for entry in (home / "runs").glob("*/plan.json"))
        try:
            return cls(folders[-1]) if folders else None
        except msgspec.ValidationError:
            return None

    @property
    def pending(self) -> list[str]:
        """The sections still to be measured, those that failed among them."""
        done = {chapter.name for chapter in self._chapters() if not chapter.failed}
        return [name for name in self.plan.sections if name not in done]

    @property
    def seconds(self) -> float:
        """Of work on this run until now, the bringing up of clusters included, pauses before `--resume` not."""
        return self._before + time.monotonic() - self._began

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
        self.close()

    def close(self) -> None:
        """Note how long it took so far, and write the report."""
        (self.folder / "seconds.json").write_bytes(msgspec.json.encode(self.seconds))
        report = self.report()
        (self.folder / "report.md").write_text(f"# Argus, measured\n\n{report.markdown()}")
        (self.folder / "report.json").write_bytes(report.json())

    def report(self) -> Report:
        """What there is so far, in the order of the plan. `circumstances` lack while no clusters ever came up."""
        file = self.folder / "circumstances.json"
        known = msgspec.json.decode(file.read_bytes(), type=Circumstances) if file.exists() else None
        return Report(
            circumstances=known or Circumstances.now("", ""),
            chapters=self._chapters(),
            pending=self.pending,
            seconds=round(self.seconds),
            limit_seconds=self.plan.limit_seconds,
        )

    def _chapters(self) -> list[Chapter]:
        files = [self._file(name) for name in self.plan.sections if self._file(name).exists()]
        return [msgspec.json.decode(file.read_bytes(), type=Chapter) for file in files]

    def _spent(self) -> float:
        file = self.folder / "seconds.json"
        return msgspec.json.decode(file.read_bytes(), type=float) if file.exists() else 0.0

    def _file(self, section: str) -> Path:
        return self.folder / f"section-{section}.json"


def chosen(home: Path, plan: Plan, resume: bool) -> tuple[Run, str]:
    """The run to go on with, or a new one; and what to say about that."""
    last = Run.last(home) if resume else None
    if last is None:
        return Run.begin(home, plan), "there is no run to go on with; this is a new one" if resume else ""
    if last.plan != plan:
        return Run.begin(
            home, plan
        ), f"the last run, {last.folder.name}, had {_other(last.plan, plan)}; a new one begins"
    if not last.pending:
        return Run.begin(home, plan), f"the last run, {last.folder.name}, is complete; this is a new one"
    return last, f"going on with {last.folder.name}: {len(last.pending)} of {len(plan.sections)} sections to go"


def _other(last: Plan, plan: Plan) -> str:
    if last.commit.rstrip("+") != plan.commit.rstrip("+"):
        return "another commit"
    return "other changes in the checkout" if last.changes != plan.changes else "other options"
