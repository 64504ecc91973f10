"""What the tests need beside locked packages: the sandbox's binaries, PostgreSQL's server and a browser."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from local.places import BACKEND, FRONTEND, PYTHON
from local.processes import require
from local.terminal import Step, Stop, complain, say

BUILD = "import os; from argus.sandbox.binaries import ensure_binaries; ensure_binaries(os.environ, print)"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_SECONDS = 180


def ensure_sandbox_binaries() -> None:
    """Build the real Kubernetes binaries once; about six minutes on two cores, nothing when they are cached."""
    with Step("looking for the sandbox's Kubernetes binaries (built on first use)"):
        require([PYTHON, "-u", "-c", BUILD], BACKEND)


def ensure_postgresql() -> None:
    """PostgreSQL's server binaries are there, or are installed. Raises Stop with what to install."""
    if _initdb():
        return
    with Step("installing PostgreSQL's server (apt-get)"):
        # Debian's package would also make and start a cluster of its own; the tests make a private one.
        installed = _apt_get(["postgresql"], {"PG_CREATE_MAIN_CLUSTER": "false"})
    if not installed or not _initdb():
        raise Stop("the tests need PostgreSQL's server; install it (Debian and Ubuntu: apt-get install postgresql)")


def _initdb() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found)
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None)


def ensure_browser() -> dict[str, str]:
    """A Chromium for Playwright; returns the environment that names it. Raises Stop with what to install."""
    installed = _system_chromium()
    if not installed and _playwright_browser():
        return {}
    if not installed:
        with Step("installing Chromium (apt-get)"):
            _apt_get(["chromium"], {})
        installed = _system_chromium()
    if not installed:
        raise Stop("the tests need a browser; install Chromium (apt-get install chromium, or npx playwright install)")
    say(f"    the browser is {installed}")
    return {"ARGUS_CHROMIUM": installed}


def _system_chromium() -> str:
    given = os.environ.get("ARGUS_CHROMIUM", "")
    return given or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), "")


def _playwright_browser() -> bool:
    """Playwright's own Chromium, downloaded where it can be: it is kept outside the checkout and found again."""
    with Step("downloading Playwright's own Chromium"):
        try:
            done = subprocess.run(
                ["npx", "--no-install", "playwright", "install", "chromium"],
                cwd=FRONTEND,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=DOWNLOAD_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
    if done.returncode != 0:
        complain("Playwright's own Chromium cannot be downloaded here; trying the system's packages")
    return done.returncode == 0


def _apt_get(packages: Sequence[str], extra: dict[str, str]) -> bool:
    """Install Debian packages where that is allowed; tells whether it worked."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", **extra}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            complain((done.stderr.strip().splitlines() or ["apt-get failed"])[-1])
            return False
    return True
