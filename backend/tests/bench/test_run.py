"""A run that was stopped goes on where it was, unless it would be another run."""

from pathlib import Path

import msgspec
import pytest

from bench.machine import Circumstances, Moment
from bench.measure import Figures
from bench.reading import Bound, Reading
from bench.report import Chapter
from bench.run import Plan, Run, chosen
from bench.sets import FIFTY, TEN

PLAN = Plan("abc", "", False, False, ["start", "warm"], TEN)
BUDGETS = (Bound("median", 8.0), Bound("per_core", at_least=4000.0))


def measured(run: Run, name: str, failed: str = "") -> None:
    readings = [] if failed else [Reading(section="", what=name, argus=Figures.of([1.0]), budgets=BUDGETS, cpu_ms=0.1)]
    run.begun(Circumstances.now("v1.36.3", "3.6.5"))
    run.keep(
        Chapter(
            name=name,
            group="start",
            heading="H",
            began=Moment("2026-11-22T01:02:03Z", 0.5, 60.0),
            seconds=1.0,
            set_words="",
            set_seconds=0.0,
            readings=readings,
            failed=failed,
        )
    )


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


def test_a_section_that_failed_is_tried_again(tmp_path: Path) -> None:
    first = Run.begin(tmp_path, PLAN)
    measured(first, "start", failed="OSError: gone")
    measured(first, "warm")
    assert first.pending == ["start"]
    assert "**start failed: OSError: gone**" in (first.folder / "report.md").read_text()
    run, _ = chosen(tmp_path, PLAN, resume=True)
    assert run.folder == first.folder
    measured(run, "start")
    assert run.pending == []
    assert "failed" not in (run.folder / "report.md").read_text()


def test_the_time_of_a_run_is_that_of_all_its_parts(tmp_path: Path) -> None:
    run = Run.begin(tmp_path, PLAN)
    measured(run, "warm")
    (run.folder / "seconds.json").write_text("600.0")
    assert 600 <= Run(run.folder).seconds < 660
    assert Run(run.folder).report().seconds >= 600


@pytest.mark.parametrize("quick, whole, limit", [(False, True, 2400), (True, True, 300), (False, False, 0)])
def test_only_all_sections_have_a_limit(quick: bool, whole: bool, limit: int) -> None:
    assert msgspec.structs.replace(PLAN, quick=quick, whole=whole).limit_seconds == limit


def test_a_plan_of_another_benchmark_is_no_run_to_go_on_with(tmp_path: Path) -> None:
    run = Run.begin(tmp_path, PLAN)
    (run.folder / "plan.json").write_text('{"commit": "abc"}')
    assert Run.last(tmp_path) is None


def test_a_run_begins_anew_where_it_would_be_another(tmp_path: Path) -> None:
    def anew(plan: Plan) -> str:
        home = tmp_path / str(len(list(tmp_path.iterdir())))
        old = Run.begin(home, PLAN)
        old.folder.rename(old.folder.with_name("0"))
        run, said = chosen(home, plan, resume=True)
        assert run.folder.name != "0"
        return said

    (tmp_path / "empty").mkdir()
    assert chosen(tmp_path / "empty", PLAN, resume=False)[1] == ""
    assert "no run" in chosen(tmp_path / "none", PLAN, resume=True)[1]
    assert "another commit" in anew(msgspec.structs.replace(PLAN, commit="def"))
    assert "other changes" in anew(msgspec.structs.replace(PLAN, commit="abc+", changes="5f"))
    assert "other options" in anew(msgspec.structs.replace(PLAN, fleet=FIFTY))


def test_a_run_with_other_options_or_nothing_to_do_begins_anew(tmp_path: Path) -> None:
    first = Run.begin(tmp_path, PLAN)
    other = msgspec.structs.replace(PLAN, sections=["warm"])
    first.folder.rename(first.folder.with_name("0"))
    run, said = chosen(tmp_path, other, resume=True)
    assert "other options" in said
    measured(run, "warm")
    run.folder.rename(run.folder.with_name("1"))
    assert "complete" in chosen(tmp_path, other, resume=True)[1]
