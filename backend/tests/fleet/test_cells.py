"""What becomes of the apiserver's cells."""

import pytest

from argus.fleet.columns import converters, describe, sort_key
from argus.fleet.duration import parse_duration, rfc3339
from argus.fleet.kind import ClusterKind, Gvr
from argus.fleet.quantity import parse_quantity
from argus.fleet.row import RowMaker
from argus.fleet.schemas import Cell
from argus.fleet.table import ColumnDefinition, Metadata, WireObject, WireRow
from tests.fleet.samples import AGE, NOW, PODS, WIDGETS, pod, row_of

JOBS = Gvr("batch", "v1", "jobs")
JOB_COLUMNS = (
    ColumnDefinition("Name", "string", "name"),
    ColumnDefinition("Status"),
    ColumnDefinition("Completions"),
    ColumnDefinition("Duration"),
)
EVENTS = Gvr("core", "v1", "events")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("33s", 33), ("2m5s", 125), ("5h", 18_000), ("3d4h", 273_600), ("2y45d", 66_960_000), ("", None), ("soon", None)],
)
def test_durations(text: str, seconds: int | None) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    ("text", "number"),
    [("500m", 0.5), ("10Gi", 10 * 2**30), ("1e3", 1000), ("1.5k", 1500), ("7", 7), (".5", 0.5), ("Gi", None)],
)
def test_quantities(text: str, number: float | None) -> None:
    assert parse_quantity(text) == number


def convert(gvr: Gvr, definition: ColumnDefinition, cell: object) -> tuple[str, Cell]:
    [column] = describe(gvr, [definition])
    [converter] = converters([column])
    return column.type, converter(cell, [cell], "2026-11-21T09:00:00Z", NOW)


@pytest.mark.parametrize(
    ("gvr", "definition", "cell", "expected"),
    [
        (PODS, AGE, "61m", ("date", "2026-11-21T09:00:00Z")),
        (PODS, AGE, "<unknown>", ("date", "2026-11-21T09:00:00Z")),
        (WIDGETS, ColumnDefinition("Age", "date"), "60m", ("date", "2026-11-21T09:00:00Z")),
        (WIDGETS, ColumnDefinition("age", "date"), "59m", ("date", "2026-11-21T09:00:00Z")),
        (WIDGETS, ColumnDefinition("Age", "date"), "45d", ("date", "2026-10-07T10:00:00Z")),
        (WIDGETS, ColumnDefinition("Age", "date"), "5s", ("date", "2026-11-21T09:59:55Z")),
        (WIDGETS, ColumnDefinition("Age", "date"), "<invalid>", ("date", None)),
        (WIDGETS, ColumnDefinition("Age", "integer"), 42, ("integer", 42)),
        (PODS, ColumnDefinition("Restarts"), "12 (5m ago)", ("count-since", "12 2026-11-21T09:55:00Z")),
        (PODS, ColumnDefinition("Restarts"), "3", ("count-since", 3)),
        (PODS, ColumnDefinition("Restarts"), "3 (<invalid> ago)", ("count-since", 3)),
        (EVENTS, ColumnDefinition("Last Seen"), "2m", ("date", "2026-11-21T09:58:00Z")),
        (EVENTS, ColumnDefinition("Last Seen"), "<unknown>", ("date", None)),
        (EVENTS, ColumnDefinition("Count"), 4, ("string", 4)),
        (EVENTS, ColumnDefinition("Created At", "date"), "2026-01-01T00:00:00Z", ("date", "2026-01-01T00:00:00Z")),
        (EVENTS, ColumnDefinition("Capacity"), "10Gi", ("quantity", "10Gi")),
        (EVENTS, ColumnDefinition("Suspend", "boolean"), False, ("boolean", False)),
        (EVENTS, ColumnDefinition("Selector"), "<none>", ("string", None)),
        (EVENTS, ColumnDefinition("Odd"), ["a"], ("string", "['a']")),
    ],
)
def test_cells_are_absolute(gvr: Gvr, definition: ColumnDefinition, cell: object, expected: tuple[str, Cell]) -> None:
    assert convert(gvr, definition, cell) == expected


