"""Clusters of two processes, etcd and kube-apiserver: nothing else changes what is measured, and ten of them fit."""

import re
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from argus.sandbox.component import component_names, component_pid, kill_component, start_component
from argus.sandbox.layout import ClusterPaths, SandboxError, cluster_paths
from argus.sandbox.ports import free_ports
from bench.client import AskError, Client, direct_client
from bench.etcd import Etcd, etcd_url

ETCD, APISERVER = "etcd", "kube-apiserver"
READY_SECONDS = 120.0
PORTS = ("etcdPort", "etcdPeerPort", "kubeApiserverPort")


def strip(paths: ClusterPaths) -> None:
    """Leave a stopped sandbox cluster only its etcd and its apiserver."""
    document = yaml.safe_load(paths.components.read_text())
    kept = [entry for entry in document["components"] if entry["name"] in (ETCD, APISERVER)]
    _write(paths, {"components": kept, "options": {port: document["options"][port] for port in PORTS}})


def copy(home: Path, source: ClusterPaths, name: str) -> ClusterPaths:
    """A stripped cluster with the data, the certificates and the users of `source`, and ports of its own. Both rest."""
    paths = cluster_paths(home, name)
    for folder in (paths.root, paths.state):
        shutil.rmtree(folder, ignore_errors=True)
    paths.root.mkdir(parents=True, mode=0o700)
    shutil.copytree(source.state, paths.state, symlinks=True, ignore=shutil.ignore_patterns("logs", "pids"))
    for folder in (paths.component_logs, paths.pids, paths.scratch):
        folder.mkdir()
    text, kubeconfig = source.components.read_text(), source.kubeconfig.read_text()
    options = yaml.safe_load(text)["options"]
    for port, fresh in zip(PORTS, free_ports(len(PORTS)), strict=True):
        text = text.replace(str(options[port]), str(fresh))
        kubeconfig = kubeconfig.replace(f":{options[port]}", f":{fresh}")
    _write(paths, yaml.safe_load(text.replace(str(source.state), str(paths.state))))
    paths.kubeconfig.touch(0o600)
    paths.kubeconfig.write_text(kubeconfig)
    return paths


def _write(paths: ClusterPaths, document: dict[str, Any]) -> None:
    paths.components.write_text(yaml.safe_dump(document, sort_keys=False))


def api_port(paths: ClusterPaths) -> int:
    """Where the apiserver listens."""
    return int(yaml.safe_load(paths.components.read_text())["options"]["kubeApiserverPort"])


@contextmanager
def running(clusters: Sequence[ClusterPaths]) -> Iterator[None]:
    """The clusters up and ready; stopped afterwards, with their data kept."""
    try:
        for paths in clusters:
            start_component(paths, ETCD)
        for paths in clusters:
            await_etcd(paths)
            start_component(paths, APISERVER)
        for paths in clusters:
            await_apiserver(paths)
        yield
    finally:
        for paths in clusters:
            stop(paths)


def watches(client: Client, resource: str = "pods") -> int:
    """How many watches of a kind the apiserver serves now; its own are among them."""
    served = rf'^apiserver_longrunning_requests\{{.*resource="{resource}".*verb="WATCH".*\}} (\d+)$'
    return sum(int(number) for number in re.findall(served, client.read("/metrics").decode(), re.MULTILINE))


def stop(paths: ClusterPaths) -> None:
    """etcd last and gently, for its data."""
    known = component_names(paths)
    for name, how in ((APISERVER, signal.SIGKILL), (ETCD, signal.SIGTERM)):
        if name in known:
            kill_component(paths, name, how)


def await_etcd(paths: ClusterPaths) -> None:
    """Until etcd answers; a big one reads its data first."""
    deadline = time.monotonic() + READY_SECONDS
    while not _etcd_answers(paths):
        _require_alive(paths, ETCD, deadline)
        time.sleep(0.1)


def _etcd_answers(paths: ClusterPaths) -> bool:
    try:
        with Etcd(etcd_url(paths)) as etcd:
            etcd.count(b"/registry/namespaces/")
    except (OSError, SandboxError):
        return False
    return True


def await_apiserver(paths: ClusterPaths) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _apiserver_answers(paths):
        _require_alive(paths, APISERVER, deadline)
        time.sleep(0.1)


def _apiserver_answers(paths: ClusterPaths) -> bool:
    try:
        with direct_client(paths.kubeconfig) as client:
            return client.read("/readyz") == b"ok"
    except (OSError, AskError):
        return False


def _lives(paths: ClusterPaths, name: str) -> bool:
    """Asked twice, because a process that has just begun shows no command line for a moment."""
    if component_pid(paths, name) is None:
        time.sleep(0.3)
    return component_pid(paths, name) is not None


def _require_alive(paths: ClusterPaths, name: str, deadline: float) -> None:
    if not _lives(paths, name) or time.monotonic() > deadline:
        raise SandboxError(f"{name} of {paths.name} did not come up; see {paths.component_logs}")
