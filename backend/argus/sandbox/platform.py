"""What every sandbox cluster gets before its first workload: stages, usage, logs, exec, and nodes."""

import json
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from argus.sandbox.apiserver import Apiserver
from argus.sandbox.binaries import Binaries
from argus.sandbox.kwokctl import kubectl
from argus.sandbox.layout import MANIFESTS, ClusterPaths, SandboxError
from argus.sandbox.loglines import CONTAINERS
from argus.sandbox.node import bare_nodes
from argus.sandbox.podlogs import log_file

_KWOK_STAGES = ("stage/node/fast", "stage/node/heartbeat", "stage/pod/fast", "stage/volume/fast", "metrics/resource")
_NOBODY = 65534
SERVED_SECONDS = 60.0
FIELD_MANAGER = "argus-sandbox"


def apply(paths: ClusterPaths, binaries: Binaries, *arguments: str, text: str | None = None) -> None:
    """Server-side apply that takes every field back; `arguments` name files, folders or `-`."""
    owned = ("apply", "--server-side", "--force-conflicts", f"--field-manager={FIELD_MANAGER}")
    kubectl(paths, binaries, *owned, *arguments, text=text)


def apply_nodes(paths: ClusterPaths, binaries: Binaries, nodes: Sequence[dict[str, Any]]) -> None:
    """Create nodes with their status, which only a plain create keeps; nodes that stand are left alone."""
    names = set(kubectl(paths, binaries, "get", "nodes", "--output", "name").split())
    missing = [node for node in nodes if f"node/{node['metadata']['name']}" not in names]
    if missing:
        kubectl(paths, binaries, "create", "-f", "-", text=yaml.safe_dump_all(missing))


def apply_crds(paths: ClusterPaths, binaries: Binaries, crds: Sequence[Path]) -> None:
    """Apply files or folders of CustomResourceDefinitions and wait until their objects can be listed."""
    if not crds:
        return
    files = [part for path in crds for part in ("-f", str(path))]
    apply(paths, binaries, *files)
    kubectl(paths, binaries, "wait", "--for=condition=Established", f"--timeout={SERVED_SECONDS:.0f}s", *files)
    applied = json.loads(kubectl(paths, binaries, "get", "--output", "json", *files))
    deadline = time.monotonic() + SERVED_SECONDS
    with Apiserver(paths.kubeconfig) as server:
        for definition in applied.get("items", [applied]):
            # Established comes first; the apiserver answers for the kind a moment later.
            while not server.has(_list_path(definition["spec"])):
                if time.monotonic() > deadline:
                    raise SandboxError(f"{definition['metadata']['name']} was applied but is not served")
                time.sleep(0.05)


def _list_path(spec: dict[str, Any]) -> str:
    version = next(entry["name"] for entry in spec["versions"] if entry["served"])
    return f"/apis/{spec['group']}/{version}/{spec['names']['plural']}?limit=1"


def apply_platform(paths: ClusterPaths, binaries: Binaries, *, nodes: int) -> None:
    """kwok's own stages, then usage, logs, exec and `nodes` plain nodes.

    Order matters: a stage that arrives later does not act on objects that stand already.
    """
    rendered = "---\n".join(
        kubectl(paths, binaries, "kustomize", str(binaries.kwok_manifests / folder)) for folder in _KWOK_STAGES
    )
    documents = yaml.safe_dump_all([_logs(paths), _exec(paths)])
    apply(paths, binaries, "-f", str(MANIFESTS / "platform"), "-f", "-", text=f"{rendered}\n---\n{documents}")
    apply_nodes(paths, binaries, bare_nodes(nodes, kubelet_address(paths)))


def kubelet_address(paths: ClusterPaths) -> str:
    """The loopback address at which kwok answers for all kubelets of this cluster."""
    return (paths.root / "kubelet").read_text().strip()


def _resource(kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    return {"apiVersion": "kwok.x-k8s.io/v1alpha1", "kind": kind, "metadata": {"name": "sandbox"}, "spec": spec}


def _logs(paths: ClusterPaths) -> dict[str, Any]:
    entries: list[dict[str, Any]] = [_log_entry(paths, "api")]
    entries += [{**_log_entry(paths, kind), "containers": list(names)} for kind, names in CONTAINERS.items()]
    return _resource("ClusterLogs", {"logs": entries})


def _log_entry(paths: ClusterPaths, kind: str) -> dict[str, Any]:
    current = str(log_file(paths.pod_logs, kind))
    return {"logsFile": current, "previousLogsFile": current, "follow": True}


def _exec(paths: ClusterPaths) -> dict[str, Any]:
    """A shell in an empty folder. kwok runs it on this machine, so where it may, it becomes nobody."""
    envs = [{"name": "PS1", "value": "$ "}, {"name": "TERM", "value": "xterm-256color"}]
    local: dict[str, Any] = {"envs": envs, "workDir": str(paths.shell)}
    if os.geteuid() == 0:
        local["securityContext"] = {"runAsUser": _NOBODY, "runAsGroup": _NOBODY}
    return _resource("ClusterExec", {"execs": [{"local": local}]})


def make_shell_folder(paths: ClusterPaths) -> None:
    """An empty folder for shells in pods; temporary folders do not survive a reboot, so every start makes it anew."""
    shutil.rmtree(paths.shell, ignore_errors=True)
    paths.shell.mkdir(mode=0o755)
    if os.geteuid() == 0:
        os.chown(paths.shell, _NOBODY, _NOBODY)
