"""Finding parts of text, by rows: as if each were asked, and mended as if made anew."""

import random

import pytest

from argus.fleet.text import BLOCK, Lines, spliced, without

LINES = ["ledger-1", "", "search", "ledger-22", "aaa", "caf\u00e9 \U0001f600", "odd\0one"]


@pytest.mark.parametrize("wanted", ["ledger", "", "a", "aa", "zzz", "1", "\U0001f600", "\0", "odd one", "ledger-1\0"])
@pytest.mark.parametrize("times", [1, 50])
def test_each_line_says_for_itself(wanted: str, times: int) -> None:
    # Once the part is rare among the lines, once it is common.
    lines = LINES * times + ["nothing"] * 100
    asked = [wanted in line.replace("\0", " ") for line in lines]
    assert list(Lines(lines).having(wanted)) == asked


@pytest.mark.parametrize("wanted", ["ledger", "a", "aa", "er", "n", "z", "\0", "ledger-1\0", "\U0001f600", "odd"])
def test_lines_that_begin_with_a_part_are_told_by_their_places(wanted: str) -> None:
    for lines in (LINES, LINES[2:] * 3, ["ledger"], []):
        asked = [place for place, line in enumerate(lines) if line.replace("\0", " ").startswith(wanted)]
        assert Lines(lines).beginning(wanted) == asked


def test_no_lines_have_nothing() -> None:
    assert list(Lines([]).having("a")) == []


def test_mended_lines_are_as_if_made_anew() -> None:
    dice = random.Random(3)
    whole = [f"pod-{number} n{dice.randint(0, 9)}" for number in range(3 * BLOCK)]
    lines = Lines(whole)
    for round_ in range(60):
        share = dice.choice([0.0, 0.001, 0.01, 0.4 if round_ % 10 == 0 else 0.0])
        gone = [place for place in range(len(whole)) if dice.random() < share]
        rest = without(whole, gone)
        assert rest == [line for place, line in enumerate(whole) if place not in gone]
        places = sorted(
            dice.choice([0, len(rest), dice.randint(0, len(rest))]) for _ in range(dice.choice([0, 1, 200]))
        )
        fresh = [f"new-{round_}-{number}" for number in range(len(places))]
        lines, whole = lines.mended(gone, places, fresh), spliced(rest, places, fresh)
        for wanted in ("new", "n3", f"new-{round_}-0", "pod-1"):
            assert lines.having(wanted) == [wanted in line for line in whole]


def test_lines_may_all_go_and_come_back() -> None:
    none = Lines(["a", "b"]).mended([0, 1], [], [])
    assert none.having("a") == []
    assert none.mended([], [0, 0], ["a", "b"]).having("b") == [False, True]
