"""Where the sandbox keeps things: all of it under one home, so that two checkouts never meet."""

import re
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MANIFESTS = Path(__file__).resolve().parents[3] / "deploy" / "sandbox"
DEFAULT_NAMES = ("sandbox-east", "sandbox-west")
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?")


class SandboxError(Exception):
    """The sandbox cannot go on; the message is one line that says why and what to do."""


@dataclass(frozen=True)
class ClusterPaths:
    """The files of one cluster. `state` is kwokctl's own folder: certificates, etcd's data, pids, component logs."""

    root: Path
    state: Path

    @property
    def name(self) -> str:
        return self.root.name

    @property
    def kubeconfig(self) -> Path:
        return self.root / "kubeconfig"

    @property
    def config(self) -> Path:
        return self.root / "kwokctl.yaml"

    @property
    def lock(self) -> Path:
        return self.root.parent / f".{self.name}.lock"

    @property
    def pod_logs(self) -> Path:
        return self.root / "podlogs"

    @property
    def scratch(self) -> Path:
        return self.root / "scratch"

    @property
    def shell(self) -> Path:
        """Where shells in pods start: outside Argus's home, which is closed to the user they run as."""
        return Path(tempfile.gettempdir()) / f"argus-exec-{sha256(str(self.root).encode()).hexdigest()[:12]}"

    @property
    def pids(self) -> Path:
        return self.state / "pids"

    @property
    def component_logs(self) -> Path:
        return self.state / "logs"

    @property
    def components(self) -> Path:
        return self.state / "kwok.yaml"


def sandbox_root(home: Path) -> Path:
    return home / "sandbox"


def kwok_workdir(home: Path) -> Path:
    return sandbox_root(home) / ".kwok"


def cluster_paths(home: Path, name: str) -> ClusterPaths:
    """The paths of the cluster `name`. Raises SandboxError where the name is not a DNS label of at most 42 letters."""
    if not _NAME.fullmatch(name):
        raise SandboxError(f"{name!r} is not a name for a cluster; use small letters, digits and dashes, 42 at most")
    return ClusterPaths(sandbox_root(home) / name, kwok_workdir(home) / "clusters" / name)


def cluster_names(home: Path) -> list[str]:
    """The clusters that exist in this home, running or not."""
    folder = kwok_workdir(home) / "clusters"
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else []
