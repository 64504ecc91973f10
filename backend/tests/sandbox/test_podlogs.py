"""Logs of simulated containers."""

import re
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from argus.sandbox.loglines import CONTAINERS, WRITERS
from argus.sandbox.podlogs import BACKLOG, ROTATE_BYTES, cri, fill, grow, log_file, write_until_stopped

CRI_LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z (stdout|stderr) F \S.*\n")


@pytest.mark.parametrize("kind", WRITERS)
def test_every_line_is_one_full_line_as_a_runtime_writes_it(kind: str) -> None:
    for line in islice(WRITERS[kind], 200):
        assert CRI_LINE.fullmatch(cri(datetime.now(UTC), line))


def test_every_container_talks_in_a_kind_that_exists() -> None:
    assert set(CONTAINERS) - {"crash"} <= set(WRITERS)


def test_errors_go_to_the_other_stream() -> None:
    assert " stderr F " in cri(datetime.now(UTC), "ERROR no connection")
    assert " stdout F " in cri(datetime.now(UTC), "all is well")


def test_a_new_file_has_a_past_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    fill(tmp_path)
    assert len(log_file(tmp_path, "api").read_text().splitlines()) == BACKLOG

    grow(tmp_path, "api", iter(["one more"]))
    fill(tmp_path)
    assert log_file(tmp_path, "api").read_text().endswith("one more\n")


def test_a_full_file_moves_aside(tmp_path: Path) -> None:
    log_file(tmp_path, "api").write_text("x" * (ROTATE_BYTES + 1))
    grow(tmp_path, "api", iter(["fresh"]))

    assert log_file(tmp_path, "api").stat().st_size < 100
    assert log_file(tmp_path, "api.previous").stat().st_size > ROTATE_BYTES


def test_nothing_is_written_for_a_cluster_that_has_stopped(tmp_path: Path) -> None:
    write_until_stopped(tmp_path, tmp_path / "state")

    assert list(tmp_path.iterdir()) == []
