"""Refuses paths whose parts are not single names, before routing can take one part for two."""

import re

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from argus.errors import BadRequest
from argus.problems import refuse

# Encoded or plain: slashes inside a part, backslashes, control characters, empty parts, `.` and `..`.
REFUSED = re.compile(rb"%2f|%5c|%[01][0-9a-f]|%7f|[\x00-\x1f\x7f\\]|//|/(\.|%2e){1,2}(/|$)", re.IGNORECASE)


class SingleNames:
    """ASGI wrapper around the router. Servers decode `%2f` into a slash, so that only the raw path tells."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and REFUSED.search(scope.get("raw_path") or scope["path"].encode()):
            detail = "Each part of the path must be one name, without slashes, dots alone or control characters."
            await refuse(scope, send, BadRequest(detail))
            return
        await self.app(scope, receive, send)
