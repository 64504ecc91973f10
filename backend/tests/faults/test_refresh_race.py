"""One refresh token presented by a hundred at once, at two replicas: one winner, and then the family is dead."""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
from sqlalchemy import select

from argus.audit.models import AuditEntry
from argus.settings import load
from tests.conftest import Size
from tests.people import ADMIN, PASSWORD, furnished

AT_ONCE = 100
SILENCED_SECONDS = 5.0


async def test_a_hundred_at_once_have_one_winner(database_url: str, tmp_path: Path, size: Size) -> None:
    settings = load({"ARGUS_HOME": str(tmp_path), "DATABASE_URL": database_url})
    async with AsyncExitStack() as stack:
        houses = [await stack.enter_async_context(furnished(settings)) for _ in range(2)]
        clients = [await stack.enter_async_context(house.client()) for house in houses]
        await houses[0].identity.users.create(ADMIN, "Ada", PASSWORD, "admin")
        rounds = size(3, 50)
        for _ in range(rounds):
            await one_race(clients)
        async with houses[0].database.reading() as connection:
            reuses = select(AuditEntry.id).where(AuditEntry.action == "session.reuse")
            assert len((await connection.execute(reuses)).all()) == rounds
        assert (await houses[0].audit.verify()).intact


async def one_race(clients: list[httpx.AsyncClient]) -> None:
    signed_in = await clients[0].post("/api/auth/login", json={"email": ADMIN, "password": PASSWORD})
    first = signed_in.json()
    answers = await asyncio.gather(*(refresh(clients[number % 2], first["refresh_token"]) for number in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * (AT_ONCE - 1)
    [winner] = [answer.json() for answer in answers if answer.status_code == 200]
    for client in clients:
        for tokens in (first, winner):
            assert (await refresh(client, tokens["refresh_token"])).status_code == 401
            await silenced(client, tokens["access_token"])


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    """As a program does it: the token in the body, no cookies sent or kept."""
    client.cookies.clear()
    answer = await client.post("/api/auth/refresh", json={"refresh_token": token})
    client.cookies.clear()
    return answer


async def silenced(client: httpx.AsyncClient, access_token: str) -> None:
    """The replica that saw the theft knows at once, the other within seconds."""
    deadline = time.monotonic() + SILENCED_SECONDS
    headers = {"Authorization": f"Bearer {access_token}"}
    while (await client.get("/api/clusters", headers=headers)).status_code != 401:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
