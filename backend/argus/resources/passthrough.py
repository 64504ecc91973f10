"""A response whose body is an apiserver's stream, forwarded as it comes."""

import asyncio
import re
from contextlib import AsyncExitStack
from typing import Any, Literal

from litestar import Request, Response
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from argus.kube.stream import Stream

Encoding = Literal["gzip", "identity"]
GATHER_SECONDS = 0.002
_REFUSED = re.compile(r"q=0(\.0*)?")


def encoding_for(accepted: str) -> Encoding:
    """What of an Accept-Encoding header the apiserver can do."""
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip" and not _REFUSED.fullmatch(weight.strip()):
            return "gzip"
    return "identity"


class Passthrough(Response[Any]):
    """Takes over `opened`, which holds the upstream stream, and closes it when the client has all or goes away.

    `ending`, when it is set, ends the answer as if the upstream stream had ended.
    """

    def __init__(
        self, stream: Stream, opened: AsyncExitStack, media_type: str, ending: asyncio.Event | None = None
    ) -> None:
        encoding = stream.headers.get("Content-Encoding")
        headers = {"Vary": "Accept-Encoding", **({"Content-Encoding": encoding} if encoding else {})}
        super().__init__(content=b"", media_type=media_type, headers=headers)
        self.stream = stream
        self.opened = opened
        self.ending = ending or asyncio.Event()

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **options: Any) -> ASGIResponse:
        headers = {**(options.get("headers") or {}), **self.headers}
        return _Forward(self.stream, self.opened, self.ending, str(self.media_type), headers)


class _Forward(ASGIResponse):
    _should_set_content_length = False

    def __init__(
        self,
        stream: Stream,
        opened: AsyncExitStack,
        ending: asyncio.Event,
        media_type: str,
        headers: dict[str, Any],
    ) -> None:
        super().__init__(media_type=media_type, headers=headers)
        self.stream = stream
        self.opened = opened
        self.ending = ending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.opened:
            await self.start_response(send)
            pump = asyncio.create_task(self._pump(send))
            gone = asyncio.create_task(_disconnected(receive))
            ended = asyncio.create_task(self.ending.wait())
            tasks = (pump, gone, ended)
            try:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)
            if not pump.cancelled():
                pump.result()
            if gone.cancelled():
                await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _pump(self, send: Send) -> None:
        async for chunk in self.stream.chunks(GATHER_SECONDS):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
