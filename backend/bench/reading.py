"""What one measurement says, whatever it is of."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from bench.measure import Figures

Unit = Literal["ms", "MiB"]


class Bound(msgspec.Struct, frozen=True):
    """A budget: the most that `of` may be."""

    of: Literal["median", "p99", "ratio"]
    at_most: float


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the report. `direct` is the apiserver asked the same without Argus, `ratio` is Argus over that.

    `body_bytes` are of one answer (Argus's, the apiserver's); `cpu_ms` is Argus's processor time for one answer.
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

    def missed(self) -> Sequence[Bound]:
        """The budgets that were not kept."""
        return [bound for bound in self.budgets if self._figure(bound) > bound.at_most]

    def _figure(self, bound: Bound) -> float:
        if bound.of == "ratio":
            assert self.ratio is not None
            return self.ratio.median
        return self.argus.p99 if bound.of == "p99" else self.argus.median