@pytest.mark.parametrize(
    ("status", "cell", "expected"),
    [
        ("Running", "78s", "2026-11-21T09:58:42Z"),
        ("Failed", "2m5s", "2026-11-21T09:57:55Z"),
        ("Complete", "78s", "78s"),
        ("Suspended", "", None),
    ],
)
def test_a_job_that_still_runs_says_when_it_began(status: str, cell: str, expected: Cell) -> None:
    maker = RowMaker(ClusterKind("c1", JOBS), JOB_COLUMNS)
    assert maker.columns[3].type == "duration"
    assert maker.make(WireRow(["once", status, "1/1", cell]), NOW).cells[3] == expected


@pytest.mark.parametrize(("completions", "expected"), [("0/1", "2026-11-21T09:58:42Z"), ("1/1", "78s")])
def test_of_an_older_server_completions_say_whether_a_job_runs(completions: str, expected: Cell) -> None:
    maker = RowMaker(ClusterKind("c1", JOBS), [JOB_COLUMNS[0], *JOB_COLUMNS[2:]])
    assert maker.make(WireRow(["once", completions, "78s"]), NOW).cells[2] == expected


@pytest.mark.parametrize(
    ("kind", "ascending"),
    [
        ("string", ["-3", "-1", "2"]),
        ("integer", ["-1.5", "0.5", 2, "10"]),
        ("age", ["2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z"]),
        ("duration", ["5s", "2h", "2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z"]),
        ("string", ["0/1", "1/3", "2/2", "10/10"]),
        ("string", ["2", "10", "apple", "Banana"]),
        ("quantity", ["500m", "1", "1Ki", "1M", "1Mi", "2Gi"]),
        ("count-since", [0, 3, "12 2026-11-21T10:00:00Z", 100]),
        ("date", ["2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"]),
        ("boolean", [False, True]),
        ("string", ["30s", "5m", "2h"]),
    ],
)
def test_cells_sort_by_what_they_mean(kind: str, ascending: list[Cell]) -> None:
    descending = ascending[::-1]
    assert sorted(descending, key=lambda cell: sort_key(cell, kind)) == ascending


def test_a_row_has_what_the_contract_says() -> None:
    row = row_of(pod("web-1", labels={"app": "web"}, node="<none>"))
    assert (row.cluster, row.uid, row.namespace, row.name) == ("c1", "uid-shop-web-1", "shop", "web-1")
    assert row.labels == {"app": "web"}
    assert row.cells == ("web-1", "1/1", "Running", 0, "2020-11-21T09:00:00Z", None)
    assert (row.health.level, row.health.reason) == ("ok", "Running")


def test_a_deleted_one_is_terminating() -> None:
    wire = pod("web-1")
    assert wire.object is not None
    wire.object.metadata.deletion_timestamp = "2026-11-21T10:00:00Z"
    assert row_of(wire).health.reason == "Terminating"


def test_rows_without_metadata_or_uid_still_have_an_identity() -> None:
    maker = RowMaker(ClusterKind("c1", PODS), [ColumnDefinition("Name", "string", "name"), ColumnDefinition("CPU")])
    assert maker.make(WireRow(["web-1", "5m"]), NOW).uid == "/web-1"
    usage = WireRow(["web-1", "5m"], WireObject(Metadata("web-1", "shop")))
    assert maker.make(usage, NOW).uid == "shop/web-1"


def test_short_rows_are_filled_and_equal_labels_shared() -> None:
    maker = RowMaker(ClusterKind("c1", PODS), [ColumnDefinition("Name", "string", "name"), ColumnDefinition("Extra")])
    short = maker.make(WireRow(["web-1"]), NOW)
    assert short.cells == ("web-1", None)
    one, other = maker.make(pod("web-1"), NOW), maker.make(pod("web-2"), NOW)
    assert one.labels is other.labels


def test_times_are_rfc3339() -> None:
    assert rfc3339(NOW) == "2026-11-21T10:00:00Z"
