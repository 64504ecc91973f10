"""What the hub hands out at the end of a window, without the rooms around it."""

import asyncio
import gc
from typing import cast

from argus.live.feed import Topic
from argus.live.tick import Ticker

WINDOW = 0.01
CROWD = 2_000


class Listener:
    def __init__(self) -> None:
        self.frames: list[bytes] = []

    def offer(self, frame: bytes) -> None:
        self.frames.append(frame)


class Told:
    """A topic that has one message for its listeners."""

    def __init__(self, message: bytes, *clients: Listener) -> None:
        self._message = message
        self.clients = set(clients)
        self.taken = asyncio.Event()

    def take(self) -> tuple[bytes, int]:
        self.taken.set()
        return self._message, 1


async def tell(*topics: Told) -> None:
    """Until all their listeners have been told."""
    ticker = Ticker(WINDOW)
    for topic in topics:
        ticker.mark(cast(Topic, topic))
    for topic in topics:
        await asyncio.wait_for(topic.taken.wait(), 5)


async def test_a_client_gets_what_all_its_topics_say_as_one_frame() -> None:
    one, other, both = Listener(), Listener(), Listener()
    await tell(Told(b'{"a":1}', one, both), Told(b'{"b":2}', other, both))
    texts = [[frame[2:] for frame in listener.frames] for listener in (one, other, both)]
    assert texts == [[b'[{"a":1}]'], [b'[{"b":2}]'], [b'[{"a":1},{"b":2}]']]


async def test_to_tell_a_crowd_leaves_the_garbage_collector_at_rest() -> None:
    """Each collection in the midst of it takes what is alive then for old, until all that lives has to be walked."""
    crowd = [Listener() for _ in range(CROWD)]
    collections = list[str]()

    def note(phase: str, _work: dict[str, int]) -> None:
        collections.append(phase)

    topic = Told(b"{}", *crowd)
    gc.collect()
    gc.callbacks.append(note)
    try:
        await tell(topic)
    finally:
        gc.callbacks.remove(note)
    assert all(listener.frames for listener in crowd)
    assert collections == []
