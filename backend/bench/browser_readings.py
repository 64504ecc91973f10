"""What a browser's session says, as lines of the report: what was shipped, tasks and frames, heap."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import msgspec

from bench.chromium import Frames, Loading, Scrolled, Tasks, Visit
from bench.columns import number
from bench.measure import Figures
from bench.reading import Bound, Promise, Reading, Unit

# For so many rows budgets are set.
BUDGET_ROWS = 100_000
TASK = "longest task in processor time"
SCRIPT_KB, PAINT_MS, TASK_MS, HEAP_MB = 200.0, 2_500.0, 50.0, 250.0
# The budgets of a figure.
Judge = Callable[[float], tuple[Bound, ...]]
CLOCK, REST = "by the clock", "while nothing changes"


class Seen(msgspec.Struct, frozen=True):
    """A page that was looked at and scrolled; `heard` changes a second reached it meanwhile."""

    looked: Tasks
    scrolled: Scrolled
    heard: float


class Pair(msgspec.Struct, frozen=True):
    """The same page while pods change, and while none does."""

    changing: Seen
    resting: Seen


class Heap(msgspec.Struct, frozen=True):
    """MB of a list of so many pods after so many minutes."""

    pods: int
    loading: Loading
    megabytes: float
    minutes: int = 0


class Measured(msgspec.Struct, frozen=True):
    """A list of so many pods. `first_heap` is with its first rows, in MB.

    `loading` is how far its rows came while pods changed, `loaded` those that it had when all of them were looked at.
    """

    pods: int
    visits: Sequence[Visit]
    top: Pair
    first_heap: float
    loading: Loading
    loaded: Loading
    full: Pair
    heaps: Sequence[Heap]


def readings(measured: Measured) -> Iterator[Reading]:
    """What was shipped, then tasks and frames, then heaps. The heap of the first rows only is not judged."""
    pods, loading = measured.pods, measured.loading
    words = f"{pods:,} rows"
    at_top = partial(_bound, "task", TASK_MS, pods, True)
    task = partial(_bound, "task", TASK_MS, pods)
    yield from _shipped(f"{words}, first visit", pods, measured.visits)
    yield from _seen(f"{words}, at the top", measured.top, at_top)
    speed = f"in {loading.seconds:.1f} s, {loading.rows / max(loading.seconds, 0.001):,.0f} a second"
    yield _task(f"{words}, until {_loaded(loading)}", TASK, loading, None, partial(task, loading.whole), speed)
    yield from _seen(f"{words}, {_loaded(measured.loaded)}", measured.full, partial(task, measured.loaded.whole))
    first = (Bound("median", HEAP_MB, told=True),)
    yield _reading(f"{words}, at the top", "heap", [measured.first_heap], "MB", first)
    for heap in measured.heaps:
        after = f" after {heap.minutes} min" if heap.minutes else ""
        words = f"{heap.pods:,} rows, {_loaded(heap.loading)}"
        bound = _bound("heap", HEAP_MB, heap.pods, heap.loading.whole, heap.megabytes)
        yield _reading(words, f"heap{after}", [heap.megabytes], "MB", bound)


def _bound(budget: Promise, most: float, pods: int, whole: bool, figure: float) -> tuple[Bound, ...]:
    """A smaller list is only compared. So is one that could not be loaded whole: unless it is too much even so."""
    told = pods < BUDGET_ROWS or (not whole and figure <= most)
    return (Bound("median", most, told=told, budget=budget),)


def _loaded(loading: Loading) -> str:
    """Some of the pods are away at any moment."""
    return f"all {loading.rows:,} loaded" if loading.whole else f"{loading.rows:,} of {loading.total:,} loaded"


def _shipped(words: str, pods: int, visits: Sequence[Visit]) -> Iterator[Reading]:
    script = [visit.shipped["script"].bytes / 1000 for visit in visits]
    yield _reading(
        words, "JavaScript, compressed", script, "kB", (Bound("median", SCRIPT_KB),), note=_beside(visits[0])
    )
    paint = (Bound("median", PAINT_MS, told=pods < BUDGET_ROWS, budget="paint"),)
    yield _reading(words, "first paint", [visit.paint for visit in visits], "ms", paint)
    # The rows come from clusters that the same processors run, which takes most of that time.
    rows = (Bound("median", PAINT_MS, told=True),)
    yield _reading(words, "first rows", [visit.rows for visit in visits], "ms", rows)


def _beside(visit: Visit) -> str:
    """`in 28 files; beside it style 9.0 kB, font 141 kB`."""
    others = sorted((kind, each.bytes / 1000) for kind, each in visit.shipped.items() if kind != "script")
    sizes = ", ".join(f"{kind} {number(kilobytes, 'kB')}" for kind, kilobytes in others)
    return f"in {visit.shipped['script'].requests} files; beside it {sizes}"


def _seen(words: str, pair: Pair, judge: Judge) -> Iterator[Reading]:
    """Judged by processor time: the clusters, Argus and whatever else runs here takes the page's processors away."""
    moving, still = pair.changing, pair.resting
    heard = f"{moving.heard:.0f} changes a second heard"
    yield _task(words, TASK, moving.looked, still.looked, judge, heard)
    yield _task(words, f"scrolling, {TASK}", moving.scrolled, still.scrolled, judge)
    frames, at_rest = moving.scrolled.frames, still.scrolled.frames
    more = {CLOCK: f"longest {number(frames.worst, 'ms')}", REST: _dropped(at_rest)}
    yield _reading(words, "scrolling, frames dropped", [frames.dropped], "%", (), more)


def _dropped(frames: Frames) -> str:
    return f"{number(frames.dropped, '%')}; longest {number(frames.worst, 'ms')}"


def _task(words: str, what: str, tasks: Tasks, still: Tasks | None, judge: Judge, note: str = "") -> Reading:
    more = {CLOCK: _by_clock(tasks)}
    if still is not None:
        more[REST] = f"{number(still.longest, 'ms')}; by the clock {_by_clock(still)}"
    return _reading(words, what, [tasks.longest], "ms", judge(tasks.longest), more, note)


def _by_clock(tasks: Tasks) -> str:
    return f"{number(tasks.longest_by_clock, 'ms')}, {tasks.long} above 50"


def _reading(
    words: str,
    what: str,
    series: Sequence[float],
    unit: Unit,
    bounds: tuple[Bound, ...],
    more: Mapping[str, str] | None = None,
    note: str = "",
) -> Reading:
    said: dict[str, float | str] = {**(more or {})}
    figures = Figures.of(series)
    return Reading(section=words, what=what, argus=figures, unit=unit, budgets=bounds, more=said, note=note)
