"""`python -m bench`: arguments, and the sections one after the other."""

import argparse
import itertools
import os
import signal
import sys
import time
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from types import FrameType
from typing import NoReturn

from argus import settings
from argus.sandbox.layout import SandboxError
from argus.sandbox.process import locked
from bench.argus_process import ArgusError
from bench.client import AskError
from bench.machine import Circumstances, commit
from bench.progress import say
from bench.readme import write_readme
from bench.report import Chapter
from bench.run import Plan, Run, chosen
from bench.sections import Section, sections
from bench.seed import seconds_to_make
from bench.stage import subject, version
from bench.subject import Subject


def main() -> int:
    """Exit status 0 also where a budget was missed: the report says so, and a busy machine is no failure."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        given = _arguments()
        with locked(given.home / "lock"):
            run = _measure(given)
    except (SandboxError, ArgusError, AskError, settings.SettingsError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: stopped; `--resume` goes on", file=sys.stderr)
        return 130
    report = run.report()
    say(f"\n{report.markdown()}\nkept in {run.folder}")
    if given.readme:
        write_readme(report.markdown(brief=True))
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """As Ctrl-C, so that the clusters and Argus are stopped."""
    raise KeyboardInterrupt


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure Argus beside the apiserver asked directly.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and only 10,000 pods")
    parser.add_argument("--only", action="append", metavar="SECTION", help="only these, as in `*-10k`; may be repeated")
    parser.add_argument("--list", action="store_true", help="name the sections, and measure nothing")
    parser.add_argument("--resume", action="store_true", help="go on with the last run where it was stopped")
    parser.add_argument("--readme", action="store_true", help="write the tables into README.md too")
    parser.add_argument("--home", type=Path, help="where clusters and runs are kept; default: ARGUS_HOME/bench")
    given = parser.parse_args()
    given.home = given.home or settings.load().home / "bench"
    given.sections = [each for each in sections() if _is_wanted(each, given.quick, given.only)]
    if given.list:
        print("\n".join(f"{each.name:16} {each.heading}" for each in given.sections))
        parser.exit()
    if not given.sections:
        parser.error(f"there is no such section; there are {', '.join(each.name for each in sections())}")
    return given


def _is_wanted(section: Section, quick: bool, only: Sequence[str] | None) -> bool:
    if only:
        return any(fnmatch(section.name, pattern) for pattern in only)
    return section.quick or not quick


def _measure(given: argparse.Namespace) -> Run:
    plan = Plan(commit(), given.quick, [each.name for each in given.sections])
    run, what = chosen(given.home, plan, given.resume)
    if what:
        say(what)
    pending = [each for each in given.sections if each.name in run.pending]
    for needs, group in itertools.groupby(pending, key=lambda each: each.needs):
        with subject(given.home, needs, given.quick) as measured:
            run.begun(Circumstances.now(version(measured)))
            for section in group:
                say(f"### {section.name}: {plan.sections.index(section.name) + 1} of {len(plan.sections)}")
                run.keep(_chapter(given.home, section, measured))
    return run


def _chapter(home: Path, section: Section, measured: Subject) -> Chapter:
    began = time.monotonic()
    readings = list(section.measure(measured))
    return Chapter(
        name=section.name,
        heading=section.heading,
        seconds=round(time.monotonic() - began, 1),
        load=round(os.getloadavg()[0], 2),
        set_words=section.needs.words,
        set_seconds=seconds_to_make(home, section.needs),
        readings=readings,
    )


if __name__ == "__main__":
    sys.exit(main())
