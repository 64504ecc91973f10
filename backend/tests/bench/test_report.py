"""What the benchmark writes."""

import json

import pytest

from bench.machine import Circumstances
from bench.measure import Figures, ratios
from bench.reading import Bound, Reading
from bench.readme import END, START, replaced
from bench.report import Report


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
        cpu_ms=31.4,
    )


@pytest.mark.parametrize(
    "bound, kept",
    [
        (Bound("ratio", 1.3), True),
        (Bound("ratio", 1.2), False),
        (Bound("median", 130.0), True),
        (Bound("median", 129.0), False),
        (Bound("p99", 219.0), False),
    ],
)
def test_a_budget_is_kept_up_to_its_bound(bound: Bound, kept: bool) -> None:
    assert (not reading(bound).missed()) is kept


def test_a_report_has_a_line_for_each_reading() -> None:
    memory = Reading(
        section="memory",
        what="at its peak",
        argus=Figures.of([195.8]),
        unit="MiB",
        budgets=(Bound("median", 300.0),),
    )
    report = Report(
        circumstances=Circumstances.now("v1.36.3"),
        pods=10_000,
        seconds=80.0,
        load_after=1.5,
        readings=[reading(Bound("ratio", 1.1)), memory],
    )
    markdown = report.markdown()
    assert "10,000 pods" in markdown
    assert "kube-apiserver v1.36.3" in markdown
    assert markdown.splitlines()[-2:] == [
        "| raw list: pods (66.3 MB) "
        "| 130 ms | 220 ms | 100 ms | 1.30 (1.10 to 2.20) | 1.10 | 31.4 ms | ≤ 1.1 times | no |",
        "| memory: at its peak | 196 MiB |  |  |  |  |  | ≤ 300 MiB | yes |",
    ]
    assert [each["section"] for each in json.loads(report.json())["readings"]] == ["raw list", "memory"]


def test_a_table_takes_the_place_of_the_last_one() -> None:
    text = f"before\n{START}\nold\n{END}\nafter {START}"
    assert replaced(text, "\nnew\n\n") == f"before\n{START}\nnew\n{END}\nafter {START}"
    assert replaced(replaced(text, "a"), "b") == replaced(text, "b")


@pytest.mark.parametrize("text", ["", START, END, f"{END} {START}"])
def test_a_text_without_a_place_for_the_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bench:start"):
        replaced(text, "table")
