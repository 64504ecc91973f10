"""Access tokens: what Argus issued and nothing else."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jose import jwt

from argus.errors import Unauthenticated
from argus.identity import token as module
from argus.identity.token import AccessTokens

SECRET = "0123456789abcdef0123456789abcdef-secret"
Claims = dict[str, Any]


@pytest.fixture
def tokens() -> AccessTokens:
    return AccessTokens(SECRET)


def claims(**changes: Any) -> Claims:
    now = int(time.time())
    whole = {
        "iss": "argus",
        "aud": "argus-api",
        "typ": "access",
        "sub": "user",
        "sid": "session",
        "jti": "one",
        "iat": now,
        "exp": now + 60,
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def signed(payload: Claims, secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(payload, secret, algorithm=algorithm)


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def by_hand(header: dict[str, str], payload: Claims, key: bytes | None) -> str:
    body = f"{part(header)}.{part(payload)}"
    mac = hmac.new(key, body.encode(), hashlib.sha256).digest() if key is not None else b""
    return f"{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def refused(tokens: AccessTokens, token: str) -> str:
    with pytest.raises(Unauthenticated) as caught:
        tokens.read(token)
    assert caught.value.headers["WWW-Authenticate"].startswith("Bearer")
    return caught.value.code


def test_what_was_issued_is_read(tokens: AccessTokens) -> None:
    found = tokens.read(tokens.issue("user", "session"))
    assert (found.user_id, found.session_id) == ("user", "session")
    assert 590 < found.expires - time.time() <= 600


def test_two_tokens_are_never_the_same(tokens: AccessTokens) -> None:
    assert tokens.issue("user", "session") != tokens.issue("user", "session")


def test_the_algorithm_is_pinned(tokens: AccessTokens) -> None:
    assert refused(tokens, by_hand({"alg": "none", "typ": "JWT"}, claims(), None)) == "token-invalid"
    assert refused(tokens, by_hand({"alg": "None", "typ": "JWT"}, claims(), SECRET.encode())) == "token-invalid"
    assert refused(tokens, signed(claims(), algorithm="HS512")) == "token-invalid"
    assert tokens.read(by_hand({"alg": "HS256", "typ": "JWT"}, claims(), SECRET.encode())).user_id == "user"


def test_an_rsa_signature_is_refused_and_so_is_its_public_key_as_a_secret(tokens: AccessTokens) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert refused(tokens, signed(claims(), private, "RS256")) == "token-invalid"
    assert refused(tokens, by_hand({"alg": "HS256", "typ": "JWT"}, claims(), public)) == "token-invalid"
    assert refused(tokens, by_hand({"alg": "RS256", "typ": "JWT"}, claims(), SECRET.encode())) == "token-invalid"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "another"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"typ": "refresh"},
        {"typ": None},
        {"sub": None},
        {"sub": 7},
        {"sid": None},
        {"sid": 7},
        {"jti": None},
        {"iat": None},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": 2**40},
    ],
)
def test_every_claim_counts(tokens: AccessTokens, changes: Claims) -> None:
    assert refused(tokens, signed(claims(**changes))) == "token-invalid"


def test_an_expired_token_is_told_from_a_bad_one(tokens: AccessTokens) -> None:
    assert refused(tokens, signed(claims(exp=int(time.time()) - 1))) == "token-expired"


def test_a_remembered_token_expires_too(tokens: AccessTokens, monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.issue("user", "session")
    tokens.read(token)
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    assert refused(tokens, token) == "token-expired"


def test_another_secret_is_refused(tokens: AccessTokens) -> None:
    assert refused(tokens, AccessTokens(SECRET + "x").issue("user", "session")) == "token-invalid"


CHANGES: list[Callable[[str], str]] = [
    lambda token: token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB"),
    lambda token: token.rsplit(".", 1)[0] + ".",
    lambda token: token.rsplit(".", 1)[0],
    lambda token: ".".join([token.split(".")[0], part(claims(sub="admin")), token.split(".")[2]]),
    lambda token: token + ".more",
    lambda token: "x" * 5000,
    lambda token: "",
    lambda token: "..",
    lambda token: "é.é.é",
    lambda token: "\0",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_token_is_refused(tokens: AccessTokens, change: Callable[[str], str]) -> None:
    assert refused(tokens, change(tokens.issue("user", "session"))) == "token-invalid"


def test_only_so_many_tokens_are_remembered(tokens: AccessTokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 3)
    for _ in range(10):
        tokens.read(tokens.issue("user", "session"))
    assert len(tokens._read) == 3
