"""Installs the locked dependencies of the backend and the frontend, when their locks changed."""

import os
import subprocess
import sys
from pathlib import Path

from local.places import BACKEND, FRONTEND, PYTHON, VENV, VENV_BIN
from local.processes import require_quietly
from local.stamps import Stamp, digest
from local.terminal import Step

UV_LOCK = Path(__file__).with_name("uv.txt")
UV = VENV / "uv"
RUN_LOCK = BACKEND / "requirements.txt"
DEV_LOCK = BACKEND / "requirements-dev.txt"
NPM_CI = ("npm", "ci", "--no-fund", "--no-audit", "--loglevel=error")
ENTRY = "#!{python}\nimport sys\n\nfrom argus.cli import main\n\nsys.exit(main())\n"


def install_backend(*, development: bool) -> None:
    """Bring backend/.venv to the lock; `development` adds what tests and checks need.

    A virtual environment that once got the development lock keeps it, so that `make up` and `make test`
    do not undo each other. Raises Stop when something cannot be installed.
    """
    stamp = Stamp(VENV / ".argus-installed")
    run, dev, uv = digest([RUN_LOCK], sys.version), digest([DEV_LOCK], sys.version), digest([UV_LOCK])
    development = development or bool(stamp.says("development"))
    if stamp.says("run") == run and (not development or stamp.says("development") == dev) and PYTHON.exists():
        _link_argus()
        return
    lock = DEV_LOCK if development else RUN_LOCK
    with Step(f"installing the backend's locked packages ({lock.name})"):
        _make_venv(stamp, uv)
        sync: list[str | Path] = [UV / "bin" / "uv", "pip", "sync", "--quiet", "--require-hashes"]
        failed = "the backend's packages could not be installed"
        require_quietly([*sync, "--python", PYTHON, lock], BACKEND, _package_index(), failed)
        _link_argus()
    stamp.write(run=run, uv=uv, python=sys.version, **({"development": dev} if development else {}))


def _make_venv(stamp: Stamp, uv: str) -> None:
    if stamp.says("python") != sys.version or not PYTHON.exists():
        remedy = "the virtual environment could not be made; on Debian and Ubuntu: apt-get install python3-venv"
        require_quietly([sys.executable, "-m", "venv", "--clear", VENV], BACKEND, {}, remedy)
    if stamp.says("uv") != uv or not (UV / "bin" / "uv").exists():
        install: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        install += ["--upgrade", "--require-hashes", "--target", UV, "--requirement", UV_LOCK]
        failed = "uv could not be installed from the Python package index; is it reachable?"
        require_quietly(install, BACKEND, {}, failed)


def _link_argus() -> None:
    """Make `import argus` and the `argus` command work from the checkout itself, without a build."""
    packages = next((VENV / "lib").glob("python3*/site-packages"))
    _write(packages / "argus-checkout.pth", f"{BACKEND}\n")
    command = VENV_BIN / "argus"
    _write(command, ENTRY.format(python=PYTHON))
    command.chmod(0o755)


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def _package_index() -> dict[str, str]:
    """uv reads none of pip's configuration: hand it the index that pip uses here, unless uv has one of its own."""
    if "UV_DEFAULT_INDEX" in os.environ or "UV_INDEX_URL" in os.environ:
        return {}
    asked = [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"]
    configured = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL", "").strip() or configured
    return {"UV_DEFAULT_INDEX": index} if index else {}


def install_frontend() -> None:
    """Bring frontend/node_modules to package-lock.json. Raises Stop when something cannot be installed."""
    stamp = Stamp(FRONTEND / "node_modules" / ".argus-installed")
    lock = digest([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    if stamp.says("lock") == lock:
        return
    with Step("installing the frontend's locked packages (npm ci)"):
        require_quietly(NPM_CI, FRONTEND, {}, "npm ci failed")
    stamp.write(lock=lock)
