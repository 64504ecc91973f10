"""`python -m bench`: arguments, and the sections one after the other."""

import argparse
import itertools
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from types import FrameType
from typing import NoReturn

from argus import settings
from argus.sandbox.layout import SandboxError
from argus.sandbox.process import locked
from bench.budgets import for_size
from bench.machine import Circumstances, Moment, changes, commit
from bench.progress import say
from bench.reading import Reading
from bench.readme import write_readme
from bench.report import Chapter
from bench.run import Plan, Run, chosen
from bench.sections import Section, sections
from bench.seed import seconds_to_make
from bench.sets import Set, fleet
from bench.stage import subject, versions
from bench.subject import Subject

LONGEST_WHY = 300


def main() -> int:
    """Exit status 0 also where a budget was missed: the report says so. 1 where a section could not be measured."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        given = _arguments()
        with locked(given.home / "lock"):
            run = _measure(given)
    except (SandboxError, settings.SettingsError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: stopped; `--resume` goes on", file=sys.stderr)
        return 130
    say(f"\n{run.report().markdown()}\nkept in {run.folder}")
    if not given.no_readme:
        say(write_readme(run))
    if run.pending:
        print(f"bench: not measured: {', '.join(run.pending)}; `--resume` tries again", file=sys.stderr)
    return 1 if run.pending else 0


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """As Ctrl-C, so that the clusters and Argus are stopped."""
    raise KeyboardInterrupt


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure Argus beside the apiserver asked directly.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and only 10,000 pods")
    parser.add_argument("--only", action="append", metavar="SECTION", help="only these, as in `*-10k`; may be repeated")
    parser.add_argument("--list", action="store_true", help="name the sections, and measure nothing")
    parser.add_argument("--resume", action="store_true", help="go on with the last run where it was stopped")
    parser.add_argument("--no-readme", action="store_true", help="leave README.md as it is after a full run")
    parser.add_argument("--home", type=Path, help="where clusters and runs are kept; default: ARGUS_HOME/bench")
    given = parser.parse_args()
    given.home = given.home or settings.load().home / "bench"
    given.fleet = _fleet(given.home, given.resume)
    given.sections = [each for each in sections(given.fleet) if _is_wanted(each, given.quick, given.only)]
    if given.list:
        print("\n".join(f"{each.name:16} {each.heading}" for each in given.sections))
        parser.exit()
    if not given.sections:
        parser.error(f"there is no such section; there are {', '.join(each.name for each in sections(given.fleet))}")
    return given


def _fleet(home: Path, resume: bool) -> Set:
    """A run that goes on keeps the size it began with, whatever memory is free by now."""
    last = Run.last(home) if resume else None
    return last.plan.fleet if last else fleet()


def _is_wanted(section: Section, quick: bool, only: Sequence[str] | None) -> bool:
    if only:
        return any(fnmatch(section.name, pattern) for pattern in only)
    return section.quick or not quick


def _measure(given: argparse.Namespace) -> Run:
    names = [each.name for each in given.sections]
    plan = Plan(commit(), changes(), given.quick, not given.only, names, given.fleet)
    run, what = chosen(given.home, plan, given.resume)
    if what:
        say(what)
    measure(given.home, run, given.sections)
    return run


def measure(home: Path, run: Run, wanted: Sequence[Section]) -> None:
    """Whatever of a run is pending; a section that fails is noted, and the others go on."""
    pending = [each for each in wanted if each.name in run.pending]
    for _, group in itertools.groupby(pending, key=lambda each: each.needs):
        remaining = list(group)
        while remaining:
            _together(home, run, remaining)
    run.close()


def _together(home: Path, run: Run, remaining: list[Section]) -> None:
    """Measure sections of one set, taking them from `remaining`, until one fails: the others need a new Argus then."""
    try:
        with subject(home, remaining[0].needs, run.plan.quick) as measured:
            run.begun(Circumstances.now(*versions(measured)))
            while remaining:
                chapter = _measured(home, run, remaining.pop(0), measured)
                run.keep(chapter)
                if chapter.failed:
                    return
    # Without its clusters no section of a set can be measured; those of other sets can.
    except Exception as error:
        why = _told(error)
        while remaining:
            run.keep(_chapter(home, remaining.pop(0), Moment.now(), failed=why))


def _measured(home: Path, run: Run, section: Section, measured: Subject) -> Chapter:
    names = run.plan.sections
    say(f"### {section.name}: {names.index(section.name) + 1} of {len(names)}, {run.seconds / 60:.1f} min so far")
    moment, began = Moment.now(), time.monotonic()
    try:
        readings = [for_size(reading, section.needs.all_pods) for reading in section.measure(measured)]
    # Whatever it is, the other sections are worth having.
    except Exception as error:
        return _chapter(home, section, moment, failed=_told(error))
    return _chapter(home, section, moment, time.monotonic() - began, readings)


def _told(error: Exception) -> str:
    """The error in a line, after the whole of it went to standard error."""
    traceback.print_exception(error)
    return " ".join(f"{type(error).__name__}: {error}".split())[:LONGEST_WHY]


def _chapter(
    home: Path,
    section: Section,
    began: Moment,
    seconds: float = 0.0,
    readings: Sequence[Reading] = (),
    failed: str = "",
) -> Chapter:
    return Chapter(
        name=section.name,
        group=section.group,
        heading=section.heading,
        began=began,
        seconds=round(seconds, 1),
        set_words=section.needs.words,
        set_seconds=seconds_to_make(home, section.needs),
        readings=list(readings),
        failed=failed,
    )


if __name__ == "__main__":
    sys.exit(main())
