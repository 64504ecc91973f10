"""The life of one sandbox cluster: made, started, stopped, deleted. Everything blocks; call it from a thread."""

import os
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from argus.sandbox.binaries import Binaries, ensure_binaries
from argus.sandbox.component import component_names, running_components, start_component
from argus.sandbox.kubeconfig import write_kubeconfig
from argus.sandbox.kwokctl import describe, kubectl, kwokctl, repoint, require_ports
from argus.sandbox.layout import ClusterPaths, SandboxError, cluster_paths
from argus.sandbox.platform import apply_crds, apply_platform, make_shell_folder
from argus.sandbox.podlogs import start_pod_logs, stop_pod_logs
from argus.sandbox.process import end, locked
from argus.sandbox.workloads import apply_workloads

State = Literal["absent", "running", "stopped", "failed"]
READY_SECONDS = 120.0
REVIVALS = 8


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a new cluster is made of. Bare by default: kwok's stages and `nodes` small nodes, no workloads.

    `seed` adds the sample workloads with their own nodes and metrics-server; `crds` are files or folders of YAML to
    apply first; `port` fixes the apiserver's port; `unlimited` takes client rate limits off, for thousands of pods.
    """

    seed: bool = False
    metrics: bool = False
    nodes: int = 1
    crds: tuple[Path, ...] = ()
    port: int | None = None
    unlimited: bool = False


def silent(_title: str) -> None:
    """A report nobody reads."""


def start_cluster(
    home: Path,
    name: str,
    shape: Shape | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    report: Callable[[str], None] = silent,
) -> Path:
    """Start the cluster `name`, making it when it is not there, and return its kubeconfig.

    A cluster that exists keeps its data and its ports; of `shape` it then takes only `seed` and `crds`.
    Raises SandboxError with one line for people; a cluster that could not be made is removed again.
    """
    shape = shape or Shape()
    binaries = ensure_binaries(environ, report)
    paths = cluster_paths(home, name)
    with locked(paths.lock):
        report(f"Starting {name}")
        if _finished(paths).exists():
            _restart(paths, binaries)
        else:
            _create(paths, binaries, shape)
        make_shell_folder(paths)
        start_pod_logs(paths)
        apply_crds(paths, binaries, shape.crds)
        if shape.seed:
            report(f"Filling {name} with workloads")
            apply_workloads(paths, binaries)
        _revive(paths)
    return paths.kubeconfig


def _finished(paths: ClusterPaths) -> Path:
    return paths.root / "created"


def _create(paths: ClusterPaths, binaries: Binaries, shape: Shape) -> None:
    _remove(paths)
    paths.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        metrics = shape.metrics or shape.seed
        describe(paths, binaries, port=shape.port, metrics=metrics, unlimited=shape.unlimited)
        require_ports(paths)
        kwokctl(paths, binaries, "create", "cluster", "--config", str(paths.config), "--kubeconfig", "")
        write_kubeconfig(paths.state / "kubeconfig.yaml", paths.kubeconfig, paths.name)
        _wait_ready(paths, binaries)
        apply_platform(paths, binaries, nodes=0 if shape.seed else shape.nodes)
    except BaseException:
        _remove(paths)
        raise
    _finished(paths).touch()


def _restart(paths: ClusterPaths, binaries: Binaries) -> None:
    repoint(paths, binaries)
    _forget_strangers(paths)
    if not running_components(paths):
        require_ports(paths)
    kwokctl(paths, binaries, "start", "cluster", "--config", str(paths.config))
    write_kubeconfig(paths.state / "kubeconfig.yaml", paths.kubeconfig, paths.name)
    _wait_ready(paths, binaries)


def _forget_strangers(paths: ClusterPaths) -> None:
    """Drop pid files whose process is gone: kwokctl would take whoever has the number now for its own."""
    alive = running_components(paths)
    for file in paths.pids.glob("*.pid"):
        if file.stem not in alive:
            file.unlink(missing_ok=True)


def _wait_ready(paths: ClusterPaths, binaries: Binaries) -> None:
    """Until every component runs, the apiserver is ready and the default service account has been made."""
    deadline = time.monotonic() + READY_SECONDS
    revived: Counter[str] = Counter()
    while True:
        reason = _unready(paths, binaries)
        # The rest cannot live without the apiserver; reviving them before it answers would only wear them out.
        revived.update(_revive(paths) if reason is None else _revive(paths, frozenset({"etcd", "kube-apiserver"})))
        worn_out = sorted(name for name, count in revived.items() if count > REVIVALS)
        if worn_out:
            raise SandboxError(f"{paths.name}: {', '.join(worn_out)} keeps stopping; see {paths.component_logs}")
        if reason is None and running_components(paths) == component_names(paths):
            return
        if time.monotonic() > deadline:
            raise SandboxError(f"{paths.name} was not ready after {READY_SECONDS:.0f} s: {reason}")
        time.sleep(0.1)


def _unready(paths: ClusterPaths, binaries: Binaries) -> str | None:
    try:
        kubectl(paths, binaries, "get", "--raw", "/readyz")
        kubectl(paths, binaries, "get", "serviceaccount", "default", "--namespace", "default")
    except SandboxError as error:
        return str(error)
    return None


def _revive(paths: ClusterPaths, only: frozenset[str] | None = None) -> frozenset[str]:
    """Start what has stopped: on a busy machine some components give up before the apiserver answers."""
    names = component_names(paths)
    missing = (names if only is None else names & only) - running_components(paths)
    for name in missing:
        start_component(paths, name)
    return missing


def stop_cluster(home: Path, name: str) -> None:
    """Stop the processes of this cluster and no others; its data stays. Does nothing when it is not running."""
    paths = cluster_paths(home, name)
    if paths.state.is_dir():
        with locked(paths.lock):
            _stop(paths)


def _stop(paths: ClusterPaths) -> None:
    stop_pod_logs(paths)
    for file in sorted(paths.pids.glob("*.pid"), key=lambda file: file.stem == "etcd"):
        # etcd last and gently, for its data; the others keep nothing that a kill could lose.
        end(file, paths.state, signal.SIGTERM if file.stem == "etcd" else signal.SIGKILL)


def delete_cluster(home: Path, name: str) -> None:
    """Stop the cluster and remove all of its data."""
    paths = cluster_paths(home, name)
    if paths.root.is_dir() or paths.state.is_dir():
        with locked(paths.lock):
            _remove(paths)
            shutil.rmtree(paths.root, ignore_errors=True)


def _remove(paths: ClusterPaths) -> None:
    _stop(paths)
    _finished(paths).unlink(missing_ok=True)
    shutil.rmtree(paths.state, ignore_errors=True)
    shutil.rmtree(paths.shell, ignore_errors=True)


def seed_cluster(home: Path, name: str, *, environ: Mapping[str, str] = os.environ) -> None:
    """Apply the sample workloads again; what people changed by hand goes back to how it was."""
    paths = cluster_paths(home, name)
    if cluster_state(home, name)[0] != "running":
        raise SandboxError(f"{name} is not running; start it with `argus sandbox up {name}`")
    with locked(paths.lock):
        apply_workloads(paths, ensure_binaries(environ, silent))


def cluster_state(home: Path, name: str) -> tuple[State, str]:
    """The state of a cluster as its processes show it, and a few words about it."""
    paths = cluster_paths(home, name)
    if not _finished(paths).exists():
        return "absent", "not made yet"
    alive = running_components(paths)
    missing = component_names(paths) - alive
    if not alive:
        return "stopped", "its data is kept"
    if missing:
        return "failed", f"not running: {', '.join(sorted(missing))}"
    return "running", f"kubeconfig at {paths.kubeconfig}"
