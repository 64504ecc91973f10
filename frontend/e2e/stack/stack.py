"""The stack of the browser tests: two sandbox clusters, the API and the dashboard, until standard input closes.

`stack.py LOGS` prints one line of JSON when all of it answers. Whoever started it may die in any way: the end of
standard input ends everything that was started. What tests need to break is offered at the control address, see
`Control`. Needs `backend` and `deploy` on the path.
"""

import json
import os
import signal
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from local.places import BACKEND, FRONTEND, STANDALONE
from local.processes import Child, Group, ignore_signals, stop_on_signals
from local.suite import forget_settings
from local.terminal import Stop

from argus.sandbox.binaries import ensure_binaries
from argus.sandbox.cluster import Shape, delete_cluster, start_cluster
from argus.sandbox.component import kill_component, start_component
from argus.sandbox.layout import MANIFESTS, SandboxError, cluster_paths
from argus.sandbox.ports import free_ports

CLUSTERS = ("steady", "frail")
ADMIN = {"email": "admin@argus.test", "password": "a password of the browser tests"}
APISERVER = "kube-apiserver"
START_SECONDS = 90.0


class Stack:
    """What runs, and how to take a part of it away and give it back."""

    def __init__(self, home: Path, logs: Path, group: Group) -> None:
        self.home, self.logs, self.group = home, logs, group
        self.port, self.api_port = free_ports(2)
        self.dashboard = f"http://localhost:{self.port}"
        self.api = f"http://127.0.0.1:{self.api_port}"
        self._serving: Child | None = None

    def start_api(self) -> None:
        """Start the API and wait until it is ready."""
        settings = {
            "ARGUS_HOME": str(self.home / "argus"),
            "ARGUS_PORT": str(self.port),
            "ARGUS_API_PORT": str(self.api_port),
            "ARGUS_ADMIN_EMAIL": ADMIN["email"],
            "ARGUS_ADMIN_PASSWORD": ADMIN["password"],
            "ARGUS_IMPORT": "never",
            "ARGUS_SANDBOX": "never",
            "ARGUS_PROBE_INTERVAL_SECONDS": "2",
        }
        command = [sys.executable, "-m", "argus", "serve"]
        self._serving = self.group.start("the API", command, BACKEND, settings, self.logs / "api.log")
        wait(self._serving, f"{self.api}/readyz")

    def stop_api(self) -> None:
        """End the API as an operator would, with SIGTERM."""
        if self._serving is not None:
            self.group.stop_one(self._serving)
            self._serving = None

    def kill_api(self) -> None:
        """End the API at once, as a crash or the kernel would."""
        self.signal_api(signal.SIGKILL)
        self.stop_api()

    def signal_api(self, how: signal.Signals) -> None:
        """With SIGSTOP it keeps its connections and says nothing; SIGCONT lets it go on."""
        if self._serving is not None:
            os.killpg(self._serving.process.pid, how)

    def start_dashboard(self) -> None:
        """Start the production build and wait until it shows the login."""
        server = STANDALONE / "server.js"
        if not server.exists():
            raise Stop("the dashboard is not built; run npm run build in frontend")
        settings = {"PORT": str(self.port), "HOSTNAME": "127.0.0.1", "ARGUS_API_URL": self.api}
        settings["NODE_ENV"] = "production"
        child = self.group.start("the dashboard", ["node", server], FRONTEND, settings, self.logs / "dashboard.log")
        wait(child, f"http://127.0.0.1:{self.port}/login")

    def start_cluster(self, name: str) -> str:
        """Start a cluster with two nodes and the custom kinds of the sandbox; returns its kubeconfig's path."""
        return str(start_cluster(self.home, name, Shape(nodes=2, crds=(MANIFESTS / "crds",))))

    def stop_apiserver(self, name: str) -> None:
        """Kill a cluster's apiserver."""
        kill_component(cluster_paths(self.home, name), APISERVER)

    def start_apiserver(self, name: str) -> None:
        """Start it again; returns before it is ready."""
        start_component(cluster_paths(self.home, name), APISERVER)


def wait(child: Child, url: str) -> None:
    """Until `url` answers with success. Raises Stop when the process ends first, or after START_SECONDS."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not child.ended:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise Stop(f"{child.name} does not answer at {url}:\n{child.last_words()}")


class Control(ThreadingHTTPServer):
    """POST /api/stop, /api/kill, /api/start, /api/pause, /api/resume, /CLUSTER/stop, /CLUSTER/start.

    Answers 204 when it is done.
    """

    def __init__(self, stack: Stack) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.actions: dict[str, Callable[[], None]] = {
            "/api/stop": stack.stop_api,
            "/api/kill": stack.kill_api,
            "/api/start": stack.start_api,
            "/api/pause": partial(stack.signal_api, signal.SIGSTOP),
            "/api/resume": partial(stack.signal_api, signal.SIGCONT),
        }
        for name in CLUSTERS:
            self.actions[f"/{name}/stop"] = partial(stack.stop_apiserver, name)
            self.actions[f"/{name}/start"] = partial(stack.start_apiserver, name)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Asked(BaseHTTPRequestHandler):
    """One request to the control address."""

    server: Control

    def do_POST(self) -> None:
        """Do what the path says."""
        action = self.server.actions.get(self.path)
        if action is not None:
            action()
        self.send_response(204 if action else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is the test runner's."""


def end_with_input() -> None:
    """When nobody holds the other end of standard input any more, leave by the same door as Ctrl-C."""

    def watch() -> None:
        sys.stdin.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def run(home: Path, logs: Path) -> None:
    """Start everything at once, say where it is, and stay."""
    with Group() as group, ThreadPoolExecutor() as pool:
        stack = Stack(home, logs, group)
        try:
            started = [pool.submit(stack.start_cluster, name) for name in CLUSTERS]
            stack.start_api()
            stack.start_dashboard()
            kubeconfigs = {name: future.result() for name, future in zip(CLUSTERS, started, strict=True)}
            kubectl = str(ensure_binaries(os.environ, lambda _title: None).tool("kubectl"))
            control = f"http://127.0.0.1:{Control(stack).server_port}"
            where = {"dashboard": stack.dashboard, "api": stack.api, "control": control, "kubectl": kubectl}
            where |= {"argusHome": str(stack.home / "argus"), "python": sys.executable}
            print(json.dumps({**where, "admin": ADMIN, "kubeconfigs": kubeconfigs}), flush=True)
            threading.Event().wait()
        finally:
            ignore_signals()
            pool.shutdown()
            for name in CLUSTERS:
                delete_cluster(home, name)


def main() -> int:
    """Run until told to end."""
    forget_settings()
    stop_on_signals()
    end_with_input()
    with tempfile.TemporaryDirectory(prefix="argus-e2e-") as home:
        try:
            run(Path(home), Path(sys.argv[1]))
        except KeyboardInterrupt:
            pass
        except (Stop, SandboxError) as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
