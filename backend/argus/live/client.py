"""One open socket: what it asked for, and a bounded queue of what it has not yet been sent."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

from argus.access.roles import Principal, Scope
from argus.fleet.kind import ClusterKind
from argus.live import metrics
from argus.live.protocol import TOO_SLOW, Want, notice

MOST_QUEUED = 1_000_000
MOST_SUBSCRIPTIONS = 256
PATIENCE_SECONDS = 10.0

# Names a topic: a kind's rows as a scope sees them, or its object of that namespace and name.
Key = tuple[ClusterKind, Scope | tuple[str | None, str]]


class Client:
    """`wants` maps each subscription to its topics' keys by cluster. `ended` is set with a code to close by."""

    def __init__(self, principal: Principal, send: Callable[[str], Awaitable[None]]) -> None:
        self.principal = principal
        self.wants: dict[Want, dict[str, Key]] = {}
        self.waiting: set[tuple[Want, str]] = set()
        self.valid_at = time.monotonic()
        self.ended = asyncio.Event()
        self.code = 1000
        self._send = send
        self._queue: deque[str] = deque()
        self._queued = 0
        self._wake = asyncio.Event()
        self._overflowed_at: float | None = None

    def offer(self, frame: str) -> None:
        """Queue a frame. When the client is too far behind, everything queued gives way to one RESYNC."""
        if self._overflowed_at is not None or self.ended.is_set():
            metrics.DROPPED.inc()
            return
        if self._queued + len(frame) > MOST_QUEUED:
            self._overflow()
            return
        self._queue.append(frame)
        self._queued += len(frame)
        self._wake.set()

    def tell(self, message: str) -> None:
        """Queue one message by itself."""
        self.offer(f"[{message}]")

    def end(self, code: int) -> None:
        if not self.ended.is_set():
            self.code = code
            metrics.CLOSED.labels(str(code)).inc()
            self.ended.set()

    def check_pace(self, now: float) -> None:
        """End the client if it has not even read its RESYNC for long."""
        if self._overflowed_at is not None and now - self._overflowed_at > PATIENCE_SECONDS:
            self.end(TOO_SLOW)

    async def pump(self) -> None:
        """Send what is queued until cancelled. Waits where the socket does."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._queue:
                frame = self._queue.popleft()
                self._queued -= len(frame)
                await self._send(frame)
            self._overflowed_at = None

    def _overflow(self) -> None:
        metrics.DROPPED.inc(len(self._queue) + 1)
        metrics.RESYNCS.inc()
        self._queue.clear()
        body = {"reason": "You did not keep up; some changes were dropped."}
        messages = [notice("RESYNC", want, cluster, body) for want, topics in self.wants.items() for cluster in topics]
        frame = f"[{','.join(messages)}]"
        self._queue.append(frame)
        self._queued = len(frame)
        self._overflowed_at = time.monotonic()
        self._wake.set()
