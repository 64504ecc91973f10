"""How the following of one kind goes: since when its rows may be behind, and what has happened to it so far."""

import time
from typing import Literal, get_args

from argus.errors import UpstreamRefused, UpstreamTimeout
from argus.fleet.listing import expired

Why = Literal["start", "expired", "failure", "changed", "poll"]
Ending = Literal["ended", "broken", "silent", "expired", "refused", "changed"]
# An apiserver that sends bookmarks sends one about every minute, give or take a quarter.
QUIET_SECONDS = 90.0


class Pulse:
    """`lists` and `restarts` by reason, `failures` by the error's code, all since the following began.

    While a watch is open the rows are current: what happens is sent at once. When it ends they were so until that
    moment; until the last sign of life where it fell silent; and until whatever was known before where the server
    turns out not to have what came since.
    """

    def __init__(self) -> None:
        self.events = 0
        self.lists = dict.fromkeys(get_args(Why), 0)
        self.restarts = dict.fromkeys(get_args(Ending), 0)
        self.failures: dict[str, int] = {}
        self.watching = False
        self._bookmarked = False
        self._heard_at = self._current_at = time.monotonic()

    def lag(self) -> float:
        """Seconds since the rows were last known to be what the cluster has; 0 while the watch is live."""
        now = time.monotonic()
        if not self.watching:
            return now - self._current_at
        silence = now - self._heard_at
        return silence if self._bookmarked and silence > QUIET_SECONDS else 0.0

    def listed(self, asked_at: float) -> None:
        """A whole list was taken over, which is as current as the moment it was asked for."""
        self._current_at = asked_at

    def heard(self) -> None:
        """A watch was opened, or something came by it."""
        self.watching = True
        self._heard_at = time.monotonic()

    def silent_for(self, seconds: float) -> bool:
        """Is a watch open that has told nothing in the last `seconds`?"""
        return self.watching and time.monotonic() - self._heard_at >= seconds

    def bookmarked(self) -> None:
        """The server shows when it has nothing to tell, so its silence means something."""
        self._bookmarked = True

    def closed(self, how: Ending) -> None:
        """A watch ended, or could not be opened."""
        if self.watching:
            self.watching = False
            if how == "silent":
                self._current_at = self._heard_at
            elif how not in ("expired", "refused"):
                self._current_at = time.monotonic()
        elif how != "expired":
            return
        self.restarts[how] += 1

    def failed(self, code: str) -> None:
        self.failures[code] = self.failures.get(code, 0) + 1


def ending(error: Exception) -> Ending:
    """What ended a watch."""
    if isinstance(error, UpstreamRefused):
        return "expired" if expired(error) else "refused"
    return "silent" if isinstance(error, UpstreamTimeout) else "broken"
