"""SIGTERM: what is under way is finished, sockets are told to come back, and the process is gone in time."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import websockets
from websockets.typing import Origin

from tests.stack import ADMIN, ORIGIN, PASSWORD

GOING_AWAY = 1001
DRAIN_LIMIT = 15


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("ARGUS_")},
        "ARGUS_HOME": str(tmp_path),
        "ARGUS_API_PORT": str(port),
        "ARGUS_ADMIN_EMAIL": ADMIN,
        "ARGUS_ADMIN_PASSWORD": PASSWORD,
        "ARGUS_IMPORT": "never",
        "ARGUS_SANDBOX": "never",
    }
    log = (tmp_path / "log").open("wb")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "argus", "serve", env=environ, stdout=log, stderr=log
    )
    url = f"http://127.0.0.1:{port}"
    await _ready(url, tmp_path / "log")
    yield process, url
    if process.returncode is None:
        process.kill()
        await process.wait()
    log.close()


async def test_sockets_close_with_1001_and_the_process_is_gone_in_time(
    service: tuple[asyncio.subprocess.Process, str],
) -> None:
    process, url = service
    async with httpx.AsyncClient(base_url=url) as client:
        signed_in = await client.post("/api/auth/login", json={"email": ADMIN, "password": PASSWORD})
        token = signed_in.json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    async with websockets.connect(
        f"{url.replace('http', 'ws')}/api/ws", additional_headers=headers, origin=Origin(ORIGIN)
    ) as ws:
        process.send_signal(signal.SIGTERM)
        started = time.monotonic()
        await asyncio.wait_for(ws.wait_closed(), DRAIN_LIMIT)
        assert ws.close_code == GOING_AWAY
    assert await asyncio.wait_for(process.wait(), DRAIN_LIMIT) in (0, -signal.SIGTERM)
    assert time.monotonic() - started < DRAIN_LIMIT


async def test_a_request_under_way_is_answered(service: tuple[asyncio.subprocess.Process, str]) -> None:
    process, url = service
    body = json.dumps({"email": ADMIN, "password": PASSWORD}).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(url).port)
    writer.write(
        b"POST /api/auth/login HTTP/1.1\r\nHost: argus\r\nContent-Type: application/json\r\n"
        b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    assert b"100 Continue" in await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), DRAIN_LIMIT)
    process.send_signal(signal.SIGTERM)
    await _refuses_new_connections(url)
    writer.write(body)
    assert b"200 OK" in await asyncio.wait_for(reader.readuntil(b"\r\n"), DRAIN_LIMIT)
    writer.close()
    await asyncio.wait_for(process.wait(), DRAIN_LIMIT)


async def _refuses_new_connections(url: str) -> None:
    deadline = time.monotonic() + DRAIN_LIMIT
    async with httpx.AsyncClient(base_url=url) as client:
        while time.monotonic() < deadline:
            try:
                await client.get("/healthz")
            except httpx.TransportError:
                return
    raise AssertionError("Argus went on accepting connections after SIGTERM")


async def _ready(url: str, log: Path) -> None:
    deadline = time.monotonic() + 30
    async with httpx.AsyncClient(base_url=url) as client:
        while time.monotonic() < deadline:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)
    raise AssertionError(f"Argus did not start: {log.read_text()[-2000:]}")
