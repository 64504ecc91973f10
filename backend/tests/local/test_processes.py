"""Whatever the launcher starts, it ends: children, their children, and those that do not listen."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from local import processes
from local.processes import Group
from local.terminal import Stop

FAMILY = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(600)
"""


def eventually(path: Path) -> str:
    deadline = time.monotonic() + 10
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline, f"{path} was not written"
        time.sleep(0.01)
    return path.read_text()


def gone(pid: int) -> bool:
    """Whether a process has ended; a zombie that nobody reaped counts as ended."""
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z"


def test_children_of_children_end_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with Group() as group:
        child = group.start("family", [sys.executable, "-c", FAMILY, note], tmp_path, {}, tmp_path / "log")
        grandchild = int(eventually(note))
        assert not child.ended
    assert child.process.returncode is not None
    deadline = time.monotonic() + 5
    while not gone(grandchild):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_one_that_ignores_the_request_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "DRAIN_SECONDS", 0.2)
    note = tmp_path / "ready"
    deaf = "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    deaf += "pathlib.Path(sys.argv[1]).write_text('yes'); time.sleep(600)"
    with Group() as group:
        child = group.start("deaf", [sys.executable, "-c", deaf, note], tmp_path, {}, None)
        eventually(note)
    assert child.process.returncode == -9


def test_the_last_words_are_kept(tmp_path: Path) -> None:
    with Group() as group:
        child = group.start(
            "talker", [sys.executable, "-c", "print('why it ended')"], tmp_path, {}, tmp_path / "a" / "log"
        )
        child.process.wait(10)
        assert child.last_words() == "why it ended"


def test_a_failing_command_is_a_stop_with_its_name() -> None:
    with pytest.raises(Stop, match=r"false failed \(exit code 1\)"):
        processes.require(["false"], Path.cwd())


def test_sigterm_and_ctrl_c_leave_by_the_same_door(tmp_path: Path) -> None:
    script = """
import pathlib, sys, time
from local.processes import Group, stop_on_signals
stop_on_signals()
try:
    with Group() as group:
        child = group.start("sleeper", ["sleep", "600"], pathlib.Path("."), {}, None)
        pathlib.Path(sys.argv[1]).write_text(str(child.process.pid))
        time.sleep(600)
except KeyboardInterrupt:
    print("stopped")
"""
    note = tmp_path / "pid"
    command = [sys.executable, "-c", script, str(note)]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as launcher:
        sleeper = int(eventually(note))
        launcher.terminate()
        said, _ = launcher.communicate(timeout=10)
    assert said == "stopped\n"
    assert gone(sleeper)
