"""Argus as an operator runs it: a process of its own, asked only over its socket and watched only through /proc."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from bench.client import Client
from bench.cpu import cpu_ms

BACKEND = Path(__file__).resolve().parents[1]
EMAIL = "bench@example.com"
CLUSTER = "bench"
READY_SECONDS = 60.0
STOP_SECONDS = 20.0
MIB = 2**20


class ArgusError(Exception):
    """Argus did not come up, or refused what the benchmark needs."""


class ArgusProcess:
    """A context manager; `restart` keeps the database. Afterwards `cluster` is the measured cluster's id.

    Loopback clusters are for development only, so that is its environment; all else is as in production.
    """

    def __init__(self, folder: Path, kubeconfig: Path) -> None:
        self.log = folder / "argus.log"
        self.cluster = ""
        self._kubeconfig = kubeconfig
        self._password = secrets.token_urlsafe(18)
        self._port = _free_port()
        self._token = ""
        self._environ = {
            "PATH": os.defpath,
            "HOME": str(folder),
            "ARGUS_HOME": str(folder),
            "ARGUS_API_PORT": str(self._port),
            "ARGUS_ADMIN_EMAIL": EMAIL,
            "ARGUS_ADMIN_PASSWORD": self._password,
            "ARGUS_IMPORT": "never",
            "ARGUS_SANDBOX": "never",
            "JWT_SECRET": secrets.token_hex(32),
            "ENCRYPTION_KEY": secrets.token_hex(32),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
            self.cluster = self._add_cluster()
            self._await_connected()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop()

    def restart(self) -> None:
        """A process that follows nothing yet, with the cluster probed and somebody signed in."""
        self._stop()
        self._start()
        self._await_connected()

    def client(self) -> Client:
        """A connection with a token, as a program has it. Ends with the process."""
        return Client(f"http://127.0.0.1:{self._port}", {"Authorization": f"Bearer {self._token}"})

    def resident(self) -> float:
        """Memory in RAM, in MiB."""
        return self._status("VmRSS")

    def peak(self) -> float:
        """The most memory it ever had in RAM, in MiB."""
        return self._status("VmHWM")

    def cpu_ms(self) -> float:
        """Processor time so far, in milliseconds."""
        assert self._process is not None
        return cpu_ms(self._process.pid)

    @property
    def _proc(self) -> Path:
        assert self._process is not None
        return Path("/proc") / str(self._process.pid)

    def _status(self, field: str) -> float:
        lines = (self._proc / "status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) * 1024 / MIB

    def _start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "argus", "serve"],
                cwd=BACKEND,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ArgusError(f"Argus did not come up; see {self.log}")
            time.sleep(0.05)
        self._token = self._send("/api/auth/login", {"email": EMAIL, "password": self._password})["access_token"]

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _add_cluster(self) -> str:
        added = self._send("/api/clusters", {"name": CLUSTER, "kubeconfig": self._kubeconfig.read_text()})
        return str(added["id"])

    def _await_connected(self) -> None:
        """So that the first probe is over before anything is measured."""
        deadline = time.monotonic() + READY_SECONDS
        with self.client() as client:
            while json.loads(client.read(f"/api/clusters/{self.cluster}"))["status"]["phase"] != "connected":
                if time.monotonic() > deadline:
                    raise ArgusError(f"Argus did not reach its cluster; see {self.log}")
                time.sleep(0.05)

    def _send(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=READY_SECONDS)
        connection.request("POST", path, json.dumps(body), headers)
        response = connection.getresponse()
        answer: dict[str, Any] = json.loads(response.read())
        connection.close()
        if response.status not in (200, 201):
            raise ArgusError(f"{path} was answered with {response.status}: {answer.get('detail')}")
        return answer

    def _stop(self) -> None:
        process, self._process = self._process, None
        self._token = ""
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port
