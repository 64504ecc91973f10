"""Reads the few fields that are needed out of an apiserver's answer."""

from typing import Any, TypeVar

import msgspec

from argus.kube.connect import ApiServer
from argus.kube.failure import UNREADABLE, not_kubernetes

T = TypeVar("T")


async def fetched(api: ApiServer, path: str, shape: type[T], query: dict[str, str], accept: str | None = None) -> T:
    """GET as `shape`. Raises what `request` raises, and UpstreamUnreachable for an answer of another shape."""
    answer = await api.request("GET", path, query=query, accept=accept)
    return decoded(api, answer.body, shape)


def decoded(api: ApiServer, body: bytes, shape: type[T]) -> T:
    """Not left to the web framework: to it, JSON that cannot be read is the client's fault."""
    try:
        return msgspec.json.decode(body, type=shape)
    except UNREADABLE as error:
        raise not_kubernetes(api.name) from error


def decoded_object(api: ApiServer, body: bytes) -> dict[str, Any]:
    """A whole object with its metadata."""
    return decoded(api, body, dict[str, Any])
