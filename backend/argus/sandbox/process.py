"""Running tools and telling whether a recorded process is still the one that was started."""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from argus.sandbox.layout import SandboxError

KILL_AFTER_SECONDS = 10.0
# Go collects garbage when its heap has grown by so much: a little processor time for a third less memory.
GARBAGE_PERCENT = "50"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on `path`, waiting for whoever holds it. Released even when the process dies."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def clean_environment(extra: Mapping[str, str], scratch: Path) -> dict[str, str]:
    """An environment without the caller's secrets: what a shell inside a simulated pod inherits."""
    return {"PATH": os.defpath, "HOME": str(scratch), "LANG": "C.UTF-8", "GOGC": GARBAGE_PERCENT, **extra}


def run_tool(command: Sequence[str | Path], environment: Mapping[str, str], text: str | None = None) -> str:
    """Run a tool to its end and return what it printed. Raises SandboxError with its last words where it fails."""
    done = subprocess.run(
        [str(part) for part in command], env=dict(environment), input=text, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        words = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise SandboxError(f"{Path(command[0]).name} failed: {' | '.join(words[-3:]) or done.returncode}")
    return done.stdout


def command_line(pid: int) -> str:
    """The command line of a living process; empty when it is gone or is a zombie."""
    folder = Path("/proc") / str(pid)
    try:
        if Path("/proc/self").exists():
            return (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def living(pid_file: Path, marks: Path) -> int | None:
    """The pid in `pid_file` when that process lives and has a path below `marks` on its command line, else None.

    A number alone proves nothing: after a reboot it may belong to someone else's process.
    """
    try:
        pid = int(pid_file.read_text())
    except (OSError, ValueError):
        return None
    return pid if pid > 1 and f"{marks}/" in command_line(pid) else None


def end(pid_file: Path, marks: Path, how: signal.Signals) -> None:
    """Signal the process of `pid_file` if it is ours, wait until it is gone, and forget it."""
    pid = living(pid_file, marks)
    if pid is not None:
        _signal(pid, how)
        deadline = time.monotonic() + KILL_AFTER_SECONDS
        while living(pid_file, marks) is not None:
            if time.monotonic() > deadline:
                _signal(pid, signal.SIGKILL)
            time.sleep(0.02)
    pid_file.unlink(missing_ok=True)


def _signal(pid: int, how: signal.Signals) -> None:
    try:
        os.kill(pid, how)
        os.waitpid(pid, os.WNOHANG)
    except (ProcessLookupError, ChildProcessError):
        return
