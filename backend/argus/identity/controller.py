"""Signing in and out over HTTP."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from argus.access.guard import require_principal, requires
from argus.access.roles import Principal
from argus.errors import Unauthenticated
from argus.identity.cookies import refresh_token_of
from argus.identity.middleware import credentials
from argus.identity.schemas import LoginInput, RefreshInput, SessionOutput, TokenOutput
from argus.identity.service import Identity
from argus.problems import answer


class AuthController(Controller):
    path = "/api/auth"
    tags = ("Sign-in",)

    @post("/login", operation_id="login", status_code=200, opt={"public": True})
    async def login(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[LoginInput],
        identity: NamedDependency[Identity],
        session: NamedDependency[AsyncSession],
    ) -> Response[TokenOutput]:
        """Sign in with e-mail and password. Also sets the session cookies for browsers."""
        signed_in = await identity.login(session, data, request)
        return identity.cookies.give(signed_in.output, signed_in.lasts, request.scope)

    @post("/refresh", operation_id="refresh", status_code=200, opt={"public": True})
    async def refresh(
        self,
        request: Request[Any, Any, Any],
        identity: NamedDependency[Identity],
        session: NamedDependency[AsyncSession],
        data: JSONBody[RefreshInput | None] = None,
    ) -> Response[TokenOutput]:
        """Trade a refresh token (body or cookie) for new tokens. One used twice ends its session."""
        signed_in = await identity.refresh(session, refresh_token_of(request, data))
        return identity.cookies.give(signed_in.output, signed_in.lasts, request.scope)

    @post("/logout", operation_id="logout", status_code=204, opt={"public": True})
    async def logout(
        self,
        request: Request[Any, Any, Any],
        identity: NamedDependency[Identity],
        session: NamedDependency[AsyncSession],
        data: JSONBody[RefreshInput | None] = None,
    ) -> Response[None]:
        """End this session: its access and refresh tokens stop working. Either of them tells which one it is.

        The cookies are cleared in any case.
        """
        try:
            await identity.logout(session, await _leaving(request, identity, session, data))
        except Unauthenticated as refusal:
            return identity.cookies.clear(answer(request, refusal), request.scope)
        return identity.cookies.clear(Response(None), request.scope)

    @get("/me", operation_id="getMe", guards=[requires("get", "session")])
    async def me(self, request: Request[Principal, Any, Any], identity: NamedDependency[Identity]) -> SessionOutput:
        """Who is signed in, what they may do, and until when."""
        return await identity.describe(request.user)


async def _leaving(
    request: Request[Any, Any, Any], identity: Identity, session: AsyncSession, data: RefreshInput | None
) -> Principal:
    """Whose session is to end. A Bearer token that is not good does not fall back to the cookies."""
    caller = request.scope.get("user")
    if isinstance(caller, Principal):
        return caller
    bearer, _, _ = credentials(request.scope)
    token = refresh_token_of(request, data) if bearer is None else data and data.refresh_token
    return await identity.holder(session, token) if token else require_principal(request)
