"""Rules that import-linter cannot say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import argus

ROOT = Path(argus.__file__).parent
ENVIRONMENT_PASSED_ON = {"sandbox"}
"""These rooms start tools of the person's own machine (go, kwok), which need the environment as it is."""


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT), ast.parse(path.read_text())


def imported(tree: ast.Module) -> set[str]:
    """The top-level packages that a module imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_only_kube_imports_the_kubernetes_client() -> None:
    users = {path for path, tree in modules() if "kubernetes_asyncio" in imported(tree)}
    assert {path.parts[0] for path in users} == {"kube"}


def test_only_settings_reads_the_environment() -> None:
    readers = set()
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}:
                readers.add(path)
    assert {path.parts[0] for path in readers} - ENVIRONMENT_PASSED_ON == {"settings.py"}


def test_a_room_has_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "helpers", "common", "manager", "misc"}
    assert not [path for path, _ in modules() if drawers & {*path.parts, path.stem}]
