"""The real Kubernetes binaries: built once from the pinned module, cached for every checkout of this user."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from argus.sandbox.golang import find_go
from argus.sandbox.layout import MANIFESTS, SandboxError
from argus.sandbox.process import locked

Report = Callable[[str], None]

TOOLS: dict[str, str] = {
    "kwokctl": "sigs.k8s.io/kwok/cmd/kwokctl",
    "kubectl": "k8s.io/kubernetes/cmd/kubectl",
    "etcd": "go.etcd.io/etcd/server/v3",
    "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
    "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
    "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
    "kwok": "sigs.k8s.io/kwok/cmd/kwok",
    "metrics-server": "sigs.k8s.io/metrics-server/cmd/metrics-server",
}
BUILD_STEPS = len(TOOLS) + 1
"""How many steps a build from nothing reports: one a tool, and one for the downloads."""

_ASSETS = ("etcd", "kube-apiserver", "kubectl")
_VERSION_PACKAGE = "k8s.io/component-base/version"
_MODULE_FOLDERS = {
    "kwok": ("sigs.k8s.io/kwok", "kustomize"),
    "metrics": ("sigs.k8s.io/metrics-server", "manifests/base"),
}


@dataclass(frozen=True)
class Binaries:
    """A finished build: `bin/` with every tool, `manifests/` with what kwok and metrics-server ship."""

    folder: Path

    def tool(self, name: str) -> Path:
        return self.folder / "bin" / name

    @property
    def kwok_manifests(self) -> Path:
        return self.folder / "manifests" / "kwok"

    @property
    def metrics_manifests(self) -> Path:
        return self.folder / "manifests" / "metrics"

    @property
    def complete(self) -> bool:
        wanted = [self.tool(name) for name in TOOLS]
        return all(path.exists() for path in (*wanted, self.kwok_manifests, self.metrics_manifests))


def cache_root(environ: Mapping[str, str]) -> Path:
    """`$XDG_CACHE_HOME/argus`, or `~/.cache/argus`."""
    return Path(environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "argus"


def module_digest(module: Path = MANIFESTS) -> str:
    """Names a build: it changes whenever go.mod or go.sum does."""
    try:
        pinned = (module / "go.mod").read_bytes() + (module / "go.sum").read_bytes()
    except OSError:
        raise SandboxError(f"{module / 'go.mod'} is missing: the sandbox is built from a checkout of Argus") from None
    return hashlib.sha256(pinned).hexdigest()[:16]


def find_built(environ: Mapping[str, str]) -> Binaries | None:
    """The finished build of the present pins, or None while there is none."""
    binaries = Binaries(cache_root(environ) / f"sandbox-{module_digest()}")
    return binaries if binaries.complete else None


def ensure_binaries(environ: Mapping[str, str], report: Report) -> Binaries:
    """Build what is missing and return the build; `report` is told each step's title before it begins.

    Two processes may call this at once: the second waits and finds the first one's work.
    Raises SandboxError when Go is missing or a build fails.
    """
    built = find_built(environ)
    if built:
        return built
    cache = cache_root(environ)
    with locked(cache / "build.lock"):
        built = find_built(environ)
        if built:
            return built
        final = cache / f"sandbox-{module_digest()}"
        for abandoned in cache.glob("building-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        partial = Path(tempfile.mkdtemp(prefix="building-", dir=cache))
        try:
            _build(Builder(find_go(cache, environ.get("PATH")), partial, environ), report)
            shutil.rmtree(final, ignore_errors=True)
            partial.rename(final)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return Binaries(final)


@dataclass(frozen=True)
class Builder:
    """Runs Go inside the pinned module."""

    go: Path
    folder: Path
    environ: Mapping[str, str]

    def run(self, *arguments: str) -> str:
        environment = {**self.environ, "GOBIN": str(self.folder / "bin"), "GOFLAGS": "-mod=readonly", "GOWORK": "off"}
        done = subprocess.run(
            [self.go, *arguments], cwd=MANIFESTS, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            words = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
            raise SandboxError(f"go {' '.join(arguments[:2])} failed: {' | '.join(words[-3:])}")
        return done.stdout.strip()


def _build(builder: Builder, report: Report) -> None:
    report("Downloading the pinned modules")
    builder.run("mod", "download")
    _copy_manifests(builder)
    target = builder.folder / "bin"
    target.mkdir()
    ready = usable_assets(builder.environ.get("KUBEBUILDER_ASSETS", ""), _kubernetes_version(builder))
    for name, package in TOOLS.items():
        report(f"Building {name}")
        if name in ready:
            (target / name).symlink_to(ready[name])
        else:
            builder.run("install", "-trimpath", "-ldflags", _ldflags(builder), package)
    if (target / "server").exists():
        (target / "server").rename(target / "etcd")


def _kubernetes_version(builder: Builder) -> str:
    return builder.run("list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes")


def _ldflags(builder: Builder) -> str:
    version = _kubernetes_version(builder)
    major, minor = version.removeprefix("v").split(".")[:2]
    stamps = {"gitVersion": version, "gitMajor": major, "gitMinor": minor, "gitTreeState": "clean"}
    return " ".join(["-s", "-w", *(f"-X {_VERSION_PACKAGE}.{name}={value}" for name, value in stamps.items())])


def _copy_manifests(builder: Builder) -> None:
    """Keep the manifests beside the binaries: the module cache may be cleaned later."""
    for name, (module, inside) in _MODULE_FOLDERS.items():
        source = Path(builder.run("list", "-m", "-f", "{{.Dir}}", module)) / inside
        shutil.copytree(source, builder.folder / "manifests" / name, copy_function=shutil.copyfile)
    for folder in (builder.folder / "manifests").rglob("*"):
        folder.chmod(0o755 if folder.is_dir() else 0o644)


def usable_assets(folder: str, version: str) -> dict[str, Path]:
    """The tools of a KUBEBUILDER_ASSETS folder, when its apiserver is of the pinned minor version."""
    paths = {name: Path(folder) / name for name in _ASSETS}
    if not folder or not all(os.access(path, os.X_OK) for path in paths.values()):
        return {}
    said = subprocess.run([paths["kube-apiserver"], "--version"], capture_output=True, text=True, check=False).stdout
    minor = ".".join(version.split(".")[:2])
    return paths if said.strip().split(" ")[-1].startswith(f"{minor}.") else {}
