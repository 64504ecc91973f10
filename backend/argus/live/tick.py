"""Gathers what happened for a moment, then hands each client one frame."""

import asyncio
import time

from argus.live import metrics
from argus.live.client import Client
from argus.live.feed import Topic
from argus.live.wire import framed

WINDOW_SECONDS = 0.05

Parcel = tuple[bytes, int]


class Ticker:
    """The first change after a quiet time goes out at once and opens a window; what comes within it goes at its end.

    Every topic is encoded once and each frame built once.
    """

    def __init__(self, window: float = WINDOW_SECONDS) -> None:
        self._window = window
        self._dirty: dict[Topic, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._flushed_at = self._marked_at = 0.0

    def mark(self, topic: Topic) -> None:
        self._dirty[topic] = None
        if self._timer is None:
            self._marked_at = time.perf_counter()
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(self._flushed_at + self._window, self._flush, loop)

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        marked_at = self._marked_at
        self._timer, self._flushed_at = None, loop.time()
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
            metrics.DELAY.observe(time.perf_counter() - marked_at)
