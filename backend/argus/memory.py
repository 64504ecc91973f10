"""How much memory is in use, and what is free given back to the system: malloc would keep what a burst took.

Small pieces that live on lie between those that were freed, so that the heap as a whole never shrinks.
"""

import asyncio
import ctypes
import math
import sys

from prometheus_client import Gauge

PERIOD_SECONDS = 30.0
SYSTEM = ctypes.CDLL(None)
# Of mallopt: from how many bytes on a piece is the system's own, and goes back as soon as it is freed. malloc would
# raise that with each large piece that it frees, and so soon have pages and lists lie among what lives on.
M_MMAP_THRESHOLD, LARGE = -3, 128 * 1024
# What the process holds beside these is free, but not in pieces that could be given back.
BLOCKS = Gauge("argus_memory_python_blocks", "Small pieces that Python's own allocator has given out.")
BLOCKS.set_function(sys.getallocatedblocks)
MALLOC = Gauge("argus_memory_malloc_bytes", "What malloc has given out: all pieces above 512 bytes, and libraries'.")


class _Mallinfo2(ctypes.Structure):
    """What glibc tells: what it took from the system for each large piece, and what it gave out of its heaps."""

    _fields_ = (
        ("_heaps", ctypes.c_size_t * 4),
        ("hblkhd", ctypes.c_size_t),
        ("_fast", ctypes.c_size_t * 2),
        ("uordblks", ctypes.c_size_t),
        ("_free", ctypes.c_size_t * 2),
    )


def malloc_bytes() -> float:
    """NaN where malloc is not glibc's, or one before 2.33."""
    ask = getattr(SYSTEM, "mallinfo2", None)
    if ask is None:
        return math.nan
    ask.restype = _Mallinfo2
    info = ask()
    return float(info.uordblks + info.hblkhd)


MALLOC.set_function(malloc_bytes)


class SpareMemory:
    """Once started keeps large pieces apart, and asks malloc now and then to give back what it has free.

    That takes a millisecond or two of a process of 200 MB, and 40 of one that holds 700 MB in a million pieces. Only
    glibc can be asked so; elsewhere nothing is done.
    """

    def __init__(self, period: float = PERIOD_SECONDS) -> None:
        self._period = period
        self._trim, self._option = (getattr(SYSTEM, name, None) for name in ("malloc_trim", "mallopt"))
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        if self._option is not None:
            self._option(M_MMAP_THRESHOLD, LARGE)
        self._wait()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _wait(self) -> None:
        if self._trim is not None:
            self._timer = asyncio.get_running_loop().call_later(self._period, self._give_back)

    def _give_back(self) -> None:
        assert self._trim is not None
        self._trim(0)
        self._wait()
