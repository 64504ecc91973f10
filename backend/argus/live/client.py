"""One open socket: what it asked for, and how far behind it may fall."""

import time

from argus.access.roles import Principal, Scope
from argus.fleet.kind import ClusterKind
from argus.live import metrics
from argus.live.protocol import TOO_SLOW, Want, notice
from argus.live.wire import Wire, framed

MOST_WAITING = 640 * 1024
MOST_SUBSCRIPTIONS = 256
MOST_MISSED = 1024
PATIENCE_SECONDS = 10.0
BEHIND = {"reason": "You did not keep up; some changes were dropped."}

# Names a topic: a kind's rows as a scope sees them, or its object of that namespace and name.
Key = tuple[ClusterKind, Scope | tuple[str | None, str]]


class Client:
    """`wants` maps each subscription to its topics' keys by cluster."""

    def __init__(self, principal: Principal, wire: Wire) -> None:
        self.principal = principal
        self.wants: dict[Want, dict[str, Key]] = {}
        self.waiting: set[tuple[Want, str]] = set()
        self._wire = wire
        self._ended = False
        self._behind_since: float | None = None
        self._missed: list[str] = []

    @property
    def behind(self) -> bool:
        """Is it to take what waits before it gets more?"""
        return self._behind_since is not None

    def offer(self, frame: bytes) -> bool:
        """Send a frame, or drop it and say so.

        Who falls MOST_WAITING bytes behind gets nothing more until those are taken, then RESYNC. A frame
        that is larger by itself is sent to those who took all before: it is in memory once for all of them.
        """
        if self._behind_since is not None:
            metrics.DROPPED.inc()
            return False
        if (waiting := self._wire.waiting) and waiting + len(frame) > MOST_WAITING:
            metrics.DROPPED.inc()
            self._behind_since = time.monotonic()
            return False
        self._wire.write(frame)
        return True

    def tell(self, message: str) -> None:
        """Send one message by itself, to who is behind later: nobody else would say it again.

        Whoever misses MOST_MISSED of them asks for more than it takes, and is ended.
        """
        if self._behind_since is None:
            self.offer(framed(b"[%b]" % message.encode()))
        if self._behind_since is not None and message and not self._ended:
            self._missed.append(message)
            if len(self._missed) > MOST_MISSED:
                self._missed.clear()
                self.end(TOO_SLOW)

    def end(self, code: int) -> None:
        if not self._ended:
            self._ended = True
            metrics.CLOSED.labels(str(code)).inc()
            self._wire.close(code)

    def check_pace(self, now: float) -> None:
        """See whether one who was behind has caught up; one who does not for long is ended."""
        if self._behind_since is None:
            return
        if not self._wire.waiting:
            self._behind_since = None
            self._resync()
        elif now - self._behind_since > PATIENCE_SECONDS:
            self.end(TOO_SLOW)

    def _resync(self) -> None:
        """What was dropped meanwhile is gone: the client asks again for all it follows. What it missed is told then."""
        metrics.BEHIND.inc()
        wanted = [(want, cluster) for want, topics in self.wants.items() for cluster in topics]
        messages = [notice("RESYNC", want, cluster, BEHIND) for want, cluster in wanted]
        missed, self._missed = self._missed, []
        messages += missed
        self.offer(framed(b"[%b]" % ",".join(messages).encode()))
