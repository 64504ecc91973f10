"""How much memory Argus takes on its way from a start to the work of a day."""

from collections.abc import Iterator

from bench.lists import PAGE, PAGES, Subject
from bench.measure import Figures
from bench.progress import Step
from bench.reading import Bound, Reading

BUDGET = (Bound("median", 300.0),)
WARM_PAGES = 50
RAW_LISTS = 2


def memory(subject: Subject) -> Iterator[Reading]:
    """Resident memory after each stage of one process, and the most there ever was."""
    process = subject.argus
    with Step("memory"):
        process.restart()
        yield _reading("after the start", process.resident())
        with process.client() as argus:
            argus.time(subject.path(limit=str(PAGE)))
            yield _reading("with the index of all pods", process.resident())
            queries = [query for query, _ in PAGES.values()]
            for number in range(WARM_PAGES):
                argus.time(subject.path(limit=str(PAGE), **queries[number % len(queries)]))
            yield _reading(f"after {WARM_PAGES} warm pages", process.resident())
            for _ in range(RAW_LISTS):
                argus.time(subject.path(view="raw"))
            yield _reading("after raw lists of all pods", process.resident())
        yield _reading("at its peak", process.peak())


def _reading(what: str, mebibytes: float) -> Reading:
    return Reading(section="memory", what=what, argus=Figures.of([mebibytes]), unit="MiB", budgets=BUDGET)
