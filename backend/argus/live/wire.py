"""uvicorn's WebSocket connection, which also takes finished frames.

A change goes to all clients that see the same as the same bytes. Through ASGI each of them would be encoded, framed and
copied once for every client, which is most of what a delivery would cost.
"""

import asyncio
import socket
import struct
from collections.abc import Mapping
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Request

from argus.live import metrics
from argus.live.protocol import INTERNAL_ERROR

EXTENSION = "argus.wire"
# A client that does not read cannot be told that it is over; it must not hold us either.
CLOSE_SECONDS = 2.0
# What the system holds for a client that does not read, in bytes. Left to itself it would be several megabytes.
SEND_BUFFER = 128 * 1024
# Linger, and for no time.
AT_ONCE = struct.pack("ii", 1, 0)


def framed(text: bytes) -> bytes:
    """A whole text message, as a server that compresses nothing sends it."""
    return Frame(Opcode.TEXT, text).serialize(mask=False)


class Wire:
    """One open socket as the hub uses it."""

    def __init__(self, connection: "LiveProtocol") -> None:
        self._connection = connection

    @property
    def waiting(self) -> int:
        """Bytes that the client has not taken yet, beside what the system holds."""
        size: int = self._connection.transport.get_write_buffer_size()
        return size

    def write(self, frame: bytes) -> None:
        """Send a frame made by `framed`; nothing where the socket is closing."""
        if not self._connection.over:
            self._connection.transport.write(frame)

    def close(self, code: int) -> None:
        """Say the code and end; the connection is cut after CLOSE_SECONDS where it is not answered."""
        self._connection.end(code)


def wire_of(scope: Mapping[str, Any]) -> Wire:
    """The wire of a socket that `LiveProtocol` serves."""
    wire: Wire = scope["extensions"][EXTENSION]
    return wire


class LiveProtocol(WebSocketsSansIOProtocol):
    """Puts a `Wire` among the extensions of a socket's scope."""

    @property
    def over(self) -> bool:
        return self.close_sent or self.transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def connection_lost(self, exc: Exception | None) -> None:
        """What reads waits for more and knows the protocol that it reads for: it would be left for the collector."""
        super().connection_lost(exc)
        self.conn.parser.close()

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """The scope knows the wire, and so this connection: parted, all of them are freed at once."""
        super().on_task_complete(task)
        del self.scope

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.handshake_complete:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[EXTENSION] = Wire(self)

    async def send(self, message: Any) -> None:
        """A handshake that was refused is complete, which uvicorn would else report as an error of ours."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True

    def end(self, code: int) -> None:
        if self.over:
            return
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
        self.conn.send_close(code)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self._cut_later()

    def keepalive_timeout(self) -> None:
        if not self.over:
            metrics.CLOSED.labels(str(INTERNAL_ERROR)).inc()
        super().keepalive_timeout()
        self.close_timer = self._cut_later()

    def shutdown(self) -> None:
        """At the end of the process a socket that was told so keeps its moment to answer."""
        if self.close_timer is None:
            super().shutdown()

    def _cut_later(self) -> asyncio.TimerHandle:
        """What is closed with bytes unread stays open as long as its peer likes."""
        return self.loop.call_later(CLOSE_SECONDS, self._cut)

    def _cut(self) -> None:
        """By a reset: the system would go on with what is unread, give up in silence, and the peer wait for ever."""
        if not self.transport.is_closing():
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.transport.abort()
