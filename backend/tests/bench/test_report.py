"""What the benchmark writes."""

import json

import msgspec
import pytest

from bench.columns import number, table, tail
from bench.machine import Circumstances, Moment
from bench.measure import Figures, ratios
from bench.reading import Bound, Reading
from bench.report import Chapter, Report
from bench.summary import Group, cell


def reading(*budgets: Bound) -> Reading:
    ours, theirs = [110.0, 220.0, 130.0], [100.0, 100.0, 100.0]
    return Reading(
        section="raw list",
        what="pods",
        argus=Figures.of(ours),
        direct=Figures.of(theirs),
        ratio=ratios(ours, theirs),
        budgets=budgets,
        body_bytes=(66_300_000, 66_300_000),
        cpu_ms=0.2,
        per_second=Figures.of([4000.0]),
    )


MEMORY = Reading(section="memory", what="peak", argus=Figures.of([195.8]), unit="MB", budgets=(Bound("median", 300.0),))


def chapter(name: str, group: Group, *readings: Reading, words: str = "10,000 pods", failed: str = "") -> Chapter:
    return Chapter(
        name=name,
        group=group,
        heading=group.capitalize(),
        began=Moment("2026-11-22T01:02:03Z", 1.5, 61.4),
        seconds=90.0,
        set_words=words,
        set_seconds=12.0,
        readings=list(readings),
        failed=failed,
    )


def report(*chapters: Chapter, pending: tuple[str, ...] = (), seconds: int = 600, limit: int = 0) -> Report:
    where = msgspec.structs.replace(Circumstances.now("v1.36.3", "3.6.5"), date="2026-11-21T23:00:00Z")
    return Report(circumstances=where, chapters=chapters, pending=pending, seconds=seconds, limit_seconds=limit)


@pytest.mark.parametrize(
    "bound, kept",
    [
        (Bound("ratio", 1.3), True),
        (Bound("ratio", 1.2), False),
        (Bound("median", 130.0), True),
        (Bound("median", 129.0), False),
        (Bound("p99", 219.0), False),
        (Bound("per_core", at_least=5000.0), True),
        (Bound("per_core", at_least=5001.0), False),
        (Bound("per_second", at_least=4000.0), True),
        (Bound("per_second", at_least=4001.0), False),
    ],
)
def test_a_budget_is_kept_up_to_its_bound(bound: Bound, kept: bool) -> None:
    assert (not reading(bound).missed()) is kept


def test_a_table_shows_the_columns_of_which_it_has_something_to_say() -> None:
    assert table([MEMORY], brief=False).splitlines() == [
        "| what | measured | n | budget | kept |",
        "|---|---:|---:|---|---|",
        "| memory: peak | 196 MB | 1 | ≤ 300 MB | yes |",
    ]
    assert table([reading(Bound("ratio", 1.1))], brief=True).splitlines()[2] == (
        "| raw list: pods | 1.30 (1.10 to 2.20) | 130 ms | 220 ms, max of 3 | 100 ms "
        "| 4,000 | 5,000 | ≤ 1.1 times | no |"
    )


def test_a_section_may_have_columns_of_its_own() -> None:
    own = Reading(section="", what="500 clients", argus=Figures.of([1.0, 2.0]), more={"lost": 0.0, "watches": "1"})
    lines = table([own], brief=True).splitlines()
    assert lines[0] == "| what | p50 | p99 | lost | watches |"
    assert lines[2] == "| 500 clients | 1.5 ms | 2.0 ms, max of 2 | 0 | 1 |"


def test_a_comparison_with_the_budget_of_another_size_is_in_brackets() -> None:
    assert table([reading(Bound("ratio", 1.1, told=True))], brief=True).endswith("| (no) |")


