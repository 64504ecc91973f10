"""`make check`: format, lint, types, import directions, contract, SDK, workflows, images."""

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from local import contract
from local.install import install_backend, install_frontend
from local.places import BACKEND, DEPLOY, FRONTEND, PYTHON, ROOT, VENV_BIN
from local.prerequisites import require_node
from local.processes import require
from local.terminal import Step, Stop, complain, say

LAUNCHER = DEPLOY / "local"
BROWSER_STACK = FRONTEND / "e2e"


def check() -> int:
    """Run every check, also after one failed, and name those that failed at the end."""
    require_node()
    install_backend(development=True)
    install_frontend()
    failed = [name for name, run in CHECKS.items() if not _passes(name, run)]
    say("")
    if failed:
        complain(f"{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}")
        return 1
    say(f"all {len(CHECKS)} checks passed")
    return 0


def _passes(name: str, run: Callable[[], None]) -> bool:
    try:
        with Step(name):
            run()
    except Stop as stop:
        complain(str(stop))
        return False
    return True


def _format() -> None:
    require([VENV_BIN / "ruff", "format", "--check", ".", LAUNCHER, BROWSER_STACK], BACKEND)


def _lint() -> None:
    require([VENV_BIN / "ruff", "check", ".", LAUNCHER, BROWSER_STACK], BACKEND)


def _types() -> None:
    require([VENV_BIN / "mypy"], BACKEND)


def _imports() -> None:
    require([VENV_BIN / "lint-imports", "--no-cache"], BACKEND)


def _frontend() -> None:
    require(["npm", "run", "--silent", "check"], FRONTEND)


def _contract() -> None:
    with tempfile.TemporaryDirectory(prefix="argus-check-") as folder:
        fresh = Path(folder) / "openapi.json"
        fresh.write_bytes(contract.document())
        _same(contract.DOCUMENT, fresh)


def _sdk() -> None:
    with tempfile.TemporaryDirectory(prefix="argus-check-") as folder:
        fresh = Path(folder) / "src"
        contract.write_sdk(fresh)
        _same(contract.SDK, fresh)


def _same(kept: Path, fresh: Path) -> None:
    done = subprocess.run(
        ["git", "--no-pager", "diff", "--no-index", "--stat", str(kept), str(fresh)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout or done.stderr)
        raise Stop(f"{kept.relative_to(ROOT)} is not what the code gives; run make contract and commit what changed")


def _deployment() -> None:
    require([PYTHON, "-m", "local.deployment"], DEPLOY)


CHECKS: dict[str, Callable[[], None]] = {
    "format (ruff)": _format,
    "lint (ruff)": _lint,
    "types (mypy)": _types,
    "import directions (import-linter)": _imports,
    "frontend (biome, tsc)": _frontend,
    "contract": _contract,
    "SDK": _sdk,
    "workflows, images, compose file": _deployment,
}
