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
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bench.client import Client
from bench.cpu import cpu_ms

BACKEND = Path(__file__).resolve().parents[1]
EMAIL = "bench@example.com"
CLUSTER = "bench"
READY_SECONDS = 120.0
STOP_SECONDS = 20.0
# An access token lasts ten minutes.
TOKEN_SECONDS = 240.0
MIB = 2**20


class ArgusError(Exception):
    """Argus did not come up, or refused what the benchmark needs."""


class ArgusProcess:
    """A context manager; `restart` keeps the database. Afterwards `clusters` are the ids of the measured clusters.

    `environ` are settings of its own.
    Loopback clusters are for development only, so that is its environment; all else is as in production.
    """

    def __init__(self, folder: Path, *kubeconfigs: Path, **environ: str) -> None:
        self.folder = folder
        self.log = folder / "argus.log"
        self.clusters: list[str] = []
        self.password = secrets.token_urlsafe(18)
        self._kubeconfigs = kubeconfigs
        self._port = _free_port()
        self.dashboard_port = _free_port()
        self._token, self._token_at = "", 0.0
        self._cores: set[int] | None = None
        self._environ = {
            "PATH": os.defpath,
            "HOME": str(folder),
            "ARGUS_HOME": str(folder),
            "ARGUS_API_PORT": str(self._port),
            "ARGUS_PORT": str(self.dashboard_port),
            "ARGUS_ADMIN_EMAIL": EMAIL,
            "ARGUS_ADMIN_PASSWORD": self.password,
            "ARGUS_IMPORT": "never",
            "ARGUS_SANDBOX": "never",
            "JWT_SECRET": secrets.token_hex(32),
            "ENCRYPTION_KEY": secrets.token_hex(32),
            **environ,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
            for number, kubeconfig in enumerate(self._kubeconfigs, start=1):
                self.clusters.append(self._add_cluster(f"{CLUSTER}-{number}", kubeconfig))
            self._await_connected()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop()

    @property
    def cluster(self) -> str:
        """The id of the only or the first cluster."""
        return self.clusters[0]

    @property
    def port(self) -> int:
        return self._port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def restart(self, spawned: Callable[[], None] = lambda: None) -> float:
        """A process that follows nothing yet, with the cluster probed and somebody signed in; when it was ready.

        `spawned` is called as soon as there is the process, which does not listen yet.
        """
        self._stop()
        self._spawn()
        spawned()
        self._await("/readyz")
        ready = time.monotonic()
        self._await_connected()
        return ready

    def start_seconds(self) -> tuple[float, float]:
        """Start anew; seconds until the first answer at all, and until it says that it is ready."""
        self._stop()
        began = time.monotonic()
        self._spawn()
        self._await("/healthz", pause=0.001)
        answered = time.monotonic() - began
        self._await("/readyz", pause=0.001)
        ready = time.monotonic() - began
        self._await_connected()
        return answered, ready

    def pin(self, cores: set[int] | None) -> None:
        """Keep this process, and those that restarts make, on these cores; None for all of them."""
        self._cores = cores
        for task in (self._proc / "task").iterdir():
            os.sched_setaffinity(int(task.name), cores or os.sched_getaffinity(0))

    def token(self) -> str:
        """An access token of the administrator that lasts a few minutes more."""
        if not self._token or time.monotonic() - self._token_at > TOKEN_SECONDS:
            self._token, self._token_at = self.sign_in(EMAIL, self.password), time.monotonic()
        return self._token

    def sign_in(self, email: str, password: str) -> str:
        """An access token of somebody."""
        return str(self._send("/api/auth/login", {"email": email, "password": password}, token="")["access_token"])

    def client(self, token: str | None = None) -> Client:
        """A connection with a token, as a program has it; the administrator's by default. Ends with the process."""
        return Client(f"http://127.0.0.1:{self._port}", {"Authorization": f"Bearer {token or self.token()}"})

    def metric(self, name: str, **labels: str) -> float:
        """The sum of a metric over its labels, or over those with some; 0 where none of them has come up.

        Raises ArgusError where there is no such metric.
        """
        return sum(sample.value for sample in self.samples(name) if labels.items() <= sample.labels.items())

    def samples(self, name: str) -> list[Sample]:
        """Of a metric, one for each of its labels' values that have come up. Raises ArgusError as `metric` does."""
        with self.client() as client:
            families = list(text_string_to_metric_families(client.read("/metrics").decode()))
        if not any(family.name == name.removesuffix("_total") for family in families):
            raise ArgusError(f"there is no metric {name}")
        return [sample for family in families for sample in family.samples if sample.name == name]

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
        self._spawn()
        self._await("/readyz")

    def _spawn(self) -> None:
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
        if self._cores:
            os.sched_setaffinity(self._process.pid, self._cores)

    def _await(self, path: str, pause: float = 0.05) -> None:
        deadline = time.monotonic() + READY_SECONDS
        assert self._process is not None
        while not self._answers(path):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise ArgusError(f"Argus did not come up; see {self.log}")
            time.sleep(pause)

    def _answers(self, path: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _add_cluster(self, name: str, kubeconfig: Path) -> str:
        added = self._send("/api/clusters", {"name": name, "kubeconfig": kubeconfig.read_text()}, self.token())
        return str(added["id"])

    def _await_connected(self) -> None:
        """So that the first probes are over before anything is measured."""
        deadline = time.monotonic() + READY_SECONDS
        with self.client() as client:
            while not self._connected(client):
                if time.monotonic() > deadline:
                    raise ArgusError(f"Argus did not reach its clusters; see {self.log}")
                time.sleep(0.05)

    def _connected(self, client: Client) -> bool:
        read = (json.loads(client.read(f"/api/clusters/{cluster}")) for cluster in self.clusters)
        return all(cluster["status"]["phase"] == "connected" for cluster in read)

    def _send(self, path: str, body: dict[str, Any], token: str) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
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
        self._token, self._token_at = "", 0.0
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
