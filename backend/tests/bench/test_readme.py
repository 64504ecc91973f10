"""Which run comes into README.md."""

from pathlib import Path

import msgspec
import pytest

from bench import readme
from bench.readme import END, START, refusal, replaced, write_readme
from bench.run import Plan, Run
from bench.sets import TEN

PLAN = Plan("abc", "", False, True, ["start"], TEN)
NOW = ("abc", "")


def test_a_table_takes_the_place_of_the_last_one() -> None:
    text = f"before\n{START}\nold\n{END}\nafter {START}"
    assert replaced(text, "\nnew\n\n") == f"before\n{START}\nnew\n{END}\nafter {START}"
    assert replaced(replaced(text, "a"), "b") == replaced(text, "b")


@pytest.mark.parametrize("text", ["", START, END, f"{END} {START}"])
def test_a_text_without_a_place_for_the_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bench:start"):
        replaced(text, "table")


def test_a_complete_run_of_what_is_committed_is_for_it() -> None:
    assert refusal(PLAN, [], NOW) == ""


@pytest.mark.parametrize(
    "plan, pending, now, why",
    [
        (msgspec.structs.replace(PLAN, quick=True), [], NOW, "full run"),
        (msgspec.structs.replace(PLAN, whole=False), [], NOW, "full run"),
        (PLAN, ["live", "raw"], NOW, "live, raw"),
        (msgspec.structs.replace(PLAN, changes="5f"), [], ("abc", "5f"), "not committed"),
        (PLAN, [], ("abc", "5f"), "meanwhile"),
        (PLAN, [], ("def", ""), "meanwhile"),
    ],
)
def test_others_are_refused(plan: Plan, pending: list[str], now: tuple[str, str], why: str) -> None:
    assert why in refusal(plan, pending, now)


def test_the_file_stays_as_it_is_where_a_run_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"{START}\nold\n{END}\n")
    said = write_readme(Run.begin(tmp_path, PLAN), file)
    assert said == "not for README.md: these sections lack: start"
    assert "old" in file.read_text()
    assert START in readme.README.read_text()
