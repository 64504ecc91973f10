"""Where a request came from: its address, its scheme, and whether a page of Argus' own sent it."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from litestar.types import Scope

from argus.settings import Network, Settings

Address = IPv4Address | IPv6Address
OWN_SITES = frozenset({b"same-origin", b"none"})
UNKNOWN = "unknown"


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first value of a header, by its lower-case name."""
    for key, value in scope["headers"]:
        if key == name:
            return value
    return None


def client_address(scope: Scope, trusted: tuple[Network, ...]) -> str:
    """The address of the client: the socket's, or what trusted proxies say, read from the nearest one outwards."""
    client = scope.get("client")
    address = _parse(client[0]) if client else None
    if address is None:
        return UNKNOWN
    forwarded = b",".join(value for key, value in scope["headers"] if key == b"x-forwarded-for").decode("latin-1")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    while hops and _within(address, trusted):
        outer = _parse(hops.pop())
        if outer is None:
            break
        address = outer
    return str(address)


def throttle_address(address: str) -> str:
    """What one client can hardly change: the address, or for IPv6 its /64, which any host has whole."""
    parsed = _parse(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, 64), strict=False))
    return address


def is_https(scope: Scope, settings: Settings) -> bool:
    """Did the browser speak https? In production behind an https origin it did, whatever the last hop was."""
    if scope["scheme"] in ("https", "wss"):
        return True
    if not settings.development and any(origin.startswith("https://") for origin in settings.origins):
        return True
    client = scope.get("client")
    peer = _parse(client[0]) if client else None
    if peer is None or not _within(peer, settings.trusted_proxies):
        return False
    return header(scope, b"x-forwarded-proto") == b"https"


def sent_by_own_page(scope: Scope, origins: frozenset[str]) -> bool | None:
    """Did a page of one of Argus' origins send this? None when nothing tells, as with programs."""
    site = header(scope, b"sec-fetch-site")
    if site in OWN_SITES:
        return True
    origin = header(scope, b"origin")
    if origin is not None:
        return origin.decode("latin-1") in origins
    referer = header(scope, b"referer")
    if referer is not None:
        return _origin_of(referer.decode("latin-1")) in origins
    return None if site is None else False


def _origin_of(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _parse(text: str) -> Address | None:
    try:
        parsed = ip_address(text)
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed


def _within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address in network for network in networks)
