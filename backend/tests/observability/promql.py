"""Evaluates as much of PromQL as the alert rules need, over a few scrapes.

`rate` and `increase` are taken between the scrapes of the range as they are, without Prometheus' extrapolation.
"""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from math import inf, isnan, nan
from typing import Any

import promql_parser
from promql_parser import AggModifierType, AggregateExpr, BinaryExpr, Call, MatrixSelector, ParenExpr, VectorSelector

from tests.observability.scrapes import Labels, Sample, Scrape, labelled

Vector = dict[Labels, float]
Value = Vector | float
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda left, right: left / right if right else (nan if not left or isnan(left) else inf),
}
COMPARISON: dict[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
}
AGGREGATION: dict[str, Callable[[Iterable[float]], float]] = {"sum": sum, "max": max, "min": min}
MATCHES: dict[str, Callable[[str, str], bool]] = {
    "MatchOp.Equal": operator.eq,
    "MatchOp.NotEqual": operator.ne,
    "MatchOp.Re": lambda value, pattern: re.fullmatch(pattern, value) is not None,
    "MatchOp.NotRe": lambda value, pattern: re.fullmatch(pattern, value) is None,
}


def firing(text: str, scrapes: Sequence[Scrape]) -> Vector:
    """The series for which an alert's expression holds at the time of the last scrape."""
    found = Evaluation(scrapes).value(promql_parser.parse(text))
    assert isinstance(found, dict), f"no vector: {text}"
    return found


class Evaluation:
    """At the time of the last of `scrapes`."""

    def __init__(self, scrapes: Sequence[Scrape]) -> None:
        self._scrapes = scrapes
        self._now = scrapes[-1].at

    def value(self, expression: Any) -> Value:
        if isinstance(expression, promql_parser.NumberLiteral):
            return expression.val
        if isinstance(expression, ParenExpr):
            return self.value(expression.expr)
        if isinstance(expression, VectorSelector):
            return {without_name(one): one.value for one in selected(expression, self._scrapes[-1])}
        if isinstance(expression, AggregateExpr):
            return self._aggregated(expression)
        if isinstance(expression, BinaryExpr):
            return self._combined(expression)
        assert isinstance(expression, Call), f"not known: {expression}"
        return self._called(expression)

    def vector(self, expression: Any) -> Vector:
        found = self.value(expression)
        assert isinstance(found, dict)
        return found

    def _called(self, call: Call) -> Value:
        name, arguments = call.func.name, call.args
        if name == "time":
            return self._now
        if name in ("rate", "increase"):
            return dict(self._increases(arguments[0], per_second=name == "rate"))
        if name == "absent":
            return {} if self.value(arguments[0]) else {(): 1.0}
        assert name == "histogram_quantile", f"not known: {name}"
        return quantiles(arguments[0].val, self.vector(arguments[1]))

    def _increases(self, over: MatrixSelector, per_second: bool) -> Iterator[tuple[Labels, float]]:
        within = [scrape for scrape in self._scrapes if scrape.at > self._now - over.range.total_seconds()]
        kept: dict[Labels, list[float]] = {}
        for scrape in within:
            for sample in selected(over.vector_selector, scrape):
                kept.setdefault(without_name(sample), []).append(sample.value)
        seconds = within[-1].at - within[0].at
        for labels, values in kept.items():
            if len(values) > 1:
                grown = sum(now - before if now >= before else now for before, now in pairwise(values))
                yield labels, grown / seconds if per_second else grown

    def _aggregated(self, expression: AggregateExpr) -> Vector:
        modifier = expression.modifier
        assert modifier is None or modifier.type == AggModifierType.By
        kept = set(modifier.labels) if modifier else set()
        groups: dict[Labels, list[float]] = {}
        for labels, value in self.vector(expression.expr).items():
            groups.setdefault(only(labels, kept), []).append(value)
        return {labels: AGGREGATION[str(expression.op)](values) for labels, values in groups.items()}

    def _combined(self, expression: BinaryExpr) -> Value:
        operation, left, right = str(expression.op), self.value(expression.lhs), self.value(expression.rhs)
        matching = expression.modifier.matching if expression.modifier else None
        on = set(matching.labels) if matching else None
        if isinstance(left, dict) and isinstance(right, dict):
            return joined(operation, left, right, on)
        if isinstance(left, dict) and not isinstance(right, dict):
            return computed(operation, [(labels, value, right) for labels, value in left.items()])
        if isinstance(right, dict) and not isinstance(left, dict):
            return computed(operation, [(labels, left, value) for labels, value in right.items()])
        assert isinstance(left, float)
        assert isinstance(right, float)
        return ARITHMETIC[operation](left, right)


def selected(selector: VectorSelector, scrape: Scrape) -> Iterator[Sample]:
    matchers = selector.matchers.matchers
    for sample in scrape.samples:
        labels = dict(sample.labels)
        if sample.name == selector.name and all(
            MATCHES[str(one.op)](labels.get(one.name, ""), one.value) for one in matchers
        ):
            yield sample


def without_name(sample: Sample) -> Labels:
    """Values of the same metric differ in their labels; which metric it was does not matter any more."""
    return sample.labels


def only(labels: Labels, kept: set[str]) -> Labels:
    return tuple(pair for pair in labels if pair[0] in kept)


def joined(operation: str, left: Vector, right: Vector, on: set[str] | None) -> Vector:
    """Series of both sides that belong together; one of each side at most, as Prometheus asks."""

    def key(labels: Labels) -> Labels:
        return labels if on is None else only(labels, on)

    others = {key(labels): value for labels, value in right.items()}
    if operation == "and":
        return {labels: value for labels, value in left.items() if key(labels) in others}
    if operation == "unless":
        return {labels: value for labels, value in left.items() if key(labels) not in others}
    if operation == "or":
        known = {key(labels) for labels in left}
        return left | {labels: value for labels, value in right.items() if key(labels) not in known}
    assert len(others) == len(right), "several series of the right side belong to one of the left"
    pairs = [(labels, value, others[key(labels)]) for labels, value in left.items() if key(labels) in others]
    return computed(operation, pairs)


def computed(operation: str, pairs: Iterable[tuple[Labels, float, float]]) -> Vector:
    if operation in COMPARISON:
        return {labels: left for labels, left, right in pairs if COMPARISON[operation](left, right)}
    return {labels: ARITHMETIC[operation](left, right) for labels, left, right in pairs}


def quantiles(share: float, buckets: Vector) -> Vector:
    """By interpolation within the bucket, as Prometheus does."""
    groups: dict[Labels, list[tuple[float, float]]] = {}
    for labels, count in buckets.items():
        rest = labelled({name: value for name, value in labels if name != "le"})
        groups.setdefault(rest, []).append((float(dict(labels)["le"]), count))
    return {labels: quantile(share, sorted(bounds)) for labels, bounds in groups.items()}


def quantile(share: float, bounds: list[tuple[float, float]]) -> float:
    wanted = share * bounds[-1][1]
    if not bounds[-1][1]:
        return nan
    low, below = 0.0, 0.0
    for bound, count in bounds:
        if count >= wanted:
            return low if bound == inf else low + (bound - low) * (wanted - below) / (count - below)
        low, below = bound, count
    return nan
