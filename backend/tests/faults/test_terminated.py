"""SIGTERM under load: no answer is cut off, sockets are told to come back, and the process is gone in time."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec

from argus.live.protocol import GOING_AWAY
from argus.sandbox.layout import ClusterPaths
from bench.etcd import etcd_url
from bench.instruments import Changes, Crowd
from tests.faults.beside import config_map, resources
from tests.faults.conftest import Size
from tests.faults.service import LENGTH, STATUS, Service, serving

GONE_SECONDS = 15.0
CONNECTIONS = 32
RATE = 100.0
# One connection in so many asks for a list of all pods.
EVERY = 16
CHUNKED, LAST_CHUNK = b"transfer-encoding: chunked", b"\r\n0\r\n\r\n"


async def test_nothing_is_cut_off(bulk: ClusterPaths, tmp_path: Path, size: Size) -> None:
    for number in range(size(1, 5)):
        (home := tmp_path / str(number)).mkdir()
        async with serving(home) as service:
            cluster = await service.added("bulk", bulk.kubeconfig.read_text())
            await terminated(service, cluster, bulk, size)


async def terminated(service: Service, cluster: str, bulk: ClusterPaths, size: Size) -> None:
    clients, seconds = size(100, 1_000), size(2, 20)
    token = service.token.removeprefix("Bearer ")
    with Crowd(service.url, token, clients, cluster) as crowd, Changes(etcd_url(bulk), RATE) as changes:
        await asyncio.to_thread(crowd.gather)
        crowd.watch()
        outcomes: Counter[str] = Counter()
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            for number in range(CONNECTIONS):
                group.create_task(ask_until_closed(service, request_of(service, cluster, number), outcomes))
            await eventually(lambda: enough(outcomes, until), seconds + GONE_SECONDS)
            assert await end(service) < GONE_SECONDS
        assert outcomes.keys() == {"answered", "closed", "refused"} & outcomes.keys()
        report = await asyncio.to_thread(crowd.report)
        assert report.closed == {GOING_AWAY: clients}
        changes.stop()


async def end(service: Service) -> float:
    """Seconds from SIGTERM until the process is gone."""
    os.kill(service.pid, signal.SIGTERM)
    began = time.monotonic()
    # Its parent, who may not have looked yet, still sees it as a zombie.
    await eventually(lambda: not alive(service.pid), GONE_SECONDS * 2)
    return time.monotonic() - began


def request_of(service: Service, cluster: str, number: int) -> bytes:
    """Of a connection: a small one, a page, a change of Argus or one of the cluster, or the largest there is.

    Few of the largest: of more at once an apiserver on two cores makes none within the time that a drain has.
    """
    pods = f"/api/clusters/{cluster}/resources/core/v1/pods"
    thing = config_map("default", f"asked-{number}", step="1")
    asked = [
        ("GET", "/api/auth/me", None),
        ("GET", f"{pods}?sort=name", None),
        ("PUT", f"/api/clusters/{cluster}", {"labels": {"load": "yes"}}),
        ("PATCH", resources(cluster, f"asked-{number}", "default"), thing),
    ]
    whole = number % EVERY == 0
    method, path, change = ("GET", f"{pods}?view=raw", None) if whole else asked[number % len(asked)]
    body = b"" if change is None else msgspec.json.encode(change)
    head = f"{method} {path} HTTP/1.1\r\nHost: argus\r\nAuthorization: {service.token}\r\n"
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{head}{kind}\r\n".encode() + body


async def ask_until_closed(service: Service, request: bytes, outcomes: Counter[str]) -> None:
    """Over one connection after the other, until there is no new one. What is asked is answered whole."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", service.port, limit=2**26)
        except OSError:
            outcomes["refused"] += 1
            return
        try:
            while await answered(reader, writer, request):
                outcomes["answered"] += 1
            outcomes["closed"] += 1
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            outcomes[f"cut: {type(error).__name__}"] += 1
        finally:
            writer.close()


async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> bool:
    """Ask once; False when the answer says that it is this connection's last."""
    writer.write(request)
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if CHUNKED in head:
        await reader.readuntil(LAST_CHUNK)
    elif length := LENGTH.search(head):
        await reader.readexactly(int(length[1]))
    status = STATUS.match(head.upper())
    assert status is not None
    assert int(status[1]) == 200, head
    return b"connection: close" not in head


def enough(outcomes: Counter[str], until: float) -> bool:
    return time.monotonic() > until and outcomes["answered"] > CONNECTIONS


async def eventually(good: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not good():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
