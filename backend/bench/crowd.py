"""Thousands of live clients in one process: lean ones, so that Argus is what is measured.

    python -m bench.crowd --url http://127.0.0.1:8000 --clients 500 --cluster ID --resource pods < token

Reads the token from standard input, then commands, a line each; answers each with a line of JSON:
    gather     open the sockets that are not open, subscribe, wait until each is SYNCED → seconds
    rush       the same all at once, and again where nobody listens yet → the moment by the system's monotonic clock
    watch      count from here on
    report     what came since → `Report`
    state      the rows that clients show, as a digest (see `replay`) → how many clients show which
    stall N    N clients stop reading, those that were opened last
    wake       they read again
    drop       cut all sockets, without a word
    leave      close every second socket as one should, and cut the others
    end        close all sockets and exit
Each client does what the protocol asks of it: it reads the list once it is SYNCED and after each RESYNC. A frame is
parsed, and a list read, once however many clients it concerns: all who see the same are sent the same bytes.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

import msgspec
import uvloop

from bench.replay import Frame, Reader, digest, replay
from bench.socket_client import SocketClient

AT_ONCE = 100
GATHER_SECONDS = 120.0
RETRY_SECONDS = 0.1
SAMPLED = 40
STALLED_BUFFER = 4096


class Heard(msgspec.Struct, frozen=True):
    """A distinct frame: its events as (uid, resourceVersion), and when each sampled client had it whole.

    Times are of the system's monotonic clock, in seconds, which all processes of a machine share.
    """

    events: list[tuple[str, str]]
    times: list[float]


class Report(msgspec.Struct, frozen=True):
    """`sequences`: how many clients got which frames (indexes of `frames`) in which order.

    `closed` counts the sockets that ended by their close code; `notices` messages such as RESYNC and ERROR.
    """

    clients: int
    messages: int
    bytes: int
    cpu_ms: float
    frames: list[Heard]
    sequences: list[tuple[int, list[int]]]
    notices: dict[str, int]
    closed: dict[int, int]


class Crowd:
    """All clients of one process, and what they heard."""

    def __init__(self, url: str, token: str, count: int, cluster: str, resource: str) -> None:
        address = urlsplit(url)
        self._place = (address.hostname or "127.0.0.1", address.port or 80)
        self._token, self._count = token, count
        self._say = msgspec.json.encode({"action": "subscribe", "cluster": cluster, "resource": resource})
        self._reader = Reader(url, token, cluster, resource)
        self._frames: dict[bytes, Frame] = {}
        self._clients: list[SocketClient] = []
        self._sampled: set[SocketClient] = set()
        self._closed: Counter[int] = Counter()
        self._times: dict[int, list[float]] = {}
        self._cpu = time.process_time()
        self._stalled: list[SocketClient] = []
        self._nobody = asyncio.Event()

    async def gather(self) -> float:
        """Seconds until every client was SYNCED; returns once the list is read too.

        Raises TimeoutError, or ConnectionError for a refusal.
        """
        began = time.monotonic()
        gate = asyncio.Semaphore(AT_ONCE)
        return await self._all(lambda: self._join(gate)) - began

    async def rush(self) -> float:
        """When every client was SYNCED. Raises TimeoutError, or ConnectionError for a refusal in words."""
        gate = asyncio.Semaphore(self._count)
        return await self._all(lambda: self._insist(gate))

    async def _all(self, join: Callable[[], Coroutine[Any, Any, SocketClient]]) -> float:
        missing = self._count - len(self._clients)
        async with asyncio.timeout(GATHER_SECONDS), asyncio.TaskGroup() as group:
            joining = [group.create_task(join()) for _ in range(missing)]
        synced = time.monotonic()
        base = self._reader.begin()
        for task in joining:
            task.result().base = base
        await self._reader.lists()
        return synced

    async def _insist(self, gate: asyncio.Semaphore) -> SocketClient:
        while True:
            try:
                return await self._join(gate)
            except (ConnectionRefusedError, ConnectionResetError):
                await asyncio.sleep(RETRY_SECONDS)

    async def _join(self, gate: asyncio.Semaphore) -> SocketClient:
        async with gate:
            client = await SocketClient.connect(self._place, self._token, self._hear, self._gone)
            self._clients.append(client)
            client.send(self._say)
            await client.synced()
            return client

    def watch(self) -> None:
        self._times.clear()
        self._closed.clear()
        for client in self._clients:
            client.counted_from, client.received = len(client.heard), 0
        self._sampled = set(self._clients[:: max(1, len(self._clients) // SAMPLED)])
        self._cpu = time.process_time()

    def _hear(self, client: SocketClient, payload: bytes) -> None:
        at = time.monotonic()
        frame = self._frames.get(payload)
        if frame is None:
            frame = self._frames[payload] = Frame.of(len(self._frames), payload)
        if "RESYNC" in frame.notices and frame.list is None:
            frame.list = self._reader.begin()
        client.hear(frame)
        if client in self._sampled:
            self._times.setdefault(frame.number, []).append(at)

    def _gone(self, client: SocketClient, code: int) -> None:
        self._clients.remove(client)
        self._sampled.discard(client)
        self._closed[code] += 1
        if not self._clients:
            self._nobody.set()

    def report(self) -> Report:
        frames = list(self._frames.values())
        sequences = Counter(tuple(client.heard[client.counted_from :]) for client in self._clients)
        heard = sorted({number for sequence in sequences for number in sequence})
        place = {number: at for at, number in enumerate(heard)}
        notices: Counter[str] = Counter()
        for sequence, clients in sequences.items():
            notices.update([notice for number in sequence for notice in frames[number].notices] * clients)
        return Report(
            clients=len(self._clients),
            messages=sum(len(frames[number].events) * n for sequence, n in sequences.items() for number in sequence),
            bytes=sum(client.received for client in self._clients),
            cpu_ms=(time.process_time() - self._cpu) * 1000,
            frames=[
                Heard([event[1:] for event in frames[number].events], self._times.get(number, [])) for number in heard
            ],
            sequences=[(n, [place[number] for number in sequence]) for sequence, n in sequences.items()],
            notices=notices,
            closed=self._closed,
        )

    async def state(self) -> dict[str, int]:
        """By digest, how many clients show those rows."""
        lists = await self._reader.lists()
        frames = list(self._frames.values())
        groups = Counter((client.base, tuple(client.heard)) for client in self._clients)
        shown: Counter[str] = Counter()
        for (base, heard), clients in groups.items():
            shown[digest(replay(lists, base, [frames[number] for number in heard]))] += clients
        return shown

    def stall(self, count: int) -> None:
        self._stalled = self._clients[-count:]
        for client in self._stalled:
            client.pause(STALLED_BUFFER)

    def wake(self) -> None:
        for client in self._stalled:
            client.resume()

    def drop(self) -> None:
        for client in list(self._clients):
            client.abort()

    async def leave(self) -> None:
        """Until all of them are gone. Raises TimeoutError."""
        for number, client in enumerate(list(self._clients)):
            if number % 2:
                client.take_leave()
            else:
                client.abort()
        if self._clients:
            self._nobody.clear()
            await asyncio.wait_for(self._nobody.wait(), GATHER_SECONDS)

    def end(self) -> None:
        for client in list(self._clients):
            client.close()


async def _obey(crowd: Crowd) -> None:
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command, *values = line.split()
        if command == "end":
            break
        done = getattr(crowd, command)(*(int(value) for value in values))
        answer = await done if asyncio.iscoroutine(done) else done
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
        sys.stdout.flush()
    crowd.end()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.crowd")
    for name, kind in (("url", str), ("clients", int), ("cluster", str), ("resource", str)):
        parser.add_argument(f"--{name}", required=True, type=kind)
    given = parser.parse_args()
    token = sys.stdin.readline().strip()
    uvloop.run(_obey(Crowd(given.url, token, given.clients, given.cluster, given.resource)))


if __name__ == "__main__":
    main()
