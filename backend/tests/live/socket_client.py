"""A browser's or a program's side of /api/ws."""

import asyncio
import errno
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import websockets
from websockets.asyncio.client import ClientConnection, connect

from tests.stack import Stack

Message = dict[str, Any]


class Socket:
    """Keeps every message; `until` waits for one."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.messages: list[Message] = []
        self.frames = 0

    async def say(self, action: str, resource: str, cluster: str, **more: str) -> None:
        await self.connection.send(json.dumps({"action": action, "cluster": cluster, "resource": resource, **more}))

    async def until(self, good: Callable[[Message], object], seconds: float = 20) -> Message:
        """The first message, old or new, that is good. Fails with what came at the deadline."""
        deadline = time.monotonic() + seconds
        seen = 0
        while True:
            for message in self.messages[seen:]:
                if good(message):
                    return message
            seen = len(self.messages)
            left = deadline - time.monotonic()
            assert left > 0, f"not among {self.messages[-20:]}"
            try:
                frame = await asyncio.wait_for(self.connection.recv(), left)
            except TimeoutError:
                continue
            self.frames += 1
            self.messages.extend(json.loads(frame))

    async def subscribed(self, resource: str, cluster: str, **more: str) -> Message:
        """Subscribe and wait for SYNCED."""
        await self.say("subscribe", resource, cluster, **more)
        return await self.until(lambda m: m["type"] == "SYNCED" and m["resource"] == resource)

    async def closed(self, seconds: float = 20) -> int:
        """The code the server closed with."""
        async with asyncio.timeout(seconds):
            while True:
                try:
                    self.messages.extend(json.loads(await self.connection.recv()))
                except websockets.ConnectionClosed as closed:
                    return closed.rcvd.code if closed.rcvd else 1006

    def reset(self) -> bool:
        """Whether the system knows the connection to be cut, read or not; says so once."""
        known: int = self.connection.transport.get_extra_info("socket").getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        return known == errno.ECONNRESET

    def of(self, kind: str, name: str) -> list[Message]:
        """Messages of one type about a row of that name."""
        return [m for m in self.messages if m["type"] == kind and m["object"].get("name") == name]


def address(stack: Stack) -> str:
    return f"{stack.url.replace('http', 'ws')}/api/ws"


def bearer(client: Any) -> dict[str, str]:
    return {"Authorization": client.headers["Authorization"]}


@asynccontextmanager
async def opened(stack: Stack, headers: dict[str, str], **options: Any) -> AsyncIterator[Socket]:
    async with connect(address(stack), additional_headers=headers, **options) as connection:
        yield Socket(connection)


async def refused(stack: Stack, headers: dict[str, str], query: str = "") -> int:
    """The status that a handshake is refused with."""
    try:
        async with connect(address(stack) + query, additional_headers=headers):
            return 101
    except websockets.InvalidStatus as refusal:
        return refusal.response.status_code
