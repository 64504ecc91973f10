"""Sorting and filtering by a kind's own columns: their names beside Argus' own, and values that fit their types."""

import time
from typing import Any

import pytest

from argus.errors import BadRequest
from argus.fleet.duration import rfc3339
from argus.fleet.index import KindIndex
from argus.fleet.kind import Gvr
from argus.fleet.table import ColumnDefinition, Metadata, WireObject, WireRow
from tests.fleet.samples import ask, made_index, names


def own_columns(*cells: object, created: str = "2020-11-21T09:00:00Z") -> WireRow:
    """Of a kind whose columns are called as Argus' own are."""
    thing = Metadata(str(cells[0]), "shop", str(cells[0]), "1", created)
    return WireRow(list(cells), WireObject(thing))


OWN = (
    ColumnDefinition("Name", "string", "name"),
    ColumnDefinition("Cluster"),
    ColumnDefinition("HEALTH"),
    ColumnDefinition("namespace"),
    ColumnDefinition("Age", "date"),
    ColumnDefinition("Ready", "boolean"),
    ColumnDefinition("Size"),
)


def own_index() -> KindIndex:
    return made_index(
        [
            own_columns("a", "c9", "green", "z", "3d", True, "10Gi"),
            own_columns("b", "c1", "red", "y", "2h", False, "500Mi", created="2019-01-01T00:00:00Z"),
        ],
        OWN,
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"sort": "Cluster"}, ["b", "a"]),
        ({"sort": "-HEALTH"}, ["b", "a"]),
        ({"sort": "Health"}, ["a", "b"]),
        ({"sort": "namespace"}, ["b", "a"]),
        ({"sort": "Age"}, ["b", "a"]),
        ({"sort": "age"}, ["a", "b"]),
        ({"filters": ["Cluster=c1"]}, ["b"]),
        ({"filters": ["cluster=name-c1"]}, ["a", "b"]),
        ({"filters": ["HEALTH=green"]}, ["a"]),
        ({"filters": ["health=bad"]}, ["b"]),
        ({"filters": ["namespace=z"]}, ["a"]),
        ({"filters": ["Age>2026-11-20"]}, ["b"]),
        ({"filters": ["age>4y"]}, ["a", "b"]),
        ({"filters": ["Ready=false"]}, ["b"]),
        ({"filters": ["Ready!=No"]}, ["a"]),
        ({"filters": ["Size>1Gi"]}, ["a"]),
    ],
)
def test_a_kinds_own_columns_come_before_those_of_argus(query: dict[str, Any], expected: list[str]) -> None:
    assert names(ask(own_index(), **query)) == expected


@pytest.mark.parametrize("text", ["Ready>true", "Ready=maybe", "Size<small"])
def test_values_fit_the_columns_type(text: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        ask(own_index(), filters=[text])
    assert refusal.value.code == "bad-filter"


def test_what_still_goes_on_lasts_until_now() -> None:
    began = rfc3339(time.time() - 3600)
    columns = (ColumnDefinition("Name", "string", "name"), ColumnDefinition("Status"), ColumnDefinition("Duration"))
    wire = [own_columns("done", "Complete", "10m"), own_columns("runs", "Running", began)]
    index = made_index(wire, columns, Gvr("batch", "v1", "jobs"))
    assert names(ask(index, filters=["Duration>59m"])) == ["runs"]
    assert names(ask(index, filters=["Duration<=59m"])) == ["done"]
    assert names(ask(index, sort="-Duration")) == ["runs", "done"]
    with pytest.raises(BadRequest, match="filter"):
        ask(index, filters=["Duration>long"])
