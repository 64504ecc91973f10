"""The budgets of DESIGN.md §8: for how many pods each is set, and the table that the report opens with."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from bench.columns import bound_figure, named
from bench.reading import Bound, Promise, Reading

NOT_MEASURED = "not measured"
MOST_PODS = 100_000
# All others are set for 10,000 pods.
PODS: dict[Promise, int] = dict.fromkeys(("memory-100k", "paint", "task", "heap"), MOST_PODS)
BUDGETS: tuple[tuple[str, tuple[Promise, ...]], ...] = (
    ("raw list ≤ 1.1 times the same asked of the apiserver", ("raw",)),
    ("cold first page ≤ 1.3 times the full list that it is made from", ("cold",)),
    ("warm page of 100, sorted and filtered: p50 ≤ 8 ms, p99 ≤ 30 ms", ("warm",)),
    ("memory of the backend ≤ 300 MB; at 100,000 pods ≤ 1,000 MB", ("memory", "memory-100k")),
    ("CPU for a change delivered to one client more ≤ 15 µs", ("hub",)),
    ("one upstream watch for a cluster and kind, whatever the number of clients", ("watch",)),
    ("each client gets each change once, or a later one of the same object: 100 %", ("whole",)),
    ("a change reaches a client p50 ≤ 2 ms later than the batch window makes it, of up to 40", ("latency",)),
    ("small GET ≥ 4,000 a second on one core", ("get",)),
    ("browser with 100,000 rows: first paint ≤ 2,500 ms", ("paint",)),
    ("browser with 100,000 rows, 200 changes a second: no task > 50 ms", ("task",)),
    ("browser with 100,000 rows: heap ≤ 250 MB", ("heap",)),
)


class Judged(NamedTuple):
    """A budget and the reading that it is about; `words` say of which clusters."""

    bound: Bound
    reading: Reading
    words: str

    @property
    def strain(self) -> float:
        """How much of the budget is used: above 1 it is missed."""
        figure, bound = self.reading.figure(self.bound), self.bound
        most = figure / bound.at_most if bound.at_most else 0.0
        return max(most, bound.at_least / figure if bound.at_least and figure else 0.0)


def for_size(reading: Reading, pods: int) -> Reading:
    """The reading with those of its budgets only told that are set for another number of pods."""
    bounds = (
        msgspec.structs.replace(bound, told=bound.told or PODS.get(bound.budget, 10_000) != pods)
        if bound.budget
        else bound
        for bound in reading.budgets
    )
    return msgspec.structs.replace(reading, budgets=tuple(bounds))


def budgets_table(measured: Sequence[tuple[str, Reading]]) -> str:
    """Markdown of all; `measured` are readings with the words of their clusters."""
    found = [Judged(bound, reading, words) for words, reading in measured for bound in reading.budgets]
    rows = [_row(words, promises, found) for words, promises in BUDGETS]
    return "\n".join(["| budget | measured | kept |", "|---|---|---|", *rows])


def _row(words: str, promises: Sequence[Promise], found: Sequence[Judged]) -> str:
    said, verdicts = [], []
    for promise in promises:
        of_this = [each for each in found if each.bound.budget == promise]
        # Those of another size count only where there is none of the right one.
        judged = [each for each in of_this if not each.bound.told] or of_this
        said.append("; ".join(_worst(judged)) or NOT_MEASURED)
        verdicts.append(_verdict(judged))
    return f"| {words} | {'; '.join(said)} | {'; '.join(verdicts)} |"


def _worst(judged: Sequence[Judged]) -> Iterator[str]:
    """Of every figure that is judged the one that is nearest to its bound or beyond, and where that was."""
    for of in dict.fromkeys(each.bound.of for each in judged):
        those = [each for each in judged if each.bound.of == of]
        worst = max(those, key=lambda each: each.strain)
        where = [named(worst.reading)] if len(those) > 1 else []
        where += [f"at {worst.words}"] if worst.bound.told and worst.words else []
        yield bound_figure(worst.bound, worst.reading) + (f" ({', '.join(where)})" if where else "")


def _verdict(judged: Sequence[Judged]) -> str:
    if not judged:
        return NOT_MEASURED
    kept = all(each.bound.keeps(each.reading.figure(each.bound)) for each in judged)
    verdict = "yes" if kept else "no"
    return f"({verdict})" if all(each.bound.told for each in judged) else verdict
