"""Real clusters: made, broken, stopped, brought back, deleted."""

import os
import socket
import stat
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from argus.sandbox.apiserver import Apiserver
from argus.sandbox.binaries import ensure_binaries
from argus.sandbox.cluster import Shape, cluster_state, delete_cluster, seed_cluster, start_cluster, stop_cluster
from argus.sandbox.component import component_pid, kill_component, running_components, start_component
from argus.sandbox.kwokctl import kubectl
from argus.sandbox.layout import MANIFESTS, SandboxError, cluster_paths
from argus.sandbox.platform import kubelet_address
from argus.sandbox.process import command_line
from argus.sandbox.progress import read_status
from argus.sandbox.scale import scale_pods

NAME = "bare"
CONFIG_MAP = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "kept"}, "data": {"answer": "42"}}


def eventually(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def kubeconfig(sandbox_home: Path) -> Iterator[Path]:
    crds = (MANIFESTS / "crds",)
    yield start_cluster(sandbox_home, NAME, Shape(nodes=2, crds=crds))
    delete_cluster(sandbox_home, NAME)


@pytest.fixture
def server(kubeconfig: Path) -> Iterator[Apiserver]:
    with Apiserver(kubeconfig) as server:
        yield server


def test_kubeconfig_is_private_and_names_no_files(kubeconfig: Path) -> None:
    document = yaml.safe_load(kubeconfig.read_text())

    assert stat.S_IMODE(kubeconfig.stat().st_mode) == 0o600
    assert set(document["users"][0]["user"]) == {"client-certificate-data", "client-key-data"}
    assert document["clusters"][0]["cluster"]["server"].startswith("https://127.0.0.1:")
    assert document["current-context"] == NAME


def test_a_bare_cluster_has_ready_nodes_and_the_given_kinds(server: Apiserver) -> None:
    def both_ready() -> bool:
        nodes = server.call("GET", "/api/v1/nodes")[1]["items"]
        conditions = [entry for node in nodes for entry in node["status"].get("conditions", [])]
        return [entry["status"] for entry in conditions if entry["type"] == "Ready"] == ["True", "True"]

    eventually(both_ready)
    assert server.has("/apis/delivery.argus.dev/v1alpha1/releases")


def test_pods_run_and_answer_for_logs(kubeconfig: Path, server: Apiserver, sandbox_home: Path) -> None:
    paths = cluster_paths(sandbox_home, NAME)
    assert list(scale_pods(kubeconfig, pods=6, namespaces=2, kubelet=kubelet_address(paths))) == [6]

    def all_run() -> bool:
        pods = server.call("GET", "/api/v1/pods?labelSelector=sandbox.argus.dev/bulk")[1]["items"]
        return len(pods) == 6 and all(pod["status"]["phase"] == "Running" for pod in pods)

    eventually(all_run)
    pod = server.call("GET", "/api/v1/namespaces/bulk-000/pods")[1]["items"][0]["metadata"]["name"]
    binaries = ensure_binaries(os.environ, print)
    lines = kubectl(paths, binaries, "logs", "--namespace", "bulk-000", pod, "--tail", "3").splitlines()
    assert len(lines) == 3


def test_a_shell_in_a_pod_sees_nothing_of_the_caller(
    kubeconfig: Path, sandbox_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JWT_SECRET", "must-not-leak")
    stop_cluster(sandbox_home, NAME)
    start_cluster(sandbox_home, NAME)
    paths, binaries = cluster_paths(sandbox_home, NAME), ensure_binaries(os.environ, print)
    kubectl(paths, binaries, "run", "shell", "--image=registry.example/shell:1")
    kubectl(paths, binaries, "wait", "--for=condition=Ready", "pod/shell", "--timeout=60s")

    said = kubectl(paths, binaries, "exec", "shell", "--", "env")

    assert "must-not-leak" not in said
    assert "PS1=" in said


def test_a_killed_apiserver_leaves_the_rest_alone_and_comes_back(server: Apiserver, sandbox_home: Path) -> None:
    paths = cluster_paths(sandbox_home, NAME)
    assert server.has("/version")
    before = running_components(paths)

    kill_component(paths, "kube-apiserver")
    assert component_pid(paths, "kube-apiserver") is None
    assert running_components(paths) == before - {"kube-apiserver"}
    assert cluster_state(sandbox_home, NAME) == ("failed", "not running: kube-apiserver")
    assert not _answers(server)

    start_component(paths, "kube-apiserver")
    eventually(lambda: _answers(server))
    assert running_components(paths) == before


def test_a_restart_keeps_data_and_ports(kubeconfig: Path, server: Apiserver, sandbox_home: Path) -> None:
    server.ensure("/api/v1/namespaces/default/configmaps", CONFIG_MAP)
    was = yaml.safe_load(kubeconfig.read_text())["clusters"][0]["cluster"]["server"]

    stop_cluster(sandbox_home, NAME)
    assert cluster_state(sandbox_home, NAME)[0] == "stopped"
    assert running_components(cluster_paths(sandbox_home, NAME)) == frozenset()
    start_cluster(sandbox_home, NAME)

    assert yaml.safe_load(kubeconfig.read_text())["clusters"][0]["cluster"]["server"] == was
    with Apiserver(kubeconfig) as again:
        assert again.has("/api/v1/namespaces/default/configmaps/kept")
    assert [(entry.name, entry.state) for entry in read_status(sandbox_home).clusters] == [(NAME, "running")]


def test_stopping_never_touches_a_process_that_took_over_the_number(kubeconfig: Path, sandbox_home: Path) -> None:
    paths = cluster_paths(sandbox_home, NAME)
    (paths.pids / "stranger.pid").write_text(str(os.getpid()))

    stop_cluster(sandbox_home, NAME)

    assert command_line(os.getpid())
    assert not (paths.pids / "stranger.pid").exists()
    start_cluster(sandbox_home, NAME)


def test_a_port_that_someone_took_is_named(kubeconfig: Path, sandbox_home: Path) -> None:
    address = urlsplit(yaml.safe_load(kubeconfig.read_text())["clusters"][0]["cluster"]["server"])
    stop_cluster(sandbox_home, NAME)

    said = f"bare needs port {address.port}, which another program uses"
    with socket.create_server(("127.0.0.1", address.port or 0)), pytest.raises(SandboxError, match=said):
        start_cluster(sandbox_home, NAME)

    start_cluster(sandbox_home, NAME)


def test_unknown_components_are_refused_by_name(kubeconfig: Path, sandbox_home: Path) -> None:
    with pytest.raises(SandboxError, match="no component 'kubelet'; it has etcd"):
        kill_component(cluster_paths(sandbox_home, NAME), "kubelet")


@pytest.fixture
def seeded(sandbox_home: Path) -> Iterator[Apiserver]:
    kubeconfig = start_cluster(sandbox_home, "sandbox-west", Shape(seed=True))
    with Apiserver(kubeconfig) as server:
        yield server
    delete_cluster(sandbox_home, "sandbox-west")


def test_the_sample_has_its_troubles_and_can_be_applied_twice(seeded: Apiserver, sandbox_home: Path) -> None:
    path = "/apis/apps/v1/namespaces/shop/deployments/cart"
    first = seeded.call("GET", path)[1]["metadata"]["generation"]
    seed_cluster(sandbox_home, "sandbox-west")

    assert seeded.call("GET", path)[1]["metadata"]["generation"] == first
    wanted = {"CrashLoopBackOff", "ImagePullBackOff", "Unschedulable"}
    eventually(lambda: wanted <= _troubles(seeded), seconds=120)


def _troubles(server: Apiserver) -> set[str]:
    statuses = [pod["status"] for pod in server.call("GET", "/api/v1/pods")[1]["items"]]
    containers = [container for status in statuses for container in status.get("containerStatuses", [])]
    reasons = {container["state"].get("waiting", {}).get("reason", "") for container in containers}
    return reasons | {entry.get("reason", "") for status in statuses for entry in status.get("conditions", [])}


def _answers(server: Apiserver) -> bool:
    try:
        return server.has("/version")
    except (OSError, HTTPException):
        return False
