"""How much memory Argus takes on its way from a start to the work of a day."""

from collections.abc import Iterator

from bench.lists import PAGE, PAGES, POD, check
from bench.measure import Figures
from bench.progress import Step
from bench.reading import Bound, Reading
from bench.search import until_searched
from bench.sets import TEN
from bench.subject import Subject

BUDGET = (Bound("median", 300.0),)
LARGE_BUDGET = (Bound("median", 1024.0),)
WARM_PAGES = 50
RAW_LISTS = 2


def memory(subject: Subject) -> Iterator[Reading]:
    """Resident memory after each stage of one process, and the most there ever was."""
    process = subject.argus
    with Step("memory"):
        process.restart()
        yield _reading(subject, "after the start", process.resident())
        with process.client() as argus:
            check(argus, subject, POD, subject.pods)
            yield _reading(subject, "with the index of all pods", process.resident())
            queries = [query for resource, query, _ in PAGES.values() if resource == POD]
            for number in range(WARM_PAGES):
                argus.time(subject.path(limit=str(PAGE), **queries[number % len(queries)]))
            yield _reading(subject, f"after {WARM_PAGES} warm pages", process.resident())
            if subject.set.clusters == 1:
                for _ in range(RAW_LISTS):
                    argus.time(subject.path(view="raw"))
                yield _reading(subject, "after raw lists of all pods", process.resident())
            yield _reading(subject, "at its peak", process.peak())
            kinds = until_searched(argus)
            claims = subject.set.claims * subject.set.clusters
            what = f"with the {kinds} kinds that are searched, {claims:,} claims among them"
            yield _reading(subject, what, process.resident())


def _reading(subject: Subject, what: str, mebibytes: float) -> Reading:
    budgets = BUDGET if subject.set == TEN else LARGE_BUDGET
    return Reading(section="memory", what=what, argus=Figures.of([mebibytes]), unit="MiB", budgets=budgets)
