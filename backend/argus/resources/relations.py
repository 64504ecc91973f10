"""What an object belongs to, what belongs to it, and the pods it selects."""

import asyncio
from collections.abc import Iterable
from typing import Any

import msgspec

from argus.errors import UpstreamError
from argus.fleet.kind import Gvr
from argus.kube.connect import ApiServer
from argus.kube.discovery import ApiKind
from argus.resources.decoding import fetched

MAX_RELATED = 500
METADATA_ONLY = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"

PODS = Gvr("core", "v1", "pods")
JOBS = Gvr("batch", "v1", "jobs")
REPLICA_SETS = Gvr("apps", "v1", "replicasets")
CLAIMS = Gvr("core", "v1", "persistentvolumeclaims")
VOLUMES = Gvr("core", "v1", "persistentvolumes")
SLICES = Gvr("discovery.k8s.io", "v1", "endpointslices")
# Kinds that controllers make for objects of kinds that are not named in OWNED, such as custom resources.
LIKELY = (
    Gvr("apps", "v1", "deployments"),
    Gvr("apps", "v1", "statefulsets"),
    Gvr("apps", "v1", "daemonsets"),
    JOBS,
    Gvr("batch", "v1", "cronjobs"),
    PODS,
    Gvr("core", "v1", "services"),
)
OWNED: dict[tuple[str, str], tuple[Gvr, ...]] = {
    ("apps", "deployments"): (REPLICA_SETS,),
    ("apps", "replicasets"): (PODS,),
    ("apps", "statefulsets"): (PODS, Gvr("apps", "v1", "controllerrevisions")),
    ("apps", "daemonsets"): (PODS, Gvr("apps", "v1", "controllerrevisions")),
    ("core", "replicationcontrollers"): (PODS,),
    ("batch", "jobs"): (PODS,),
    ("batch", "cronjobs"): (JOBS,),
    ("core", "services"): (SLICES,),
    ("core", "pods"): (),
    ("core", "nodes"): (),
    ("core", "namespaces"): (),
    ("core", "configmaps"): (),
    ("core", "secrets"): (),
    ("core", "events"): (),
    ("core", "persistentvolumes"): (),
}
# `spec.selector` selects pods in these kinds only: a claim's selects volumes, a ServiceMonitor's selects services.
SELECTS_PODS = {
    ("apps", "deployments"),
    ("apps", "replicasets"),
    ("apps", "statefulsets"),
    ("apps", "daemonsets"),
    ("core", "replicationcontrollers"),
    ("core", "services"),
    ("batch", "jobs"),
    ("policy", "poddisruptionbudgets"),
}

Object = dict[str, Any]


class OwnerReference(msgspec.Struct, rename="camel"):
    api_version: str
    kind: str
    name: str
    uid: str

    @property
    def group(self) -> str:
        group, separator, _ = self.api_version.rpartition("/")
        return group if separator else "core"


class _Metadata(msgspec.Struct, rename="camel"):
    name: str
    uid: str
    namespace: str = ""
    owner_references: list[OwnerReference] = []


class _Item(msgspec.Struct):
    metadata: _Metadata


class _Items(msgspec.Struct):
    items: list[_Item] | None = None


class Relative(msgspec.Struct, frozen=True):
    """An object that stands in some relation. `uid` is empty where only a name is known."""

    kind: ApiKind
    namespace: str
    name: str
    uid: str = ""


class Relations(msgspec.Struct, frozen=True):
    owners: list[Relative]
    owned: list[Relative]
    pods: list[Relative]


class Subject(msgspec.Struct, frozen=True):
    """The object that is asked about, where it stands, and every kind that its cluster serves."""

    kind: ApiKind
    thing: Object
    namespace: str | None
    served: list[ApiKind]

    @property
    def uid(self) -> str:
        return str(self.thing["metadata"]["uid"])

    def find(self, group: str, *, resource: str | None = None, kind: str | None = None) -> ApiKind | None:
        """The preferred version of a kind, by resource or by kind."""
        group_kinds = (each for each in self.served if each.group == group)
        same = [each for each in group_kinds if each.resource == resource or each.kind == kind]
        return next((each for each in same if each.preferred), same[0] if same else None)


async def relations(api: ApiServer, subject: Subject) -> Relations:
    """At most 500 of each sort."""
    owned, pods = await asyncio.gather(_owned(api, subject), _pods(api, subject))
    return Relations(_owners(subject), [*owned, *_bound(subject)], pods)


