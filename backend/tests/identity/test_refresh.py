"""The chain of refresh tokens: each works once, and a copy ends the session."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from argus.audit.models import AuditEntry
from argus.identity.models import RefreshToken, Session
from tests.people import ADMIN, ORIGIN, PASSWORD, House


async def tokens_of(house: House) -> dict[str, str]:
    async with house.client() as client:
        answer = await client.post("/api/auth/login", json={"email": ADMIN, "password": PASSWORD})
    found: dict[str, str] = answer.json()
    return found


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    """As a program does it: the token in the body, no cookies sent or kept."""
    answer = await client.post("/api/auth/refresh", json={"refresh_token": token})
    client.cookies.clear()
    return answer


async def status_of(house: House, access_token: str) -> int:
    async with house.client() as client:
        answer = await client.get("/api/auth/me", headers={"Authorization": f"Bearer {access_token}"})
    return answer.status_code


async def test_a_refresh_gives_the_next_tokens_of_the_same_session(house: House) -> None:
    first = await tokens_of(house)
    async with house.client() as client:
        answer = await refresh(client, first["refresh_token"])
    assert answer.status_code == 200
    second = answer.json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert await status_of(house, second["access_token"]) == 200


async def test_a_browser_refreshes_by_its_cookie_and_without_a_body(house: House) -> None:
    async with house.client(headers={"Origin": ORIGIN}) as client:
        await client.post("/api/auth/login", json={"email": ADMIN, "password": PASSWORD})
        before = dict(client.cookies)
        answer = await client.post("/api/auth/refresh")
        assert answer.status_code == 200
        assert all(client.cookies[name] != value for name, value in before.items())
        assert (await client.post("/api/auth/refresh", json={})).status_code == 200


async def test_a_token_used_twice_ends_its_session_and_the_whole_family(house: House) -> None:
    first = await tokens_of(house)
    async with house.client() as client:
        second = (await refresh(client, first["refresh_token"])).json()
        third = (await refresh(client, second["refresh_token"])).json()
        stolen = await refresh(client, first["refresh_token"])
        assert (stolen.status_code, stolen.json()["code"]) == (401, "refresh-token-reused")
        last = await refresh(client, third["refresh_token"])
        assert (last.status_code, last.json()["code"]) == (401, "session-ended")
    for tokens in (first, second, third):
        assert await status_of(house, tokens["access_token"]) == 401


async def test_other_sessions_of_the_user_stay(house: House) -> None:
    first, other = await tokens_of(house), await tokens_of(house)
    async with house.client() as client:
        await refresh(client, first["refresh_token"])
        await refresh(client, first["refresh_token"])
        assert (await refresh(client, other["refresh_token"])).status_code == 200


async def test_reuse_is_audited_once(house: House) -> None:
    first = await tokens_of(house)
    async with house.client() as client:
        for _ in range(4):
            await refresh(client, first["refresh_token"])
    async with house.database.session() as session:
        actions = (await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))).all()
    assert actions.count("session.reuse") == 1
    assert (await house.audit.verify()).intact


@pytest.mark.parametrize("token", ["", "guess", "x" * 512, "nul\0", "é"])
async def test_an_unknown_token_is_refused(house: House, token: str) -> None:
    async with house.client() as client:
        answer = await refresh(client, token)
    assert answer.status_code == 401
    assert answer.json()["code"] == ("session-ended" if token else "refresh-token-missing")


async def test_a_token_that_is_no_text_is_a_bad_request(house: House) -> None:
    async with house.client() as client:
        answer = await client.post(
            "/api/auth/refresh", content='{"refresh_token":"\\ud800"}', headers={"content-type": "application/json"}
        )
    assert answer.status_code in (400, 401)


async def test_only_hashes_are_stored(house: House) -> None:
    first = await tokens_of(house)
    async with house.database.session() as session:
        stored = await session.scalar(select(RefreshToken.hash))
    assert stored is not None
    assert len(stored) == 64
    assert first["refresh_token"] not in stored


async def test_a_session_slides_but_not_past_its_end(house: House) -> None:
    first = await tokens_of(house)
    end = datetime.now(UTC) + timedelta(hours=1)
    async with house.database.session() as session, session.begin():
        await session.execute(update(Session).values(ends_at=end, expires_at=end - timedelta(minutes=30)))
    async with house.client() as client:
        assert (await refresh(client, first["refresh_token"])).status_code == 200
    async with house.database.session() as session:
        assert await session.scalar(select(Session.expires_at)) == end


async def test_an_expired_session_cannot_be_refreshed(house: House) -> None:
    first = await tokens_of(house)
    async with house.database.session() as session, session.begin():
        await session.execute(update(Session).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    async with house.client() as client:
        answer = await refresh(client, first["refresh_token"])
    assert (answer.status_code, answer.json()["code"]) == (401, "session-ended")
    assert await status_of(house, first["access_token"]) == 401
