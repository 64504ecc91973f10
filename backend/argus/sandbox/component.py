"""The processes of a cluster one by one, so that a test can take one away and give it back."""

import signal
import subprocess
from typing import Any

import yaml

from argus.sandbox.layout import ClusterPaths, SandboxError
from argus.sandbox.process import clean_environment, end, living


def _components(paths: ClusterPaths) -> dict[str, dict[str, Any]]:
    try:
        documents = yaml.load_all(paths.components.read_text(), yaml.CSafeLoader)
        return {entry["name"]: entry for document in documents for entry in (document or {}).get("components", [])}
    except OSError:
        return {}


def component_names(paths: ClusterPaths) -> frozenset[str]:
    """The components of a cluster, such as `etcd` and `kube-apiserver`."""
    return frozenset(_components(paths))


def running_components(paths: ClusterPaths) -> frozenset[str]:
    """Those of them that live."""
    return frozenset(file.stem for file in paths.pids.glob("*.pid") if living(file, paths.state) is not None)


def component_pid(paths: ClusterPaths, name: str) -> int | None:
    """The pid of a component, None when it does not live."""
    return living(paths.pids / f"{name}.pid", paths.state)


def kill_component(paths: ClusterPaths, name: str, how: signal.Signals = signal.SIGKILL) -> None:
    """End one component and wait until it is gone. Raises SandboxError when the cluster has none of that name."""
    _named(paths, name)
    end(paths.pids / f"{name}.pid", paths.state, how)


def start_component(paths: ClusterPaths, name: str) -> None:
    """Start a component again, as kwokctl would; returns at once, before it is ready."""
    component = _named(paths, name)
    pid_file = paths.pids / f"{name}.pid"
    if living(pid_file, paths.state) is not None:
        return
    given = {entry["name"]: entry["value"] for entry in component.get("envs", [])}
    with (paths.component_logs / f"{name}.log").open("ab") as log:
        started = subprocess.Popen(
            [component["binary"], *component["args"]],
            cwd=component["workDir"],
            env=clean_environment(given, paths.scratch),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    # The process outlives this one, so nobody waits for it; without this Python warns when the object goes.
    started.returncode = 0
    pid_file.write_text(str(started.pid))


def _named(paths: ClusterPaths, name: str) -> dict[str, Any]:
    known = _components(paths)
    if name not in known:
        raise SandboxError(f"{paths.name} has no component {name!r}; it has {', '.join(sorted(known)) or 'none'}")
    return known[name]
