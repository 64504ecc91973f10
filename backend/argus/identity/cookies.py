"""The cookies browsers get. JavaScript reads none of the tokens, only that there is a session.

That third cookie has another value with each renewal, so that the pages of a browser can tell that one of them has
renewed the tokens they share: to present a spent refresh token ends the session.
"""

import secrets
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.types import Scope

from argus.identity.network import is_https
from argus.identity.schemas import RefreshInput, TokenOutput
from argus.settings import Settings

ACCESS, REFRESH, SESSION = "argus_access", "argus_refresh", "argus_session"
REFRESH_PATH = "/api/auth"


class Cookies:
    """Sets and clears them; `Secure` wherever the browser speaks https."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def give(self, tokens: TokenOutput, lasts: int, scope: Scope) -> Response[TokenOutput]:
        """The tokens as body and cookies. All last as long as the session: an expired token is told from none."""
        values = {ACCESS: tokens.access_token, REFRESH: tokens.refresh_token, SESSION: secrets.token_urlsafe(9)}
        return Response(tokens, cookies=self._cookies(values, lasts, scope), headers={"Cache-Control": "no-store"})

    def clear(self, response: Response[Any], scope: Scope) -> Response[Any]:
        """The answer, made one that lets the browser forget all of them."""
        for cookie in self._cookies({ACCESS: "", REFRESH: "", SESSION: ""}, 0, scope):
            response.set_cookie(cookie)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _cookies(self, values: dict[str, str], lasts: int, scope: Scope) -> list[Cookie]:
        secure = is_https(scope, self._settings)
        return [
            Cookie(
                key=name,
                value=value,
                path=REFRESH_PATH if name == REFRESH else "/",
                httponly=name != SESSION,
                secure=secure,
                samesite="lax",
                max_age=lasts,
            )
            for name, value in values.items()
        ]


def refresh_token_of(request: Request[Any, Any, Any], data: RefreshInput | None) -> str | None:
    """The refresh token of the body, else of the cookie."""
    if data and data.refresh_token:
        return data.refresh_token
    return request.cookies.get(REFRESH)
