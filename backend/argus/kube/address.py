"""Which addresses Argus may connect to: asked for the literal in a URL, every address of a name, and every socket."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult

from argus.settings import Settings

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

ALWAYS_DENIED: dict[Network, str] = {
    ip_network(network): reason
    for reason, networks in {
        "a link-local address, where clouds serve machine credentials": ("169.254.0.0/16", "fe80::/10", "fec0::/10"),
        "a cloud's metadata address": (
            "100.100.100.200/32",
            "168.63.129.16/32",
            "192.0.0.0/24",
            "fd00:ec2::/32",
            "fd20:ce::/32",
        ),
        "a multicast or broadcast address": ("224.0.0.0/4", "255.255.255.255/32", "ff00::/8"),
        "an address of no host": ("0.0.0.0/8", "::/128", "240.0.0.0/4", "100::/64"),
    }.items()
    for network in networks
}
# Where an IPv4 address hides inside an IPv6 one: the network and the bits that follow the embedded address.
EMBEDDINGS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("::/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("64:ff9b:1::/96"), 0),
    (IPv6Network("2002::/16"), 80),
    (IPv6Network("2001::/32"), 64),
)
# Threads of their own: names that take long to fail must not hold up what else Argus does in threads.
NAMES = ThreadPoolExecutor(max_workers=32, thread_name_prefix="resolve")
ISATAP = frozenset({0x00005EFE, 0x02005EFE})


class AddressDenied(OSError):
    """Not an address that Argus may connect to. The message names it, the reason and the setting."""


class AddressPolicy(msgspec.Struct, frozen=True):
    """`allowed`, when not empty, is all that may be reached; `denied` wins over it.

    Link-local, metadata, multicast and unspecified addresses are denied whatever the settings say, and so is loopback
    unless `loopback`.
    """

    allowed: tuple[Network, ...] = ()
    denied: tuple[Network, ...] = ()
    loopback: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "AddressPolicy":
        return cls(settings.allowed_networks, settings.denied_networks, settings.development)

    def check(self, text: str) -> None:
        """Raise AddressDenied where the address `text` may not be reached. Raises ValueError where it is none."""
        address = ip_address(text)
        for inner in _faces(address):
            reason = self._objection(inner)
            if reason:
                raise AddressDenied(f"{address} is {reason}")
        if self.allowed and not any(_within(inner, self.allowed) for inner in _faces(address)):
            raise AddressDenied(f"{address} is not in ARGUS_ALLOWED_NETWORKS")

    def check_literal(self, host: str) -> None:
        """`check` where the host of a URL is an address; names are checked when they are resolved."""
        try:
            ip_address(host)
        except ValueError:
            return
        self.check(host)

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """A socket for one result of getaddrinfo, after a last check of the address it is about to connect to."""
        family, kind, protocol, _name, target = info
        self.check(str(target[0]))
        opened = socket.socket(family, kind, protocol)
        opened.setblocking(False)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in (("TCP_KEEPIDLE", 15), ("TCP_KEEPINTVL", 5), ("TCP_KEEPCNT", 3)):
            if hasattr(socket, option):
                opened.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
        return opened

    def _objection(self, address: Address) -> str | None:
        for network, reason in ALWAYS_DENIED.items():
            if address.version == network.version and address in network:
                return reason
        if address.is_loopback and not self.loopback:
            return "a loopback address, which is reachable in development only"
        return "in ARGUS_DENIED_NETWORKS" if _within(address, self.denied) else None


class GuardedResolver(AbstractResolver):
    """The system's resolver, failing when any address of a name is denied, so that a mixed answer gains nothing."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await asyncio.get_running_loop().run_in_executor(NAMES, _addresses, host, port, family)
        for result in found:
            try:
                self._policy.check(result["host"])
            except AddressDenied as error:
                raise AddressDenied(f"{host} resolves to {error}") from None
        return found

    async def close(self) -> None:
        """Nothing is held."""


def _addresses(host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
    infos = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return [
        ResolveResult(hostname=host, host=str(target[0]), port=port, family=kind, proto=protocol, flags=numeric)
        for kind, _type, protocol, _name, target in infos
    ]


def _faces(address: Address) -> Iterator[Address]:
    """The address itself and every IPv4 address that a gateway or the kernel would read out of it."""
    yield address
    if isinstance(address, IPv4Address):
        return
    number = int(address)
    if number <= 1:
        return
    for network, shift in EMBEDDINGS:
        if address in network:
            yield IPv4Address((number >> shift) & 0xFFFFFFFF)
    if address in IPv6Network("2001::/32"):
        yield IPv4Address(~number & 0xFFFFFFFF)
    if (number >> 32) & 0xFFFFFFFF in ISATAP:
        yield IPv4Address(number & 0xFFFFFFFF)


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
