"""How much memory Argus takes on its way from a start to the work of a day."""

from collections.abc import Iterator

from bench.measure import Figures
from bench.pages import PAGE, PAGES, POD, check
from bench.progress import Step
from bench.reading import Bound, Reading
from bench.search import until_searched
from bench.sets import TEN
from bench.subject import Subject

BUDGET = (Bound("median", 300.0, budget="memory"),)
LARGE_BUDGET = (Bound("median", 1000.0, budget="memory-100k"),)
# The process tells MiB.
MB_A_MIB = 2**20 / 1e6
WARM_PAGES = 50
RAW_LISTS = 2


def memory(subject: Subject) -> Iterator[Reading]:
    """Resident memory after each stage of one process, and the most there was during all of them."""
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
            kinds = until_searched(argus)
            claims = subject.set.claims * subject.set.clusters
            note = f"kinds: {kinds}, claims: {claims:,}"
            yield _reading(subject, "with all kinds that are searched", process.resident(), note)
            yield _reading(subject, "at its peak", process.peak())


def _reading(subject: Subject, what: str, mebibytes: float, note: str = "") -> Reading:
    budgets = BUDGET if subject.set == TEN else LARGE_BUDGET
    megabytes = Figures.of([mebibytes * MB_A_MIB])
    return Reading(section="", what=what, argus=megabytes, unit="MB", budgets=budgets, note=note)
