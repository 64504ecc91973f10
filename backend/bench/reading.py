"""What one measurement says, whatever it is of."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from bench.measure import Figures

Unit = Literal["ms", "s", "MiB", "MB", "µs", "kB", "%", ""]
Of = Literal["median", "p99", "ratio", "per_core", "per_second"]
# The budgets of DESIGN.md §8, see `budgets.py`.
Promise = Literal[
    "raw", "cold", "warm", "memory", "memory-100k", "hub", "watch", "whole", "latency", "get", "paint", "task", "heap"
]


class Bound(msgspec.Struct, frozen=True):
    """A budget: the most or the least that `of` may be. With `told`, none is set for this, and it is only compared.

    `budget` names the one of DESIGN.md that it is; where it is set for another size, it becomes `told` by itself.
    """

    of: Of
    at_most: float | None = None
    at_least: float | None = None
    told: bool = False
    budget: Promise | None = None

    def keeps(self, figure: float) -> bool:
        low = self.at_least is None or figure >= self.at_least
        return low and (self.at_most is None or figure <= self.at_most)


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the report. `direct` is the apiserver asked the same without Argus, `ratio` is Argus over that.

    `body_bytes` are of one answer (Argus's, the apiserver's); `cpu_ms` is Argus's processor time for one answer.
    `per_second` and `direct_per_second` are how many answers there were in a second of each round. `more` are figures
    of one section's own, by the heading of their column, which names the unit. `note` is said behind the figures.
    """

    section: str
    what: str
    argus: Figures
    unit: Unit = "ms"
    direct: Figures | None = None
    ratio: Figures | None = None
    budgets: tuple[Bound, ...] = ()
    body_bytes: tuple[int, int] | None = None
    cpu_ms: float | None = None
    per_second: Figures | None = None
    direct_per_second: Figures | None = None
    more: dict[str, float | str] = {}
    note: str = ""

    @property
    def per_core(self) -> float | None:
        """Answers in a second of processor time."""
        return 1000 / self.cpu_ms if self.cpu_ms else None

    def missed(self) -> Sequence[Bound]:
        """The budgets that were not kept."""
        return [bound for bound in self.budgets if not bound.keeps(self.figure(bound))]

    def figure(self, bound: Bound) -> float:
        """What the budget is about."""
        if bound.of == "ratio":
            assert self.ratio is not None
            return self.ratio.median
        if bound.of == "per_core":
            assert self.per_core is not None
            return self.per_core
        if bound.of == "per_second":
            assert self.per_second is not None
            return self.per_second.median
        return self.argus.p99 if bound.of == "p99" else self.argus.median
