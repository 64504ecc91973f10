"""Finding parts of text, by rows: as if each were asked, and mended as if made anew."""

import random

import pytest

from argus.fleet.text import Lines, spliced

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
    whole = [f"pod-{number} n{dice.randint(0, 9)}" for number in range(60)]
    lines = Lines(whole)
    for round_ in range(40):
        stays = [dice.random() < 0.8 for _ in whole]
        rest = [line for line, stay in zip(whole, stays, strict=True) if stay]
        places = sorted(dice.randint(0, len(rest)) for _ in range(dice.choice([0, 1, 12])))
        fresh = [f"new-{round_}-{number}" for number in range(len(places))]
        lines, whole = lines.mended(stays, places, fresh), spliced(rest, places, fresh)
        for wanted in ("new", "n3", f"new-{round_}-0", "pod-1"):
            assert list(lines.having(wanted)) == [wanted in line for line in whole]
