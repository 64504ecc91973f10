"""How long to wait before trying again: exponential, with full jitter so that a fleet does not return in step."""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

FIRST_SECONDS = 0.5
LONGEST_SECONDS = 15.0
# A watch that ends sooner than this did no work, and opening the next at once would be a busy loop. One that says
# nothing for as long is taken to be sound.
SHORT_WATCH_SECONDS = 1.0


class Backoff:
    """Between 0 and a bound that doubles with each failure, up to `longest`."""

    def __init__(self, first: float = FIRST_SECONDS, longest: float = LONGEST_SECONDS) -> None:
        self._first = first
        self._longest = longest
        self.failures = 0

    def next(self) -> float:
        bound = min(self._longest, self._first * 2 ** min(self.failures, 16))
        self.failures += 1
        return random.uniform(0, bound)

    def reset(self) -> None:
        self.failures = 0


class Waits:
    """Of one who lists and then watches: each has its own pace, and both can be woken."""

    def __init__(self) -> None:
        self.lists = Backoff()
        self.watches = Backoff()
        self.expiries = Backoff()
        self._wake = asyncio.Event()

    def reset(self) -> None:
        self.lists.reset()
        self.watches.reset()
        self.expiries.reset()

    async def after_expiry(self) -> None:
        """Rest where the last watch, too, ended because its version was too old.

        Of a server that forgets at once what it has just listed, lists would be asked for without end.
        """
        seconds = self.expiries.next()
        if self.expiries.failures > 1:
            await self.rest(seconds)

    def wake(self) -> None:
        self._wake.set()

    async def rest(self, seconds: float) -> None:
        """Or less when somebody wakes us."""
        self._wake.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()


@contextmanager
def lasting(then: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Gives what to call once a watch is open, any number of times; `then` is called if it is still open later."""
    timer: asyncio.TimerHandle | None = None

    def opened() -> None:
        nonlocal timer
        if timer is None:
            timer = asyncio.get_running_loop().call_later(SHORT_WATCH_SECONDS, then)

    try:
        yield opened
    finally:
        if timer is not None:
            timer.cancel()
