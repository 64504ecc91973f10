"""Who asks: finds the token of a request, and keeps other sites' pages from using a browser's cookies."""

from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from argus.errors import ArgusError, Forbidden, Unauthenticated
from argus.identity.cookies import ACCESS, REFRESH
from argus.identity.network import sent_by_own_page
from argus.identity.service import Identity
from argus.problems import answer
from argus.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ACCESS_NAME, REFRESH_NAME = ACCESS.encode(), REFRESH.encode()


class Authentication(ASGIMiddleware):
    """Puts `scope["user"]` where a valid token is; else `scope["state"]["refusal"]` says what was wrong with it, or why
    a socket's could not be looked at.

    Unsafe requests that a foreign page may have sent are answered with 403, code `cross-site`. Answered here, and not
    raised, because what a middleware raises never passes the telemetry around it.
    """

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)

    def __init__(self, identity: Identity, settings: Settings) -> None:
        self._identity = identity
        self._origins = settings.origins

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        try:
            await self._admit(scope)
        except ArgusError as error:
            if scope["type"] != ScopeType.HTTP:
                scope["state"]["refusal"] = error
                await next_app(scope, receive, send)
                return
            request: Request[Any, Any, Any] = Request(scope)
            response = answer(request, error).to_asgi_response(app=None, request=request)
            await response(scope, receive, send)
            return
        await next_app(scope, receive, send)

    async def _admit(self, scope: Scope) -> None:
        bearer, cookie, refresh = credentials(scope)
        if bearer is None and scope["type"] == ScopeType.HTTP and scope["method"] not in SAFE_METHODS:
            self._require_own_page(scope, with_cookies=cookie is not None or refresh)
        token = cookie if bearer is None else bearer
        if token is None:
            return
        try:
            scope["user"] = await self._identity.authenticate(token)
        except Unauthenticated as refusal:
            scope["state"]["refusal"] = refusal

    def _require_own_page(self, scope: Scope, with_cookies: bool) -> None:
        """A browser's cookies count only with a sign that a page of Argus sent them; programs send no such sign."""
        own = sent_by_own_page(scope, self._origins)
        if own is False or (own is None and with_cookies):
            detail = "The request does not come from a page of this Argus. If it does, add its origin to ARGUS_ORIGINS."
            raise Forbidden(detail, code="cross-site")


def credentials(scope: Scope) -> tuple[str | None, str | None, bool]:
    """The Bearer token, the access cookie, and whether there is a refresh cookie."""
    bearer: str | None = None
    access: str | None = None
    refresh = False
    for key, value in scope["headers"]:
        if key == b"authorization" and value[:7].lower() == b"bearer ":
            bearer = value[7:].strip().decode("latin-1")
        elif key == b"cookie":
            for pair in value.split(b";"):
                name, _, content = pair.strip().partition(b"=")
                if name == ACCESS_NAME and access is None:
                    access = content.decode("latin-1")
                elif name == REFRESH_NAME:
                    refresh = True
    return bearer, access, refresh
