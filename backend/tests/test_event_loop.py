"""The service's event loop, where a connection is reset while it is being made."""

import asyncio
import socket
import ssl
from collections import Counter

import pytest

from argus.event_loop import EventLoop
from argus.live.wire import AT_ONCE

TIMES = 300


def test_no_socket_keeps_a_descriptor_that_may_be_somebody_elses_by_then() -> None:
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        kept = runner.run(asyncio.wait_for(reset_while_made(TIMES), 60))
    assert kept[True] == 0
    assert kept[False] > TIMES / 10, "too few connections came as far as being made"


def test_a_connection_over_a_socket_carries_and_ends() -> None:
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        assert runner.run(asyncio.wait_for(said_by_both(), 60)) == (b"ping", b"pong", -1)


def test_a_handshake_that_is_given_up_closes_its_connection() -> None:
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        assert runner.run(asyncio.wait_for(heard_of_who_gave_up(), 60)) == b""


async def reset_while_made(times: int) -> Counter[bool]:
    """Whether the caller's socket still had a descriptor after each."""
    kept: Counter[bool] = Counter()
    loop = asyncio.get_running_loop()
    context = ssl.create_default_context()
    server = await asyncio.start_server(_reset, "127.0.0.1", 0)
    async with server:
        for _ in range(times):
            sock = socket.socket()
            sock.setblocking(False)
            try:
                await loop.sock_connect(sock, server.sockets[0].getsockname())
            except OSError:
                sock.close()
                continue
            with pytest.raises(ConnectionError):
                await loop.create_connection(asyncio.Protocol, sock=sock, ssl=context, server_hostname="nobody")
            kept[sock.fileno() != -1] += 1
    return kept


def _reset(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    writer.transport.abort()


async def said_by_both() -> tuple[bytes, bytes, int]:
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    reader = asyncio.StreamReader()
    transport, _ = await loop.create_connection(lambda: asyncio.StreamReaderProtocol(reader), sock=ours)
    with theirs:
        theirs.setblocking(False)
        transport.write(b"ping")
        heard = await loop.sock_recv(theirs, 4)
        await loop.sock_sendall(theirs, b"pong")
        answer = await reader.readexactly(4)
        transport.close()
        assert await loop.sock_recv(theirs, 1) == b""
    return heard, answer, ours.fileno()


async def heard_of_who_gave_up() -> bytes:
    loop = asyncio.get_running_loop()
    context = ssl.create_default_context()
    ours, theirs = socket.socketpair()
    with theirs:
        theirs.setblocking(False)
        making = loop.create_connection(asyncio.Protocol, sock=ours, ssl=context, server_hostname="nobody")
        task = asyncio.create_task(making)
        while not await loop.sock_recv(theirs, 4096):
            pass
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ours.fileno() == -1
        while rest := await loop.sock_recv(theirs, 4096):
            assert rest
        return rest
