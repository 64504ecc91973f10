"""Signing in, being someone, signing out."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from argus.identity.models import Session, User
from argus.identity.password import HASHER
from argus.identity.service import Identity
from tests.people import ADMIN, ORIGIN, PASSWORD, House


@pytest.fixture
def hasher() -> PasswordHasher:
    return HASHER


async def login(client: httpx.AsyncClient, email: str = ADMIN, password: str = PASSWORD) -> httpx.Response:
    return await client.post("/api/auth/login", json={"email": email, "password": password})


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def gone(identity: Identity, session_id: str) -> None:
    while True:
        if await identity.still_valid(session_id) is None:
            return
        await asyncio.sleep(0.05)


async def test_the_answer_has_oauths_names_and_the_user(house: House) -> None:
    async with house.client() as client:
        answer = await login(client, " Admin@Example.COM ")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in", "refresh_token", "user"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    assert body["user"]["email"] == ADMIN
    assert body["user"]["grants"] == [{"role": "admin", "cluster": None, "namespace": None}]


async def test_a_bearer_token_is_enough(house: House) -> None:
    async with house.client() as client:
        token = (await login(client)).json()["access_token"]
    async with house.client() as program:
        me = (await program.get("/api/auth/me", headers=bearer(token))).json()
        assert me["user"]["name"] == "Ada"
        assert len(me["sessionId"]) == 32
        until = datetime.fromisoformat(me["expiresAt"]) - datetime.now(UTC)
        assert timedelta(hours=11, minutes=59) < until <= timedelta(hours=12)


async def test_browsers_get_cookies_that_scripts_cannot_read(house: House) -> None:
    async with house.client() as client:
        answer = await login(client)
        jar: SimpleCookie = SimpleCookie()
        for line in answer.headers.get_list("set-cookie"):
            jar.load(line)
        assert {name: morsel["path"] for name, morsel in jar.items()} == {
            "argus_access": "/",
            "argus_refresh": "/api/auth",
            "argus_session": "/",
        }
        assert [bool(jar[name]["httponly"]) for name in sorted(jar)] == [True, True, False]
        assert {morsel["samesite"] for morsel in jar.values()} == {"lax"}
        assert not any(morsel["secure"] for morsel in jar.values())
        assert jar["argus_session"].value not in ("", jar["argus_access"].value, jar["argus_refresh"].value)
        assert (await client.get("/api/auth/me")).status_code == 200


async def test_over_https_the_cookies_are_secure(house: House) -> None:
    async with house.client(base_url="https://localhost:3000") as client:
        answer = await login(client)
    assert all("Secure" in line for line in answer.headers.get_list("set-cookie"))


async def test_a_wrong_password_and_an_unknown_email_look_the_same(house: House) -> None:
    async with house.client() as client:
        wrong = await login(client, password="not the password")
        unknown = await login(client, email="nobody@example.com", password="not the password")
    assert wrong.status_code == unknown.status_code == 401
    left, right = wrong.json(), unknown.json()
    left.pop("requestId"), right.pop("requestId")
    assert left == right
    assert left["code"] == "wrong-credentials"
    assert not wrong.headers.get_list("set-cookie")


async def test_an_unknown_email_costs_as_much_time_as_a_wrong_password(house: House) -> None:
    async def spent(email: str) -> float:
        started = time.perf_counter()
        async with house.client() as client:
            assert (await login(client, email, "not the password")).status_code == 401
        return time.perf_counter() - started

    await spent(ADMIN)
    wrong = min([await spent(ADMIN) for _ in range(3)])
    unknown = min([await spent("nobody@example.com") for _ in range(3)])
    assert 0.5 < unknown / wrong < 2


@pytest.mark.parametrize("email", ["no-at-sign", "a@b c", "@@@", "é@example.com", "nul\0@example.com"])
async def test_strange_emails_are_only_wrong(house: House, email: str) -> None:
    async with house.client() as client:
        assert (await login(client, email)).status_code == 401


@pytest.mark.parametrize("text", ['"\\ud800"', '"\\u0000"', '"\\udfff@example.com"'])
@pytest.mark.parametrize("field", ["email", "password"])
async def test_escapes_that_no_text_holds_are_no_server_error(house: House, field: str, text: str) -> None:
    fields = {"email": f'"{ADMIN}"', "password": '"x"'} | {field: text}
    body = ",".join(f'"{name}":{value}' for name, value in fields.items())
    async with house.client() as client:
        answer = await client.post(
            "/api/auth/login", content="{" + body + "}", headers={"content-type": "application/json"}
        )
    assert answer.status_code in (400, 401)


async def test_a_disabled_user_is_out_at_once_and_cannot_come_back(house: House) -> None:
    async with house.client() as client:
        tokens = (await login(client)).json()
        async with house.database.session() as session, session.begin():
            await session.execute(update(User).values(disabled_at=datetime.now(UTC)))
        client.cookies.clear()
        again = await login(client)
        refreshed = await client.post("/api/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert (again.status_code, again.json()["code"]) == (401, "wrong-credentials")
        assert (refreshed.status_code, refreshed.json()["code"]) == (401, "session-ended")


async def test_an_old_hash_is_renewed_when_its_owner_signs_in(house: House) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    async with house.database.session() as session, session.begin():
        await session.execute(update(User).values(password_hash=weak))
    async with house.client() as client:
        assert (await login(client)).status_code == 200
        client.cookies.clear()
        assert (await login(client)).status_code == 200
    async with house.database.session() as session:
        kept = await session.scalar(select(User.password_hash))
    assert kept is not None
    assert not HASHER.check_needs_rehash(kept)
    assert "m=47104,t=3,p=1" in kept


async def test_logout_ends_the_session_everywhere(house: House) -> None:
    async with house.client() as client, house.client() as program:
        tokens = (await login(client)).json()
        answer = await client.post("/api/auth/logout", headers={"Origin": ORIGIN})
        assert answer.status_code == 204
        cleared = answer.headers.get_list("set-cookie")
        assert len(cleared) == 3
        assert all("Max-Age=0" in line for line in cleared)
        assert not client.cookies
        me = await program.get("/api/auth/me", headers=bearer(tokens["access_token"]))
        assert (me.status_code, me.json()["code"]) == (401, "session-ended")
        refreshed = await program.post("/api/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert (refreshed.status_code, refreshed.json()["code"]) == (401, "session-ended")


async def test_logout_with_the_refresh_token_alone(house: House) -> None:
    """The access token may have expired, and a browser drops its cookie then."""
    async with house.client() as client, house.client() as program:
        tokens = (await login(client)).json()
        client.cookies.delete("argus_access")
        assert (await client.post("/api/auth/logout")).json()["code"] == "cross-site"
        answer = await client.post("/api/auth/logout", headers={"Origin": ORIGIN})
        assert answer.status_code == 204
        assert len(answer.headers.get_list("set-cookie")) == 3
        me = await program.get("/api/auth/me", headers=bearer(tokens["access_token"]))
        assert (me.status_code, me.json()["code"]) == (401, "session-ended")
        tokens = (await login(program)).json()
        program.cookies.clear()
        given = {"refresh_token": tokens["refresh_token"]}
        assert (await program.post("/api/auth/logout", json=given)).status_code == 204
        me = await program.get("/api/auth/me", headers=bearer(tokens["access_token"]))
        assert me.status_code == 401


async def test_logout_clears_the_cookies_even_where_no_session_is_left(house: House) -> None:
    async with house.client(headers={"Origin": ORIGIN}) as client:
        await login(client)
        kept = dict(client.cookies)
        await client.post("/api/auth/logout")
        for cookies, code in ((kept, "session-ended"), ({}, "token-missing")):
            client.cookies.clear()
            client.cookies.update(cookies)
            answer = await client.post("/api/auth/logout")
            assert (answer.status_code, answer.json()["code"]) == (401, code)
            assert answer.headers["content-type"] == "application/problem+json"
            assert len(answer.headers.get_list("set-cookie")) == 3


async def test_a_bad_bearer_token_ends_no_session_of_a_cookie(house: House) -> None:
    async with house.client() as client:
        token = (await login(client)).json()["access_token"]
        answer = await client.post("/api/auth/logout", headers=bearer("nonsense"))
        assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")
        assert (await client.get("/api/auth/me", headers=bearer(token))).status_code == 200


async def test_another_replica_notices_a_logout_within_five_seconds(house: House) -> None:
    replica = Identity(house.settings, house.database, house.audit)
    async with house.client() as client:
        token = (await login(client)).json()["access_token"]
        principal = await replica.authenticate(token)
        assert await replica.still_valid(principal.session_id) == principal
        await client.post("/api/auth/logout", headers=bearer(token))
    async with asyncio.timeout(5):
        await gone(replica, principal.session_id)


async def test_sessions_long_over_are_forgotten(house: House) -> None:
    async with house.client() as client:
        await login(client)
        async with house.database.session() as session, session.begin():
            old = datetime.now(UTC) - timedelta(days=30)
            await session.execute(update(Session).values(expires_at=old))
        client.cookies.clear()
        assert (await login(client)).status_code == 200
    async with house.database.session() as session:
        assert len((await session.scalars(select(Session.id))).all()) == 1
