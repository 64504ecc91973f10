"""Access tokens (JWT, HS256 and nothing else) and refresh tokens (opaque, kept as their hash)."""

import hashlib
import re
import secrets
import time

import msgspec
from jose import jwt
from jose.exceptions import ExpiredSignatureError, JOSEError

from argus.errors import Unauthenticated

ALGORITHM = "HS256"
ISSUER, AUDIENCE, KIND = "argus", "argus-api", "access"
ACCESS_SECONDS = 600
MAX_LENGTH = 4096
# A decoder of base64 skips what is no base64; one token must not have many spellings.
FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
REMEMBERED = 8192
REQUIRED = ("exp", "iat", "iss", "aud", "sub", "jti")
CHECKS = {f"require_{claim}": True for claim in REQUIRED} | {"leeway": 0}
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="argus", error="invalid_token"'}


class Claims(msgspec.Struct, frozen=True):
    """What a verified access token says. `expires` is in seconds since the epoch."""

    user_id: str
    session_id: str
    expires: float


class AccessTokens:
    """Issues and reads access tokens; a bounded number of verified ones is remembered until they expire."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self._read: dict[str, Claims] = {}

    def issue(self, user_id: str, session_id: str) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "typ": KIND,
            "sub": user_id,
            "sid": session_id,
            "jti": secrets.token_hex(16),
            "iat": now,
            "exp": now + ACCESS_SECONDS,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def read(self, token: str) -> Claims:
        """The claims of a valid token. Raises Unauthenticated with code `token-expired` or `token-invalid`."""
        claims = self._read.get(token)
        if claims is None:
            claims = self._verify(token)
            if len(self._read) >= REMEMBERED:
                self._read.pop(next(iter(self._read)))
            self._read[token] = claims
        if claims.expires <= time.time():
            self._read.pop(token, None)
            raise expired()
        return claims

    def _verify(self, token: str) -> Claims:
        if len(token) > MAX_LENGTH or not FORM.fullmatch(token):
            raise invalid()
        try:
            raw = jwt.decode(token, self._secret, [ALGORITHM], CHECKS, AUDIENCE, ISSUER)
        except ExpiredSignatureError:
            raise expired() from None
        except JOSEError:
            raise invalid() from None
        session = raw.get("sid")
        if raw.get("typ") != KIND or not isinstance(session, str):
            raise invalid()
        return Claims(raw["sub"], session, float(raw["exp"]))


def new_refresh_token() -> str:
    """256 random bits, as text."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """How a refresh token is stored: it is random, so a plain SHA-256 tells nothing about it."""
    return hashlib.sha256(token.encode()).hexdigest()


def expired() -> Unauthenticated:
    return Unauthenticated("The access token has expired: refresh it.", code="token-expired", headers=CHALLENGE)


def invalid() -> Unauthenticated:
    return Unauthenticated("The access token is not valid: sign in again.", code="token-invalid", headers=CHALLENGE)
