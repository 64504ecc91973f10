"""Where requests come from, and which headers may say so."""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any, cast

import pytest
from litestar.types import Scope

from argus.identity.network import client_address, is_https, sent_by_own_page, throttle_address
from argus.settings import Settings, load

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


def scope(client: str | None = "192.0.2.1", scheme: str = "http", **headers: str) -> Scope:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    made: dict[str, Any] = {"client": (client, 1) if client else None, "scheme": scheme, "headers": pairs}
    return cast(Scope, made)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.7", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "1.2.3.4, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.1", "10.0.0.9, 10.0.0.2", "10.0.0.9"),
        ("10.0.0.1", "rubbish", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.7, rubbish, 10.0.0.2", "10.0.0.2"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("::ffff:10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("/run/socket", "203.0.113.7", "unknown"),
        (None, "203.0.113.7", "unknown"),
    ],
)
def test_only_trusted_proxies_say_who_the_client_is(peer: str | None, forwarded: str | None, expected: str) -> None:
    headers = {"x_forwarded_for": forwarded} if forwarded else {}
    assert client_address(scope(peer, **headers), TRUSTED) == expected


def test_an_ipv6_client_is_counted_by_its_network() -> None:
    assert throttle_address("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert throttle_address("192.0.2.1") == "192.0.2.1"
    assert throttle_address("unknown") == "unknown"


def settings(home: Path, **environ: str) -> Settings:
    return load({"ARGUS_HOME": str(home), "ARGUS_TRUSTED_PROXIES": "10.0.0.0/8", **environ})


def test_https_is_seen_on_the_socket_or_said_by_a_trusted_proxy(tmp_path: Path) -> None:
    known = settings(tmp_path)
    assert is_https(scope(scheme="https"), known)
    assert is_https(scope("10.0.0.1", x_forwarded_proto="https"), known)
    assert not is_https(scope("192.0.2.1", x_forwarded_proto="https"), known)
    assert not is_https(scope("10.0.0.1", x_forwarded_proto="http"), known)
    assert not is_https(scope(None, x_forwarded_proto="https"), known)
    assert not is_https(scope(), known)


def test_production_behind_an_https_origin_is_https(tmp_path: Path) -> None:
    secrets = {"JWT_SECRET": os.urandom(32).hex(), "ENCRYPTION_KEY": os.urandom(32).hex()}
    known = settings(tmp_path, ARGUS_ENV="production", ARGUS_ORIGINS="https://argus.example", **secrets)
    assert is_https(scope(), known)


def test_without_any_sign_nothing_is_said_of_the_sender() -> None:
    assert sent_by_own_page(scope(), frozenset()) is None
