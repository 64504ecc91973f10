"""Answers that are given before the whole body was read, such as 413."""

import asyncio
from contextlib import suppress

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Scope, Send

WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
REFUSAL = 400
MOST_BYTES = 32 * 1024 * 1024
MOST_SECONDS = 10


class UnreadBody:
    """ASGI wrapper: before a refusal is sent, the rest of the body is read and dropped, within bounds.

    A connection that is closed with bytes unread is reset, and the client, a proxy above all, never sees the answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] in WITHOUT_BODY:
            await self.app(scope, receive, send)
            return
        body = _Body(receive)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= REFUSAL:
                await body.drop()
            await send(message)

        await self.app(scope, body.receive, answer)


class _Body:
    """What a request sends, and whether all of it has come."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._ended = False
        self._size = 0

    async def receive(self) -> ReceiveMessage:
        message = await self._receive()
        if message["type"] == "http.request":
            self._size += len(message["body"])
            self._ended = not message["more_body"]
        else:
            self._ended = True
        return message

    async def drop(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(MOST_SECONDS):
                while not self._ended and self._size < MOST_BYTES:
                    await self.receive()
