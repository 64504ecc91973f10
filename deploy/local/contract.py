"""`make contract`: the API's description from the app, and the TypeScript SDK from the description."""

import subprocess
import sys
from pathlib import Path

from local.install import install_backend, install_frontend
from local.places import BACKEND, FRONTEND, OPENAPI, ROOT, VENV_BIN
from local.prerequisites import require_node
from local.processes import require
from local.terminal import Step, Stop

DOCUMENT = OPENAPI / "openapi.json"
SDK = OPENAPI / "sdk" / "typescript" / "src"


def write() -> int:
    """Write both from the present code."""
    require_node()
    install_backend(development=False)
    install_frontend()
    with Step("writing openapi/openapi.json from the app"):
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_bytes(document())
    with Step(f"writing {SDK.relative_to(ROOT)} from it"):
        write_sdk(SDK)
    return 0


def document() -> bytes:
    """The contract as the app gives it now. Raises Stop when the app cannot be made."""
    done = subprocess.run([VENV_BIN / "argus", "openapi"], cwd=BACKEND, capture_output=True, check=False)
    if done.returncode != 0:
        sys.stderr.write(done.stderr.decode(errors="replace"))
        raise Stop("argus openapi failed")
    return done.stdout


def write_sdk(target: Path) -> None:
    """Generate the SDK's sources into `target`. Raises Stop when the generator fails."""
    tool = ["npx", "--no-install"]
    require([*tool, "openapi-ts", "--silent", "--output", str(target)], FRONTEND)
    require([*tool, "biome", "format", "--write", "--config-path=.", "--log-level=error", str(target)], FRONTEND)
