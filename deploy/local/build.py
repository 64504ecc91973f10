"""Builds the dashboard when its sources changed."""

import subprocess

from local.places import FRONTEND, OPENAPI, STANDALONE
from local.processes import require_quietly
from local.stamps import Stamp, digest
from local.terminal import Step

NPM_BUILD = ("npm", "run", "--silent", "build")
FOLDERS = ("src", "public", "scripts")
FILES = ("package-lock.json", "package.json", "next.config.ts", "postcss.config.mjs", "tsconfig.json")


def build_frontend() -> None:
    """Make frontend/.next/standalone from the present sources. Raises Stop when the build fails."""
    stamp = Stamp(STANDALONE / ".argus-built")
    sources = digest(
        [*(FRONTEND / name for name in (*FOLDERS, *FILES)), OPENAPI / "sdk" / "typescript"], _node_version()
    )
    if stamp.says("sources") == sources:
        return
    with Step("building the dashboard (next build)"):
        require_quietly(NPM_BUILD, FRONTEND, {"NEXT_TELEMETRY_DISABLED": "1"}, "the dashboard could not be built")
    stamp.write(sources=sources)


def _node_version() -> str:
    return subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
