"""Headers that are too large, too many, doubled, or that two readers would take for two different things."""

from collections.abc import Callable
from random import Random

from tests.faults.hostile.request import Headers, Place, letters, sent, signed_in

JSON = (b"Content-Type", b"application/json")
LENGTHS = (
    b"-1",
    b"+5",
    b"0x10",
    b"1,2",
    b"1 2",
    b"9" * 40,
    b"",
    b"5;a",
    b"1e3",
    b"five",
    b"\xd9\xa5",
    b"18446744073709551616",
)
CODINGS = (
    b"chunked, identity",
    b"xchunked",
    b"gzip, chunked, x",
    b"chunked;q=1",
    b"\x0bchunked",
    b"identity",
    b"chunked\x00",
)
HOSTS = (
    b"",
    b"a b",
    b"a/../b",
    b"evil@argus",
    b"[::1",
    b"a:99999999",
    b"a:b",
    b"<a>",
    b"a,b",
    b"http://argus",
    b"a\x00b",
    b"a\tb",
)
FORGED_BODY = b"0\r\n\r\nGET /api/clusters HTTP/1.1\r\nHost: argus\r\n\r\n"
GARBAGE = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET /api/clusters\r\n\r\n",
    b"GET /api/clusters HTTP/9.9\r\nHost: a\r\n\r\n",
    b"GET /api/clusters HTTP/1.1 \r\nHost: a\r\n\r\n",
    b"GET /api/clusters HTTP/x.y\r\n\r\n",
    b"GET  /api/clusters\tHTTP/1.1\r\nHost: a\r\n\r\n",
    b"\x00" * 64 + b"\r\n\r\n",
    b"SSH-2.0-evil\r\n\r\n",
    b"*1\r\n$4\r\nPING\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n\r\n",
)


def head(rng: Random, place: Place) -> bytes:
    return rng.choice(MAKERS)(rng, place)


def _asked(place: Place, *more: tuple[bytes, bytes], method: str = "GET", body: bytes = b"") -> bytes:
    return sent(method, b"/api/clusters", signed_in(place, *more), body)


def _large(rng: Random, place: Place) -> bytes:
    name = rng.choice((b"X-Large", b"Cookie", b"Accept", b"User-Agent", b"X-Forwarded-For", b"Referer"))
    return _asked(place, (name, b"a" * rng.randrange(70_000, 200_000)))


def _many(rng: Random, place: Place) -> bytes:
    return _asked(place, *((b"X-%d" % number, b"a") for number in range(rng.randrange(140, 3000))))


def _doubled(rng: Random, place: Place) -> bytes:
    name, value = rng.choice(
        ((b"Host", b"argus"), (b"Host", b"evil"), (b"Authorization", b"Bearer a"), (b"authorization", b"Basic YTpi"))
    )
    return _asked(place, (name, value))


def _length(rng: Random, place: Place) -> bytes:
    given = [(b"Content-Length", rng.choice(LENGTHS))]
    if rng.random() < 0.4:
        given = [(b"Content-Length", b"2"), (b"Content-Length", rng.choice((b"3", b"0", b"02", b"2")))]
    return _asked(place, JSON, *given, method="POST", body=b"{}")


def _coding(rng: Random, place: Place) -> bytes:
    given = [(b"Transfer-Encoding", rng.choice(CODINGS))]
    if rng.random() < 0.4:
        given = [(b"Transfer-Encoding", b"chunked"), (b"Content-Length", b"%d" % rng.randrange(1, 99))]
        rng.shuffle(given)
    return _asked(place, JSON, *given, method="POST", body=FORGED_BODY)


def _chunk(rng: Random, place: Place) -> bytes:
    size = rng.choice((b"-1", b"0x5", b"zz", b"fffffffffffffffff", b"", b" 5", b"5 5", b"\xff", b"5\n"))
    return _asked(place, JSON, (b"Transfer-Encoding", b"chunked"), method="POST", body=size + b"\r\nabcde\r\n0\r\n\r\n")


def _host(rng: Random, place: Place) -> bytes:
    bearer = (b"Authorization", f"Bearer {place.token}".encode())
    headers: Headers = (bearer,)
    if rng.random() < 0.8:
        headers = ((b"Host", rng.choice((*HOSTS, letters(rng, 20)))), bearer)
    return sent("GET", b"/api/clusters", headers)


def _line(rng: Random, place: Place) -> bytes:
    """A header's line that is none."""
    line = rng.choice(
        (
            b"X Y: a",
            b"X-Y : a",
            b": a",
            b"X\x00Y: a",
            b"X-Y: a\x00b",
            b"X-Y: a\rb",
            b"novalue",
            b" folded: a",
            b"(a): b",
        )
    )
    whole = _asked(place)
    return whole[:-2] + line + b"\r\n\r\n"


def _bytes(rng: Random, _place: Place) -> bytes:
    return bytes(rng.randrange(256) for _ in range(rng.randrange(20, 600))) + b"\r\n\r\n"


MAKERS: tuple[Callable[[Random, Place], bytes], ...] = (
    _large,
    _many,
    _doubled,
    _length,
    _coding,
    _chunk,
    _host,
    _line,
    _bytes,
    lambda rng, _place: rng.choice(GARBAGE),
)
