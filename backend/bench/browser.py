"""The list of pods in Chromium, while 200 pods change every second: what is shipped, painted, drawn and kept.

The driver is frontend/bench/browser.mjs. The dashboard must be built; `ARGUS_CHROMIUM` names the browser.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import msgspec

from bench.argus_process import EMAIL, ArgusError
from bench.dashboard import FRONTEND, Dashboard
from bench.etcd import etcd_url
from bench.instruments import Changes
from bench.measure import Figures
from bench.progress import Step
from bench.reading import Bound, Reading, Unit
from bench.subject import Subject

RATE = 200.0
VISITS, QUICK_VISITS = 5, 2
SECONDS, QUICK_SECONDS = 30.0, 8.0
MINUTES, QUICK_MINUTES = 10.0, 1.0
LOAD_SECONDS, QUICK_LOAD_SECONDS = 240.0, 20.0
SCRIPT_BUDGET, PAINT_BUDGET = (Bound("median", 200.0),), (Bound("median", 2_500.0),)
TASK_BUDGET, HEAP_BUDGET = (Bound("median", 50.0),), (Bound("median", 250.0),)


class Visit(msgspec.Struct, frozen=True):
    """Milliseconds to the first paint of anything and of rows; kilobytes of scripts and of each kind, compressed."""

    paint: float
    rows: float
    script: float
    kilobytes: dict[str, float]


class Frames(msgspec.Struct, frozen=True):
    """`expected` of a screen with 60 Hz, those that the page drew, and the longest time between two, in ms."""

    expected: int
    drawn: int
    worst: float


class Tasks(msgspec.Struct, frozen=True, rename="camel"):
    """The longest of the page's thread in processor time and by the clock, in ms; how many lasted above 50 ms.

    `busy` is the part of the time for which the thread had a processor. `result` is what was done meanwhile.
    """

    longest: float
    longest_by_clock: float
    long: int
    busy: float
    result: Frames | None = None


class Measured(msgspec.Struct, frozen=True, rename="camel"):
    """What the driver says. `rows` are those it loaded; figures before that are `at_top`. Heaps in MiB."""

    visits: list[Visit]
    at_top: Tasks
    scrolled: Tasks
    heap_at_top: float
    rows: int
    loaded: Tasks
    scrolled_loaded: Tasks
    heap: float


def browser(subject: Subject) -> Iterator[Reading]:
    """Everything in one run of the driver."""
    words = f"{subject.pods:,} rows"
    with Step(f"Chromium with {words}"), ExitStack() as stack:
        with subject.argus.client() as client:
            client.read(subject.path(limit="1"))
        dashboard = stack.enter_context(Dashboard(subject.argus))
        each = RATE / len(subject.clusters)
        for paths in subject.clusters:
            stack.enter_context(Changes(etcd_url(paths), each))
        measured = _drive(subject, dashboard)
    yield from _shipped(words, measured.visits)
    yield _reading(words, "heap with the first rows", [measured.heap_at_top], "MiB", HEAP_BUDGET)
    yield from _followed(words, "at the top", measured.at_top, measured.scrolled)
    loaded = f"with {measured.rows:,} loaded"
    yield from _followed(words, loaded, measured.loaded, measured.scrolled_loaded)
    minutes = QUICK_MINUTES if subject.quick else MINUTES
    yield _reading(words, f"heap {loaded}, after {minutes:.0f} min", [measured.heap], "MiB", HEAP_BUDGET)


def _drive(subject: Subject, dashboard: Dashboard) -> Measured:
    order = {
        "url": dashboard.url,
        "path": "/fleet/pods" if subject.set.clusters > 1 else f"/clusters/{subject.argus.cluster}/pods",
        "credentials": {"email": EMAIL, "password": subject.argus.password},
        "chromium": os.environ.get("ARGUS_CHROMIUM") or shutil.which("chromium") or "",
        "visits": QUICK_VISITS if subject.quick else VISITS,
        "seconds": QUICK_SECONDS if subject.quick else SECONDS,
        "rows": subject.pods,
        "loadSeconds": QUICK_LOAD_SECONDS if subject.quick else LOAD_SECONDS,
        "minutes": QUICK_MINUTES if subject.quick else MINUTES,
    }
    command = [shutil.which("node") or "node", "bench/browser.mjs"]
    done = subprocess.run(command, cwd=FRONTEND, input=msgspec.json.encode(order), stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise ArgusError(f"the browser could not be measured (exit code {done.returncode})")
    return msgspec.json.decode(done.stdout, type=Measured)


def _shipped(words: str, visits: Sequence[Visit]) -> Iterator[Reading]:
    kinds = sorted({kind for visit in visits for kind in visit.kilobytes} - {"script"})
    more: dict[str, float | str] = {f"{kind}, kB": visits[0].kilobytes.get(kind, 0.0) for kind in kinds}
    script = [visit.script for visit in visits]
    yield Reading(
        section=words,
        what="first visit, JavaScript",
        argus=Figures.of(script),
        unit="kB",
        budgets=SCRIPT_BUDGET,
        more=more,
    )
    yield _reading(words, "first visit, first paint", [visit.paint for visit in visits], "ms", PAINT_BUDGET)
    yield _reading(words, "first visit, first rows", [visit.rows for visit in visits], "ms", PAINT_BUDGET)


def _followed(words: str, where: str, looking: Tasks, scrolling: Tasks) -> Iterator[Reading]:
    """Judged by processor time: the clusters, Argus and whatever else runs here takes the page's processors away."""
    yield _longest(words, f"longest task {where}", looking, {})
    frames = scrolling.result
    assert frames is not None
    dropped = 100 * max(0, frames.expected - frames.drawn) / max(1, frames.expected)
    drawn: dict[str, float | str] = {"frames dropped, %": dropped, "longest frame, ms": frames.worst}
    yield _longest(words, f"longest task while scrolling {where}", scrolling, drawn)


def _longest(words: str, what: str, tasks: Tasks, more: dict[str, float | str]) -> Reading:
    clock: dict[str, float | str] = {
        "by the clock, ms": tasks.longest_by_clock,
        "above 50 ms by the clock": float(tasks.long),
        "thread busy, %": tasks.busy * 100,
    }
    longest = Figures.of([tasks.longest])
    return Reading(section=words, what=what, argus=longest, unit="ms", budgets=TASK_BUDGET, more=clock | more)


def _reading(words: str, what: str, series: Sequence[float], unit: Unit, budgets: tuple[Bound, ...]) -> Reading:
    return Reading(section=words, what=what, argus=Figures.of(series), unit=unit, budgets=budgets)
