"""Asks the machine for what Argus needs; every lack is one line."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.terminal import Stop

NODE_MINIMUM = (20, 9)


@dataclass(frozen=True)
class Place:
    """Where this checkout serves and keeps its data, read from the environment as the backend reads it."""

    home: Path
    host: str
    port: int
    api_port: int

    @property
    def address(self) -> str:
        return f"http://{self._shown}:{self.port}"

    @property
    def api(self) -> str:
        return f"http://{self.reachable}:{self.api_port}"

    @property
    def _shown(self) -> str:
        return "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host

    @property
    def reachable(self) -> str:
        return "127.0.0.1" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host


def place(environ: Mapping[str, str]) -> Place:
    """Read ARGUS_HOME, ARGUS_HOST, ARGUS_PORT and ARGUS_API_PORT. Raises Stop naming the variable that is wrong."""
    home = Path(environ.get("ARGUS_HOME", "").strip() or "~/.argus").expanduser().resolve()
    host = environ.get("ARGUS_HOST", "").strip() or "127.0.0.1"
    found = Place(home, host, _port(environ, "ARGUS_PORT", 3000), _port(environ, "ARGUS_API_PORT", 8080))
    if found.port == found.api_port:
        raise Stop(f"ARGUS_PORT and ARGUS_API_PORT are both {found.port}; give the dashboard and the API a port each")
    return found


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"{name}={text} is not a port; give a number from 1 to 65535")
    return int(text)


def require_node() -> None:
    """Node and npm are there and new enough. Raises Stop."""
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            raise Stop(f"{tool} is not installed; install Node.js 20 or newer, which brings node and npm")
    try:
        said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.strip()
    except OSError as error:
        raise Stop(f"node cannot be run ({error.strerror}); install Node.js 20 or newer") from None
    numbers = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    if numbers < NODE_MINIMUM:
        raise Stop(f"Node.js 20.9 or newer is needed, this one is {said or 'unknown'}")


def require_free_ports(where: Place) -> None:
    """Both ports can be listened on. Raises Stop naming the setting to change."""
    for name, what, port in (("ARGUS_PORT", "dashboard", where.port), ("ARGUS_API_PORT", "API", where.api_port)):
        if not port_is_free(where.host, port):
            remedy = f"stop what listens there or choose another: {name}={port + 1}"
            raise Stop(f"port {port}, wanted for the {what}, is in use; {remedy}")


def port_is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on `host`:`port` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_writable(home: Path) -> None:
    """The home can be written to; made here, it is private. One that is there keeps its rights. Raises Stop."""
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Stop(f"ARGUS_HOME={home} cannot be made ({error.strerror}); name another folder") from None
    if not os.access(home, os.W_OK | os.X_OK):
        raise Stop(f"ARGUS_HOME={home} cannot be written to; name another folder")
