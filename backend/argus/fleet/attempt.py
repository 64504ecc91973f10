"""Something asked of a cluster that may never be answered."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argus.errors import UpstreamError


class Attempt:
    """One at a time: `async with attempt.made():` runs until it is done, or until somebody cuts it."""

    def __init__(self) -> None:
        self._limit: asyncio.Timeout | None = None
        self._problem: UpstreamError | None = None
        self._heard_at = 0.0

    def heard(self) -> None:
        """Something of the answer came."""
        self._heard_at = time.monotonic()

    def silent_for(self, seconds: float) -> bool:
        """Has nothing come for so long, or not yet since it was made?"""
        return time.monotonic() - self._heard_at >= seconds

    def cut(self, problem: UpstreamError) -> None:
        """End what is under way, if anything is, as if it had failed with `problem`."""
        if self._limit is not None and self._limit.when() is None:
            self._problem = problem
            self._limit.reschedule(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def made(self) -> AsyncIterator[None]:
        """Raises the problem that it was cut with."""
        self.heard()
        try:
            async with asyncio.timeout(None) as self._limit:
                yield
        except TimeoutError:
            if self._problem is None:
                raise
            raise self._problem from None
        finally:
            self._limit, self._problem = None, None
