"""How the body of a request has to come: as it is, and at a pace."""

import asyncio

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, ReceiveMessage, Scope, Send

from argus.errors import RequestTimeout, UnsupportedMediaType
from argus.problems import refuse

WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
FIRST_SECONDS = 10.0
LEAST_PER_SECOND = 16 * 1024


class BodyArrival:
    """ASGI wrapper: refuses compressed bodies with 415, and gives up on those that come too slowly with 408.

    Nothing that Argus takes is worth unpacking, and what is not unpacked cannot grow.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
        elif _compressed(scope):
            await refuse(scope, send, UnsupportedMediaType("Argus does not unpack bodies; send them as they are."))
        elif scope["method"] in WITHOUT_BODY:
            await self.app(scope, receive, send)
        else:
            await self.app(scope, _Body(receive).receive, send)


def _compressed(scope: Scope) -> bool:
    return any(
        name == b"content-encoding" and value.strip().lower() not in (b"", b"identity")
        for name, value in scope["headers"]
    )


class _Body:
    """Has FIRST_SECONDS, and more for what has come at LEAST_PER_SECOND."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._began = asyncio.get_running_loop().time()
        self._size = 0
        self._ended = False

    async def receive(self) -> ReceiveMessage:
        if self._ended:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._began + FIRST_SECONDS + self._size / LEAST_PER_SECOND):
                message = await self._receive()
        except TimeoutError:
            raise RequestTimeout("The body came too slowly; send it again, faster.") from None
        if message["type"] == "http.request":
            self._size += len(message["body"])
            self._ended = not message["more_body"]
        else:
            self._ended = True
        return message
