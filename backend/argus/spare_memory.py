"""Memory that is free, given back to the system: malloc would keep what a burst took, for later and for good.

Small pieces that live on lie between those that were freed, so that the heap as a whole never shrinks.
"""

import asyncio
import ctypes

PERIOD_SECONDS = 30.0


class SpareMemory:
    """Once started asks malloc now and then to give back what it has free.

    That takes a millisecond or two of a process of 200 MB, and 40 of one that holds 700 MB in a million pieces. Only
    glibc can be asked so; elsewhere nothing is done.
    """

    def __init__(self, period: float = PERIOD_SECONDS) -> None:
        self._period = period
        self._trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        if self._trim is not None:
            self._timer = asyncio.get_running_loop().call_later(self._period, self._give_back)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _give_back(self) -> None:
        assert self._trim is not None
        self._trim(0)
        self.start()
