"""The nodes of a cluster with what they can hold."""

import msgspec

from argus.fleet.kind import Gvr
from argus.kube.connect import ApiServer
from argus.resources.decoding import fetched
from argus.resources.schemas import NodeList, NodeOutput

NODES = Gvr("core", "v1", "nodes")
ROLE = "node-role.kubernetes.io/"


class _Metadata(msgspec.Struct, rename="camel"):
    name: str
    creation_timestamp: str
    labels: dict[str, str] = {}


class _Spec(msgspec.Struct):
    unschedulable: bool = False


class _Condition(msgspec.Struct):
    type: str
    status: str
    reason: str = ""


class _Address(msgspec.Struct):
    type: str
    address: str


class _Info(msgspec.Struct, rename="camel"):
    kubelet_version: str = ""


class _Status(msgspec.Struct, rename="camel"):
    capacity: dict[str, str] = {}
    allocatable: dict[str, str] = {}
    conditions: list[_Condition] = []
    addresses: list[_Address] = []
    node_info: _Info = msgspec.field(default_factory=_Info)


class _Node(msgspec.Struct):
    metadata: _Metadata
    spec: _Spec = msgspec.field(default_factory=_Spec)
    status: _Status = msgspec.field(default_factory=_Status)

    def output(self) -> NodeOutput:
        ready = next((each for each in self.status.conditions if each.type == "Ready"), None)
        roles = {label.removeprefix(ROLE) for label in self.metadata.labels if label.startswith(ROLE)}
        return NodeOutput(
            name=self.metadata.name,
            ready=ready is not None and ready.status == "True",
            reason=ready.reason if ready else "NoStatus",
            roles=sorted(role for role in roles if role),
            version=self.status.node_info.kubelet_version,
            schedulable=not self.spec.unschedulable,
            internal_ip=next((each.address for each in self.status.addresses if each.type == "InternalIP"), ""),
            capacity=self.status.capacity,
            allocatable=self.status.allocatable,
            created_at=self.metadata.creation_timestamp,
        )


class _Nodes(msgspec.Struct):
    items: list[_Node] | None = None


async def all_nodes(api: ApiServer) -> NodeList:
    """By name. resourceVersion 0 lets the apiserver answer from its cache instead of asking etcd."""
    nodes = (await fetched(api, NODES.path(), _Nodes, {"resourceVersion": "0"})).items or ()
    return NodeList(items=sorted((node.output() for node in nodes), key=lambda node: node.name))
