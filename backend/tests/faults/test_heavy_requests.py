"""Requests that are far too large, too deep or too dense: refused at once, and never held in memory."""

import asyncio
import json
import time
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import repeat

import pytest

from tests.faults.conftest import Size
from tests.faults.service import Service, serving, status_of

MIB = 2**20
MOST_GROWTH = 24 * MIB
ANSWER_SECONDS = 1.0
TRIES = 3
DEPTH = 10_000
PIECE = b" " * MIB
NAME = "/api/clusters/nowhere/resources/core/v1/configmaps"
WITH_BODY = [
    "POST /api/auth/login",
    "POST /api/auth/refresh",
    "POST /api/clusters",
    "PUT /api/clusters/nowhere",
    "POST /api/kubeconfig/contexts",
    "POST /api/kubeconfig/test",
    f"POST {NAME}",
    f"PUT {NAME}/one?namespace=default",
    f"PATCH {NAME}/one?namespace=default",
    f"DELETE {NAME}/one?namespace=default",
]


@pytest.fixture(scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    async with serving(tmp_path_factory.mktemp("heavy")) as service:
        yield service


def head(service: Service, line: str, *headers: str) -> bytes:
    lines = [f"{line} HTTP/1.1", "Host: argus", f"Authorization: {service.token}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


async def status(service: Service, begin: bytes, rest: Callable[[], Iterator[bytes]]) -> int:
    """Of the answer, which must come in time while the rest is still being sent. 0 for a closed connection.

    What is slow once is tried again, for the machine has moments of its own; what Argus cannot refuse at once stays so.
    """
    for _ in range(TRIES):
        began = time.monotonic()
        found = await _status(service, begin, rest())
        if time.monotonic() - began < ANSWER_SECONDS:
            return found
    raise AssertionError(f"no answer within {ANSWER_SECONDS:g} s to {begin[:200]!r}")


async def _status(service: Service, begin: bytes, rest: Iterator[bytes]) -> int:
    async with service.opened() as (reader, writer):
        sending = asyncio.create_task(_send(writer, begin, rest))
        try:
            return await status_of(reader)
        finally:
            sending.cancel()


async def _send(writer: asyncio.StreamWriter, begin: bytes, rest: Iterator[bytes]) -> None:
    with suppress(OSError):
        writer.write(begin)
        for piece in rest:
            writer.write(piece)
            await writer.drain()


def pieces(size: int, *, chunked: bool = False) -> Iterator[bytes]:
    for _ in range(size):
        yield b"%x\r\n%b\r\n" % (len(PIECE), PIECE) if chunked else PIECE


async def everything_heavy(service: Service, size: int) -> None:
    """Each kind of it once, `size` in MiB."""
    await bodies_too_large(service, size)
    await bodies_too_deep(service)
    await bodies_too_dense(service, size)
    await heads_too_large(service, size)


async def bodies_too_large(service: Service, size: int) -> None:
    for line in WITH_BODY:
        length = f"Content-Length: {size * MIB}"
        assert await status(service, head(service, line, length), lambda: pieces(size)) == 413, line
        chunked = head(service, line, "Transfer-Encoding: chunked")
        assert await status(service, chunked, lambda: pieces(size, chunked=True)) == 413, line


async def bodies_too_deep(service: Service) -> None:
    deep = [b"[" * DEPTH + b"]" * DEPTH, b'{"a":' * DEPTH + b"1" + b"}" * DEPTH, b"[" * DEPTH, b'[{"a":' * DEPTH]
    deep.append(b'{"metadata":{"name":"one","annotations":' + b'{"a":' * DEPTH + b"1" + b"}" * DEPTH + b"}}")
    for kubeconfig in ("[" * DEPTH, "a: " + "{a: " * DEPTH, "- " * DEPTH, "? " * DEPTH):
        deep.append(json.dumps({"name": "deep", "kubeconfig": kubeconfig}).encode())
    for line in WITH_BODY:
        for body in deep:
            found = await status(service, head(service, line, f"Content-Length: {len(body)}"), partial(iter, [body]))
            assert found in (400, 404, 422), (line, body[:80])


async def bodies_too_dense(service: Service, size: int) -> None:
    packer = zlib.compressobj(1, wbits=31)
    body = b"".join(packer.compress(PIECE) for _ in range(size * 10)) + packer.flush()
    for line in WITH_BODY:
        for encoding in ("gzip", "deflate", "br", "zstd", "identity, gzip"):
            lengths = (f"Content-Length: {len(body)}", f"Content-Encoding: {encoding}")
            assert await status(service, head(service, line, *lengths), partial(iter, [body])) == 415, (line, encoding)


async def heads_too_large(service: Service, size: int) -> None:
    begin = b"GET /api/clusters HTTP/1.1\r\nHost: argus\r\n"
    for start in (begin + b"X-Large: ", b"GET /api/clusters?q=", b"A", begin + b"X-Large"):
        assert await status(service, start, partial(repeat, b"a" * MIB, size)) in (0, 400, 431), start
    assert await status(service, begin, partial(repeat, b"X-Many: a\r\n" * 100_000, size)) in (0, 431)
    for end in (b"0\r\nX-Trailer: ", b"1;extension="):
        chunked = head(service, "POST /api/kubeconfig/contexts", "Transfer-Encoding: chunked")
        found = await status(service, chunked + end, partial(repeat, b"a" * MIB, size))
        assert found in (0, 400, 413, 431), end


async def test_heavy_requests_are_refused_at_once_and_never_held(service: Service, size: Size) -> None:
    await everything_heavy(service, 4)
    before = service.peak()
    for _ in range(size(1, 5)):
        await everything_heavy(service, size(20, 100))
    assert service.peak() - before < MOST_GROWTH
    assert (await service.admin.get("/api/clusters")).status_code == 200


async def test_a_hundred_megabytes_are_refused(service: Service) -> None:
    before = service.peak()
    await bodies_too_large(service, 100)
    assert service.peak() - before < MOST_GROWTH


async def sent_whole(service: Service) -> None:
    """As proxies do it: the answer is read when all of the body is sent, and must be there then."""
    for line in WITH_BODY:
        async with service.opened() as (reader, writer):
            begin = head(service, line, f"Content-Length: {50 * MIB}", "Connection: close")
            await _send(writer, begin, pieces(50))
            assert await status_of(reader) == 413, line
            assert await reader.read() == b""


async def test_others_are_served_meanwhile(service: Service) -> None:
    assert await service.served(asyncio.create_task(sent_whole(service))) < ANSWER_SECONDS
