"""Methods, paths and queries that are none, or lead where nothing may be reached."""

from collections.abc import Callable
from random import Random

from tests.faults.hostile.request import Place, letters, sent, signed_in

PLACES = ("cluster", "group", "version", "resource", "name", "namespace")
ODD_METHODS = ("TRACE", "CONNECT", "PROPFIND", "PURGE", "get", "G ET", "", "GET\x00", "PRI", "M-SEARCH", "SOURCE")


def odd_text(rng: Random) -> bytes:
    """A part of a path that is no name, percent-encoded or raw."""
    return rng.choice(NO_NAMES)(rng)


def _fixed(*choices: bytes) -> Callable[[Random], bytes]:
    return lambda rng: rng.choice(choices)


def _overlong(rng: Random) -> bytes:
    return rng.choice((b"a", b"%61", b"a.", b"%C3%A4")) * rng.randrange(260, 6000)


def _controls(rng: Random) -> bytes:
    return b"a%" + b"%02x" % rng.choice([*range(32), 127]) + rng.choice((b"", b"b", b"%0a"))


def _unicode(rng: Random) -> bytes:
    letters = "".join(chr(rng.randrange(0x80, 0x2FFFF)) for _ in range(rng.randrange(1, 12)))
    encoded = letters.encode("utf-8", "surrogatepass")
    return b"".join(b"%%%02X" % byte for byte in encoded) if rng.random() < 0.7 else encoded


def _doubly(rng: Random) -> bytes:
    once = rng.choice((b"%2e%2e%2f", b"%2f", b"%00", b"%0a", b"%5c", b"../", b"%2e%2e"))
    for _ in range(rng.randrange(1, 4)):
        once = once.replace(b"%", b"%25").replace(b"/", b"%252f")
    return b"a" + once + b"b"


NO_NAMES: tuple[Callable[[Random], bytes], ...] = (
    _fixed(b"..", b".", b"...", b"%2e%2e", b"%2E.", b"..%2f..", b"..%5c..", b"..\\..", b"....//", b"..;", b"..%00"),
    _fixed(b"..%c0%af..", b"%c0%ae%c0%ae", b"%ef%bc%8e%ef%bc%8e", b"%e2%80%ae", b"%ff%fe", b"%u002e%u002e", b"%"),
    _fixed(b"%zz", b"a%2", b"a%20b", b"a+b c", b"*", b"a*", b"'or'1'='1", b"$(id)", b"`id`", b"${a}", b"a|b", b"a;b"),
    _fixed(b"<script>", b"%3Cscript%3E", b"a%26b", b"a=b&c", b"a%3fb", b"a%23b", b"-a", b"a-%0d%0aX-Evil:%201"),
    _overlong,
    _controls,
    _unicode,
    _doubly,
    lambda rng: letters(rng, 40),
)


def path(rng: Random, place: Place) -> bytes:
    """A route with one part that is no name, or a path that leads out of the routes."""
    method = rng.choice(("GET", "GET", "PUT", "PATCH", "DELETE", "POST"))
    if rng.random() < 0.25:
        target = rng.choice((b"/", b"/api/", b"/api/docs/", b"/api/clusters/", b"/static/")) + _climb(rng)
        return sent(method, target, signed_in(place))
    parts = dict(zip(PLACES, (place.cluster, "core", "v1", "configmaps", "settings", "default"), strict=True))
    texts = {name: text.encode() for name, text in parts.items()}
    shape = rng.choice(SHAPES)
    texts[rng.choice(shape)] = odd_text(rng)
    return sent(method, _target(shape, texts), signed_in(place))


def _climb(rng: Random) -> bytes:
    step = rng.choice((b"../", b"..%2f", b"%2e%2e/", b"%2e%2e%2f", b"..\\", b"..%5c", b"..%252f", b".%2e/", b"..;/"))
    return step * rng.randrange(1, 12) + rng.choice((b"etc/passwd", b"argus.db", b"api/v1/secrets", b"jwt_secret"))


KIND = ("cluster", "group", "version", "resource")
SHAPES: tuple[tuple[str, ...], ...] = (
    ("cluster",),
    KIND,
    (*KIND, "name"),
    (*KIND, "name", "namespace"),
    ("cluster", "namespace", "name"),
)


def _target(shape: tuple[str, ...], texts: dict[str, bytes]) -> bytes:
    base = b"/api/clusters/" + texts["cluster"]
    if shape == ("cluster", "namespace", "name"):
        return base + b"/namespaces/" + texts["namespace"] + b"/pods/" + texts["name"] + b"/logs"
    if shape == ("cluster",):
        # What is refused of a cluster alone is asked of its kinds, where an id that leads nowhere is not found.
        return base + b"/api-resources"
    kind = b"/".join((base, b"resources", texts["group"], texts["version"], texts["resource"]))
    if "name" not in shape:
        return kind
    query = b"?namespace=" + texts["namespace"] if "namespace" in shape else b""
    return kind + b"/" + texts["name"] + query


def method(rng: Random, place: Place) -> bytes:
    target = rng.choice((b"/api/clusters", b"/api/auth/me", b"/api/nothing", b"*", b"argus:443", b"http://evil/api"))
    return sent(rng.choice(ODD_METHODS), target, signed_in(place))


QUERIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("limit", ("-1", "0", "1001", "NaN", "", "9" * 400, "0x10", "%D9%A1", "true", "[]", "%00", "1%00")),
    ("namespace", ("../x", "%00", "a/b", "a%2fb", "A", "-a", "a" * 64, "%C3%A4", "a%0a", "*", "a,b")),
    ("q", ("a" * 257, "%C3%A4" * 300)),
    ("cursor", ("a", "%00", "!!!!", "a" * 9000, "eyJhIjoxfQ", "AAAA", "%F0%9F%92%A9")),
    ("labelSelector", ("a=b=c=d", "(", "a in", "!", ",", "a" * 5000, "%00", "a in (b", "=", "a==,")),
    ("filter", ("", "=", "x", ">5", "%00", "&filter=".join(["a=b"] * 17))),
    ("view", ("RAW", "xml", "", "../raw", "%00")),
    ("sort", ("a" * 129,)),
    ("Limit", ("1",)),
    ("%00", ("1",)),
    ("a" * 3000, ("1",)),
    ("__proto__", ("1",)),
    ("token", ("a",)),
)


def query(rng: Random, place: Place) -> bytes:
    name, values = rng.choice(QUERIES)
    base = rng.choice((f"/api/clusters/{place.cluster}/resources/core/v1/pods", "/api/fleet/resources/core/v1/pods"))
    target = f"{base}?{name}={rng.choice(values)}".encode()
    return sent("GET", target, signed_in(place))
