"""Lines of text, one for each row of an order, in which parts are looked for.

They are kept as one string: a search then walks over memory from end to end. Over strings of their own, which lie
scattered as the process has been at work for a while, it takes five times as long, and each costs 50 bytes more.
"""

import operator
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, compress, pairwise, repeat
from typing import TypeVar

T = TypeVar("T")
END = "\0"
# From this part of the lines on, asking each of them is cheaper than jumping from one that has it to the next.
DENSE = 6


class Lines:
    """As many as rows, in the same places."""

    def __init__(self, lines: Iterable[str]) -> None:
        clean = [_clean(line) for line in lines]
        self._lengths = [len(line) for line in clean]
        self._whole = "".join(clean)

    def having(self, wanted: str) -> Sequence[bool]:
        """For each line, whether `wanted` is in it."""
        count = len(self._lengths)
        if not wanted or END in wanted:
            return [not wanted] * count
        starts, most = self._line_starts, count // DENSE
        between = self._whole.split(wanted, most)
        if len(between) > most:
            return [at >= 0 for at in map(self._whole.find, repeat(wanted), starts, starts[1:])]
        found = [False] * count
        for before, end in enumerate(accumulate(map(len, between[:-1]))):
            found[bisect_right(starts, end + before * len(wanted)) - 1] = True
        return found

    def beginning(self, wanted: str) -> list[int]:
        """The places of the lines that begin with `wanted`, ascending."""
        if END in wanted:
            return []
        first = [0] if self._lengths and self._whole.startswith(wanted) else []
        between = self._whole.split(END + wanted)
        # What was split away begins with the end of the line before.
        ends = accumulate(map(len, between[:-1]))
        starts, step = self._line_starts, len(wanted) + 1
        others = (bisect_right(starts, end + before * step) for before, end in enumerate(ends))
        return first + [place for place in others if place < len(self._lengths)]

    @cached_property
    def _line_starts(self) -> "array[int]":
        return array("q", accumulate(self._lengths, initial=0))

    def mended(self, stays: Sequence[bool], places: Sequence[int], fresh: Iterable[str]) -> "Lines":
        """Without the lines that do not stay, and with each of `fresh` put in before its place among the others."""
        added, mended = [_clean(line) for line in fresh], Lines(())
        lengths, rest = list(compress(self._lengths, stays)), "".join(self._runs(stays))
        starts = list(accumulate(lengths, initial=0))
        cuts = pairwise([0, *(starts[place] for place in places), len(rest)])
        parts = zip((rest[start:end] for start, end in cuts), [*added, ""], strict=True)
        mended._whole = "".join(part for pair in parts for part in pair)
        mended._lengths = spliced(lengths, places, [len(line) for line in added])
        return mended

    def _runs(self, stays: Sequence[bool]) -> Iterator[str]:
        """The text between the lines that go."""
        starts, begin = self._line_starts, 0
        for line in compress(range(len(stays)), map(operator.not_, stays)):
            yield self._whole[begin : starts[line]]
            begin = starts[line + 1]
        yield self._whole[begin:]


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


def _clean(line: str) -> str:
    return (line.replace(END, " ") if END in line else line) + END
