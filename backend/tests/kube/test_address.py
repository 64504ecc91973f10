"""Addresses that Argus may and may not connect to."""

import socket
from ipaddress import ip_network

import pytest

from argus.errors import UpstreamUnreachable
from argus.kube.address import AddressDenied, AddressPolicy
from argus.kube.connect import connect
from argus.kube.credentials import Credentials
from argus.settings import load
from tests.kube.authority import Authority
from tests.kube.faults import always, http, serving

DEVELOPMENT, PRODUCTION = AddressPolicy(loopback=True), AddressPolicy()


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "169.254.170.2",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "0.0.0.0",
        "0.1.2.3",
        "240.0.0.1",
        "::",
        "::ffff:169.254.169.254",
        "::ffff:0:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2001:0:a9fe:a9fe::1",
        "2001:0:808:808:0:0:5601:5601",
        "2001:db8::5efe:a9fe:a9fe",
        "::ffff:0.0.0.0",
    ],
)
def test_metadata_and_its_like_are_denied_everywhere_in_every_form(address: str) -> None:
    open_to_all = AddressPolicy(allowed=(ip_network("0.0.0.0/0"), ip_network("::/0")), loopback=True)
    for policy in (DEVELOPMENT, PRODUCTION, open_to_all):
        with pytest.raises(AddressDenied):
            policy.check(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
def test_loopback_is_for_development_only(address: str) -> None:
    with pytest.raises(AddressDenied, match="loopback"):
        PRODUCTION.check(address)
    DEVELOPMENT.check(address)


@pytest.mark.parametrize("address", ["10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "fd12::1", "8.8.8.8"])
def test_private_and_public_addresses_are_allowed(address: str) -> None:
    PRODUCTION.check(address)


def test_networks_of_the_settings_narrow_further() -> None:
    policy = AddressPolicy(allowed=(ip_network("10.0.0.0/8"),), denied=(ip_network("10.9.0.0/16"),))
    policy.check("10.1.1.1")
    policy.check("::ffff:10.1.1.1")
    with pytest.raises(AddressDenied, match="ARGUS_DENIED_NETWORKS"):
        policy.check("10.9.1.1")
    with pytest.raises(AddressDenied, match="ARGUS_DENIED_NETWORKS"):
        policy.check("::ffff:10.9.1.1")
    with pytest.raises(AddressDenied, match="ARGUS_ALLOWED_NETWORKS"):
        policy.check("8.8.8.8")


def test_names_are_left_to_the_resolver() -> None:
    PRODUCTION.check_literal("example.com")
    with pytest.raises(AddressDenied):
        PRODUCTION.check_literal("169.254.169.254")


def test_the_settings_make_the_policy(tmp_path: object) -> None:
    settings = load({"ARGUS_HOME": str(tmp_path), "ARGUS_DENIED_NETWORKS": "10.0.0.0/8,fd00::/8"})
    policy = AddressPolicy.of(settings)
    assert policy.loopback
    with pytest.raises(AddressDenied):
        policy.check("fd00::1")


def test_no_socket_is_made_for_a_denied_address_whatever_was_checked_before() -> None:
    """What defeats DNS rebinding: the address is checked once more where the connection is made."""
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 443))
    with pytest.raises(AddressDenied):
        DEVELOPMENT.open_socket(info)


@pytest.mark.parametrize("host", ["localhost", "0x7f000001"])
async def test_a_name_is_judged_by_what_it_resolves_to(host: str, authority: Authority) -> None:
    async with serving(always(http("200 OK", b"{}")), authority, "127.0.0.1") as url:
        port = url.rsplit(":", 1)[1]
        credentials = Credentials(server=f"https://{host}:{port}", context="prod", token="t", insecure=True)
        api = await connect(credentials, name="prod", policy=PRODUCTION)
        with pytest.raises(UpstreamUnreachable, match="loopback") as caught:
            await api.request("GET", "/version")
        await api.close()
        assert caught.value.reason == "Address"
        api = await connect(credentials, name="prod", policy=DEVELOPMENT)
        assert (await api.request("GET", "/version")).body == b"{}"
        await api.close()
