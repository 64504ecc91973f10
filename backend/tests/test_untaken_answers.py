"""Clients that ask for much and take nothing of it are let go; those that take it slowly get all."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from argus import http_connection
from tests.clusters.test_probes import HEALTHY, pages
from tests.fleet.fleet_house import FleetHouse, house
from tests.kube.authority import Authority
from tests.kube.faults import http, serving
from tests.kube.kubeconfigs import kubeconfig

STALLED = 4
MIB = 2**20
LARGE = b'{"kind":"ConfigMapList","metadata":{"name":"%b"}}' % (b"x" * 24 * MIB)
ANSWERS = {**HEALTHY, "/api/v1/configmaps": http("200 OK", LARGE)}
LET_GO_SECONDS = 20.0


@asynccontextmanager
async def large(home: Path) -> AsyncIterator[FleetHouse]:
    """Argus with a cluster whose config maps are far more than a connection's buffers hold."""
    authority = Authority()
    async with serving(pages(ANSWERS), authority) as url, house(home, kubeconfig(url, ca=authority.ca)) as made:
        yield made


async def asked(made: FleetHouse) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """The raw list, of which nothing beyond a small buffer is read until somebody does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", made.stack.settings.api_port, limit=2**16)
    path = f"/api/clusters/{made.cluster}/resources/core/v1/configmaps?view=raw"
    token = made.stack.admin.headers["Authorization"]
    writer.write(f"GET {path} HTTP/1.1\r\nHost: argus\r\nAuthorization: {token}\r\n\r\n".encode())
    return reader, writer


def tasks() -> int:
    """Answers that are on their way."""
    return sum("_pump" in repr(task.get_coro()) for task in asyncio.all_tasks())


async def eventually(number: int) -> None:
    deadline = time.monotonic() + LET_GO_SECONDS
    while tasks() != number:
        assert time.monotonic() < deadline, f"still {tasks()}"
        await asyncio.sleep(0.05)


async def test_who_takes_nothing_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_connection, "UNTAKEN_SECONDS", 2.0)
    async with large(tmp_path) as made:
        stalled = [await asked(made) for _ in range(STALLED)]
        await eventually(STALLED)
        slow, writer = await asked(made)
        size, began = 0, time.monotonic()
        # Slow enough to be at it for longer than those who take nothing may.
        while size < len(LARGE):
            size += len(await asyncio.wait_for(slow.read(MIB), LET_GO_SECONDS))
            await asyncio.sleep(0.05)
        assert time.monotonic() - began > http_connection.UNTAKEN_SECONDS
        await eventually(0)
        for one in (writer, *(writer for _, writer in stalled)):
            one.transport.abort()
            with suppress(OSError):
                await one.wait_closed()
