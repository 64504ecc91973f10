"""The bodies of an apiserver's answers, read whole and never larger than expected."""

import zlib
from contextlib import suppress

import aiohttp

from argus.kube.stream import BROKEN

MAX_ERROR_BYTES = 2**20


async def read_whole(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    """The whole body, giving up on one that does not end or is compressed. Raises ValueError."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise ValueError("the answer is compressed, which it was not asked to be")
    if (response.content_length or 0) > max_bytes:
        raise ValueError("the answer is larger than expected")
    chunks, size = [], 0
    async for chunk in response.content.iter_any():
        size += len(chunk)
        if size > max_bytes:
            raise ValueError("the answer is larger than expected")
        chunks.append(chunk)
    return b"".join(chunks)


async def read_refusal(response: aiohttp.ClientResponse) -> bytes:
    """What of a refusal's body came, unpacked where it is compressed; at most MAX_ERROR_BYTES."""
    body = b""
    with suppress(*BROKEN):
        while len(body) < MAX_ERROR_BYTES and (more := await response.content.read(MAX_ERROR_BYTES - len(body))):
            body += more
    if body.startswith(b"\x1f\x8b"):
        with suppress(zlib.error):
            return zlib.decompressobj(wbits=31).decompress(body, MAX_ERROR_BYTES)
    return body
