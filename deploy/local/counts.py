"""Reads what the test runners reported, so that one line can sum them up."""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Counts:
    """How many tests of one runner did what."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def from_junit(report: Path) -> Counts:
    """Counts of pytest's JUnit file. Errors in fixtures count as failures; a missing file is one failure."""
    try:
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    except (OSError, ElementTree.ParseError):
        return Counts(failed=1)
    total = sum(int(suite.get("tests", 0)) for suite in suites)
    failed = sum(int(suite.get("failures", 0)) + int(suite.get("errors", 0)) for suite in suites)
    skipped = sum(int(suite.get("skipped", 0)) for suite in suites)
    return Counts(max(0, total - failed - skipped), failed, skipped)


def from_vitest(report: Path) -> Counts:
    """Counts of vitest's JSON file; a missing file is one failure."""
    said = _load(report)
    if said is None:
        return Counts(failed=1)
    skipped = int(said.get("numPendingTests", 0)) + int(said.get("numTodoTests", 0))
    return Counts(int(said.get("numPassedTests", 0)), int(said.get("numFailedTests", 0)), skipped)


def from_playwright(report: Path) -> Counts:
    """Counts of Playwright's JSON file; what passed only when tried again passed. No file is one failure."""
    said = _load(report)
    if said is None:
        return Counts(failed=1)
    stats = said.get("stats", {})
    passed = int(stats.get("expected", 0)) + int(stats.get("flaky", 0))
    return Counts(passed, int(stats.get("unexpected", 0)), int(stats.get("skipped", 0)))


def _load(report: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(report.read_text())
    except (OSError, ValueError):
        return None
    return said if isinstance(said, dict) else None
