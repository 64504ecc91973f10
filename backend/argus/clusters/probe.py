"""One probe of one apiserver: does it answer, does it know us, how is it."""

import asyncio
import time
from typing import TypeVar

import msgspec

from argus.clusters.schemas import Phase
from argus.errors import UpstreamError, UpstreamTimeout
from argus.kube.connect import ApiServer
from argus.kube.failure import UNREADABLE, not_kubernetes

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 5.0
SLOW_SECONDS = 2.0
MAX_BYTES = 4 * 2**20
REVIEW = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
REVIEW_BODY = b'{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}'
T = TypeVar("T")
METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What one probe found. `error` is what failed, kept for those who must tell why; null while it answers."""

    phase: Phase
    reason: str = ""
    version: str | None = None
    node_count: int | None = None
    latency_ms: float | None = None
    error: UpstreamError | None = None


class _User(msgspec.Struct):
    username: str


class _ReviewStatus(msgspec.Struct, rename="camel"):
    user_info: _User


class _Review(msgspec.Struct):
    status: _ReviewStatus


class _Version(msgspec.Struct, rename="camel"):
    git_version: str


class _Versions(msgspec.Struct):
    versions: list[str]


class _ListMeta(msgspec.Struct, rename="camel"):
    remaining_item_count: int = 0


class _List(msgspec.Struct):
    items: list[msgspec.Raw]
    metadata: _ListMeta


async def probe(api: ApiServer) -> Finding:
    """Never raises an UpstreamError and takes 5 s at most: what fails is the finding."""
    latency: float | None = None
    found = Finding(phase="connected")
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            begun = time.perf_counter()
            await _authenticated(api)
            latency = time.perf_counter() - begun
            ready, version, nodes = await _ready(api), await _version(api), await _nodes(api)
        reason = "" if ready else "Its /readyz says that it is not ready."
        found = Finding(phase="connected", reason=reason, version=version, node_count=nodes)
    except UpstreamError as error:
        phase: Phase = "unauthorized" if _is_refusal(error) else "unreachable"
        return Finding(phase=phase, reason=error.detail, error=error)
    except TimeoutError:
        if latency is None:
            silent = UpstreamTimeout(f"Cluster {api.name} did not answer within {TOTAL_SECONDS:g} s.", cluster=api.name)
            return Finding(phase="unreachable", reason=silent.detail, error=silent)
        latency = TOTAL_SECONDS
    return _judged(found, latency)


def _judged(found: Finding, latency: float) -> Finding:
    reason = found.reason
    if not reason and latency > SLOW_SECONDS:
        reason = f"It answers slowly: {latency:.1f} s."
    phase: Phase = "degraded" if reason else "connected"
    return msgspec.structs.replace(found, phase=phase, reason=reason, latency_ms=round(latency * 1000, 1))


def _is_refusal(error: UpstreamError) -> bool:
    return error.code == "upstream-unauthorized" or error.status == 403


async def _authenticated(api: ApiServer) -> None:
    """Ask the apiserver who we are: /version and its like answer strangers too. Older servers get a plain GET."""
    try:
        answer = await _ask(api, "POST", REVIEW, REVIEW_BODY)
    except UpstreamError as error:
        if error.status not in (403, 404):
            raise
        await _listed(api)
        return
    _decode(api, answer, _Review)


async def _listed(api: ApiServer) -> None:
    try:
        _decode(api, await _ask(api, "GET", "/api"), _Versions)
    except UpstreamError as error:
        if error.status == 404:
            raise not_kubernetes(api.name) from error
        raise


async def _version(api: ApiServer) -> str:
    return _decode(api, await _ask(api, "GET", "/version"), _Version).git_version[:64]


async def _ready(api: ApiServer) -> bool:
    """Only a server error says no: some clusters do not show /readyz to everyone."""
    try:
        await _ask(api, "GET", "/readyz")
    except UpstreamError as error:
        if error.code == "upstream-refused":
            return error.status < 500
        raise
    return True


async def _nodes(api: ApiServer) -> int | None:
    """How many nodes, without fetching them; null where Argus may not list them."""
    try:
        body = await _ask(api, "GET", "/api/v1/nodes", query={"limit": "1"}, accept=METADATA_LIST)
        listed = _decode(api, body, _List)
    except UpstreamError as error:
        if error.code == "upstream-refused":
            return None
        raise
    return len(listed.items) + listed.metadata.remaining_item_count


async def _ask(
    api: ApiServer,
    method: str,
    path: str,
    body: bytes | None = None,
    query: dict[str, str] | None = None,
    accept: str | None = None,
) -> bytes:
    answer = await api.request(
        method,
        path,
        query=query,
        body=body,
        accept=accept,
        timeout=TOTAL_SECONDS,
        connect_timeout=CONNECT_SECONDS,
        max_bytes=MAX_BYTES,
    )
    return answer.body


def _decode(api: ApiServer, body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except UNREADABLE as error:
        raise not_kubernetes(api.name) from error
