"""Refuses paths whose parts are not single names, before routing can take one part for two."""

import re

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from argus.errors import BadRequest
from argus.problems import MEDIA_TYPE

# Encoded or plain: slashes inside a part, backslashes, control characters, empty parts, `.` and `..`.
REFUSED = re.compile(rb"%2f|%5c|%[01][0-9a-f]|%7f|[\x00-\x1f\x7f\\]|//|/(\.|%2e){1,2}(/|$)", re.IGNORECASE)


class SingleNames:
    """ASGI wrapper around the router. Servers decode `%2f` into a slash, so that only the raw path tells."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and REFUSED.search(scope.get("raw_path") or scope["path"].encode()):
            await _refuse(scope, send)
            return
        await self.app(scope, receive, send)


async def _refuse(scope: Scope, send: Send) -> None:
    error = BadRequest("Each part of the path must be one name, without slashes, dots alone or control characters.")
    body = msgspec.json.encode(error.problem(scope["path"], scope["state"].get("request_id", "")))
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
