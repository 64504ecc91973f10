"""Removes what tools made in the checkout; data under ARGUS_HOME stays."""

import shutil

from local.places import BACKEND, FRONTEND, ROOT
from local.terminal import say

MADE = (
    BACKEND / ".venv",
    *(folder / name for folder in (ROOT, BACKEND) for name in (".pytest_cache", ".mypy_cache", ".ruff_cache")),
    *(FRONTEND / name for name in ("node_modules", ".next", "test-results", "playwright-report")),
)


def clean() -> int:
    """Remove the virtual environment, node_modules, builds, caches and reports."""
    for path in MADE:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for cache in ROOT.rglob("__pycache__"):
        shutil.rmtree(cache, ignore_errors=True)
    say("removed what tools had made; data and sandbox clusters under ARGUS_HOME are untouched")
    return 0
