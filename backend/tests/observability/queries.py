"""What an expression of PromQL asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import promql_parser
from promql_parser import AggregateExpr, BinaryExpr, VectorSelector

from argus.kube.traffic import Outcome
from tests.observability.scrapes import Scrape

# What Grafana puts in before it asks.
VARIABLES = {"$__rate_interval": "5m", "$instance": ".*", "$cluster": ".*"}
TARGET = frozenset({"instance", "job"})
# Labels whose values are all there from the start, or are written down.
SPELLED = frozenset({"why", "state", "entry", "result", "phase"})
OUTCOMES = frozenset(get_args(Outcome))


@dataclass(frozen=True)
class Query:
    """The series that an expression selects, and the labels by which it groups and joins them."""

    text: str
    selectors: tuple[VectorSelector, ...]
    groups: frozenset[str]

    def faults(self, scrape: Scrape) -> Iterator[str]:
        """Metrics, labels and label values that a scrape does not have."""
        known: set[str] = set(TARGET)
        for selector in self.selectors:
            series = [dict(one.labels) for one in scrape.samples if one.name == selector.name]
            if not series:
                yield f"{selector.name} is not exported"
                continue
            labels = set().union(*series)
            known |= labels
            for one in selector.matchers.matchers:
                if one.name not in labels:
                    yield f"{selector.name} has no label {one.name}"
                values = OUTCOMES if one.name == "outcome" else {labels.get(one.name, "") for labels in series}
                if one.name in SPELLED | {"outcome"} and not set(one.value.split("|")) <= values:
                    yield f"{selector.name} is never {one}"
        yield from (f"nothing here has the label {label}" for label in self.groups - known)


def read(text: str) -> Query:
    """Raises ValueError where it is no PromQL."""
    for name, value in VARIABLES.items():
        text = text.replace(name, value)
    selectors: list[VectorSelector] = []
    groups: set[str] = set()

    def visit(expression: Any) -> None:
        if isinstance(expression, VectorSelector):
            selectors.append(expression)
        elif isinstance(expression, AggregateExpr) and expression.modifier:
            groups.update(expression.modifier.labels)
        elif isinstance(expression, BinaryExpr) and expression.modifier and expression.modifier.matching:
            groups.update(expression.modifier.matching.labels)

    promql_parser.walk(promql_parser.parse(text), visit)
    return Query(text, tuple(selectors), frozenset(groups))
