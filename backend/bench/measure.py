"""The arithmetic: what a series of numbers says, and how two things are measured fairly beside each other."""

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import median

import msgspec


class Figures(msgspec.Struct, frozen=True):
    """A series in a few numbers, all in the series' own unit."""

    count: int
    median: float
    p99: float
    low: float
    high: float

    @classmethod
    def of(cls, series: Sequence[float]) -> "Figures":
        """Raises ValueError for an empty series."""
        if not series:
            raise ValueError("there is nothing to sum up")
        return cls(len(series), median(series), percentile(series, 99), min(series), max(series))


def percentile(series: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of the series do not exceed (nearest rank): one that was measured."""
    ordered = sorted(series)
    return ordered[max(1, math.ceil(len(ordered) * percent / 100)) - 1]


def ratios(series: Sequence[float], yardstick: Sequence[float]) -> Figures:
    """Round by round: what was measured in one moment is divided by what was measured in the same."""
    return Figures.of([one / other for one, other in zip(series, yardstick, strict=True)])


def interleave(
    tasks: Mapping[str, Callable[[], float]],
    rounds: int,
    after_round: Callable[[int], None] = lambda _done: None,
    only: tuple[str, int] | None = None,
) -> dict[str, list[float]]:
    """Run every task once a round and keep what it returns. The order turns, so that no task always goes first.

    `only` names the task that alone is run in all but every so-manieth round, because it needs more samples.
    """
    series: dict[str, list[float]] = {name: [] for name in tasks}
    names = list(tasks)
    for number in range(rounds):
        whole = only is None or number % only[1] == 0
        shift = (number // only[1] if only else number) % len(names)
        for name in names[shift:] + names[:shift]:
            if whole or only is None or name == only[0]:
                series[name].append(tasks[name]())
        after_round(number + 1)
    return series
