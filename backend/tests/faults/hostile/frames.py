"""What is said at /api/ws: handshakes that are none, broken frames, and messages that mean nothing."""

import json
import os
import struct
from collections.abc import Callable
from random import Random
from typing import Any

from tests.faults.hostile.request import Headers, Place, letters, sent

TEXT, BINARY, CLOSE, PING, PONG, CONTINUATION = 1, 2, 8, 9, 10, 0
HANDSHAKE: dict[bytes, bytes] = {
    b"Host": b"argus",
    b"Connection": b"Upgrade",
    b"Upgrade": b"websocket",
    b"Sec-WebSocket-Version": b"13",
    b"Sec-WebSocket-Key": b"dGhlIHNhbXBsZSBub25jZQ==",
}


def opening(place: Place) -> bytes:
    """A handshake that is accepted."""
    bearer = (b"Authorization", f"Bearer {place.token}".encode())
    return sent("GET", b"/api/ws", (*HANDSHAKE.items(), bearer))


def handshake(rng: Random, place: Place) -> bytes:
    """One that must be refused: somebody else's page, a token where it is logged, or not a handshake at all."""
    bearer = (b"Authorization", f"Bearer {place.token}".encode())
    cookie = (b"Cookie", f"argus_access={place.token}".encode())
    origin = rng.choice(
        (b"null", b"https://evil.example", b"http://localhost:3000.evil.example", b"", letters(rng, 20))
    )
    refused: tuple[tuple[bytes, Headers], ...] = (
        (b"/api/ws", ()),
        (b"/api/ws", (cookie,)),
        (b"/api/ws", (cookie, (b"Origin", origin))),
        (b"/api/ws", (bearer, (b"Origin", origin))),
        (b"/api/ws", ((b"Authorization", b"Bearer " + letters(rng, 200)),)),
        (b"/api/ws?token=" + place.token.encode(), (bearer,)),
        (b"/api/ws?ACCESS_TOKEN", (bearer,)),
        (rng.choice((b"/api/ws/..", b"/api/wss", b"/api/clusters", b"/api/%77s%00", b"/")), (bearer,)),
        (b"/api/ws", (bearer, (b"X-Large", b"a" * rng.randrange(66_000, 90_000)))),
        (b"/api/ws", (bearer, (b"X-Long", b"a" * rng.randrange(8_300, 60_000)))),
        (b"/api/ws", (bearer, (b"Content-Length", b"5"))),
        (b"/api/ws", (bearer, (b"Transfer-Encoding", b"chunked"))),
        (b"/api/ws?a=" + b"a" * rng.randrange(8_300, 60_000), (bearer,)),
        (b"/api/ws", (bearer, *((b"X-%d" % number, b"a") for number in range(200)))),
    )
    if rng.random() < 0.3:
        return _malformed(rng, bearer)
    target, headers = rng.choice(refused)
    return sent("GET", target, (*HANDSHAKE.items(), *headers))


def _malformed(rng: Random, bearer: tuple[bytes, bytes]) -> bytes:
    changed = dict(HANDSHAKE)
    name, value = rng.choice(
        (
            (b"Sec-WebSocket-Version", rng.choice((b"0", b"8", b"99", b"", b"13, 8", b"-1", letters(rng, 9)))),
            (
                b"Sec-WebSocket-Key",
                rng.choice((b"", b"a", b"!" * 24, b"a" * 5000, b"dGhlIHNhbXBsZQ==", letters(rng, 40))),
            ),
            (b"Upgrade", rng.choice((b"websocket, h2c", b"evil", b""))),
        )
    )
    changed[name] = value
    if rng.random() < 0.3:
        changed.pop(rng.choice((b"Sec-WebSocket-Version", b"Sec-WebSocket-Key")), None)
    method = rng.choice(("GET", "GET", "POST", "PUT", "OPTIONS"))
    return sent(method, b"/api/ws", (*changed.items(), bearer))


