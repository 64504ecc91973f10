"""Runs commands: to their end, or in the background in process groups of their own that are always ended."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from local.terminal import Stop

DRAIN_SECONDS = 20.0
LAST_WORDS = 15


def run(command: Sequence[str | Path], folder: Path, extra: Mapping[str, str] | None = None) -> int:
    """Run a command to its end on this terminal and return its exit code."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **(extra or {})},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode


def require(command: Sequence[str | Path], folder: Path, extra: Mapping[str, str] | None = None) -> None:
    """Run a command to its end. Raises Stop when it fails; the command itself has said why."""
    code = run(command, folder, extra)
    if code != 0:
        raise Stop(f"{' '.join([Path(command[0]).name, *map(str, command[1:3])])} failed (exit code {code})")


def require_quietly(command: Sequence[str | Path], folder: Path, extra: Mapping[str, str], remedy: str) -> None:
    """Run a command whose words matter only when it fails. Raises Stop with the remedy, after showing them."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, **extra},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        raise Stop(remedy)


@dataclass(frozen=True)
class Child:
    """A background process, the leader of a process group and session of its own."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def last_words(self) -> str:
        """The end of its log, or nothing when it writes to the terminal."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LAST_WORDS:])


class Group:
    """The processes that one command started. On leaving the `with` block all of them are ended."""

    def __init__(self) -> None:
        self.children: list[Child] = []

    def __enter__(self) -> "Group":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(
        self, name: str, command: Sequence[str | Path], folder: Path, extra: Mapping[str, str], log: Path | None
    ) -> Child:
        """Start a command; with `log` its output goes to that file, begun anew, else to the terminal."""
        with _open(log) as output:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=folder,
                env={**os.environ, **extra},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )
        child = Child(name, process, log)
        self.children.append(child)
        return child

    def stop(self) -> None:
        """Ask every group to end, wait while they drain, then end what is left."""
        _end(self.children)
        self.children.clear()

    def stop_one(self, child: Child) -> None:
        """The same for one of them."""
        _end([child])
        self.children.remove(child)


def _open(log: Path | None) -> contextlib.AbstractContextManager[IO[bytes] | None]:
    if log is None:
        return contextlib.nullcontext()
    log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return log.open("wb")


def _end(children: Sequence[Child]) -> None:
    for child in children:
        _signal(child, signal.SIGTERM)
    deadline = time.monotonic() + DRAIN_SECONDS
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
        _signal(child, signal.SIGKILL)
        child.process.wait()


def _signal(child: Child, how: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, how)


def stop_on_signals() -> None:
    """Make SIGTERM and SIGHUP leave by the same door as Ctrl-C, so that everything started is ended."""
    for how in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, _interrupt)


def ignore_signals() -> None:
    """Stopping has begun: a second Ctrl-C must not leave something running."""
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, signal.SIG_IGN)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
