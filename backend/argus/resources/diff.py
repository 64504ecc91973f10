"""The difference between two objects, by line of their YAML."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

import yaml

from argus.resources.schemas import DiffLine

CONTEXT = 3
# SequenceMatcher is quadratic where lines differ; past this many pairs a change is shown as removed and added.
MATCHED_PAIRS = 4_000_000
BOOKKEEPING = ("managedFields", "resourceVersion", "generation")

Object = dict[str, Any]


class _Writer(yaml.CSafeDumper):
    """Block style throughout, so that a changed line of a script is one changed line; nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: yaml.CSafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Writer.add_representer(str, _text)


def canonical(thing: Object) -> list[str]:
    """The lines of an object's YAML, keys sorted, without what the apiserver counts up at every write."""
    metadata = {key: value for key, value in thing.get("metadata", {}).items() if key not in BOOKKEEPING}
    text = yaml.dump(
        {**thing, "metadata": metadata}, Dumper=_Writer, sort_keys=True, allow_unicode=True, width=2**31 - 1
    )
    return text.splitlines()


def difference(before: Object | None, after: Object) -> list[DiffLine]:
    """From `before` to `after`, unified, three lines of context; between hunks a line `@@ -n +n @@`.

    A new object is added lines from end to end. Empty where nothing differs.
    """
    if before is None:
        return [DiffLine(op="added", text=line) for line in canonical(after)]
    old, new = canonical(before), canonical(after)
    lines: list[DiffLine] = []
    for hunk in _hunks(_operations(old, new)):
        if lines:
            lines.append(DiffLine(op="same", text=f"@@ -{hunk[0][1] + 1} +{hunk[0][3] + 1} @@"))
        lines.extend(_lines(hunk, old, new))
    return lines


Operation = tuple[str, int, int, int, int]


def _operations(old: list[str], new: list[str]) -> list[Operation]:
    """What to do with each stretch of lines. The common start and end are cut off first: they are most of it."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    operations: list[Operation] = [("equal", 0, start, 0, start)]
    if len(middle_old) * len(middle_new) > MATCHED_PAIRS:
        operations.append(("replace", start, start + len(middle_old), start, start + len(middle_new)))
    else:
        matcher = SequenceMatcher(None, middle_old, middle_new, autojunk=False)
        operations += [(op, a + start, b + start, c + start, d + start) for op, a, b, c, d in matcher.get_opcodes()]
    operations.append(("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return [step for step in operations if step[2] > step[1] or step[4] > step[3]]


def _hunks(operations: list[Operation]) -> Iterator[list[Operation]]:
    """Changes with their context; stretches of equal lines longer than two contexts divide them."""
    hunk: list[Operation] = []
    for index, (op, a, b, c, d) in enumerate(operations):
        if op != "equal":
            hunk.append((op, a, b, c, d))
            continue
        first, last = index == 0, index == len(operations) - 1
        if not first and not last and b - a <= 2 * CONTEXT:
            hunk.append((op, a, b, c, d))
            continue
        if hunk:
            kept = min(CONTEXT, b - a)
            yield [*hunk, (op, a, a + kept, c, c + kept)]
        kept = min(CONTEXT, b - a)
        hunk = [] if last else [(op, b - kept, b, d - kept, d)]
    if any(op != "equal" for op, *_ in hunk):
        yield hunk


def _lines(hunk: list[Operation], old: list[str], new: list[str]) -> Iterator[DiffLine]:
    for op, a, b, c, d in hunk:
        if op == "equal":
            yield from (DiffLine(op="same", text=line) for line in old[a:b])
            continue
        yield from (DiffLine(op="removed", text=line) for line in old[a:b])
        yield from (DiffLine(op="added", text=line) for line in new[c:d])