def _owners(subject: Subject) -> list[Relative]:
    metadata = subject.thing["metadata"]
    found = []
    for reference in msgspec.convert(metadata.get("ownerReferences", []), list[OwnerReference]):
        if known := subject.find(reference.group, kind=reference.kind):
            place = (subject.namespace or "") if known.namespaced else ""
            found.append(Relative(known, place, reference.name, reference.uid))
    return found


def _bound(subject: Subject) -> list[Relative]:
    """A claim's volume, and a volume's claim: they name each other in their specs instead of by owner references."""
    spec = subject.thing.get("spec", {})
    if subject.kind.resource == CLAIMS.resource and spec.get("volumeName"):
        known = subject.find(VOLUMES.group, resource=VOLUMES.resource)
        return [Relative(known, "", spec["volumeName"])] if known else []
    claim = spec.get("claimRef") if subject.kind.resource == VOLUMES.resource else None
    known = subject.find(CLAIMS.group, resource=CLAIMS.resource)
    return [Relative(known, claim["namespace"], claim["name"], claim.get("uid", ""))] if claim and known else []


async def _owned(api: ApiServer, subject: Subject) -> list[Relative]:
    if subject.namespace is None:
        return []
    gvrs = OWNED.get((subject.kind.group, subject.kind.resource), LIKELY)
    kinds = [known for gvr in gvrs if (known := subject.find(gvr.group, resource=gvr.resource))]
    lists = await asyncio.gather(*(_owned_of(api, subject, kind) for kind in kinds))
    return [related for found in lists for related in found][:MAX_RELATED]


async def _owned_of(api: ApiServer, subject: Subject, kind: ApiKind) -> list[Relative]:
    selector = _selector(subject)
    query = {"labelSelector": selector} if selector and kind.resource in ("replicasets", "pods") else {}
    if kind.resource == SLICES.resource:
        query = {"labelSelector": f"kubernetes.io/service-name={subject.thing['metadata']['name']}"}
    try:
        items = await _list(api, kind, subject.namespace, query)
    except UpstreamError:
        # One kind that cannot be listed (an aggregated API that is down) must not hide the others.
        return []
    mine = (item for item in items if any(ref.uid == subject.uid for ref in item.metadata.owner_references))
    return [_relative(kind, item) for item in mine]


async def _pods(api: ApiServer, subject: Subject) -> list[Relative]:
    known = subject.find(PODS.group, resource=PODS.resource)
    if known is None:
        return []
    if (subject.kind.group, subject.kind.resource) == ("core", "nodes"):
        query = {"fieldSelector": f"spec.nodeName={subject.thing['metadata']['name']}"}
    elif selector := _selector(subject):
        query = {"labelSelector": selector}
    else:
        return []
    items = await _list(api, known, subject.namespace, query)
    return [_relative(known, item) for item in items]


async def _list(api: ApiServer, kind: ApiKind, namespace: str | None, query: dict[str, str]) -> list[_Item]:
    gvr = Gvr(kind.group, kind.version, kind.resource)
    asked = {**query, "limit": str(MAX_RELATED)}
    return (await fetched(api, gvr.path(namespace), _Items, asked, METADATA_ONLY)).items or []


def _selector(subject: Subject) -> str | None:
    """A label selector as a query says it; None where the kind selects nothing. An empty one would select all pods."""
    if (subject.kind.group, subject.kind.resource) not in SELECTS_PODS:
        return None
    selector = subject.thing.get("spec", {}).get("selector")
    if not isinstance(selector, dict) or not selector:
        return None
    if not ({"matchLabels", "matchExpressions"} & selector.keys()):
        plain = all(isinstance(value, str) for value in selector.values())
        return ",".join(f"{key}={value}" for key, value in selector.items()) if plain else None
    labels = [f"{key}={value}" for key, value in (selector.get("matchLabels") or {}).items()]
    return ",".join([*labels, *_expressions(selector.get("matchExpressions") or [])]) or None


def _expressions(expressions: Iterable[Object]) -> Iterable[str]:
    words = {"In": "in", "NotIn": "notin"}
    for each in expressions:
        key, operator = each["key"], each["operator"]
        if operator in words:
            yield f"{key} {words[operator]} ({','.join(each['values'])})"
        else:
            yield key if operator == "Exists" else f"!{key}"


def _relative(kind: ApiKind, item: _Item) -> Relative:
    return Relative(kind, item.metadata.namespace, item.metadata.name, item.metadata.uid)
