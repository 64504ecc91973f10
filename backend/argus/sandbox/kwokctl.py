"""How one cluster is described to kwokctl."""

from pathlib import Path
from typing import Any

import yaml

from argus.sandbox.binaries import Binaries
from argus.sandbox.layout import ClusterPaths, SandboxError
from argus.sandbox.ports import free_ports, is_free, private_loopback
from argus.sandbox.process import clean_environment, run_tool

CRDS = ("Stage", "Metric", "ClusterResourceUsage", "ClusterLogs", "ClusterExec", "ClusterAttach")
_PORTS = (
    "kubeApiserverPort",
    "etcdPort",
    "etcdPeerPort",
    "kubeControllerManagerPort",
    "kubeSchedulerPort",
    "kwokControllerPort",
    "metricsServerPort",
)
_BINARIES = {
    "etcdBinary": "etcd",
    "kubeApiserverBinary": "kube-apiserver",
    "kubeControllerManagerBinary": "kube-controller-manager",
    "kubeSchedulerBinary": "kube-scheduler",
    "kwokControllerBinary": "kwok",
    "metricsServerBinary": "metrics-server",
    "kubectlBinary": "kubectl",
}


def describe(paths: ClusterPaths, binaries: Binaries, *, port: int | None, metrics: bool, unlimited: bool) -> None:
    """Write the configuration of a new cluster: loopback only, its own ports, no download of anything.

    `port` is the apiserver's, chosen when None; `unlimited` takes the clients' rate limits off, for big clusters.
    """
    ports = dict(zip(_PORTS, free_ports(len(_PORTS)), strict=True))
    if port is not None:
        ports["kubeApiserverPort"] = port
    kubelet = private_loopback()
    options: dict[str, Any] = {
        "runtime": "binary",
        "bindAddress": "127.0.0.1",
        "enableCRDs": list(CRDS),
        "enable": ["metrics-server"] if metrics else [],
        "metricsServerManifests": [str(binaries.metrics_manifests)],
        "disableQPSLimits": unlimited,
        **ports,
        **{option: str(binaries.tool(tool)) for option, tool in _BINARIES.items()},
    }
    document = {
        "kind": "KwokctlConfiguration",
        "apiVersion": "config.kwok.x-k8s.io/v1alpha1",
        "options": options,
        "componentsPatches": _patches(paths, f"{kubelet}:{ports['kwokControllerPort']}"),
    }
    paths.config.write_text(yaml.safe_dump(document, sort_keys=False))
    (paths.root / "kubelet").write_text(kubelet)


def require_ports(paths: ClusterPaths) -> None:
    """Raises SandboxError when another program listens where this cluster is about to."""
    options = yaml.safe_load(paths.config.read_text())["options"]
    for option in _PORTS:
        if not is_free(options[option]):
            raise SandboxError(
                f"{paths.name} needs port {options[option]}, which another program uses; "
                f"stop that one, or start afresh with `argus sandbox down --delete {paths.name}`"
            )


def _patches(paths: ClusterPaths, kubelet: str) -> list[dict[str, Any]]:
    """Nodes show addresses of a data centre, so everything that calls a kubelet goes by InternalDNS instead.

    Without node leases, kwok takes its nodes up again at once after a restart instead of waiting for old leases to end.
    The request-header flags let metrics-server see the real user behind the aggregator, so that RBAC holds there.
    """
    arguments = {
        "kube-apiserver": {
            "kubelet-preferred-address-types": "InternalDNS",
            "requestheader-client-ca-file": str(paths.state / "pki" / "ca.crt"),
            "requestheader-username-headers": "X-Remote-User",
            "requestheader-group-headers": "X-Remote-Group",
            "requestheader-extra-headers-prefix": "X-Remote-Extra-",
            "requestheader-allowed-names": "kwok-admin",
        },
        "metrics-server": {"kubelet-preferred-address-types": "InternalDNS"},
        "kwok-controller": {"server-address": kubelet, "node-lease-duration-seconds": "0"},
    }
    # kwokctl overrides only what it sets itself, and it sets none of the apiserver's here.
    return [
        {
            "name": name,
            "extraArgs": [
                {"key": key, "value": value, "override": name != "kube-apiserver"} for key, value in given.items()
            ],
        }
        for name, given in arguments.items()
    ]


def kwokctl(paths: ClusterPaths, binaries: Binaries, *arguments: str) -> str:
    """Run kwokctl on this cluster, far from the user's own kubeconfig and environment."""
    workdir = paths.state.parent.parent
    paths.scratch.mkdir(parents=True, exist_ok=True)
    environment = clean_environment({"KWOK_WORKDIR": str(workdir)}, paths.scratch)
    environment["PATH"] = f"{binaries.tool('kubectl').parent}:{environment['PATH']}"
    return run_tool([binaries.tool("kwokctl"), *arguments, "--name", paths.name], environment)


def kubectl(paths: ClusterPaths, binaries: Binaries, *arguments: str, text: str | None = None) -> str:
    """Run kubectl on this cluster; `text` is its standard input."""
    environment = clean_environment({"KUBECONFIG": str(paths.kubeconfig)}, paths.scratch)
    return run_tool([binaries.tool("kubectl"), *arguments], environment, text)


def repoint(paths: ClusterPaths, binaries: Binaries) -> None:
    """Make an existing cluster run the present build; kwokctl keeps links to the one it was created with."""
    folder = paths.state / "bin"
    for link in folder.iterdir() if folder.is_dir() else ():
        tool = binaries.tool("kwok" if link.name == "kwok-controller" else link.name)
        if link.is_symlink() and tool.exists() and Path(link.readlink()) != tool:
            link.unlink()
            link.symlink_to(tool)
