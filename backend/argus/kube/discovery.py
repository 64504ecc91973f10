"""What kinds an apiserver serves, by aggregated discovery or, on older servers, by the lists of each group."""

import asyncio
from collections.abc import Iterable

import msgspec

from argus.errors import UpstreamError
from argus.kube.connect import ApiServer
from argus.kube.failure import UNREADABLE, not_kubernetes

MAX_BYTES = 64 * 2**20
AGGREGATED = ",".join(
    f"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList" for version in ("v2", "v2beta1")
)
ACCEPT = f"{AGGREGATED},application/json"


class ApiKind(msgspec.Struct, frozen=True):
    """One kind in one version. `group` is `core` for the core group; `subresources` are names such as `scale`.

    `preferred` marks the version that the server would choose for this resource.
    """

    group: str
    version: str
    resource: str
    kind: str
    singular: str
    namespaced: bool
    verbs: tuple[str, ...]
    short_names: tuple[str, ...]
    categories: tuple[str, ...]
    preferred: bool
    subresources: tuple[str, ...] = ()


class _Camel(msgspec.Struct, rename="camel"):
    pass


class _KindName(_Camel):
    kind: str = ""


class _Subresource(_Camel):
    subresource: str


class _Discovered(_Camel):
    resource: str
    response_kind: _KindName | None = None
    scope: str = "Namespaced"
    singular_resource: str = ""
    verbs: list[str] | None = None
    short_names: list[str] | None = None
    categories: list[str] | None = None
    subresources: list[_Subresource] | None = None


class _Version(_Camel):
    version: str
    resources: list[_Discovered] | None = None


class _Metadata(_Camel):
    name: str = ""


class _Group(_Camel):
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)
    versions: list[_Version] = []


class _Aggregated(_Camel):
    items: list[_Group]


class _CoreVersions(_Camel):
    versions: list[str]


class _GroupVersion(_Camel):
    version: str


class _ListedGroup(_Camel):
    name: str
    versions: list[_GroupVersion]
    preferred_version: _GroupVersion | None = None


class _Groups(_Camel):
    groups: list[_ListedGroup]


class _Listed(_Camel):
    name: str
    kind: str
    namespaced: bool
    singular_name: str = ""
    verbs: list[str] | None = None
    short_names: list[str] | None = None
    categories: list[str] | None = None


class _Resources(_Camel):
    resources: list[_Listed] | None = None


async def discover(api: ApiServer) -> list[ApiKind]:
    """Every kind, groups in the server's order. A group whose own server is down is left out.

    Raises UpstreamError where the apiserver does not answer or is none.
    """
    core, rest = await asyncio.gather(_groups(api, "/api"), _groups(api, "/apis"))
    return list(_kinds([*core, *rest]))


async def _groups(api: ApiServer, path: str) -> list[_Group]:
    answer = await api.request("GET", path, accept=ACCEPT, max_bytes=MAX_BYTES)
    try:
        if "APIGroupDiscoveryList" in answer.headers.get("Content-Type", ""):
            return msgspec.json.decode(answer.body, type=_Aggregated).items
        return await _older(api, path, answer.body)
    except UNREADABLE as error:
        raise not_kubernetes(api.name) from error


async def _older(api: ApiServer, path: str, body: bytes) -> list[_Group]:
    if path == "/api":
        core = msgspec.json.decode(body, type=_CoreVersions).versions
        return [await _listed_group(api, "", core, "/api")]
    listed = msgspec.json.decode(body, type=_Groups).groups
    return list(
        await asyncio.gather(*(_listed_group(api, one.name, _order(one), f"/apis/{one.name}") for one in listed))
    )


def _order(group: _ListedGroup) -> list[str]:
    """The group's versions, the preferred one first."""
    names = [entry.version for entry in group.versions]
    first = group.preferred_version.version if group.preferred_version else ""
    return sorted(names, key=lambda name: name != first)


async def _listed_group(api: ApiServer, name: str, versions: list[str], prefix: str) -> _Group:
    lists = await asyncio.gather(*(_listed(api, f"{prefix}/{version}") for version in versions))
    found = [_Version(version, resources) for version, resources in zip(versions, lists, strict=True)]
    return _Group(_Metadata(name), found)


async def _listed(api: ApiServer, path: str) -> list[_Discovered]:
    try:
        answer = await api.request("GET", path, max_bytes=MAX_BYTES)
        entries = msgspec.json.decode(answer.body, type=_Resources).resources or []
    except (UpstreamError, *UNREADABLE):
        return []
    owned: dict[str, list[_Subresource]] = {}
    for entry in entries:
        owner, _, subresource = entry.name.partition("/")
        if subresource:
            owned.setdefault(owner, []).append(_Subresource(subresource))
    return [_from_listed(entry, owned.get(entry.name)) for entry in entries if "/" not in entry.name]


def _from_listed(entry: _Listed, subresources: list[_Subresource] | None) -> _Discovered:
    return _Discovered(
        entry.name,
        _KindName(entry.kind),
        "Namespaced" if entry.namespaced else "Cluster",
        entry.singular_name,
        entry.verbs,
        entry.short_names,
        entry.categories,
        subresources,
    )


def _kinds(groups: Iterable[_Group]) -> Iterable[ApiKind]:
    for group in groups:
        seen: set[str] = set()
        for version in group.versions:
            for entry in version.resources or ():
                if not entry.response_kind or not entry.verbs:
                    continue
                yield _kind(group.metadata.name or "core", version.version, entry, entry.resource not in seen)
                seen.add(entry.resource)


def _kind(group: str, version: str, entry: _Discovered, preferred: bool) -> ApiKind:
    kind = entry.response_kind.kind if entry.response_kind else ""
    return ApiKind(
        group,
        version,
        entry.resource,
        kind,
        entry.singular_resource or kind.lower(),
        entry.scope == "Namespaced",
        tuple(entry.verbs or ()),
        tuple(entry.short_names or ()),
        tuple(entry.categories or ()),
        preferred,
        tuple(one.subresource for one in entry.subresources or ()),
    )
