"""Label selectors as kubectl's -l takes them: `app=web,tier!=db,env in (a,b),!canary`."""

import re
from collections.abc import Callable, Iterator, Mapping

from argus.errors import BadRequest, FieldError

Labels = Mapping[str, str]
Requirement = Callable[[Labels], bool]
HELP = "write it as kubectl's -l: app=web, tier!=db, env in (a,b), env notin (a,b), app, !app"
_KEY = r"(?:[A-Za-z0-9](?:[-A-Za-z0-9.]{0,251}[A-Za-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_VALUE = r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?"
_PRESENCE = re.compile(rf"(!?)\s*({_KEY})")
_EQUALITY = re.compile(rf"({_KEY})\s*(==|=|!=)\s*({_VALUE})")
_SET = re.compile(rf"({_KEY})\s+(in|notin)\s*\(([^()]*)\)")
_VALUES = re.compile(rf"\s*{_VALUE}\s*(?:,\s*{_VALUE}\s*)*")


def parse_selector(text: str) -> Requirement:
    """A test for labels. As in Kubernetes, `!=` and `notin` also match where the label is missing.

    Raises BadRequest naming the part that cannot be read.
    """
    requirements = [_requirement(part.strip()) for part in _split(text)]
    if len(requirements) == 1:
        return requirements[0]
    return lambda labels: all(requirement(labels) for requirement in requirements)


def _split(text: str) -> Iterator[str]:
    """At commas outside of parentheses."""
    depth, start = 0, 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _requirement(part: str) -> Requirement:
    if found := _PRESENCE.fullmatch(part):
        return _presence(found[2], wanted=not found[1])
    if found := _EQUALITY.fullmatch(part):
        return _membership(found[1], frozenset({found[3]}), wanted=found[2] != "!=")
    if (found := _SET.fullmatch(part)) and _VALUES.fullmatch(found[3]):
        return _membership(found[1], frozenset(value.strip() for value in found[3].split(",")), wanted=found[2] == "in")
    message = f"{part[:80]!r} is no label requirement; {HELP}"
    raise BadRequest(
        "The label selector cannot be read.", code="bad-label-selector", errors=[FieldError("labelSelector", message)]
    )


def _presence(key: str, *, wanted: bool) -> Requirement:
    return lambda labels: (key in labels) is wanted


def _membership(key: str, values: frozenset[str], *, wanted: bool) -> Requirement:
    return lambda labels: (labels.get(key) in values) is wanted
