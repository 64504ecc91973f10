"""What signing in takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from argus.schema import Input, Output


class LoginInput(Input, frozen=True):
    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]


class RefreshInput(Input, rename=None, frozen=True):
    """Programs send their refresh token here, under OAuth's name; browsers send the cookie and no body."""

    refresh_token: Annotated[str, msgspec.Meta(max_length=512)] | None = None


class GrantOutput(Output, frozen=True):
    """A role on a scope. `cluster` and `namespace` are null where the role holds for all of them."""

    role: Literal["admin", "viewer"]
    cluster: str | None
    namespace: str | None


class UserOutput(Output, frozen=True):
    id: str
    email: str
    name: str
    grants: list[GrantOutput]


class TokenOutput(Output, rename=None, frozen=True):
    """OAuth's field names. `expires_in` is in seconds; `refresh_token` is rotated at each use."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str
    user: UserOutput


class SessionOutput(Output, frozen=True):
    """Who is signed in and until when this session can be refreshed."""

    user: UserOutput
    session_id: str
    expires_at: datetime
