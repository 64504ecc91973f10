"""Clients that send a byte a second, or nothing: they are let go in time, and nobody waits for them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from argus.body_arrival import FIRST_SECONDS
from argus.http_connection import MOST_SECONDS
from tests.faults.conftest import Size
from tests.faults.service import Service, serving, status_of

# A refused body is waited for as long again after the answer.
LET_GO_SECONDS = FIRST_SECONDS + MOST_SECONDS + 5
SERVED_SECONDS = 1.0
HOST = b"Host: argus\r\n"
JSON = HOST + b"Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    async with serving(tmp_path_factory.mktemp("slow")) as service:
        yield service


class SlowSender:
    """Sends `begin` at once and `rest` again and again, a byte a second. `status` is what it was told, 0 for nothing;
    `answered` and `let_go` are seconds from the first byte."""

    def __init__(self, begin: bytes, rest: bytes) -> None:
        self._begin, self._rest = begin, rest
        self.status = 0
        self.answered = self.let_go = 0.0

    async def run(self, service: Service) -> None:
        async with service.opened() as (reader, writer):
            began = time.monotonic()
            writer.write(self._begin)
            dripping = asyncio.create_task(self._drip(writer))
            try:
                async with asyncio.timeout(LET_GO_SECONDS):
                    self.status = await status_of(reader, LET_GO_SECONDS)
                    self.answered = time.monotonic() - began
                    with suppress(OSError):
                        await reader.read()
                self.let_go = time.monotonic() - began
            finally:
                dripping.cancel()

    async def _drip(self, writer: asyncio.StreamWriter) -> None:
        while self._rest:
            for byte in self._rest:
                writer.write(bytes([byte]))
                await asyncio.sleep(1)


def in_the_head() -> SlowSender:
    return SlowSender(b"GET /api/clusters HTTP/1.1\r\n" + HOST, b"X-Slow: a\r\n")


def in_the_body(token: str) -> SlowSender:
    head = b"POST /api/kubeconfig/contexts HTTP/1.1\r\nContent-Length: 100000\r\n" + JSON
    return SlowSender(head + f"Authorization: {token}\r\n\r\n".encode(), b' "')


def in_the_chunks() -> SlowSender:
    return SlowSender(
        b"POST /api/auth/login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + JSON + b"\r\n", b"1\r\n \r\n"
    )


def in_a_body_that_is_refused() -> SlowSender:
    return SlowSender(b"POST /api/kubeconfig/contexts HTTP/1.1\r\nContent-Length: 100000\r\n" + JSON + b"\r\n", b" ")


def in_a_body_nobody_asked_for() -> SlowSender:
    return SlowSender(b"GET /healthz HTTP/1.1\r\nContent-Length: 100000\r\n" + HOST + b"\r\n", b" ")


def between_requests() -> SlowSender:
    return SlowSender(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n", b"\r\n")


async def test_slow_senders_are_let_go_and_others_served_at_once(service: Service, size: Size) -> None:
    many = size(10, 200)
    late = [in_the_head() for _ in range(many)] + [in_the_chunks() for _ in range(many)]
    late += [in_the_body(service.token) for _ in range(many)]
    refused = [in_a_body_that_is_refused() for _ in range(many)]
    odd = [in_a_body_nobody_asked_for(), between_requests()]
    silent = [SlowSender(b"", b"") for _ in range(many)]
    senders = [*late, *refused, *odd, *silent]
    assert await service.served(asyncio.gather(*(sender.run(service) for sender in senders))) < SERVED_SECONDS
    assert {sender.status for sender in late} == {408}
    assert {sender.status for sender in refused} == {401}
    assert max(sender.answered for sender in refused) < FIRST_SECONDS
    assert {sender.status for sender in odd} == {200}
    assert {sender.status for sender in silent} == {0}
    assert max(sender.let_go for sender in senders) < LET_GO_SECONDS


async def test_a_body_that_comes_slowly_but_comes_is_taken(service: Service) -> None:
    """Two thirds of the time that a body has at the least, and the connection is good for the next request."""
    body = b'{"kubeconfig": "{}"}'
    head = f"Authorization: {service.token}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    async with service.opened() as (reader, writer):
        for _ in range(2):
            writer.write(b"POST /api/kubeconfig/contexts HTTP/1.1\r\n" + JSON + head)
            for byte in body:
                await asyncio.sleep(FIRST_SECONDS / 3 / len(body))
                writer.write(bytes([byte]))
            assert await status_of(reader) == 422


async def test_a_late_answer_follows_a_body_that_was_answered_early(service: Service) -> None:
    """What is left of a refused body is dropped, and the next request on the connection is answered as ever."""
    async with service.opened() as (reader, writer):
        writer.write(b"POST /api/clusters HTTP/1.1\r\nContent-Length: 5000000\r\n" + JSON + b"\r\n")
        assert await status_of(reader) == 401
        for _ in range(50):
            writer.write(b" " * 100_000)
            await writer.drain()
        writer.write(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert b"HTTP/1.1 200 OK" in await asyncio.wait_for(reader.readuntil(b"200 OK"), SERVED_SECONDS)
