"""The generator of load: it counts what was answered, and chains changes by their versions."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bench.load import NUMBER, VERSION, Ask, Load, loaded

LENGTH = re.compile(rb"Content-Length: (\d+)")


class Server:
    """Answers every request with the next version, after checking that it names the last one."""

    def __init__(self, status: bytes = b"200 OK", pause: float = 0.0) -> None:
        self.status, self.pause = status, pause
        self.version = 7
        self.bodies: list[bytes] = []

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        async with server:
            yield server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                found = LENGTH.search(head)
                self.bodies.append(await reader.readexactly(int(found[1])) if found else b"")
                self.version += 1
                await asyncio.sleep(self.pause)
                body = b'{"resourceVersion":"%d"}' % self.version
                # In two pieces, as a network may deliver it.
                writer.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n" % (self.status, len(body)))
                await writer.drain()
                writer.write(b"\r\n" + body)
        except asyncio.IncompleteReadError:
            writer.close()


async def test_each_change_names_the_version_of_the_answer_before() -> None:
    server = Server()
    ask = Ask("PUT / HTTP/1.1\r\n", f'{{"v":"{VERSION.decode()}","n":{NUMBER.decode()}}}', version="7")
    async with server.listening() as port:
        done = await loaded(Load(port, [ask], 0.05, os.getpid(), os.getpid(), warmup=0.01))
    assert server.bodies[:3] == [b'{"v":"7","n":1}', b'{"v":"8","n":2}', b'{"v":"9","n":3}']
    assert done.statuses.keys() == {"200"}
    assert 0 < len(done.times) < len(server.bodies)


async def test_all_connections_ask_and_refusals_are_counted() -> None:
    async with Server(b"503 Busy").listening() as port:
        done = await loaded(Load(port, [Ask("GET / HTTP/1.1\r\n")] * 4, 0.05, os.getpid(), os.getpid(), warmup=0.01))
    assert done.statuses.keys() == {"503"}
    assert sum(done.statuses.values()) >= len(done.times) >= 4
    assert done.body.startswith('{"resourceVersion"')


async def test_what_was_asked_before_the_seconds_that_count_is_not_timed() -> None:
    """An answer of 0.25 s that was asked for in the warm-up of 0.1 s falls into the 0.3 s, its time does not."""
    server = Server(pause=0.25)
    async with server.listening() as port:
        done = await loaded(Load(port, [Ask("GET / HTTP/1.1\r\n")], 0.3, os.getpid(), os.getpid(), warmup=0.1))
    assert done.answers == 1
    assert len(done.times) == 1
    assert done.statuses == {"200": 2}
    assert done.times[0] > 250


async def test_a_server_that_hangs_up_is_an_error() -> None:
    def refuse(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(ConnectionError):
            await loaded(Load(port, [Ask("GET / HTTP/1.1\r\n")], 0.05, os.getpid(), os.getpid(), warmup=0.01))
