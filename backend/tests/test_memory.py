"""What is in use is told, and what a burst took is given back although something of it lives on in between."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from argus.memory import SpareMemory, malloc_bytes

PIECES, PIECE = 60_000, 1_000
GIVEN_BACK_SECONDS = 20.0
LARGE_ONES = """
import asyncio
from argus.memory import SpareMemory
from tests.test_memory import resident

async def main():
    larger = b"x" * 2**24
    del larger
    SpareMemory(period=3600).start()
    pieces = [(b"x" * 2**20, b"y" * 1000) for _ in range(100)]
    held = resident()
    left = [small for _, small in pieces]
    del pieces
    print((held - resident()) / (100 * 2**20))

asyncio.run(main())
"""


def resident() -> int:
    """In bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


async def test_a_burst_is_given_back() -> None:
    pieces = [b"x" * PIECE for _ in range(PIECES)]
    held = resident()
    left = pieces[::64]
    del pieces
    spare = SpareMemory(0.01)
    spare.start()
    try:
        deadline = time.monotonic() + GIVEN_BACK_SECONDS
        while held - resident() < PIECES * PIECE / 2:
            assert time.monotonic() < deadline, f"{held - resident():,} bytes were given back"
            await asyncio.sleep(0.01)
    finally:
        spare.stop()
    assert all(len(piece) == PIECE for piece in left)


def test_what_malloc_has_given_out_is_told() -> None:
    """Of its heaps, and beside them."""
    before = malloc_bytes()
    large, small = bytes(2**24), [bytes(2**12) for _ in range(2**10)]
    given = malloc_bytes() - before
    assert len(large) + len(small) * 2**12 <= given < 2**25
    del large, small
    assert malloc_bytes() - before < given / 10


def test_what_is_large_goes_back_when_it_is_freed() -> None:
    """Although a larger one was freed before, and something small lives on between any two of them.

    In a process of its own: here somebody else may have set malloc's options.
    """
    done = subprocess.run([sys.executable, "-c", LARGE_ONES], capture_output=True, text=True, check=True)
    assert float(done.stdout) > 0.9
