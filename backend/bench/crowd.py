"""Thousands of live clients in one process: lean ones, so that Argus is what is measured.

    python -m bench.crowd --url http://127.0.0.1:8000 --clients 500 --say '{"action":"subscribe",...}' < token

Reads the token from standard input, then commands, a line each; answers each with a line of JSON:
    gather   open all sockets, subscribe, wait until each is SYNCED     → {"seconds"}
    watch    count from here on
    report   what came since                                            → see `Report`
    end      close all sockets and exit
A frame is parsed once however many clients it comes to: all who see the same are sent the same bytes.
"""

import argparse
import asyncio
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

import msgspec
import uvloop

from bench.socket_client import SocketClient

AT_ONCE = 100
GATHER_SECONDS = 120.0
SAMPLED = 40


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


class _Frame(msgspec.Struct):
    number: int
    events: list[tuple[str, str]]
    notices: list[str]
    times: list[float]


class _Object(msgspec.Struct, rename="camel"):
    uid: str = ""
    resource_version: str = ""


class _Message(msgspec.Struct):
    type: str
    object: _Object


_decode = msgspec.json.Decoder(list[_Message]).decode


class Crowd:
    """All clients of one process, and what they heard."""

    def __init__(self, url: str, token: str, count: int, say: list[bytes]) -> None:
        address = urlsplit(url)
        self._place = (address.hostname or "127.0.0.1", address.port or 80)
        self._token, self._count, self._say = token, count, say
        self._frames: dict[bytes, _Frame] = {}
        self._clients: list[SocketClient] = []
        self._sampled: set[SocketClient] = set()
        self._closed: Counter[int] = Counter()
        self._cpu = time.process_time()

    async def gather(self) -> float:
        """Seconds until every client was SYNCED. Raises TimeoutError."""
        began = time.monotonic()
        gate = asyncio.Semaphore(AT_ONCE)
        async with asyncio.timeout(GATHER_SECONDS), asyncio.TaskGroup() as group:
            for _ in range(self._count):
                group.create_task(self._join(gate))
        return time.monotonic() - began

    async def _join(self, gate: asyncio.Semaphore) -> None:
        async with gate:
            client = await SocketClient.connect(self._place, self._token, self._hear, self._gone)
            self._clients.append(client)
            for message in self._say:
                client.send(message)
            await client.synced(len(self._say))

    def watch(self) -> None:
        self._frames.clear()
        self._closed.clear()
        for client in self._clients:
            client.restart()
        self._sampled = set(self._clients[:: max(1, len(self._clients) // SAMPLED)])
        self._cpu = time.process_time()

    def _hear(self, client: SocketClient, payload: bytes) -> None:
        frame = self._frames.get(payload)
        if frame is None:
            messages = _decode(payload)
            events = [(m.object.uid, m.object.resource_version) for m in messages if m.object.uid]
            notices = [message.type for message in messages if not message.object.uid]
            frame = self._frames[payload] = _Frame(len(self._frames), events, notices, [])
        client.hear(frame.number, frame.notices)
        if client in self._sampled:
            frame.times.append(time.monotonic())

    def _gone(self, client: SocketClient, code: int) -> None:
        self._clients.remove(client)
        self._sampled.discard(client)
        self._closed[code] += 1

    def report(self) -> Report:
        frames = list(self._frames.values())
        sequences = Counter(tuple(client.heard) for client in self._clients)
        return Report(
            clients=len(self._clients),
            messages=sum(len(frames[number].events) * n for heard, n in sequences.items() for number in heard),
            bytes=sum(client.received for client in self._clients),
            cpu_ms=(time.process_time() - self._cpu) * 1000,
            frames=[Heard(frame.events, frame.times) for frame in frames],
            sequences=[(count, list(heard)) for heard, count in sequences.items()],
            notices=Counter(
                notice for heard, n in sequences.items() for at in heard for notice in frames[at].notices * n
            ),
            closed=self._closed,
        )

    def end(self) -> None:
        for client in list(self._clients):
            client.close()


def _notices(frames: list[_Frame], heard: tuple[int, ...], clients: int) -> Counter[str]:
    return Counter([notice for at in heard for notice in frames[at].notices] * clients)


async def _obey(crowd: Crowd) -> None:
    loop = asyncio.get_running_loop()
    while command := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        if command == "end":
            break
        answer: object = None
        if command == "gather":
            answer = {"seconds": await crowd.gather()}
        elif command == "watch":
            crowd.watch()
        elif command == "report":
            answer = crowd.report()
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
        sys.stdout.flush()
    crowd.end()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.crowd")
    parser.add_argument("--url", required=True)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--say", action="append", required=True)
    given = parser.parse_args()
    token = sys.stdin.readline().strip()
    crowd = Crowd(given.url, token, given.clients, [text.encode() for text in given.say])
    uvloop.run(_obey(crowd))


if __name__ == "__main__":
    main()
