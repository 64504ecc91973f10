"""What the dashboard is told while the sandbox is built."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from argus.sandbox.progress import LOST, Progress, read_status, status_path


def test_nothing_built_yet(tmp_path: Path) -> None:
    status = read_status(tmp_path)

    assert (status.active, status.step, status.steps, status.error, status.clusters) == (False, 0, 0, None, [])


def test_a_build_counts_its_steps_and_says_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(tmp_path, ["sandbox-east"], steps=3)
    progress.begin("Building etcd")
    progress.cluster("sandbox-east", "starting", "its control plane is starting")

    status = read_status(tmp_path)
    assert (status.active, status.step, status.steps, status.title) == (True, 1, 3, "Building etcd")
    assert [(entry.name, entry.state) for entry in status.clusters] == [("sandbox-east", "starting")]
    assert status.elapsed_seconds >= 0
    assert capsys.readouterr().out.startswith("[1/3] Building etcd …")


def test_steps_done_by_another_process_are_skipped(tmp_path: Path) -> None:
    progress = Progress(tmp_path, [], steps=9, echo=False)
    progress.reach(7)
    progress.begin("Starting sandbox-east")

    assert read_status(tmp_path).step == 8


def test_a_failed_build_keeps_its_reason(tmp_path: Path) -> None:
    progress = Progress(tmp_path, ["sandbox-east"], steps=3, echo=False)
    progress.finish("go mod download failed: no network")

    status = read_status(tmp_path)
    assert (status.active, status.error) == (False, "go mod download failed: no network")
    assert [(entry.state, entry.detail) for entry in status.clusters] == [("failed", status.error)]


def test_a_build_whose_process_died_has_failed(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    Progress(tmp_path, ["sandbox-east"], steps=3, echo=False)
    record = json.loads(status_path(tmp_path).read_text())
    status_path(tmp_path).write_text(json.dumps({**record, "pid": gone.pid}))

    status = read_status(tmp_path)
    assert (status.active, status.error) == (False, LOST)
    assert [(entry.state, entry.detail) for entry in status.clusters] == [("failed", LOST)]


def test_a_broken_file_reads_like_none(tmp_path: Path) -> None:
    status_path(tmp_path).parent.mkdir(parents=True)
    status_path(tmp_path).write_text("{")

    assert read_status(tmp_path).steps == 0
