"""Gathers what happened for a moment, then hands each client one frame."""

import asyncio
import time
from collections.abc import Iterator, Sequence

from argus.live import metrics
from argus.live.client import Client
from argus.live.feed import Topic
from argus.live.wire import framed

WINDOW_SECONDS = 0.05
# A timer is a millisecond late now and then, which the next window makes up for. More of it is a loop that is behind:
# then the next window is a whole one.
TIMER_SECONDS = 0.002

Parcel = tuple[bytes, int]


class Ticker:
    """The first change after a quiet time goes out at once and opens a window; what comes within it goes at its end.

    Every topic is encoded once and each frame built once.
    """

    def __init__(self, window: float = WINDOW_SECONDS) -> None:
        self._window = window
        self._dirty: dict[Topic, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._due = self._marked_at = 0.0

    def mark(self, topic: Topic) -> None:
        self._dirty[topic] = None
        if self._timer is None:
            self._marked_at = now = time.monotonic()
            self._due = max(now, self._due + self._window)
            self._timer = asyncio.get_running_loop().call_later(self._due - now, self._flush)

    def _flush(self) -> None:
        self._timer, now = None, time.monotonic()
        if now - self._due > TIMER_SECONDS:
            self._due = now
        topics, self._dirty = self._dirty, {}
        # A bit for each body: to make a list for every client would set the garbage collector to walk all that lives.
        parcels: dict[Client, int] = {}
        bodies: list[Parcel] = []
        for topic in topics:
            body, count = topic.take()
            if not count:
                continue
            bit = 1 << len(bodies)
            bodies.append((body, count))
            for client in topic.clients:
                parcels[client] = parcels.get(client, 0) | bit
        frames: dict[int, Parcel] = {}
        delivered = 0
        for client, bits in parcels.items():
            frame = frames.get(bits)
            if frame is None:
                frame = frames[bits] = _frame(list(_chosen(bodies, bits)))
            if client.offer(frame[0]):
                delivered += frame[1]
        if delivered:
            metrics.OFFERED.inc(delivered)
            metrics.DELAY.observe(time.monotonic() - self._marked_at)


def _chosen(bodies: Sequence[Parcel], bits: int) -> Iterator[Parcel]:
    while bits:
        place = (bits & -bits).bit_length() - 1
        yield bodies[place]
        bits ^= 1 << place


def _frame(parts: Sequence[Parcel]) -> Parcel:
    return framed(b"[%b]" % b",".join([body for body, _ in parts])), sum(count for _, count in parts)
