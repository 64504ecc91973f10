"""What the benchmark says of a browser's session, and when it does not judge."""

import pytest

from bench.browser_readings import Heap, Measured, Pair, Seen, readings
from bench.chromium import Frames, Loading, Scrolled, Shipped, Tasks, Visit
from bench.reading import Reading


def scrolled(drawn: int) -> Scrolled:
    return Scrolled(longest=20.0, longest_by_clock=300.0, long=4, busy=0.2, frames=Frames(120, drawn, 280.0))


def loading(rows: int, total: int = 98_000) -> Loading:
    return Loading(longest=40.0, longest_by_clock=90.0, long=2, busy=0.5, rows=rows, total=total, seconds=20.0)


def session(rows: int, pods: int = 100_000, changing: int | None = None) -> dict[str, Reading]:
    """By their words, of a page that has so many of 98,000 rows; of which so many came while pods changed, or all."""
    came = loading(rows if changing is None else changing)
    looked = Tasks(longest=10.0, longest_by_clock=60.0, long=1, busy=0.1)
    pair = Pair(Seen(looked, scrolled(90), 190.0), Seen(looked, scrolled(120), 0.0))
    shipped = {"script": Shipped(15, 199_000), "document": Shipped(1, 5_700)}
    heaps = [Heap(10_000, loading(9_700, 9_700), 13.0, 10), Heap(pods, loading(rows), 260.0, 10)]
    measured = Measured(pods, [Visit(600.0, 1_700.0, shipped)], pair, 6.0, came, loading(rows), pair, heaps)
    return {f"{each.section}: {each.what}": each for each in readings(measured)}


def test_a_list_that_is_loaded_is_judged() -> None:
    said = session(97_100)
    heap = said["100,000 rows, all 97,100 loaded: heap after 10 min"]
    assert [bound.budget for bound in heap.missed()] == ["heap"]
    assert not heap.budgets[0].told
    assert said["10,000 rows, all 9,700 loaded: heap after 10 min"].budgets[0].told
    loaded = said["100,000 rows, until all 97,100 loaded: longest task in processor time"]
    assert loaded.note == "in 20.0 s, 4,855 a second"
    assert not loaded.missed()


def test_a_list_that_is_not_loaded_proves_nothing_excuses_nothing_and_says_how_much_of_it_is_there() -> None:
    of_part = [each for words, each in session(97_000).items() if "97,000 of 98,000 loaded" in words]
    assert {each.unit for each in of_part} == {"ms", "%", "MB"}
    assert [bound.told for each in of_part for bound in each.budgets if each.unit == "ms"] == [True] * 3
    assert [each.what for each in of_part if each.missed()] == ["heap after 10 min"]


def test_rows_that_came_while_nothing_changed_count_for_what_they_are_looked_at_for() -> None:
    said = session(97_100, changing=30_000)
    until = said["100,000 rows, until 30,000 of 98,000 loaded: longest task in processor time"]
    assert [bound.told for bound in until.budgets] == [True]
    full = said["100,000 rows, all 97,100 loaded: longest task in processor time"]
    assert [bound.told for bound in full.budgets] == [False]


def test_the_heap_of_the_first_rows_does_not_stand_for_all_and_their_tasks_count() -> None:
    at_top = [each for words, each in session(97_000).items() if ", at the top" in words]
    judged = [each.unit for each in at_top for bound in each.budgets if not bound.told]
    assert judged == ["ms", "ms"]
    assert {each.unit for each in at_top} == {"ms", "%", "MB"}


def test_a_smaller_fleet_is_only_compared() -> None:
    judged = [bound for each in session(97_100, 50_000).values() for bound in each.budgets if not bound.told]
    assert [bound.at_most for bound in judged] == [200.0]


@pytest.mark.parametrize("expected, drawn, percent", [(120, 90, 25.0), (120, 121, 0.0), (0, 0, 0.0)])
def test_frames_dropped(expected: int, drawn: int, percent: float) -> None:
    assert Frames(expected, drawn, 16.7).dropped == percent


def test_what_is_shipped_is_told_by_kind() -> None:
    script = session(97_100)["100,000 rows, first visit: JavaScript, compressed"]
    assert (script.argus.median, script.unit) == (199.0, "kB")
    assert script.note == "in 15 files; beside it document 5.7 kB"
