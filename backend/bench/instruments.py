"""The processes that measure and disturb: each a context manager around `python -m bench.…`."""

import subprocess
import sys
from pathlib import Path
from typing import Self

import msgspec

from bench.crowd import Report
from bench.heard import Seen
from bench.sets import STORED_PODS

BACKEND = Path(__file__).resolve().parents[1]
STOP_SECONDS = 30.0


class InstrumentError(Exception):
    """A process of the benchmark ended early; what it wrote went to standard error."""


class _Instrument:
    """A process that is told by lines and answers by lines."""

    def __init__(self, module: str, *options: str) -> None:
        self._command = [sys.executable, "-m", f"bench.{module}", *options]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(self._command, cwd=BACKEND, stdin=pipe, stdout=pipe)
        self._begin()
        return self

    def __exit__(self, *_exception: object) -> None:
        assert self._process is not None
        self._process.communicate(timeout=STOP_SECONDS)

    def _begin(self) -> None:
        """Wait for the line that says it has begun."""
        self._line()

    def _say(self, text: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(text.encode() + b"\n")
        self._process.stdin.flush()

    def _line(self) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise InstrumentError(f"{self._command[2]} ended with {self._process.wait()}")
        return line

    def _ask(self, command: str) -> bytes:
        self._say(command)
        return self._line()


class Crowd(_Instrument):
    """See `bench.crowd` for what it can do."""

    def __init__(self, url: str, token: str, clients: int, cluster: str, resource: str = "pods") -> None:
        options = ("--url", url, "--clients", str(clients), "--cluster", cluster, "--resource", resource)
        super().__init__("crowd", *options)
        self._token = token

    def _begin(self) -> None:
        self._say(self._token)

    def gather(self) -> float:
        return msgspec.json.decode(self._ask("gather"), type=float)

    def watch(self) -> None:
        self._ask("watch")

    def report(self) -> Report:
        return msgspec.json.decode(self._ask("report"), type=Report)

    def state(self) -> dict[str, int]:
        return msgspec.json.decode(self._ask("state"), type=dict[str, int])

    def stall(self, count: int) -> None:
        self._ask(f"stall {count}")

    def wake(self) -> None:
        self._ask("wake")

    def drop(self) -> None:
        self._ask("drop")

    def leave(self) -> None:
        self._ask("leave")

    def rush(self) -> None:
        """Begin; `arrived` is the end of it."""
        self._say("rush")

    def arrived(self) -> float:
        """When all were SYNCED."""
        return msgspec.json.decode(self._line(), type=float)


class Changes(_Instrument):
    """Changes pods until `stop`, or the end of the block, with which those that are gone are brought back."""

    def __init__(self, etcd: str, rate: float, pods: str = STORED_PODS) -> None:
        super().__init__("changes", "--etcd", etcd, "--rate", str(rate), "--pods", pods)

    def pace(self, rate: float) -> None:
        """Another rate from now on."""
        self._say(str(rate))

    def stop(self) -> int:
        """How many changes there were."""
        return int(self._ask("stop"))


class Observer(_Instrument):
    """Watches pods beside Argus until `stop`."""

    def __init__(self, kubeconfig: Path, version: str) -> None:
        super().__init__("observer", "--kubeconfig", str(kubeconfig), "--version", version)

    def stop(self) -> list[Seen]:
        """Every change since, in order."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.stdin = None
        return msgspec.json.decode(self._line(), type=list[Seen])
