"""Logs of simulated containers: one growing file per kind of container, in the format that container runtimes write.

`python -m argus.sandbox.podlogs FOLDER PIDS` writes until the cluster whose pid files lie in PIDS has stopped.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argus.sandbox.layout import ClusterPaths
from argus.sandbox.loglines import CRASH, WRITERS
from argus.sandbox.process import end, living

BACKLOG = 400
ROTATE_BYTES = 1_500_000
SECONDS_BETWEEN = 1.2


def log_file(folder: Path, kind: str) -> Path:
    """The file that `kubectl logs` shows for the containers of one kind."""
    return folder / f"{kind}.log"


def start_pod_logs(paths: ClusterPaths) -> None:
    """Write a backlog where there is none, and start the process that keeps the files growing."""
    fill(paths.pod_logs)
    pid_file = paths.root / "podlogs.pid"
    if living(pid_file, paths.pod_logs) is not None:
        return
    started = subprocess.Popen(
        [sys.executable, "-m", "argus.sandbox.podlogs", f"{paths.pod_logs}/", str(paths.state)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # It outlives this process, so nobody waits for it; without this Python warns when the object goes.
    started.returncode = 0
    pid_file.write_text(str(started.pid))


def stop_pod_logs(paths: ClusterPaths) -> None:
    """End the writer of this cluster, if it runs."""
    end(paths.root / "podlogs.pid", paths.pod_logs, signal.SIGTERM)


def fill(folder: Path) -> None:
    """Give every kind of container the last minutes of a log, so that the first look is not an empty one."""
    folder.mkdir(parents=True, exist_ok=True)
    begin = datetime.now(UTC) - timedelta(seconds=BACKLOG * SECONDS_BETWEEN)
    for kind, lines in WRITERS.items():
        if not log_file(folder, kind).exists():
            moments = (begin + timedelta(seconds=number * SECONDS_BETWEEN) for number in range(BACKLOG))
            log_file(folder, kind).write_text("".join(cri(moment, next(lines)) for moment in moments))
    log_file(folder, "crash").write_text("".join(cri(begin, line) for line in CRASH))


def cri(moment: datetime, line: str) -> str:
    """One full line as a container runtime writes it: time, stream, F for full, text."""
    stream = "stderr" if "ERROR" in line or '"level":"error"' in line else "stdout"
    return f"{moment.strftime('%Y-%m-%dT%H:%M:%S.%f')}000Z {stream} F {line}\n"


def grow(folder: Path, kind: str, lines: Iterator[str]) -> None:
    """Append a line; past `ROTATE_BYTES` the file moves aside first, as a kubelet does it."""
    path = log_file(folder, kind)
    if path.exists() and path.stat().st_size > ROTATE_BYTES:
        path.replace(path.with_suffix(".previous.log"))
    with path.open("a") as file:
        file.write(cri(datetime.now(UTC), next(lines)))


def write_until_stopped(folder: Path, state: Path) -> None:
    """Keep every file growing for as long as the cluster's apiserver or etcd lives."""
    parent = os.getpid()
    chance = random.Random(parent)
    while any(living(state / "pids" / f"{name}.pid", state) for name in ("etcd", "kube-apiserver")):
        for kind, lines in WRITERS.items():
            if chance.random() < 0.8:
                grow(folder, kind, lines)
        time.sleep(SECONDS_BETWEEN * chance.uniform(0.4, 1.6))


if __name__ == "__main__":
    write_until_stopped(Path(sys.argv[1]), Path(sys.argv[2]))
