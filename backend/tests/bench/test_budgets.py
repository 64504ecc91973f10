"""The budgets of the design: which figures they are about, and what the report says of each."""

from collections.abc import Sequence
from typing import get_args

import pytest

from bench.budgets import BUDGETS, budgets_table, for_size
from bench.measure import Figures
from bench.reading import Bound, Promise, Reading, Unit


def reading(what: str, figures: Sequence[float], *bounds: Bound, unit: Unit = "ms") -> Reading:
    return Reading(section="", what=what, argus=Figures.of(figures), unit=unit, budgets=bounds)


def row(start: str, *measured: tuple[str, Reading]) -> str:
    return next(line for line in budgets_table(measured).splitlines() if line.startswith(f"| {start}"))


def warm(what: str, *figures: float) -> Reading:
    return reading(what, figures, Bound("median", 8.0, budget="warm"), Bound("p99", 30.0, budget="warm"))


def test_there_are_twelve_and_each_promise_is_in_one() -> None:
    assert len(BUDGETS) == 12
    promises = [promise for _, those in BUDGETS for promise in those]
    assert sorted(promises) == sorted(get_args(Promise))
    assert budgets_table([]).count("not measured") == 2 * 13


def test_the_worst_figure_of_all_speaks() -> None:
    one, other = warm("by name", *[1.0] * 99, 40.0, 41.0), warm("by age", *[7.0] * 101)
    said = row("warm", ("10,000 pods", one), ("10,000 pods", other))
    assert said.endswith("| p50 7.0 ms (by age); p99 40.0 ms (by name) | no |")
    assert row("warm", ("10,000 pods", other)).endswith("| p50 7.0 ms; p99 7.0 ms | yes |")


def test_too_few_samples_have_no_p99() -> None:
    assert "p50 2.0 ms; max of 3 3.0 ms" in row("warm", ("", warm("by name", 1.0, 2.0, 3.0)))


@pytest.mark.parametrize("pods, told", [(10_000, False), (50_000, True), (100_000, True)])
def test_budgets_are_those_of_ten_thousand_pods(pods: int, told: bool) -> None:
    assert [bound.told for bound in for_size(warm("by name", 1.0), pods).budgets] == [told, told]


def test_those_of_the_browser_are_of_a_hundred_thousand_and_others_of_any_size() -> None:
    paint = reading("paint", [1.0], Bound("median", 2500.0, budget="paint"), Bound("median", 5.0))
    assert [bound.told for bound in for_size(paint, 10_000).budgets] == [True, False]
    assert [bound.told for bound in for_size(paint, 100_000).budgets] == [False, False]


def test_another_size_is_in_brackets_and_says_which_unless_the_right_one_is_there() -> None:
    small = reading("paint", [900.0], Bound("median", 2500.0, told=True, budget="paint"))
    right = reading("paint", [2600.0], Bound("median", 2500.0, budget="paint"))
    assert row("browser", ("10,000 pods", small)).endswith("| 900 ms (at 10,000 pods) | (yes) |")
    both = row("browser", ("10,000 pods", small), ("100,000 pods over 10 clusters", right))
    assert both.endswith("| 2,600 ms | no |")


def test_memory_is_told_of_both_sizes() -> None:
    small = reading("peak", [200.0], Bound("median", 300.0, budget="memory"), unit="MB")
    assert row("memory", ("", small)).endswith("| 200 MB; not measured | yes; not measured |")
