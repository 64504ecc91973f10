"""`make bench` and `make bench-quick`: everything that is measured is brought to the present sources first."""

from collections.abc import Sequence

from local.build import build_frontend
from local.install import install_backend, install_frontend
from local.places import BACKEND, PYTHON
from local.prerequisites import require_node
from local.processes import run
from local.tools import ensure_browser, ensure_sandbox_binaries

# Only tells something.
TELLING = {"-h", "--help", "--list"}


def bench(arguments: Sequence[str]) -> int:
    """Install and build what the benchmark needs, then run it; returns its exit code."""
    install_backend(development=True)
    browser = {} if TELLING & {*arguments} else _ready()
    return run([PYTHON, "-m", "bench", *arguments], BACKEND, browser)


def _ready() -> dict[str, str]:
    """The environment that names the browser."""
    require_node()
    install_frontend()
    build_frontend()
    ensure_sandbox_binaries()
    return ensure_browser()
