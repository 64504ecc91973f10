"""Asks one server the same over many connections, as fast as it answers: `python -m bench.load`, a process of its own.

Reads a `Load` as JSON from standard input and writes a `Loaded`. Lean, so that the server is what is measured: requests
are prepared bytes, and of an answer only the length and the status are looked at. Where a request has to tell the
version of what it replaces, the version is taken from the answer before.
"""

import asyncio
import os
import re
import ssl
import sys
import time
from collections import Counter
from typing import cast

import msgspec
import uvloop

from bench.cpu import cpu_ms

VERSION, NUMBER = b"@VERSION@", b"@NUMBER@"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_VERSION = re.compile(rb'"resourceVersion": ?"(\d+)"')
GRACE_SECONDS = 30.0


class Ask(msgspec.Struct, frozen=True):
    """What one connection asks again and again. In `body`, VERSION and NUMBER stand for what changes each time.

    `version` is the first one's.
    """

    head: str
    body: str = ""
    version: str = ""


class Load(msgspec.Struct, frozen=True):
    """`asks` has one entry for each connection. `certificates` are files: the authority's, and the client's own pair.

    `server` and `apiserver` are the processes whose processor time is counted.
    """

    port: int
    asks: list[Ask]
    seconds: float
    server: int
    apiserver: int
    warmup: float = 0.3
    cores: list[int] = []
    certificates: tuple[str, str] | None = None


class Loaded(msgspec.Struct, frozen=True):
    """What was answered within `seconds`, after a warm-up: `answers` is how many, whenever they were asked for.

    `times`, in milliseconds, are of what was asked for then, however late it was answered; `statuses` count both.
    `body` is the last answer. Processor time is that of those seconds.
    """

    seconds: float
    answers: int
    times: list[float]
    statuses: dict[str, int]
    body: str
    body_bytes: int
    server_cpu_ms: float
    apiserver_cpu_ms: float
    client_cpu_ms: float


class Asker(asyncio.Protocol):
    """One connection: the next question goes out when the answer is whole."""

    def __init__(self, ask: Ask) -> None:
        self.times: list[float] = []
        self.statuses: Counter[bytes] = Counter()
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.received = b""
        self._head, self._body = ask.head.encode(), ask.body.encode()
        self._prepared = self._request(b"", 0) if not self._changes else b""
        self._version, self._number = ask.version.encode(), 0
        self.answers = 0
        self._since, self._until = 0.0, float("inf")
        self._waiting, self._wanted = b"", 0
        self._sent = 0.0

    @property
    def _changes(self) -> bool:
        return VERSION in self._body or NUMBER in self._body

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are of no class of asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionResetError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        self._waiting = self._waiting + data if self._waiting else data
        if not self._wanted:
            self._wanted = self._length()
        if self._wanted and len(self._waiting) >= self._wanted:
            self._answered()

    def restart(self, since: float, until: float) -> None:
        """Forget what was counted so far, and go on from one moment of the performance counter until another."""
        self._since, self._until, self.answers = since, until, 0
        self.times.clear()
        self.statuses.clear()

    def _length(self) -> int:
        """Bytes of the whole answer; 0 while its head is not there yet."""
        end = self._waiting.find(b"\r\n\r\n")
        if end < 0:
            return 0
        found = _LENGTH.search(self._waiting, 0, end)
        if found is None:
            raise ValueError(f"an answer without a length: {self._waiting[:end]!r}")
        return end + 4 + int(found[1])

    def _answered(self) -> None:
        now = time.perf_counter()
        self.answers += now < self._until
        if self._sent >= self._since:
            self.times.append((now - self._sent) * 1000)
        self.statuses[self._waiting[9:12]] += 1
        if not self._prepared and (found := _VERSION.search(self._waiting)):
            self._version = found[1]
        self.received, self._waiting, self._wanted = self._waiting, b"", 0
        if now < self._until:
            self._send()
        elif not self.done.done():
            self.done.set_result(None)
            self._transport.close()

    def _send(self) -> None:
        self._number += 1
        request = self._prepared or self._request(self._version, self._number)
        self._sent = time.perf_counter()
        self._transport.write(request)

    def _request(self, version: bytes, number: int) -> bytes:
        body = self._body.replace(VERSION, version).replace(NUMBER, b"%d" % number)
        length = b"Content-Length: %d\r\n" % len(body) if body else b""
        return self._head + length + b"\r\n" + body


async def loaded(load: Load) -> Loaded:
    """Raises OSError where a connection breaks, TimeoutError where answers stay away."""
    loop, tls = asyncio.get_running_loop(), _tls(load)
    made = [
        await loop.create_connection(lambda ask=ask: Asker(ask), "127.0.0.1", load.port, ssl=tls) for ask in load.asks
    ]
    askers = [asker for _, asker in made]
    await asyncio.sleep(load.warmup)
    began, spent = time.perf_counter(), _spent(load)
    for asker in askers:
        asker.restart(began, began + load.seconds)
    await asyncio.sleep(load.seconds)
    seconds = time.perf_counter() - began
    server, apiserver, client = (now - then for now, then in zip(_spent(load), spent, strict=True))
    async with asyncio.timeout(GRACE_SECONDS):
        await asyncio.gather(*(asker.done for asker in askers))
    statuses = sum((asker.statuses for asker in askers), Counter[bytes]())
    body = askers[0].received.partition(b"\r\n\r\n")[2]
    return Loaded(
        seconds=seconds,
        answers=sum(asker.answers for asker in askers),
        times=[each for asker in askers for each in asker.times],
        statuses={status.decode(): count for status, count in statuses.items()},
        body=body[:300].decode(errors="replace"),
        body_bytes=len(body),
        server_cpu_ms=server,
        apiserver_cpu_ms=apiserver,
        client_cpu_ms=client,
    )


def _spent(load: Load) -> tuple[float, float, float]:
    """Processor time so far, in milliseconds: of the server, of the apiserver, of this process."""
    return cpu_ms(load.server), cpu_ms(load.apiserver), time.process_time() * 1000


def _tls(load: Load) -> ssl.SSLContext | None:
    if load.certificates is None:
        return None
    authority, pair = load.certificates
    tls = ssl.create_default_context(cafile=authority)
    tls.load_cert_chain(pair)
    return tls


def main() -> None:
    load = msgspec.json.decode(sys.stdin.buffer.read(), type=Load)
    if load.cores:
        os.sched_setaffinity(0, load.cores)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(loaded(load))))


if __name__ == "__main__":
    main()
