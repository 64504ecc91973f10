"""Many who come and go, some before they are there; and all of them at once after a restart."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from argus.live.wire import AT_ONCE
from argus.sandbox.layout import ClusterPaths
from bench.argus_process import ArgusProcess
from bench.instruments import Crowd
from tests.faults.conftest import Size
from tests.faults.truth import all_show, changing, eventually, failed_requests, hear_of, open_files
from tests.faults.truth import upstream_watches as watches
from tests.postgres import Postgres

SHOWN_SECONDS = 30.0
GONE_SECONDS = 20.0
LIVE_SECONDS = 10.0
RATE = 200.0
GROWTH = 1.05
WARM_UP = 3
# What the pools of connections, to the database and to the cluster, may hold more by then: less than one file for each
# time that all come and go.
POOLED = 8
# How many of a hundred never get past the handshake.
CUT = 10
HANDSHAKE = (
    "GET /api/ws HTTP/1.1\r\nHost: argus\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer {}\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
OTHERS = {"services": "core/v1/services", "deployments": "apps/v1/deployments", "nodes": "core/v1/nodes"}


def test_who_comes_and_goes_leaves_nothing_behind(argus: ArgusProcess, size: Size) -> None:
    clients, rounds = size(200, 2_000), size(10, 50)
    with Crowd(argus.url, argus.token(), clients, argus.cluster) as crowd:
        for _ in range(WARM_UP):
            come_and_go(argus, crowd, clients)
        files, memory = open_files(argus), argus.resident()
        tasks = argus.metric("argus_tasks")
        for _ in range(rounds):
            come_and_go(argus, crowd, clients)
        print(f"{files} files before, {open_files(argus)} after")
        assert open_files(argus) <= files * GROWTH + POOLED
        assert argus.metric("argus_tasks") <= tasks * GROWTH
        assert argus.resident() <= memory * GROWTH


def come_and_go(argus: ArgusProcess, crowd: Crowd, clients: int) -> None:
    """Half of them close their sockets, half are cut; and some are cut before there is a socket."""
    crowd.gather()
    cut_in_handshake(argus, clients * CUT // 100)
    crowd.leave()
    eventually(lambda: argus.metric("argus_live_clients") == 0, SHOWN_SECONDS, lambda: "some never left")


def cut_in_handshake(argus: ArgusProcess, count: int) -> None:
    """In the middle of what they say, or when they have said all and the answer is on its way."""
    said = HANDSHAKE.format(argus.token()).encode()
    for number in range(count):
        with socket.create_connection(("127.0.0.1", argus.port)) as leaving:
            leaving.sendall(said[: len(said) // 2] if number % 2 else said)
            leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)


@pytest.fixture(params=[(signal.SIGTERM, "sqlite"), (signal.SIGKILL, "postgresql")], ids=["SIGTERM", "SIGKILL"])
async def ending(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[signal.Signals, dict[str, str]]:
    """How Argus ends, and the settings that name its database."""
    how, dialect = request.param
    if dialect == "sqlite":
        return how, {}
    server: Postgres = request.getfixturevalue("postgres")
    return how, {"DATABASE_URL": await server.fresh()}


@pytest.fixture
def ended(ending: tuple[signal.Signals, dict[str, str]], bulk: ClusterPaths, tmp_path: Path) -> Iterator[ArgusProcess]:
    with ArgusProcess(tmp_path, bulk.kubeconfig, **ending[1]) as process:
        yield process


def test_after_a_restart_all_are_live_again(
    ended: ArgusProcess, ending: tuple[signal.Signals, dict[str, str]], bulk: ClusterPaths, size: Size
) -> None:
    """They come all at once, and try again until they are let in; some of them follow other kinds than pods."""
    clients, few = size(300, 2_000), size(10, 100)
    before = {kind: watches(bulk, kind) for kind in ("pods", *OTHERS)}
    with ExitStack() as stack:
        crowds = [
            stack.enter_context(Crowd(ended.url, ended.token(), many, ended.cluster, resource))
            for resource, many in (("core/v1/pods", clients), *((path, few) for path in OTHERS.values()))
        ]
        for crowd in crowds:
            crowd.gather()
        os.kill(ended.pid, ending[0])
        eventually(lambda: gone(ended.pid), GONE_SECONDS, lambda: "it does not end")
        ready = ended.restart(lambda: rush(crowds))
        took = max(crowd.arrived() for crowd in crowds) - ready
        print(f"all live {took:.1f} s after it was ready")
        assert took < LIVE_SECONDS
        assert {kind: watches(bulk, kind) - many for kind, many in before.items()} == dict.fromkeys(before, 1)
        with changing(bulk, RATE, size):
            hear_of(ended, int(RATE), SHOWN_SECONDS)
        all_show(crowds[0], bulk, clients, LIVE_SECONDS)
        assert {kind: watches(bulk, kind) - many for kind, many in before.items()} == dict.fromkeys(before, 1)
    assert failed_requests(ended) == 0


def rush(crowds: list[Crowd]) -> None:
    """Back to an Argus that does not listen yet."""
    for crowd in crowds:
        crowd.rush()


def gone(pid: int) -> bool:
    """Its parent, who may not have looked yet, still sees it as a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
