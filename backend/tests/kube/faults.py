"""Small TLS servers that misbehave on demand, where a real apiserver would not."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.kube.authority import Authority

Handler = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


def http(status: str, body: bytes = b"", content_type: str = "application/json", *headers: str) -> bytes:
    """A whole HTTP/1.1 answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def always(answer: bytes) -> Handler:
    async def handler(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return handler


async def never(_head: bytes, _writer: asyncio.StreamWriter) -> None:
    """Takes the request and keeps silent."""


async def hang_up(_head: bytes, writer: asyncio.StreamWriter) -> None:
    writer.close()


@asynccontextmanager
async def serving(handler: Handler, authority: Authority, *hosts: str) -> AsyncIterator[str]:
    """Run `handler` for every request head on a free port; yields the https URL."""
    certificate, key = authority.issue("server", hosts=hosts or ("127.0.0.1", "localhost"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pair.pem"
        path.write_bytes(certificate + key)
        context.load_cert_chain(path)
    async with _listening(handler, context) as port:
        yield f"https://127.0.0.1:{port}"


@asynccontextmanager
async def plain(answer: bytes) -> AsyncIterator[str]:
    """A server without TLS, at a URL that says https; it answers what it does not understand, as they do."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        with suppress(OSError):
            await reader.read()
        writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    try:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@asynccontextmanager
async def _listening(handler: Handler, context: ssl.SSLContext) -> AsyncIterator[int]:
    writers: set[asyncio.StreamWriter] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        try:
            while not writer.is_closing():
                await handler(await _request(reader), writer)
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=context, limit=2**20)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in writers:
            writer.transport.abort()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """The head of the next request; its body is read and dropped."""
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line.split(b":")[1]))
    return head
