"""`make up` and `make dev`: from a clone to a running dashboard, in the foreground until Ctrl-C."""

import os
import time
import urllib.error
import urllib.request
from pathlib import Path

from local.build import build_frontend
from local.clusters import report_contexts, require_sandbox_choice, start_sandbox, stop_sandbox
from local.install import install_backend, install_frontend
from local.places import BACKEND, FRONTEND, STANDALONE, VENV_BIN
from local.prerequisites import Place, place, require_free_ports, require_node, require_writable
from local.processes import Child, Group, ignore_signals, stop_on_signals
from local.terminal import Step, Stop, say

START_SECONDS = 60.0
POLL_SECONDS = 0.1


def up(*, reload: bool) -> int:
    """Install, migrate, build, serve. Returns after Ctrl-C, when everything that was started has ended."""
    where = place(os.environ)
    require_sandbox_choice()
    require_node()
    require_free_ports(where)
    require_writable(where.home)
    install_backend(development=False)
    install_frontend()
    if not reload:
        build_frontend()
    password = where.home / "admin-password"
    before = _read(password)
    stop_on_signals()
    with Group() as group:
        sandbox = None
        try:
            with Step("migrating the database, starting the API and the dashboard"):
                backend, frontend = _start(group, where, reload)
                _wait(backend, f"{where.api}/readyz")
                _wait(frontend, f"http://{where.reachable}:{where.port}/login")
            _greet(where, password, before)
            report_contexts()
            sandbox = start_sandbox(group, where)
            _watch(group, sandbox)
        except KeyboardInterrupt:
            ignore_signals()
            say("\n==> stopping")
        finally:
            stop_sandbox(group, where, sandbox)
    say("stopped")
    return 0


def _start(group: Group, where: Place, reload: bool) -> tuple[Child, Child]:
    logs = None if reload else where.home / "logs"
    own = {"PORT": str(where.port), "HOSTNAME": where.host, "ARGUS_API_URL": where.api, "ARGUS_PORT": str(where.port)}
    serve: list[str | Path] = _reloading(where) if reload else [VENV_BIN / "argus", "serve"]
    pages = ["npx", "--no-install", "next", "dev", "--port", str(where.port), "--hostname", where.host]
    backend = group.start("the API", serve, BACKEND, {}, logs and logs / "backend.log")
    command = pages if reload else ["node", str(STANDALONE / "server.js")]
    own["NEXT_TELEMETRY_DISABLED"] = "1"
    own["NODE_ENV"] = "development" if reload else "production"
    return backend, group.start("the dashboard", command, FRONTEND, own, logs and logs / "frontend.log")


def _reloading(where: Place) -> list[str | Path]:
    """The API as `argus serve` runs it, begun anew whenever its code changes."""
    serve: list[str | Path] = [VENV_BIN / "uvicorn", "argus.serve:application", "--factory", "--reload"]
    serve += ["--reload-dir", BACKEND / "argus", "--host", where.host, "--port", str(where.api_port)]
    serve += ["--loop", "argus.event_loop:EventLoop", "--ws", "argus.live.wire:LiveProtocol"]
    return [*serve, "--no-access-log", "--no-server-header", "--no-proxy-headers"]


def _wait(child: Child, url: str) -> None:
    """Until `url` answers with success. Raises Stop when the child ends first, or after a minute."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        _require_running(child)
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(POLL_SECONDS)
    raise Stop(f"{child.name} did not answer at {url} within {START_SECONDS:.0f} s; its log is {child.log}")


def _require_running(child: Child) -> None:
    if child.ended:
        words = child.last_words()
        if words.startswith("argus: ") and "\n" not in words:
            raise Stop(words.removeprefix("argus: "))
        say(words)
        raise Stop(f"{child.name} ended by itself (exit code {child.process.returncode}); its last words are above")


def _read(file: Path) -> str:
    return file.read_text().strip() if file.exists() else ""


def _greet(where: Place, password: Path, before: str) -> None:
    say(f"\nArgus is at {where.address}")
    email = os.environ.get("ARGUS_ADMIN_EMAIL", "").strip() or "admin@argus.local"
    now = _read(password)
    if not now:
        say(f"Sign in as {email} with the password you set")
    elif now == before:
        say(f"Sign in as {email}; the password made at the first start is in {password}")
    else:
        say(f"Sign in as {email} with the password {now}")
        say(f"(it is kept in {password})")
    say(f"Logs are in {where.home / 'logs'}. Ctrl-C stops everything.\n")


def _watch(group: Group, sandbox: Child | None) -> None:
    """Until Ctrl-C. The sandbox's helper may end; a server that ends takes the others with it."""
    told = sandbox is None
    while True:
        for child in group.children:
            if child is not sandbox:
                _require_running(child)
        if sandbox is not None and not told and sandbox.ended:
            told = True
            well = sandbox.process.returncode == 0
            say("the sandbox clusters are up" if well else f"the sandbox could not start:\n{sandbox.last_words()}")
        time.sleep(POLL_SECONDS)
