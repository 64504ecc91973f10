"""The sample workloads: nodes, stages and manifests out of deploy/sandbox, different for each cluster."""

from typing import Any

import yaml

from argus.sandbox.binaries import Binaries
from argus.sandbox.layout import DEFAULT_NAMES, MANIFESTS, ClusterPaths
from argus.sandbox.node import node
from argus.sandbox.platform import apply, apply_crds, apply_nodes, kubelet_address


def flavour(name: str) -> str:
    """Which sample a cluster shows: its own where there is one for its name, else the first."""
    return name if (MANIFESTS / "workloads" / name).is_dir() else DEFAULT_NAMES[0]


def sample_nodes(name: str, kubelet: str) -> list[dict[str, Any]]:
    """The nodes of the sample, from nodes.yaml."""
    described = yaml.safe_load((MANIFESTS / "workloads" / flavour(name) / "nodes" / "nodes.yaml").read_text())
    entries = enumerate(described["nodes"], start=1)
    return [node({**entry, "number": number}, described["region"], kubelet) for number, entry in entries]


def apply_workloads(paths: ClusterPaths, binaries: Binaries) -> None:
    """Apply the sample; doing it again changes nothing that still is as it was."""
    own = MANIFESTS / "workloads" / flavour(paths.name)
    apply(paths, binaries, "-f", str(MANIFESTS / "stages"))
    apply_nodes(paths, binaries, sample_nodes(paths.name, kubelet_address(paths)))
    apply_crds(paths, binaries, [MANIFESTS / "crds"])
    common = MANIFESTS / "workloads" / "common"
    apply(paths, binaries, "-f", str(common / "namespaces.yaml"), "-f", str(own / "namespaces.yaml"))
    apply(paths, binaries, "-f", str(common), "-f", str(own))
