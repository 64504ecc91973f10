"""A run that was stopped goes on where it was, unless it would be another run."""

from pathlib import Path

import msgspec

from bench.machine import Circumstances
from bench.measure import Figures
from bench.reading import Bound, Reading
from bench.report import Chapter
from bench.run import Plan, Run, chosen

PLAN = Plan("abc", False, ["start", "warm"])
BUDGETS = (Bound("median", 8.0), Bound("per_core", at_least=4000.0))


def measured(run: Run, name: str) -> None:
    reading = Reading(section="", what=name, argus=Figures.of([1.0]), budgets=BUDGETS, cpu_ms=0.1)
    run.begun(Circumstances.now("v1.36.3"))
    run.keep(Chapter(name=name, heading="H", seconds=1.0, load=0.5, set_words="", set_seconds=0.0, readings=[reading]))


def test_every_section_is_kept_at_once(tmp_path: Path) -> None:
    run = Run.begin(tmp_path, PLAN)
    measured(run, "warm")
    assert run.pending == ["start"]
    assert "Not measured: start." in (run.folder / "report.md").read_text()
    again = Run(run.folder)
    assert [each.name for each in again.report().chapters] == ["warm"]
    assert again.report().chapters[0].readings[0].budgets == BUDGETS
    measured(again, "start")
    assert [each.name for each in again.report().chapters] == ["start", "warm"]


def test_an_unfinished_run_goes_on(tmp_path: Path) -> None:
    first = Run.begin(tmp_path, PLAN)
    measured(first, "start")
    run, said = chosen(tmp_path, PLAN, resume=True)
    assert run.folder == first.folder
    assert said.endswith("1 of 2 sections to go")


def test_a_run_begins_anew_where_it_would_be_another(tmp_path: Path) -> None:
    def anew(plan: Plan) -> str:
        old = Run.begin(tmp_path / "old", PLAN)
        old.folder.rename(old.folder.with_name("0"))
        run, said = chosen(tmp_path / "old", plan, resume=True)
        assert run.folder.name != "0"
        return said

    (tmp_path / "empty").mkdir()
    assert chosen(tmp_path / "empty", PLAN, resume=False)[1] == ""
    assert "no run" in chosen(tmp_path / "none", PLAN, resume=True)[1]
    assert "another commit" in anew(msgspec.structs.replace(PLAN, commit="def"))


def test_a_run_with_other_options_or_nothing_to_do_begins_anew(tmp_path: Path) -> None:
    first = Run.begin(tmp_path, PLAN)
    other = msgspec.structs.replace(PLAN, sections=["warm"])
    first.folder.rename(first.folder.with_name("0"))
    run, said = chosen(tmp_path, other, resume=True)
    assert "other options" in said
    measured(run, "warm")
    run.folder.rename(run.folder.with_name("1"))
    assert "complete" in chosen(tmp_path, other, resume=True)[1]