@pytest.mark.parametrize("value, text", [(12345.6, "12,346"), (99.94, "99.9"), (0.094, "0.09")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_a_p99_takes_a_hundred_samples() -> None:
    assert tail(Figures.of([float(each) for each in range(100)]), "ms") == "98.0 ms"
    assert tail(Figures.of([float(each) for each in range(99)]), "ms") == "98.0 ms, max of 99"
    assert tail(Figures.of([7.0]), "ms") == ""


def test_a_cell_has_as_much_as_there_is() -> None:
    assert cell(reading()) == "1.30 (1.10 to 2.20) · 130 ms · 220 ms, max of 3"
    many = Reading(section="", what="page", argus=Figures.of([1.0] * 100), note="claims: 10,000")
    assert cell(many) == "1.0 ms · p99 1.0 ms · claims: 10,000"
    assert cell(MEMORY) == "196 MB"


def test_a_report_opens_with_short_tables_and_ends_with_everything() -> None:
    told = report(
        chapter("raw", "lists", reading(Bound("ratio", 1.1, budget="raw"))),
        chapter("raw-50k", "lists", reading(), words="50,000 pods"),
        chapter("requests", "requests", reading()),
        chapter("memory", "memory", MEMORY),
        pending=("watches",),
    )
    markdown = told.markdown()
    assert markdown.startswith("2026-11-21 to 2026-11-22: Argus ")
    assert "kube-apiserver v1.36.3, etcd 3.6.5" in markdown
    assert "Not measured: watches." in markdown
    assert "Making the clusters took, once, 10,000 pods: 12 s; 50,000 pods: 12 s." in markdown
    assert markdown.index("| budget | measured | kept |") < markdown.index("**Lists**")
    row = "1.30 (1.10 to 2.20) · 130 ms · 220 ms, max of 3"
    assert f"|  | 10,000 pods | 50,000 pods |\n|---|---|---|\n| pods | {row} | {row} |" in markdown
    headings = [line for line in markdown.splitlines() if line.startswith("#")]
    assert headings == ["## In full", "### Lists", "### Requests", "### Memory"]
    assert "## " not in told.brief()
    assert [each["name"] for each in json.loads(told.json())["chapters"]] == ["raw", "raw-50k", "requests", "memory"]


def test_a_section_that_failed_says_why() -> None:
    told = report(chapter("live", "watches", failed="OSError: gone"), pending=("live", "start")).brief()
    assert "**live failed: OSError: gone**" in told
    assert "Not measured: start." in told


@pytest.mark.parametrize(
    "pending, seconds, limit, said",
    [
        ((), 2340, 2400, "It took 39.0 min in all, the clusters' making and starting included; it may take 40: kept."),
        ((), 2400, 2400, "it may take 40: missed."),
        (("live",), 600, 2400, "starting included."),
        ((), 600, 0, "starting included."),
    ],
)
def test_only_a_complete_run_is_judged_by_its_time(
    pending: tuple[str, ...], seconds: int, limit: int, said: str
) -> None:
    assert said in report(chapter("raw", "lists"), pending=pending, seconds=seconds, limit=limit).brief()


def test_live_changes_have_a_column_for_each_thing() -> None:
    what = "200 events a second to 40 clients"
    delay = Reading(section="delay", what=what, argus=Figures.of([1.0] * 100))
    cost = Reading(section="CPU", what=what, argus=Figures.of([9.5]), unit="µs")
    told = report(chapter("live", "watches", delay, cost)).brief()
    assert f"|  | delay | CPU |\n|---|---|---|\n| {what} | 1.0 ms · p99 1.0 ms | 9.5 µs |" in told


def test_how_fast_the_machine_was_is_told_for_the_whole_and_for_each_section() -> None:
    slow = msgspec.structs.replace(chapter("warm", "lists"), began=Moment("2026-11-22T02:02:03Z", 3.0, 118.6))
    told = report(chapter("raw", "lists"), slow).markdown()
    assert "load 1.5 to 3.0; one core did a fixed piece of work in 61 to 119 ms." in told
    assert "| warm | 2026-11-22T02:02:03Z | 3.0 | 118.6 | 90.0 |" in told
