"""`python -m bench`: arguments, the order of the sections, and where the report goes."""

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import NoReturn

from argus import settings
from argus.sandbox.layout import SandboxError
from argus.sandbox.process import locked
from bench.argus_process import ArgusError, ArgusProcess
from bench.client import AskError, direct_client
from bench.cluster import filled_cluster
from bench.lists import Rounds, Subject, cold, raw, warm
from bench.machine import Circumstances
from bench.memory import memory
from bench.progress import say
from bench.reading import Reading
from bench.readme import write_readme
from bench.report import Report

SECTIONS: dict[str, Callable[[Subject], Iterable[Reading]]] = {
    "raw": raw,
    "cold": cold,
    "warm": warm,
    "memory": memory,
}
FULL = Rounds(raw=15, cold=9, warm=300)
QUICK = Rounds(raw=5, cold=3, warm=100)


def main() -> int:
    """Exit status 0 also where a budget was missed: the report says so, and a busy machine is no failure."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        given = _arguments()
        with locked(given.home / "lock"):
            report = _measured(given)
    except (SandboxError, ArgusError, AskError, settings.SettingsError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: stopped", file=sys.stderr)
        return 130
    _publish(report, given)
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """As Ctrl-C, so that the cluster and Argus are stopped."""
    raise KeyboardInterrupt


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure Argus beside the apiserver asked directly.")
    parser.add_argument("--pods", type=_positive, default=10_000)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="only this section; may be repeated")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md too")
    parser.add_argument("--home", type=Path, help="where clusters and reports are kept; default: ARGUS_HOME/bench")
    given = parser.parse_args()
    given.home = given.home or settings.load().home / "bench"
    return given


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _measured(given: argparse.Namespace) -> Report:
    began = time.monotonic()
    rounds = QUICK if given.quick else FULL
    folder = given.home / "argus"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    readings: list[Reading] = []
    with filled_cluster(given.home, given.pods) as cluster:
        circumstances = Circumstances.now(cluster.version)
        with direct_client(cluster.kubeconfig) as direct, ArgusProcess(folder, cluster.kubeconfig) as argus:
            subject = Subject(argus, direct, rounds, cluster.pods)
            for name in given.only or SECTIONS:
                readings.extend(SECTIONS[name](subject))
        load_after = round(os.getloadavg()[0], 2)
    return Report(
        circumstances=circumstances,
        pods=cluster.pods,
        seconds=round(time.monotonic() - began, 1),
        load_after=load_after,
        readings=readings,
    )


def _publish(report: Report, given: argparse.Namespace) -> None:
    markdown = report.markdown()
    folder = given.home / "reports"
    folder.mkdir(exist_ok=True)
    stem = report.circumstances.date.replace(":", "")
    (folder / f"{stem}.json").write_bytes(report.json())
    (folder / f"{stem}.md").write_text(markdown)
    say(f"\n{markdown}\nmeasured in {report.seconds:.0f} s; kept in {folder / stem}.md and .json")
    if given.readme:
        write_readme(markdown)


if __name__ == "__main__":
    sys.exit(main())
