"""What a burst took is given back, although something of it lives on everywhere in between."""

import asyncio
import time
from pathlib import Path

from argus.spare_memory import SpareMemory

PIECES, PIECE = 60_000, 1_000
GIVEN_BACK_SECONDS = 20.0


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
