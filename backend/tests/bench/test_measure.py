"""The benchmark's arithmetic."""

import pytest

from bench.measure import Figures, interleave, percentile, ratios


@pytest.mark.parametrize(
    "series, percent, expected",
    [
        ([5.0], 99, 5.0),
        ([3.0, 1.0, 2.0], 50, 2.0),
        ([float(number) for number in range(1, 101)], 99, 99.0),
        ([float(number) for number in range(1, 302)], 99, 298.0),
        ([1.0, 2.0], 0, 1.0),
        ([1.0, 2.0], 100, 2.0),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(series: list[float], percent: float, expected: float) -> None:
    assert percentile(series, percent) == expected


def test_figures_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        Figures.of([])


def test_ratios_are_taken_round_by_round() -> None:
    # The second round was slow for both: a ratio of medians would not know.
    assert ratios([2.0, 20.0, 3.0], [1.0, 10.0, 1.0]) == Figures(count=3, median=2.0, p99=3.0, low=2.0, high=3.0)


def test_ratios_of_unequal_series_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        ratios([1.0], [1.0, 2.0])


def test_rounds_are_interleaved_and_the_first_of_a_round_changes() -> None:
    order: list[str] = []
    done: list[int] = []

    def task(name: str, value: float) -> float:
        order.append(name)
        return value

    series = interleave({"a": lambda: task("a", 1.0), "b": lambda: task("b", 2.0)}, 3, done.append)
    assert "".join(order) == "abbaab"
    assert series == {"a": [1.0] * 3, "b": [2.0] * 3}
    assert done == [1, 2, 3]


def test_one_task_may_have_more_rounds_than_the_others() -> None:
    order: list[str] = []

    def task(name: str) -> float:
        order.append(name)
        return float(len(order))

    series = interleave({"a": lambda: task("a"), "b": lambda: task("b")}, 6, only=("a", 3))
    assert "".join(order) == "abaabaaa"
    assert len(series["a"]) == 6
    # Every third of the one was measured beside one of the other.
    pairs = zip(series["a"][::3], series["b"], strict=True)
    assert [abs(mine - theirs) for mine, theirs in pairs] == [1.0, 1.0]
