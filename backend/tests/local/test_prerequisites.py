"""What `make up` asks of the machine: every lack is one line that says what to do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from local.places import DEPLOY, ROOT
from local.prerequisites import place, port_is_free, require_free_ports, require_node
from local.terminal import Stop


def test_the_defaults() -> None:
    where = place({})
    assert (where.port, where.api_port, where.host) == (3000, 8080, "127.0.0.1")
    assert where.home == Path("~/.argus").expanduser()
    assert where.address == "http://localhost:3000"
    assert where.api == "http://127.0.0.1:8080"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "3 000"])
def test_what_is_not_a_port_is_named(port: str) -> None:
    with pytest.raises(Stop, match="ARGUS_PORT"):
        place({"ARGUS_PORT": port})


def test_two_servers_cannot_share_a_port() -> None:
    with pytest.raises(Stop, match="both 8080"):
        place({"ARGUS_PORT": "8080"})


def test_a_busy_port_is_one_line_with_the_setting_to_change() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        where = place({"ARGUS_PORT": str(port), "ARGUS_API_PORT": "1"})
        assert not port_is_free("127.0.0.1", port)
        with pytest.raises(Stop, match=f"port {port}, wanted for the dashboard, is in use.*ARGUS_PORT="):
            require_free_ports(where)


def with_tools(folder: Path, **scripts: str) -> dict[str, str]:
    """An environment whose PATH has these tools and nothing else."""
    folder.mkdir(exist_ok=True)
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder), "HOME": str(folder)}


@pytest.mark.parametrize(
    ("tools", "said"),
    [
        ({}, "node is not installed; install Node.js 20 or newer"),
        ({"node": "echo v22.1.0"}, "npm is not installed; install Node.js 20 or newer"),
        ({"node": "echo v18.19.0", "npm": ""}, "Node.js 20.9 or newer is needed, this one is v18.19.0"),
        ({"node": "exit 1", "npm": ""}, "Node.js 20.9 or newer is needed, this one is unknown"),
    ],
)
def test_a_missing_or_old_node_is_one_line(tmp_path: Path, tools: dict[str, str], said: str) -> None:
    done = launch(with_tools(tmp_path / "bin", **tools), "up")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert said in done.stderr


def test_a_node_that_is_new_enough_passes() -> None:
    require_node()


def test_an_old_python_is_one_line() -> None:
    pretend = "import runpy, sys; sys.version_info = (3, 8, 1); runpy.run_module('local', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=DEPLOY, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [done.stderr.strip()]
    assert "Python 3.11 or newer is needed, this one is 3.8" in done.stderr


def test_make_says_so_when_there_is_no_python(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", "up", "PYTHON=no-such-python"], cwd=ROOT, capture_output=True, text=True, check=False, env=make_only()
    )
    assert done.returncode != 0
    assert "Python is not installed; install Python 3.11 or newer" in done.stderr


def test_a_wrong_setting_is_one_line(tmp_path: Path) -> None:
    done = launch({**os.environ, "ARGUS_HOME": str(tmp_path), "ARGUS_SANDBOX": "perhaps"}, "up")
    assert (done.returncode, done.stderr) == (1, "argus: ARGUS_SANDBOX=perhaps is not one of auto, always, never\n")


def test_a_home_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = launch({**os.environ, "ARGUS_HOME": str(tmp_path / "file" / "home"), **free_ports()}, "up")
    assert done.returncode == 1
    assert done.stderr.startswith(f"argus: ARGUS_HOME={tmp_path}/file/home cannot be made")


def free_ports() -> dict[str, str]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        return {"ARGUS_PORT": str(one.getsockname()[1]), "ARGUS_API_PORT": str(two.getsockname()[1])}


def make_only() -> dict[str, str]:
    """Without the variables that an outer make passes to an inner one."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}


def launch(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local", *arguments],
        cwd=DEPLOY,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
