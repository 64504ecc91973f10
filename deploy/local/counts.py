"""Reads what the test runners reported, so that a few lines can sum them up."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Counts:
    """How many tests of one runner did what, and the names of those that failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    names: tuple[str, ...] = ()

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.names + other.names,
        )

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def from_junit(report: Path) -> Counts:
    """Counts of pytest's JUnit file. Errors in fixtures count as failures; a missing file is one failure."""
    try:
        root = ElementTree.parse(report).getroot()
    except (OSError, ElementTree.ParseError):
        return _nothing("pytest")
    suites = list(root.iter("testsuite"))
    total = sum(int(suite.get("tests", 0)) for suite in suites)
    failed = sum(int(suite.get("failures", 0)) + int(suite.get("errors", 0)) for suite in suites)
    skipped = sum(int(suite.get("skipped", 0)) for suite in suites)
    names = tuple(
        f"{case.get('classname')}::{case.get('name')}"
        for case in root.iter("testcase")
        if case.find("failure") is not None or case.find("error") is not None
    )
    return Counts(max(0, total - failed - skipped), failed, skipped, names)


def from_vitest(report: Path) -> Counts:
    """Counts of vitest's JSON file; a missing file is one failure."""
    said = _load(report)
    if said is None:
        return _nothing("vitest")
    skipped = int(said.get("numPendingTests", 0)) + int(said.get("numTodoTests", 0))
    names = tuple(
        str(test.get("fullName"))
        for file in said.get("testResults", [])
        for test in file.get("assertionResults", [])
        if test.get("status") == "failed"
    )
    return Counts(int(said.get("numPassedTests", 0)), int(said.get("numFailedTests", 0)), skipped, names)


def from_playwright(report: Path) -> Counts:
    """Counts of Playwright's JSON file; what passed only when tried again passed. No file is one failure."""
    said = _load(report)
    if said is None:
        return _nothing("Playwright")
    stats = said.get("stats", {})
    passed = int(stats.get("expected", 0)) + int(stats.get("flaky", 0))
    names = tuple(name for suite in said.get("suites", []) for name in _unexpected(suite))
    return Counts(passed, int(stats.get("unexpected", 0)), int(stats.get("skipped", 0)), names)


def _unexpected(suite: dict[str, Any]) -> Iterator[str]:
    for spec in suite.get("specs", []):
        if not spec.get("ok"):
            yield f"{spec.get('file')}:{spec.get('line')} {spec.get('title')}"
    for inner in suite.get("suites", []):
        yield from _unexpected(inner)


def _nothing(runner: str) -> Counts:
    return Counts(failed=1, names=(f"{runner} ended without a report",))


def _load(report: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(report.read_text())
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None
