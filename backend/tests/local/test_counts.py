"""The last line of `make test` sums up what three runners said, each in its own format."""

import json
from pathlib import Path

import pytest
from local.counts import Counts, from_junit, from_playwright, from_vitest
from local.suite import Tally

JUNIT = """<testsuites><testsuite name="pytest" tests="10" failures="1" errors="2" skipped="3">
<testcase classname="tests.one" name="holds"/>
<testcase classname="tests.one" name="breaks"><failure/></testcase>
<testcase classname="tests.two" name="cannot_begin"><error/></testcase>
</testsuite></testsuites>"""


def test_pytest(tmp_path: Path) -> None:
    (tmp_path / "report").write_text(JUNIT)
    assert from_junit(tmp_path / "report") == Counts(4, 3, 3, ("tests.one::breaks", "tests.two::cannot_begin"))


def test_vitest(tmp_path: Path) -> None:
    tests = [{"fullName": "a list is long", "status": "failed"}, {"fullName": "a chip is small", "status": "passed"}]
    said = {
        "numPassedTests": 7,
        "numFailedTests": 1,
        "numPendingTests": 1,
        "numTodoTests": 1,
        "testResults": [{"assertionResults": tests}],
    }
    (tmp_path / "report").write_text(json.dumps(said))
    assert from_vitest(tmp_path / "report") == Counts(7, 1, 2, ("a list is long",))


def test_playwright(tmp_path: Path) -> None:
    failed = {"file": "list.spec.ts", "line": 12, "title": "rows come", "ok": False}
    suites = [{"specs": [{"ok": True}], "suites": [{"specs": [failed]}]}]
    said = {"stats": {"expected": 5, "flaky": 1, "unexpected": 2, "skipped": 0}, "suites": suites}
    (tmp_path / "report").write_text(json.dumps(said))
    assert from_playwright(tmp_path / "report") == Counts(6, 2, 0, ("list.spec.ts:12 rows come",))


def test_a_runner_that_wrote_nothing_has_failed(tmp_path: Path) -> None:
    for reader in (from_junit, from_vitest, from_playwright):
        counts = reader(tmp_path / "missing")
        assert counts.failed == 1
        assert counts.names[0].endswith("ended without a report")


def test_the_last_line_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    tally.add("one", Counts(2, 0), 0)
    tally.add("two", Counts(3, 0, 1), 0)
    assert tally.close() == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "5 passed, 0 failed, 1 skipped"


def test_what_failed_is_named_again_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally()
    tally.add("one", Counts(2, 1, names=("tests.one::breaks",)), 1)
    tally.add("two", Counts(3), 0)
    assert tally.close() == 1
    assert "failed: tests.one::breaks" in capsys.readouterr().out.splitlines()[-3:]


def test_a_bad_exit_code_without_a_failed_test_is_bad_too() -> None:
    tally = Tally()
    tally.add("one", Counts(2, 0), 1)
    assert tally.close() == 1
