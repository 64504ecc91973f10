"""Simulated nodes that look like rented machines."""

from collections.abc import Mapping
from typing import Any

KUBELET_VERSION = "v1.36.3"


def node(entry: Mapping[str, Any], region: str, kubelet: str) -> dict[str, Any]:
    """A Node object with status. `entry` has name, zone, role, type, cpu (cores), memory (GiB) and address."""
    name, role = entry["name"], entry["role"]
    labels = {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": entry.get("arch", "amd64"),
        "type": "kwok",
        "node.kubernetes.io/instance-type": entry["type"],
        "topology.kubernetes.io/region": region,
        "topology.kubernetes.io/zone": f"{region}{entry['zone']}",
        f"node-role.kubernetes.io/{role}": "",
    }
    spec: dict[str, Any] = {"podCIDR": f"10.42.{entry['number']}.0/24", "podCIDRs": [f"10.42.{entry['number']}.0/24"]}
    if role == "control-plane":
        spec["taints"] = [{"key": "node-role.kubernetes.io/control-plane", "effect": "NoSchedule"}]
    if entry.get("cordoned"):
        spec["unschedulable"] = True
    annotations = {
        "kwok.x-k8s.io/node": "fake",
        "metrics.k8s.io/resource-metrics-path": f"/metrics/nodes/{name}/metrics/resource",
        "node.alpha.kubernetes.io/ttl": "0",
    }
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels, "annotations": annotations},
        "spec": spec,
        "status": _status(entry, kubelet),
    }


def _status(entry: Mapping[str, Any], kubelet: str) -> dict[str, Any]:
    pods = entry.get("pods", 110)
    disk = entry.get("disk", 100)
    return {
        "capacity": _amounts(entry["cpu"] * 1000, entry["memory"] * 1024, disk, pods),
        "allocatable": _amounts(entry["cpu"] * 1000 - 80, entry["memory"] * 1024 - 900, disk - 8, pods),
        "addresses": [
            {"type": "InternalIP", "address": entry["address"]},
            {"type": "Hostname", "address": entry["name"]},
            {"type": "InternalDNS", "address": kubelet},
        ],
        "nodeInfo": {
            "architecture": entry.get("arch", "amd64"),
            "bootID": "",
            "containerRuntimeVersion": "containerd://2.2.1",
            "kernelVersion": "6.12.57",
            "kubeProxyVersion": "",
            "kubeletVersion": KUBELET_VERSION,
            "machineID": "",
            "operatingSystem": "linux",
            "osImage": "Debian GNU/Linux 13 (trixie)",
            "systemUUID": "",
        },
    }


def _amounts(cpu: int, memory: int, disk: int, pods: int) -> dict[str, str]:
    return {"cpu": f"{cpu}m", "memory": f"{memory}Mi", "ephemeral-storage": f"{disk}Gi", "pods": str(pods)}


def bare_nodes(count: int, kubelet: str) -> list[dict[str, Any]]:
    """`count` equal nodes for tests, roomy enough for thousands of pods each."""
    entry = {"role": "worker", "type": "test.large", "cpu": 512, "memory": 4096, "zone": "a", "pods": 20_000}
    return [
        node({**entry, "name": f"node-{number}", "number": number, "address": f"10.20.0.{number}"}, "test-1", kubelet)
        for number in range(1, count + 1)
    ]
