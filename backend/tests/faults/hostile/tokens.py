"""Who somebody is, badly: tokens that are forged or broken, and cookies that a foreign page makes a browser send."""

import base64
import json
from collections.abc import Callable
from random import Random

from tests.faults.hostile.request import Headers, Place, letters, sent


def token(rng: Random, place: Place) -> bytes:
    """In the header, or in the cookie of a page of Argus' own."""
    forged = rng.choice(FORGERIES)(rng, place.token)
    asked = rng.choice((b"/api/clusters", b"/api/auth/me", b"/api/fleet/overview"))
    if rng.random() < 0.5:
        headers: Headers = ((b"Authorization", rng.choice(SCHEMES) + forged),)
    else:
        headers = ((b"Cookie", b"argus_session=1; argus_access=" + forged), (b"Origin", place.origin.encode()))
    return sent("GET", asked, ((b"Host", b"argus"), *headers))


SCHEMES = (b"Bearer ", b"bearer ", b"BEARER   ", b"Bearer\t", b"Basic ", b"Token ", b"Negotiate ", b"")


def _part(thing: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(thing).encode()).rstrip(b"=").decode()


def _reheaded(rng: Random, genuine: str) -> bytes:
    """Another algorithm, or a key of the sender's own choice, over the same claims."""
    _, claims, signature = genuine.split(".")
    header: dict[str, object] = {
        "typ": "JWT",
        "alg": rng.choice(("none", "None", "NONE", "HS512", "RS256", "ES256", "")),
    }
    if rng.random() < 0.5:
        header |= rng.choice(
            (
                {"jku": "https://169.254.169.254/keys"},
                {"kid": "../../../../dev/null"},
                {"jwk": {"kty": "oct", "k": "YQ"}},
                {"x5u": "file:///etc/passwd"},
                {"crit": ["exp"]},
            )
        )
    return f"{_part(header)}.{claims}.{rng.choice((signature, '', 'AA'))}".encode()


def _changed(rng: Random, genuine: str) -> bytes:
    """One letter of it is another. Not the last, of which some bits mean nothing."""
    at = rng.randrange(len(genuine) - 1)
    other = rng.choice([letter for letter in "abcXYZ019-_.~" if letter != genuine[at]])
    return (genuine[:at] + other + genuine[at + 1 :]).encode()


def _claimed(rng: Random, genuine: str) -> bytes:
    header, _, signature = genuine.split(".")
    claims: object = rng.choice(
        ({"sub": "admin", "exp": 2**40}, [], "a", {"exp": "never"}, {"sub": {"$ne": 1}}, None, 1e300)
    )
    return f"{header}.{_part(claims)}.{signature}".encode()


FORGERIES: tuple[Callable[[Random, str], bytes], ...] = (
    _reheaded,
    _changed,
    _claimed,
    lambda rng, genuine: genuine[: rng.randrange(len(genuine) - 2)].encode(),
    lambda rng, genuine: genuine.encode() + rng.choice((b"A", b"=", b".", b".a", b"\xff")) * rng.randrange(1, 9),
    lambda rng, _genuine: b"a" * rng.randrange(1, 60_000),
    lambda rng, _genuine: b"." * rng.randrange(1, 5000),
    lambda rng, _genuine: letters(rng, 300),
    lambda rng, _genuine: _part([[]] * rng.randrange(1, 900)).encode() + b".e30.AA",
)


FOREIGN = (
    b"null",
    b"https://evil.example",
    b"http://localhost",
    b"http://localhost:3000.evil.example",
    b"",
    b"file://",
)


def foreign_page(rng: Random, place: Place) -> bytes:
    """A genuine cookie on a change that a page of another site asks for."""
    cookies = f"argus_access={place.token}; argus_refresh={'a' * rng.randrange(1, 3000)}".encode()
    headers: list[tuple[bytes, bytes]] = [(b"Host", b"argus"), (b"Cookie", cookies), (b"Content-Length", b"2")]
    if rng.random() < 0.7:
        headers.append((rng.choice((b"Origin", b"Referer")), rng.choice(FOREIGN)))
    if rng.random() < 0.5:
        headers.append((b"Sec-Fetch-Site", rng.choice((b"cross-site", b"same-site", b"", letters(rng, 9)))))
    target = rng.choice((b"/api/clusters", b"/api/auth/logout", b"/api/auth/refresh", b"/api/kubeconfig/test"))
    return sent("POST", target, tuple(headers), b"{}")
