"""How far the sandbox is: a small file that `argus sandbox up` writes and the dashboard reads."""

import os
import time
from pathlib import Path
from typing import Literal

import msgspec

from argus.sandbox.cluster import cluster_state
from argus.sandbox.layout import cluster_names, sandbox_root
from argus.sandbox.process import command_line

State = Literal["absent", "building", "starting", "running", "stopped", "failed"]
LOST = "the build was interrupted; run `argus sandbox up` again"


class ClusterStatus(msgspec.Struct, kw_only=True):
    """One cluster; `detail` is a few words for people."""

    name: str
    state: State
    detail: str


class BuildStatus(msgspec.Struct, kw_only=True):
    """`step` of `steps`, 0 of 0 before the first build; `elapsed_seconds` counts on while `active`."""

    active: bool
    step: int
    steps: int
    title: str
    elapsed_seconds: float
    error: str | None
    clusters: list[ClusterStatus]


class _Record(msgspec.Struct, kw_only=True):
    """The file. Times are seconds since the epoch; `finished` is None while the build goes on."""

    pid: int
    begun: float
    steps: int
    clusters: list[ClusterStatus]
    finished: float | None = None
    step: int = 0
    title: str = ""
    error: str | None = None


class Progress:
    """Writes the file, step by step. `echo` gets a line for people with every step."""

    def __init__(self, home: Path, names: list[str], steps: int, echo: bool = True) -> None:
        self._path = status_path(home)
        self._echo = echo
        waiting = [ClusterStatus(name=name, state="building", detail="waiting for the binaries") for name in names]
        self._record = _Record(pid=os.getpid(), begun=time.time(), steps=steps, clusters=waiting)
        self._write()

    def begin(self, title: str) -> None:
        """The next step begins."""
        record = self._record
        record.step = min(record.step + 1, record.steps)
        record.title = title
        self._write()
        if self._echo:
            print(f"[{record.step}/{record.steps}] {title} … {time.time() - record.begun:.0f} s", flush=True)

    def reach(self, step: int) -> None:
        """The first `step` steps are done, also those another process did meanwhile."""
        self._record.step = step

    def cluster(self, name: str, state: State, detail: str) -> None:
        """A cluster changed its state."""
        for entry in self._record.clusters:
            if entry.name == name:
                entry.state, entry.detail = state, detail
        self._write()

    def finish(self, error: str | None = None) -> None:
        """The work ended; with an error, every cluster that is not up has failed for that reason."""
        self._record.finished, self._record.error = time.time(), error
        for entry in self._record.clusters:
            if error and entry.state in ("building", "starting"):
                entry.state, entry.detail = "failed", error
        self._write()

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = self._path.with_suffix(f".{os.getpid()}")
        partial.write_bytes(msgspec.json.encode(self._record))
        partial.replace(self._path)


def status_path(home: Path) -> Path:
    """Where the file is."""
    return sandbox_root(home) / "status.json"


def read_status(home: Path) -> BuildStatus:
    """What the dashboard shows. A build whose process died without a word counts as failed.

    Once no build goes on, the states are those of the processes and not those of the file.
    """
    try:
        record = msgspec.json.decode(status_path(home).read_bytes(), type=_Record)
    except (OSError, msgspec.DecodeError):
        return BuildStatus(
            active=False, step=0, steps=0, title="", elapsed_seconds=0.0, error=None, clusters=_living(home, [])
        )
    active = record.finished is None and command_line(record.pid) != ""
    lost = record.finished is None and not active
    end = record.finished or (status_path(home).stat().st_mtime if lost else time.time())
    return BuildStatus(
        active=active,
        step=record.step,
        steps=record.steps,
        title=record.title,
        elapsed_seconds=round(max(0.0, end - record.begun), 1),
        error=LOST if lost else record.error,
        clusters=record.clusters if active else _living(home, record.clusters),
    )


def _living(home: Path, recorded: list[ClusterStatus]) -> list[ClusterStatus]:
    failed = {entry.name: entry for entry in recorded if entry.state in ("failed", "building", "starting")}
    names = dict.fromkeys([*(entry.name for entry in recorded), *cluster_names(home)])
    found = []
    for name in names:
        state, detail = cluster_state(home, name)
        if state in ("absent", "stopped") and name in failed:
            reason = failed[name].detail if failed[name].state == "failed" else LOST
            found.append(ClusterStatus(name=name, state="failed", detail=reason))
        else:
            found.append(ClusterStatus(name=name, state=state, detail=detail))
    return found
