"""What the benchmark writes."""

import json

import pytest

from bench.columns import number, table
from bench.machine import Circumstances
from bench.measure import Figures, ratios
from bench.reading import Bound, Reading
from bench.readme import END, START, replaced
from bench.report import Chapter, Report


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
    )


MEMORY = Reading(
    section="memory", what="peak", argus=Figures.of([195.8]), unit="MiB", budgets=(Bound("median", 300.0),)
)


def chapter(name: str, heading: str, *readings: Reading) -> Chapter:
    return Chapter(
        name=name,
        heading=heading,
        seconds=90.0,
        load=1.5,
        set_words="10,000 pods",
        set_seconds=12.0,
        readings=list(readings),
    )


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
    ],
)
def test_a_budget_is_kept_up_to_its_bound(bound: Bound, kept: bool) -> None:
    assert (not reading(bound).missed()) is kept


def test_a_table_shows_the_columns_of_which_it_has_something_to_say() -> None:
    assert table([MEMORY], brief=False).splitlines() == [
        "| measured | p50 | budget | kept |",
        "|---|---:|---|---|",
        "| memory: peak | 196 MiB | ≤ 300 MiB | yes |",
    ]
    assert table([reading(Bound("ratio", 1.1))], brief=True).splitlines()[2] == (
        "| raw list: pods | 1.30 | 130 ms | 220 ms | 100 ms | 0.20 ms | ≤ 1.1 times | no |"
    )


def test_a_section_may_have_columns_of_its_own() -> None:
    own = Reading(section="", what="500 clients", argus=Figures.of([1.0, 2.0]), more={"lost": 0.0, "watches": "1"})
    lines = table([own], brief=True).splitlines()
    assert lines[0] == "| measured | p50 | p99 | lost | watches |"
    assert lines[2] == "| 500 clients | 1.5 ms | 2.0 ms | 0 | 1 |"


def test_a_comparison_with_the_budget_of_another_size_is_in_brackets() -> None:
    assert table([reading(Bound("ratio", 1.1, told=True))], brief=True).endswith("| (no) |")


@pytest.mark.parametrize("value, text", [(12345.6, "12,346"), (99.94, "99.9"), (0.094, "0.09")])
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_a_report_has_a_table_for_each_heading() -> None:
    report = Report(
        circumstances=Circumstances.now("v1.36.3"),
        chapters=[
            chapter("raw", "Lists", reading(Bound("ratio", 1.1))),
            chapter("requests", "Requests", reading()),
            chapter("memory", "Lists", MEMORY),
        ],
        pending=["watches"],
    )
    markdown = report.markdown()
    assert "kube-apiserver v1.36.3" in markdown
    assert "Not measured: watches." in markdown
    assert "Making the clusters took, once, 10,000 pods: 12 s." in markdown
    assert [line for line in markdown.splitlines() if line.startswith("#")] == ["## Lists", "## Requests"]
    assert "**Requests**" in report.markdown(brief=True)
    assert [each["name"] for each in json.loads(report.json())["chapters"]] == ["raw", "requests", "memory"]


def test_a_table_takes_the_place_of_the_last_one() -> None:
    text = f"before\n{START}\nold\n{END}\nafter {START}"
    assert replaced(text, "\nnew\n\n") == f"before\n{START}\nnew\n{END}\nafter {START}"
    assert replaced(replaced(text, "a"), "b") == replaced(text, "b")


@pytest.mark.parametrize("text", ["", START, END, f"{END} {START}"])
def test_a_text_without_a_place_for_the_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bench:start"):
        replaced(text, "table")
