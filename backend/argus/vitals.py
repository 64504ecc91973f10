"""How the process itself is: which version it is, and how long its event loop lets others wait."""

import asyncio
import time

from prometheus_client import Gauge, Histogram

from argus import __version__

PERIOD_SECONDS = 0.25
BUILD = Gauge("argus_build_info", "Always 1; says which version runs.", ["version"])
BUILD.labels(__version__).set(1)
LAG = Histogram(
    "argus_event_loop_lag_seconds",
    "How much later than asked for the event loop came round, looked at four times a second.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0),
)


TASKS = Gauge("argus_tasks", "What the event loop is at work on: requests, sockets, watches.")


class LoopLag:
    """Asks the running event loop to call back, and observes how late it does."""

    def __init__(self) -> None:
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        loop = asyncio.get_running_loop()
        TASKS.set_function(lambda: len(asyncio.all_tasks(loop)))
        self._wait(loop)

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        # By a clock of its own: the loop's stands still while the loop is held up.
        due = time.perf_counter() + PERIOD_SECONDS
        self._timer = loop.call_later(PERIOD_SECONDS, self._observe, loop, due)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _observe(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        LAG.observe(max(0.0, time.perf_counter() - due))
        self._wait(loop)
