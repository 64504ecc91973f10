"""What a run is of: the commit, and what differs from it."""

import subprocess
from pathlib import Path

import pytest

from bench import machine
from bench.machine import Circumstances, changes, commit


def git(folder: Path, *command: str) -> None:
    who = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    subprocess.run(["git", *who, *command], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One committed file, with the benchmark in a folder beside it."""
    git(tmp_path, "init", "--initial-branch=main")
    (tmp_path / "bench").mkdir()
    (tmp_path / "code").write_text("one")
    git(tmp_path, "add", "code")
    git(tmp_path, "commit", "-m", "Begin")
    monkeypatch.setattr(machine, "FOLDER", tmp_path / "bench")
    return tmp_path


def test_a_clean_checkout_has_no_changes(checkout: Path) -> None:
    assert changes() == ""
    assert not commit().endswith("+")


def test_each_change_and_each_new_file_tells(checkout: Path) -> None:
    (checkout / "code").write_text("two")
    one = changes()
    assert one
    assert commit().endswith("+")
    (checkout / "code").write_text("three")
    other = changes()
    (checkout / "new").write_text("")
    assert len({one, other, changes()}) == 3
    (checkout / "new").unlink()
    git(checkout, "checkout", "code")
    assert changes() == ""


def test_a_deleted_file_is_a_change(checkout: Path) -> None:
    (checkout / "code").unlink()
    assert changes()


def test_circumstances_tell_versions_without_names() -> None:
    where = Circumstances.now("v1.36.3", "3.6.5")
    assert (where.kubernetes, where.etcd) == ("v1.36.3", "3.6.5")
    assert where.node == "" or where.node[0].isdecimal()
