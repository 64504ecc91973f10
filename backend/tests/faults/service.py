"""Argus as a process of its own, with somebody signed in, its memory, and requests sent byte for byte."""

import asyncio
import os
import re
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.stack import ADMIN, PASSWORD, sign_in

READY_SECONDS = 60.0
ANSWER_SECONDS = 20.0
LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@dataclass
class Service:
    """`admin` is signed in by Bearer token; `token` is that header's value."""

    port: int
    pid: int
    log: Path
    admin: httpx.AsyncClient

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return str(self.admin.headers["Authorization"])

    def resident(self) -> int:
        """Memory in RAM, in bytes."""
        return self._memory("VmRSS")

    def peak(self) -> int:
        """The most memory it ever had in RAM, in bytes."""
        return self._memory("VmHWM")

    def forget_peak(self) -> int:
        """The most memory counts from now; what it has now, in bytes."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")
        return self.resident()

    def _memory(self, field: str) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{field}:")) * 1024

    async def served(self, work: asyncio.Future[Any]) -> float:
        """How long others wait until `work` is done, in seconds: nine in ten of them less; the tenth is chance."""
        spent: list[float] = []
        while not work.done():
            began = time.monotonic()
            assert (await self.admin.get("/api/clusters")).status_code == 200
            spent.append(time.monotonic() - began)
            await asyncio.sleep(0.02)
        await work
        return sorted(spent)[len(spent) * 9 // 10]

    async def added(self, name: str, kubeconfig: str) -> str:
        """The id of a new cluster."""
        answer = await self.admin.post("/api/clusters", json={"name": name, "kubeconfig": kubeconfig})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection that is cut at the end."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()

    async def raw(self, sent: bytes) -> int:
        """The status of the answer to exactly these bytes; 0 where the connection ends without one."""
        async with self.opened() as (reader, writer):
            with suppress(OSError):
                writer.write(sent)
                await writer.drain()
            return await status_of(reader)


async def status_of(reader: asyncio.StreamReader, seconds: float = ANSWER_SECONDS) -> int:
    """Of the next answer; 0 where the connection ends without one."""
    try:
        async with asyncio.timeout(seconds):
            head = await reader.readuntil(b"\r\n\r\n")
            if length := LENGTH.search(head):
                await reader.readexactly(int(length[1]))
    except (OSError, asyncio.IncompleteReadError):
        return 0
    found = STATUS.match(head)
    return int(found[1]) if found else 0


@asynccontextmanager
async def spawned(home: Path, **environ: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """The process of an Argus on a free port, which may not listen yet, and the port. It is killed at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ARGUS_")}
    given = {
        "ARGUS_HOME": str(home),
        "ARGUS_API_PORT": str(port),
        "ARGUS_ADMIN_EMAIL": ADMIN,
        "ARGUS_ADMIN_PASSWORD": PASSWORD,
        "ARGUS_IMPORT": "never",
        "ARGUS_SANDBOX": "never",
    }
    with (home / "argus.log").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "argus", "serve", env={**kept, **given, **environ}, stdout=output, stderr=output
        )
    try:
        yield process, port
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def serving(home: Path, **environ: str) -> AsyncIterator[Service]:
    """Argus with somebody signed in. It is killed at the end: what tests of faults leave open must not hold it."""
    async with (
        spawned(home, **environ) as (process, port),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as admin,
    ):
        deadline, log = time.monotonic() + READY_SECONDS, home / "argus.log"
        while not await ready(admin):
            assert time.monotonic() < deadline, f"Argus did not start: {log.read_text()[-2000:]}"
            await asyncio.sleep(0.05)
        await sign_in(admin, ADMIN)
        yield Service(port, process.pid, log, admin)


async def ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False
