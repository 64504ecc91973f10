"""SIGTERM while the database stands still and clients take nothing: the process is gone in time all the same."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.clusters.test_probes import pages
from tests.faults.service import Service, serving
from tests.kube import faults
from tests.kube.authority import Authority
from tests.kube.kubeconfigs import kubeconfig
from tests.postgres import start_postgres
from tests.test_untaken_answers import ANSWERS

GONE_SECONDS = 15.0
HANDSHAKE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {}==\r\n"
BODY = '{"labels":{"a":"b"}}'
JSON = f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n"


@pytest.fixture
async def cluster() -> AsyncIterator[str]:
    """The kubeconfig of one whose config maps are far more than a connection's buffers hold."""
    authority = Authority()
    async with faults.serving(pages(ANSWERS), authority) as url:
        yield kubeconfig(url, ca=authority.ca)


async def test_it_is_gone_in_time(tmp_path: Path, cluster: str) -> None:
    with start_postgres() as server:
        url = await server.fresh()
        async with serving(tmp_path, DATABASE_URL=url) as argus, AsyncExitStack() as open_ones:
            known = f"/api/clusters/{await argus.added('odd', cluster)}"
            for _ in range(3):
                await asked(open_ones, argus, f"GET {known}/resources/core/v1/configmaps?view=raw")
                head = await asked(open_ones, argus, "GET /api/ws", HANDSHAKE.format("a" * 22))
                assert b" 101 " in await head.readuntil(b"\r\n\r\n")
            with server.frozen():
                await asked(open_ones, argus, f"PUT {known}", JSON, BODY)
                await terminated(argus)


async def test_a_database_that_hangs_need_not_say_good_bye(tmp_path: Path) -> None:
    with start_postgres() as server:
        async with serving(tmp_path, DATABASE_URL=await server.fresh()) as argus:
            with server.frozen():
                await terminated(argus)


async def terminated(argus: Service) -> None:
    os.kill(argus.pid, signal.SIGTERM)
    began = time.monotonic()
    while alive(argus.pid):
        assert time.monotonic() - began < GONE_SECONDS, argus.log.read_text()[-2000:]
        await asyncio.sleep(0.05)


async def asked(
    open_ones: AsyncExitStack, argus: Service, line: str, headers: str = "", body: str = ""
) -> asyncio.StreamReader:
    """Sent, and nothing of its answer read but what somebody reads."""
    reader, writer = await open_ones.enter_async_context(argus.opened())
    head = f"{line} HTTP/1.1\r\nHost: argus\r\nAuthorization: {argus.token}\r\n{headers}\r\n"
    writer.write(head.encode() + body.encode())
    return reader


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
