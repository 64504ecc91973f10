"""One live client in as little as a client can be: a handshake, frames in, and a masked frame out."""

import asyncio
import os
import socket
from base64 import b64encode
from collections.abc import Callable
from typing import cast

from bench.replay import Frame

TEXT, CLOSE, PING = 0x1, 0x8, 0x9
PONG = 0xA
ABNORMAL = 1006
# Of a socket that reads, in bytes.
ROOM = 2**20

Hear = Callable[["SocketClient", bytes], None]
Gone = Callable[["SocketClient", int], None]


class SocketClient(asyncio.Protocol):
    """`hear(client, payload)` gets each text message, `gone(client, code)` the end."""

    def __init__(self, request: bytes, hear: Hear, gone: Gone) -> None:
        self._request = request
        self._tell = hear
        self._gone = gone
        self._buffer = b""
        self._transport: asyncio.Transport | None = None
        self._open = asyncio.get_running_loop().create_future()
        self._synced: asyncio.Future[None] | None = None
        self._code = ABNORMAL
        self.base = 0
        self.heard: list[int] = []
        self.counted_from = 0
        self.received = 0

    @classmethod
    async def connect(cls, place: tuple[str, int], token: str, hear: Hear, gone: Gone) -> "SocketClient":
        """An open socket. Raises ConnectionError when the handshake is refused."""
        key = b64encode(os.urandom(16)).decode()
        request = (
            f"GET /api/ws HTTP/1.1\r\nHost: {place[0]}:{place[1]}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nAuthorization: Bearer {token}\r\n\r\n"
        )
        loop = asyncio.get_running_loop()
        _, client = await loop.create_connection(lambda: cls(request.encode(), hear, gone), *place)
        await client._open
        return client

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self.received += len(data)
        self._buffer = self._buffer + data if self._buffer else data
        if not self._open.done() and not self._opened():
            return
        at = 0
        while (end := self._frame(at)) > at:
            at = end
        self._buffer = self._buffer[at:]

    def connection_lost(self, error: Exception | None) -> None:
        if self._open.done():
            self._gone(self, self._code)
        else:
            self._open.set_exception(error or ConnectionError("the socket was closed in the handshake"))
        if self._synced is not None and not self._synced.done():
            self._synced.set_exception(ConnectionError(f"closed with {self._code} before it was synced"))

    async def synced(self) -> None:
        """Until SYNCED is heard. Raises ConnectionError when the socket is closed first."""
        self._synced = asyncio.get_running_loop().create_future()
        await self._synced

    def hear(self, frame: Frame) -> None:
        """Note a frame by its number."""
        self.heard.append(frame.number)
        if self._synced is not None and not self._synced.done() and "SYNCED" in frame.notices:
            self._synced.set_result(None)

    def send(self, message: bytes) -> None:
        self._send(TEXT, message)

    def pause(self, buffer: int) -> None:
        """Read no more, as one whose machine has stopped; the system keeps about `buffer` bytes for it."""
        assert self._transport is not None
        self._transport.pause_reading()
        self._keep(buffer)

    def resume(self) -> None:
        """Read again, and with room: through a small window old data would take minutes."""
        assert self._transport is not None
        if not self._transport.is_closing():
            self._keep(ROOM)
            self._transport.resume_reading()

    def _keep(self, buffer: int) -> None:
        assert self._transport is not None
        self._transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)

    def abort(self) -> None:
        assert self._transport is not None
        self._transport.abort()

    def take_leave(self) -> None:
        """Say that this is the end; the server then closes."""
        self._send(CLOSE, (1000).to_bytes(2, "big"))

    def close(self) -> None:
        self.take_leave()
        assert self._transport is not None
        self._transport.close()

    def _opened(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        if b" 101 " not in head[:16]:
            self._open.set_exception(ConnectionError(head[:200].decode("latin-1")))
            return False
        self._buffer = rest
        self._open.set_result(None)
        return True

    def _frame(self, at: int) -> int:
        """Take the frame that begins at `at`; the place behind it, or `at` when it is not whole yet."""
        buffer = self._buffer
        if len(buffer) < at + 2:
            return at
        opcode, size, start = buffer[at] & 0xF, buffer[at + 1], at + 2
        if size > 125:
            wide = 2 if size == 126 else 8
            if len(buffer) < start + wide:
                return at
            size, start = int.from_bytes(buffer[start : start + wide], "big"), start + wide
        end = start + size
        if len(buffer) < end:
            return at
        if opcode == TEXT:
            self._tell(self, buffer[start:end])
        elif opcode == PING:
            self._send(PONG, buffer[start:end])
        elif opcode == CLOSE:
            self._code = int.from_bytes(buffer[start : start + 2], "big")
            self._send(CLOSE, buffer[start:end])
        return end

    def _send(self, opcode: int, payload: bytes) -> None:
        assert self._transport is not None
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        # A mask of zeros leaves the payload as it is, which the protocol allows.
        self._transport.write(bytes([0x80 | opcode]) + length + b"\0\0\0\0" + payload)
