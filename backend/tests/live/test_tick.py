"""What the hub hands out at the end of a window, without the rooms around it."""

import asyncio
import gc
from collections.abc import Callable, Sequence
from typing import cast

import pytest

from argus.live import metrics, tick
from argus.live.feed import Topic
from argus.live.tick import Ticker

WINDOW = 0.01
CROWD = 2_000


class Listener:
    def __init__(self) -> None:
        self.frames: list[bytes] = []

    def offer(self, frame: bytes) -> bool:
        self.frames.append(frame)
        return True


class Behind(Listener):
    """Takes nothing at the moment."""

    def offer(self, frame: bytes) -> bool:
        return False


class Told:
    """A topic that has one message for its listeners."""

    def __init__(self, message: bytes, *clients: Listener) -> None:
        self._message = message
        self.clients = set(clients)
        self.taken = asyncio.Event()

    def take(self) -> tuple[bytes, int]:
        self.taken.set()
        return self._message, 1


async def tell(*topics: Told) -> None:
    """Until all their listeners have been told."""
    ticker = Ticker(WINDOW)
    for topic in topics:
        ticker.mark(cast(Topic, topic))
    for topic in topics:
        await asyncio.wait_for(topic.taken.wait(), 5)


async def test_a_client_gets_what_all_its_topics_say_as_one_frame() -> None:
    one, other, both = Listener(), Listener(), Listener()
    await tell(Told(b'{"a":1}', one, both), Told(b'{"b":2}', other, both))
    texts = [[frame[2:] for frame in listener.frames] for listener in (one, other, both)]
    assert texts == [[b'[{"a":1}]'], [b'[{"b":2}]'], [b'[{"a":1},{"b":2}]']]


async def test_what_is_dropped_is_not_counted_as_handed_over() -> None:
    before = metrics.OFFERED._value.get()
    await tell(Told(b'{"a":1}', Listener(), Behind()))
    assert metrics.OFFERED._value.get() == before + 1


async def test_to_tell_a_crowd_leaves_the_garbage_collector_at_rest() -> None:
    """Each collection in the midst of it takes what is alive then for old, until all that lives has to be walked."""
    followed = list[int]()

    class Counting(Told):
        def take(self) -> tuple[bytes, int]:
            followed.append(gc.get_count()[0])
            return super().take()

    class Counted(Listener):
        def offer(self, frame: bytes) -> bool:
            followed.append(gc.get_count()[0])
            return super().offer(frame)

    gc.disable()
    try:
        await tell(Counting(b"{}", *[Counted() for _ in range(CROWD)]))
    finally:
        gc.enable()
    assert len(followed) == 1 + CROWD
    assert max(followed) - followed[0] < CROWD / 10


class Loop:
    """A loop whose clock stands still until it is told what time it is."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.due = 0.0
        self._work: Callable[[], None] | None = None

    def monotonic(self) -> float:
        return self.now

    def get_running_loop(self) -> "Loop":
        return self

    def call_later(self, delay: float, work: Callable[[], None]) -> object:
        self.due, self._work = self.now + delay, work
        return object()

    def fire(self, late: float) -> None:
        self.now = self.due + late
        assert self._work is not None
        self._work()


def ends(monkeypatch: pytest.MonkeyPatch, lates: Sequence[float]) -> list[float]:
    """When windows end, in seconds after the first, if each timer is so late and something happens all the time."""
    loop = Loop()
    monkeypatch.setattr(tick, "time", loop)
    monkeypatch.setattr(tick, "asyncio", loop)
    ticker, topic = Ticker(WINDOW), cast(Topic, Told(b"{}", Listener()))
    due = list[float]()
    for late in lates:
        ticker.mark(topic)
        due.append(loop.due)
        loop.fire(late)
    return [round(each - due[0], 6) for each in due]


def test_windows_do_not_drift_with_timers_that_are_a_little_late(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ends(monkeypatch, [0.0009] * 5) == [0.0, 0.01, 0.02, 0.03, 0.04]


def test_after_a_window_that_ended_late_comes_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ends(monkeypatch, [0.0, 0.007, 0.0, 0.0]) == [0.0, 0.01, 0.027, 0.037]
