"""What a browser's session says, as lines of the report: what was shipped, tasks and frames, heap."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bench.chromium import Loading, Scrolled, Tasks, Visit
from bench.columns import number
from bench.measure import Figures
from bench.reading import Bound, Reading, Unit

# For so many rows budgets are set.
BUDGET_ROWS = 100_000
SCRIPT_KB, PAINT_MS, TASK_MS, HEAP_MB = 200.0, 2_500.0, 50.0, 250.0
CLOCK, REST, NOTE = "by the clock", "nothing changes", "beside it"


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
    """A list of so many pods. `first_heap` is with its first rows, in MB."""

    pods: int
    visits: Sequence[Visit]
    top: Pair
    first_heap: float
    loading: Loading
    full: Pair
    heaps: Sequence[Heap]


def readings(measured: Measured) -> Iterator[Reading]:
    """What was shipped, then tasks and frames, then heaps; a budget is judged where it is about as many rows."""
    pods, loading = measured.pods, measured.loading
    words = f"{pods:,} rows"
    yield from _shipped(f"{words}, first visit", pods, measured.visits)
    yield from _seen(f"{words}, at the top", measured.top, _budget(TASK_MS, pods))
    budget = _budget(TASK_MS, pods, loading)
    speed = f"{loading.seconds:.1f} s; {loading.rows / max(loading.seconds, 0.001):,.0f} rows a second"
    loaded = _loaded(loading)
    yield _task(f"{words}, until {loaded}", "longest task, processor time", loading, None, budget, speed)
    yield from _seen(f"{words}, {loaded}", measured.full, budget)
    yield _reading(f"{words}, at the top", "heap", [measured.first_heap], "MB", _budget(HEAP_MB, pods))
    for heap in measured.heaps:
        after = f" after {heap.minutes} min" if heap.minutes else ""
        words = f"{heap.pods:,} rows, {_loaded(heap.loading)}"
        yield _reading(words, f"heap{after}", [heap.megabytes], "MB", _budget(HEAP_MB, heap.pods, heap.loading))


def _budget(most: float, pods: int, loading: Loading | None = None) -> tuple[Bound, ...]:
    """None where not all rows could be loaded; with a smaller list it is only compared."""
    return (Bound("median", most, told=pods < BUDGET_ROWS),) if loading is None or loading.whole else ()


def _loaded(loading: Loading) -> str:
    """Some of the pods are away at any moment."""
    return f"all {loading.rows:,} loaded" if loading.whole else f"{loading.rows:,} of {loading.total:,} loaded"


def _shipped(words: str, pods: int, visits: Sequence[Visit]) -> Iterator[Reading]:
    script = [visit.shipped["script"].bytes / 1000 for visit in visits]
    beside = {NOTE: _beside(visits[0])}
    budget = (Bound("median", SCRIPT_KB),)
    yield _reading(words, "JavaScript, compressed", script, "kB", budget, beside)
    paint = _budget(PAINT_MS, pods)
    yield _reading(words, "first paint", [visit.paint for visit in visits], "ms", paint)
    yield _reading(words, "first rows", [visit.rows for visit in visits], "ms", paint)


def _beside(visit: Visit) -> str:
    """`28 scripts; style 9.0, font 141 kB`."""
    others = sorted((kind, each.bytes / 1000) for kind, each in visit.shipped.items() if kind != "script")
    sizes = ", ".join(f"{kind} {number(kilobytes)}" for kind, kilobytes in others)
    return f"{visit.shipped['script'].requests} scripts; {sizes} kB"


def _seen(words: str, pair: Pair, budget: tuple[Bound, ...]) -> Iterator[Reading]:
    """Judged by processor time: the clusters, Argus and whatever else runs here takes the page's processors away."""
    moving, still = pair.changing, pair.resting
    heard = f"{moving.heard:.0f} changes a second heard"
    yield _task(words, "longest task, processor time", moving.looked, still.looked, budget, heard)
    yield _task(words, "longest task while scrolling, processor time", moving.scrolled, still.scrolled, budget)
    frames, at_rest = moving.scrolled.frames, still.scrolled.frames
    more = {REST: f"{number(at_rest.dropped)} %", NOTE: f"longest frame {number(frames.worst, 'ms')}"}
    yield _reading(words, "frames dropped while scrolling", [frames.dropped], "%", (), more)


def _task(
    words: str, what: str, tasks: Tasks, still: Tasks | None, budget: tuple[Bound, ...], note: str = ""
) -> Reading:
    more = {CLOCK: f"{number(tasks.longest_by_clock, 'ms')}, {tasks.long} above 50"}
    if still is not None:
        more[REST] = f"{number(still.longest, 'ms')}; by the clock {number(still.longest_by_clock, 'ms')}"
    busy = f"thread busy {tasks.busy * 100:.0f} %"
    more[NOTE] = f"{busy}; {note}" if note else busy
    return _reading(words, what, [tasks.longest], "ms", budget, more)


def _reading(
    words: str,
    what: str,
    series: Sequence[float],
    unit: Unit,
    budgets: tuple[Bound, ...],
    more: Mapping[str, str] | None = None,
) -> Reading:
    said: dict[str, float | str] = {**(more or {})}
    return Reading(section=words, what=what, argus=Figures.of(series), unit=unit, budgets=budgets, more=said)
