"""Gathers what happened for a moment, then hands each client one frame."""

import asyncio
import time

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
        parcels: dict[Client, list[int]] = {}
        bodies: list[Parcel] = []
        for topic in topics:
            body, count = topic.take()
            if not count:
                continue
            place = len(bodies)
            bodies.append((body, count))
            for client in topic.clients:
                parcels.setdefault(client, []).append(place)
        frames: dict[tuple[int, ...], Parcel] = {}
        delivered = 0
        for client, places in parcels.items():
            key = tuple(places)
            frame = frames.get(key)
            if frame is None:
                text = b",".join([bodies[place][0] for place in places])
                frame = frames[key] = (framed(b"[%b]" % text), sum(bodies[place][1] for place in places))
            client.offer(frame[0])
            delivered += frame[1]
        if delivered:
            metrics.OFFERED.inc(delivered)
            metrics.DELAY.observe(time.monotonic() - self._marked_at)
