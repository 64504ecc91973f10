"""One request of a hostile client, byte for byte, and where there is something for it to reach."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Place:
    """A cluster, by its id; a genuine `token`, without `Bearer`; and an `origin` of Argus' own."""

    cluster: str
    token: str
    origin: str


Maker = Callable[[Random, Place], bytes]


def sent(method: str, target: bytes, headers: Headers, body: bytes = b"") -> bytes:
    lines = [method.encode("latin-1") + b" " + target + b" HTTP/1.1", *(b"%b: %b" % header for header in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def signed_in(place: Place, *more: tuple[bytes, bytes]) -> Headers:
    return ((b"Host", b"argus"), (b"Authorization", f"Bearer {place.token}".encode()), *more)


def with_body(place: Place, method: str, target: str, body: bytes, kind: bytes = b"application/json") -> bytes:
    headers = signed_in(place, (b"Content-Type", kind), (b"Content-Length", b"%d" % len(body)))
    return sent(method, target.encode(), headers, body)


def letters(rng: Random, most: int) -> bytes:
    """Bytes that are not ASCII, and seldom UTF-8."""
    return bytes(rng.randrange(0x80, 0x100) for _ in range(rng.randrange(1, most)))
