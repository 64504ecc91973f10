"""Lines of text, one for each row of an order, in which parts are looked for.

They are kept as one string for every few hundred of them: a search then walks over memory from end to end. Over strings
of their own, which lie scattered once the process has been at work for a while, it takes five times as long, and each
costs 50 bytes more. A change makes only the block anew that it falls in.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from typing import TypeVar

T = TypeVar("T")
END = "\0"
BLOCK = 512
# From this part of the lines on, asking each of them is cheaper than jumping from one that has it to the next.
DENSE = 6


class Lines:
    """As many as rows, in the same places."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._blocks = _blocks([_clean(line) for line in lines])

    def having(self, wanted: str) -> list[bool]:
        """For each line, whether `wanted` is in it."""
        found: list[bool] = []
        for block in self._blocks:
            found += block.having(wanted)
        return found

    def beginning(self, wanted: str) -> list[int]:
        """The places of the lines that begin with `wanted`, ascending."""
        places: list[int] = []
        base = 0
        for block in self._blocks:
            places += [base + place for place in block.beginning(wanted)]
            base += block.count
        return places

    def mended(self, gone: Sequence[int], places: Sequence[int], fresh: Sequence[str]) -> "Lines":
        """Without the lines at the places `gone`, and with each of `fresh` put in before its place among the others.

        Both kinds of places ascend.
        """
        mended, clean = Lines(()), [_clean(line) for line in fresh]
        blocks = self._blocks or [_Block([])]
        # Where the block begins among all lines before, and among those that are left of them.
        old = left = 0
        for block in blocks:
            out = gone[bisect_left(gone, old) : bisect_left(gone, old + block.count)]
            end = left + block.count - len(out)
            first = bisect_left(places, left)
            last = len(places) if block is blocks[-1] else bisect_left(places, end)
            if out or first < last:
                rest = without(block.lines(), [place - old for place in out])
                into = [place - left for place in places[first:last]]
                mended._blocks += _blocks(spliced(rest, into, clean[first:last]))
            else:
                mended._blocks.append(block)
            old, left = old + block.count, end
        return mended


class _Block:
    """Some lines, each with its end, as one string. Never changed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.count = len(lines)
        self._whole = "".join(lines)
        self._starts = array("q", accumulate(map(len, lines), initial=0))

    def lines(self) -> list[str]:
        return [line + END for line in self._whole.split(END)[:-1]]

    def having(self, wanted: str) -> list[bool]:
        if not wanted or END in wanted:
            return [not wanted] * self.count
        most = self.count // DENSE
        between = self._whole.split(wanted, most + 1)
        if len(between) == 1:
            return [False] * self.count
        if len(between) > most + 1:
            return [at >= 0 for at in map(self._whole.find, repeat(wanted), self._starts, self._starts[1:])]
        found = [False] * self.count
        for before, end in enumerate(accumulate(map(len, between[:-1]))):
            found[bisect_right(self._starts, end + before * len(wanted)) - 1] = True
        return found

    def beginning(self, wanted: str) -> list[int]:
        if END in wanted or wanted not in self._whole:
            return []
        return [place for place in range(self.count) if self._whole.startswith(wanted, self._starts[place])]


def without(values: list[T], gone: Sequence[int]) -> list[T]:
    """`values` without those at the places `gone`, which ascend."""
    rest: list[T] = []
    start = 0
    for place in gone:
        rest += values[start:place]
        start = place + 1
    rest += values[start:]
    return rest


def spliced(values: list[T], places: Sequence[int], fresh: Sequence[T]) -> list[T]:
    """`values` with each of `fresh` put in before its place; the places ascend."""
    whole: list[T] = []
    start = 0
    for place, value in zip(places, fresh, strict=True):
        whole += values[start:place]
        whole.append(value)
        start = place
    whole += values[start:]
    return whole


def _blocks(lines: list[str]) -> list[_Block]:
    """One where that is not too large, so that a line that comes does not leave a block with but a few."""
    size = BLOCK if len(lines) > 2 * BLOCK else 2 * BLOCK
    return [_Block(lines[start : start + size]) for start in range(0, len(lines), size)]


def _clean(line: str) -> str:
    return (line.replace(END, " ") if END in line else line) + END