def frame(code: int, data: bytes, *, fin: bool = True, reserved: int = 0, masked: bool = True) -> bytes:
    first = (0x80 if fin else 0) | reserved << 4 | code
    bit, size = (0x80 if masked else 0), len(data)
    if size < 126:
        head = struct.pack("!BB", first, bit | size)
    elif size < 2**16:
        head = struct.pack("!BBH", first, bit | 126, size)
    else:
        head = struct.pack("!BBQ", first, bit | 127, size)
    if not masked:
        return head + data
    mask = os.urandom(4)
    key = int.from_bytes(mask * (size // 4 + 1), "big") >> 8 * (4 - size % 4)
    return head + mask + (int.from_bytes(data, "big") ^ key).to_bytes(size, "big")


def frames(rng: Random, place: Place) -> bytes:
    """One or more that are answered with an ERROR, or end the connection."""
    return rng.choice(MAKERS)(rng, place)


def _message(rng: Random, place: Place) -> bytes:
    good: dict[str, Any] = {"action": "subscribe", "cluster": place.cluster, "resource": "pods"}
    field, values = rng.choice(ODD_FIELDS)
    good[field] = rng.choice(values)
    if rng.random() < 0.1:
        del good[rng.choice(("action", "cluster", "resource"))]
    return frame(rng.choice((TEXT, BINARY)), json.dumps(good).encode())


ODD_FIELDS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("action", ("", "Subscribe", "exec", "delete", None, 5, [], {"a": 1}, "\u0000", "a" * 9000)),
    ("cluster", ("", "nowhere", "../x", "a/b", "a\u0000", None, 5, [], ["*"], "a" * 300, "**", "%00", "\U0001f4a9")),
    ("resource", ("", "..", "a/b", "a/b/c/d", "Pods", "pods/../secrets", None, 5, [], "a" * 300, "//", "*", "\u0000")),
    ("namespace", ("..", "a/b", "A", 5, [], {}, "a\n", "a" * 64, "*", "\u0000")),
    ("name", ("..", "a/b", 5, [], {}, "a\n", "a" * 254, "*", "\u0000", "../../secrets")),
)


def _text(rng: Random, _place: Place) -> bytes:
    deep = rng.randrange(1_000, 30_000)
    text = rng.choice(
        (b"", b" ", b"{", b"[]", b"null", b"5", b'"a"', b"{}", b"a", b"NaN", b"\x00", b"{" * deep, b"[" * deep)
    )
    return frame(TEXT, text)


def _binary(rng: Random, _place: Place) -> bytes:
    return frame(BINARY, bytes(rng.randrange(256) for _ in range(rng.randrange(2, 900))))


def _no_text(rng: Random, _place: Place) -> bytes:
    return frame(TEXT, b'{"action":"' + letters(rng, 100) + b'\xff"}')


def _huge(rng: Random, _place: Place) -> bytes:
    size = rng.randrange(65_537, 300_000)
    if rng.random() < 0.5:
        return frame(TEXT, b"a" * size)
    pieces = [frame(CONTINUATION, b"a" * 5_000, fin=False) for _ in range(size // 5_000 + 1)]
    return frame(TEXT, b"a", fin=False) + b"".join(pieces)


def _claims(rng: Random, _place: Place) -> bytes:
    """A length that never comes."""
    return struct.pack("!BBQ", 0x81, 0xFF, rng.choice((2**63, 2**64 - 1, 2**40, 65_537))) + b"mask"


def _broken(rng: Random, _place: Place) -> bytes:
    return rng.choice(
        (
            frame(TEXT, b"{}", masked=False),
            frame(TEXT, b"{}", reserved=rng.randrange(1, 8)),
            frame(rng.choice((3, 4, 5, 6, 7, 11, 12, 13, 14, 15)), b"a"),
            frame(CONTINUATION, b"a"),
            frame(TEXT, b"a", fin=False) + frame(TEXT, b"b"),
            frame(PING, b"a" * 126),
            frame(PING, b"a", fin=False),
            frame(CLOSE, b"a"),
            frame(CLOSE, struct.pack("!H", rng.choice((0, 999, 1004, 1005, 1006, 1015, 2999, 5000)))),
            frame(CLOSE, struct.pack("!H", 1000) + b"\xff\xff"),
        )
    )


def _flood(rng: Random, place: Place) -> bytes:
    """Thousands of subscriptions to nothing, or as many pings, and then one that must still be answered."""
    return rng.choice(floods(place)) * rng.randrange(1_000, 3_000) + _message(rng, place)


def floods(place: Place) -> tuple[bytes, bytes, bytes]:
    """What floods are made of: a subscription to nothing, a ping, a pong."""
    lost = json.dumps({"action": "subscribe", "cluster": "nowhere", "resource": "pods"}).encode()
    return frame(TEXT, lost), frame(PING, b"a"), frame(PONG, b"a")


def _fragments(rng: Random, _place: Place) -> bytes:
    """More empty pieces than any message has."""
    pieces = frame(CONTINUATION, b"", fin=False) * rng.randrange(1_000, 20_000)
    return frame(TEXT, b"{", fin=False) + pieces + frame(CONTINUATION, b"")


MAKERS: tuple[Callable[[Random, Place], bytes], ...] = (
    *(_message,) * 8,
    *(_text,) * 3,
    *(_broken,) * 6,
    _binary,
    _no_text,
    _huge,
    _claims,
    _flood,
    _fragments,
)
