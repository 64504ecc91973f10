"""What a crowd heard, held against what happened: how whole it was, and how late beside the batch window."""

from collections import Counter
from collections.abc import Sequence
from math import floor

import msgspec

from argus.live.tick import WINDOW_SECONDS
from bench.crowd import Report
from bench.measure import Figures, percentile

SLICE_SECONDS = 1.0
# How far a window whose end is not known is taken to reach beyond its last change.
DRIFT_SECONDS = 0.002


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A change as the observer had it from the apiserver; `at` is in seconds of the system's monotonic clock."""

    uid: str
    version: str
    at: float


class Delivery(msgspec.Struct, frozen=True):
    """Over all clients that were asked for. A change is `expected` unless a client got a later one of the same object.

    `twice` were delivered again, `unknown` are none of those that happened.
    """

    expected: int
    delivered: int
    twice: int
    unknown: int

    @property
    def percent(self) -> float:
        """What was right, rounded down: a client that was told too much was not told what is, and 99.99 is not all."""
        right = self.delivered - self.twice - self.unknown
        return floor(1000 * right / self.expected) / 10 if self.expected else 0.0


def delivery(report: Report, seen: Sequence[Seen], clients: int) -> Delivery:
    """What every client got. Those that are no longer there got nothing."""
    place = {(one.uid, one.version): at for at, one in enumerate(seen)}
    expected, delivered, twice, unknown = (clients - report.clients) * len(seen), 0, 0, 0
    for many, sequence in report.sequences:
        got = Counter(event for number in sequence for event in report.frames[number].events)
        known = [event for event in got if event in place]
        newest: dict[str, int] = {}
        for event in known:
            newest[event[0]] = max(newest.get(event[0], -1), place[event])
        superseded = sum(1 for event, at in place.items() if event not in got and newest.get(event[0], -1) > at)
        expected += many * (len(place) - superseded)
        delivered += many * len(known)
        twice += many * sum(count - 1 for count in got.values())
        unknown += many * (len(got) - len(known))
    return Delivery(expected, delivered, twice, unknown)


def delays(report: Report, seen: Sequence[Seen]) -> list[tuple[float, float]]:
    """For each sampled client and change: when it came to the observer, and how many ms later to the client."""
    arrived = {(one.uid, one.version): one.at for one in seen}
    return [
        (at, (heard - at) * 1000)
        for frame in report.frames
        for at in (arrived[event] for event in frame.events if event in arrived)
        for heard in frame.times
    ]


def added(report: Report, seen: Sequence[Seen], window: float = WINDOW_SECONDS) -> Figures:
    """What Argus adds to the window, in ms, for each sampled client and change; lowest and highest are medians of one
    second.

    A hub that costs nothing tells a change at once, or at the end of the window that the frame before opened. Where
    that end does not fall between a frame's last change and the next frame's first, the window ended soon after the
    last: after half of the time between them, or DRIFT_SECONDS. What came after the end and is in the frame all the
    same could have been told at once.
    """
    arrived = {(one.uid, one.version): one.at for one in seen}
    told = [
        (moments, frame.times)
        for frame in report.frames
        if (moments := sorted(arrived[event] for event in frame.events if event in arrived))
    ]
    late: list[tuple[float, float]] = []
    ended = float("-inf")
    for at, (moments, times) in enumerate(told):
        due = max(moments[0], ended + window)
        room = told[at + 1][0][0] - moments[-1] if at + 1 < len(told) else 0.0
        ended = due if 0 <= due - moments[-1] <= room else moments[-1] + min(room / 2, DRIFT_SECONDS)
        for moment in moments:
            late.extend((moment, (heard - max(due, moment)) * 1000) for heard in times)
    ours = [milliseconds for _, milliseconds in late]
    parts = [_median(part) for at in _seconds(late) if (part := _slice(late, at))]
    return Figures(len(ours), _median(ours), percentile(ours, 99), min(parts), max(parts))


def _seconds(series: Sequence[tuple[float, float]]) -> list[float]:
    first, last = min(at for at, _ in series), max(at for at, _ in series)
    return [first + number * SLICE_SECONDS for number in range(int((last - first) / SLICE_SECONDS) + 1)]


def _slice(series: Sequence[tuple[float, float]], begin: float) -> list[float]:
    return [late for at, late in series if begin <= at < begin + SLICE_SECONDS]


def _median(series: Sequence[float]) -> float:
    return percentile(series, 50)
