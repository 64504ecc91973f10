"""A whole Argus in this process, behind a real socket, with people who can ask it things."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from argus.app import Rooms, create_app
from argus.serve import server_for
from argus.settings import Settings, load

ADMIN = "admin@example.com"
VIEWER = "viewer@example.com"
PASSWORD = "correct horse battery staple"
ORIGIN = "http://localhost:3000"


@dataclass
class Stack:
    """`admin` and `viewer` are signed in with Bearer tokens; `anonymous` is not."""

    url: str
    settings: Settings
    rooms: Rooms
    admin: httpx.AsyncClient
    viewer: httpx.AsyncClient
    anonymous: httpx.AsyncClient


@asynccontextmanager
async def running(home: Path, database_url: str, **environ: str) -> AsyncIterator[Stack]:
    """Start Argus on a free port with an admin and a viewer; everything is stopped afterwards."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        settings = _settings(home, database_url, bound.getsockname()[1], environ)
        app = create_app(settings)
        server = server_for(settings, app)
        task = asyncio.create_task(server._serve([bound]))
        try:
            await _started(server, task)
            rooms: Rooms = app.state.rooms
            await rooms.identity.users.create(VIEWER, "Viewer", PASSWORD, "viewer")
            url = f"http://127.0.0.1:{settings.api_port}"
            async with (
                httpx.AsyncClient(base_url=url, timeout=30) as anonymous,
                httpx.AsyncClient(base_url=url, timeout=30) as admin,
                httpx.AsyncClient(base_url=url, timeout=30) as viewer,
            ):
                await sign_in(admin, ADMIN)
                await sign_in(viewer, VIEWER)
                yield Stack(url, settings, rooms, admin, viewer, anonymous)
        finally:
            server.should_exit = True
            await task


async def sign_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> None:
    """Sign in as a program does: the token in the header, no cookies."""
    answer = await client.post("/api/auth/login", json={"email": email, "password": password})
    answer.raise_for_status()
    client.cookies.clear()
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"


def _settings(home: Path, database_url: str, port: int, environ: dict[str, str]) -> Settings:
    return load(
        {
            "ARGUS_HOME": str(home),
            "ARGUS_API_PORT": str(port),
            "DATABASE_URL": database_url,
            "ARGUS_ADMIN_EMAIL": ADMIN,
            "ARGUS_ADMIN_PASSWORD": PASSWORD,
            "ARGUS_IMPORT": "never",
            "ARGUS_SANDBOX": "never",
            "ARGUS_LOG_LEVEL": "WARNING",
            **environ,
        }
    )


async def _started(server: uvicorn.Server, task: asyncio.Task[None]) -> None:
    while not server.started:
        if task.done():
            task.result()
            raise RuntimeError("Argus ended before it had started")
        await asyncio.sleep(0.01)
