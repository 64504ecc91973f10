"""A cluster whose answers are small on the wire and large in memory, or text that is none."""

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from argus.errors import UpstreamError, UpstreamUnreachable
from argus.kube.address import AddressPolicy
from argus.kube.connect import ApiServer, connect
from argus.kube.credentials import Credentials
from argus.kube.discovery import discover
from argus.resources.decoding import decoded_object
from tests.faults.conftest import Size
from tests.kube.authority import Authority
from tests.kube.faults import always, http, serving

MIB = 2**20
# The most memory in bytes for such an answer; the bombs are of 256 at the least, and TLS needs some.
MOST_KEPT = 64 * MIB
POLICY = AddressPolicy(loopback=True)


def bomb(kind: str, size: int) -> bytes:
    """A JSON document of `size` MiB of zeros in a string, compressed about a thousandfold, many times over."""
    wbits = {"gzip": 31, "deflate": 15}[kind]
    packer = zlib.compressobj(9, wbits=wbits)
    return packer.compress(b'{"a":"') + b"".join(packer.compress(bytes(MIB)) for _ in range(size)) + packer.flush()


async def kept(answer: bytes) -> tuple[UpstreamError, int]:
    """What comes of asking, and the most memory in bytes that it took."""
    tracemalloc.start()
    try:
        return await ask(answer), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[ApiServer]:
    """A cluster that answers so, whatever it is asked."""
    authority = Authority()
    async with serving(always(answer), authority) as url:
        credentials = Credentials(server=url, context="odd", ca=authority.ca.decode(), token="a")
        api = await connect(credentials, name="odd", policy=POLICY)
        try:
            yield api
        finally:
            await api.close()


async def ask(answer: bytes) -> UpstreamError:
    """What comes of asking a cluster that answers so."""
    async with answering(answer) as api:
        with pytest.raises(UpstreamError) as caught:
            await api.request("GET", "/api/v1/pods")
    return caught.value


@pytest.mark.parametrize("kind", ["gzip", "deflate"])
async def test_an_answer_that_is_compressed_unasked_is_not_unpacked(kind: str, size: Size) -> None:
    answer = http("200 OK", bomb(kind, size(256, 1024)), "application/json", f"Content-Encoding: {kind}")
    error, memory = await kept(answer)
    assert isinstance(error, UpstreamUnreachable)
    assert error.reason == "Protocol"
    assert memory < MOST_KEPT


async def test_a_refusal_that_is_compressed_is_unpacked_within_bounds(size: Size) -> None:
    answer = http("403 Forbidden", bomb("gzip", size(256, 1024)), "application/json", "Content-Encoding: gzip")
    error, memory = await kept(answer)
    assert error.status == 403
    assert memory < MOST_KEPT


async def test_a_refusal_that_is_compressed_is_read() -> None:
    body = msgspec.json.encode({"kind": "Status", "message": "not for you", "reason": "Forbidden"})
    error = await ask(http("403 Forbidden", gzip.compress(body), "application/json", "Content-Encoding: gzip"))
    assert error.detail == "not for you"


@pytest.mark.parametrize(
    "text", [b'[{"metadata":{"name":"\xff"}}]', b'[{"metadata":{"name":"\xed\xa0\x80"}}]', b"\xff", b"{"]
)
async def test_text_that_is_none_is_the_clusters_fault(text: bytes) -> None:
    body = b'{"kind":"APIGroupDiscoveryList","items":' + text + b"}"
    async with answering(http("200 OK", body, "application/json;as=APIGroupDiscoveryList")) as api:
        with pytest.raises(UpstreamUnreachable):
            await discover(api)
        with pytest.raises(UpstreamUnreachable):
            decoded_object(api, body)
