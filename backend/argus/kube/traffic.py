"""How one apiserver answers what Argus asks of it: how often, how fast and with what end.

Plain counts, kept where the requests are made and read by whoever publishes them.
"""

import asyncio
import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Literal

from argus.errors import UpstreamError, UpstreamRefused, UpstreamTimeout

# Seconds. A probe gives up after 5 of them, a request after 30, a list after 60.
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
Outcome = Literal["ok", "refused", "error", "timeout", "unreachable", "abandoned"]
ANSWERED = frozenset({"ok", "refused", "error", "timeout"})
Query = Mapping[str, str] | Sequence[tuple[str, str]] | None


class Timing:
    """`counts` by bucket of BOUNDS, the last one for what took longer; `seconds` are those of all together."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


class Traffic:
    """Requests by verb and outcome. Timed are those that were answered or waited for until their time was over."""

    def __init__(self) -> None:
        self.outcomes: dict[tuple[str, Outcome], int] = {}
        self.timings: dict[str, Timing] = {}

    def add(self, verb: str, outcome: Outcome, seconds: float) -> None:
        self.outcomes[verb, outcome] = self.outcomes.get((verb, outcome), 0) + 1
        if outcome in ANSWERED:
            timing = self.timings.get(verb)
            if timing is None:
                timing = self.timings[verb] = Timing()
            timing.add(seconds)


class Measured:
    """Times a block of code that asks an apiserver, and counts it by how it ends."""

    __slots__ = ("_began", "_traffic", "_verb")

    def __init__(self, traffic: Traffic, verb: str) -> None:
        self._traffic = traffic
        self._verb = verb

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        outcome = outcome_of(error)
        if outcome is not None:
            self._traffic.add(self._verb, outcome, time.perf_counter() - self._began)


def outcome_of(error: BaseException | None) -> Outcome | None:
    """None for what says nothing of the cluster: it was not asked, or Argus itself closed the connection."""
    if error is None:
        return "ok"
    if isinstance(error, asyncio.CancelledError):
        return "abandoned"
    if isinstance(error, UpstreamRefused):
        return "refused" if error.declined else "error"
    if isinstance(error, UpstreamTimeout):
        return "timeout"
    return "unreachable" if isinstance(error, UpstreamError) and error.reason != "Replaced" else None


def verb_of(method: str, query: Query, whole: bool) -> str:
    """`watch`, `list` (by pieces), `stream` for what else is not read as a `whole`, or the method."""
    asked = query if isinstance(query, Mapping) else dict(query or ())
    if "watch" in asked:
        return "watch"
    if not whole:
        return "stream"
    return "list" if method == "GET" and "limit" in asked else method.lower()
