"""The namespaces of a cluster that somebody may see."""

import msgspec

from argus.access.roles import Scope
from argus.fleet.sight import NAMESPACES
from argus.kube.connect import ApiServer
from argus.resources.decoding import fetched
from argus.resources.schemas import NamespaceList, NamespaceOutput


class _Metadata(msgspec.Struct, rename="camel"):
    name: str
    creation_timestamp: str
    labels: dict[str, str] = {}


class _Status(msgspec.Struct):
    phase: str = ""


class _Namespace(msgspec.Struct):
    metadata: _Metadata
    status: _Status = msgspec.field(default_factory=_Status)

    def output(self) -> NamespaceOutput:
        metadata = self.metadata
        return NamespaceOutput(
            name=metadata.name,
            phase=self.status.phase,
            created_at=metadata.creation_timestamp,
            labels=metadata.labels,
        )


class _Namespaces(msgspec.Struct):
    items: list[_Namespace] | None = None


async def all_namespaces(api: ApiServer, visible: Scope) -> NamespaceList:
    """By name. resourceVersion 0 lets the apiserver answer from its cache instead of asking etcd."""
    found = (await fetched(api, NAMESPACES.path(), _Namespaces, {"resourceVersion": "0"})).items or ()
    shown = [each.output() for each in found if visible.admits(each.metadata.name)]
    return NamespaceList(items=sorted(shown, key=lambda namespace: namespace.name))
