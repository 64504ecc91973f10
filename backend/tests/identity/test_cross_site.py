"""Other sites' pages cannot use a browser's cookies; programs with a Bearer token need no origin."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.people import ADMIN, ORIGIN, PASSWORD, House

CREDENTIALS = {"email": ADMIN, "password": PASSWORD}
OWN = [
    {"Origin": ORIGIN},
    {"Origin": "http://127.0.0.1:3000"},
    {"Referer": f"{ORIGIN}/clusters"},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
]
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": f"{ORIGIN}.evil.example"},
    {"Origin": "https://localhost:3000"},
    {"Referer": "https://evil.example/http://localhost:3000"},
    {"Referer": "http://localhost:3000@evil.example/"},
    {"Referer": "http://[broken"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example", "Referer": f"{ORIGIN}/"},
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
]


@pytest.fixture
async def browser(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.client() as client:
        (await client.post("/api/auth/login", json=CREDENTIALS, headers={"Origin": ORIGIN})).raise_for_status()
        yield client


def refused(answer: httpx.Response) -> None:
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "cross-site"
    assert answer.json()["requestId"] == answer.headers["X-Request-ID"]


async def test_own_pages_may_change_things(browser: httpx.AsyncClient) -> None:
    for headers in OWN:
        assert (await browser.delete("/api/clusters/c1", headers=headers)).status_code == 204, headers


async def test_foreign_pages_may_not(browser: httpx.AsyncClient) -> None:
    for headers in [*FOREIGN, {}]:
        refused(await browser.delete("/api/clusters/c1", headers=headers))
        refused(await browser.post("/api/auth/logout", headers=headers))


async def test_the_refresh_cookie_alone_needs_an_own_page_too(browser: httpx.AsyncClient) -> None:
    browser.cookies.delete("argus_access")
    refused(await browser.post("/api/auth/refresh"))
    assert (await browser.post("/api/auth/refresh", headers={"Origin": ORIGIN})).status_code == 200


async def test_reading_needs_no_origin(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/api/clusters", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 200


async def test_a_bearer_token_needs_no_origin(browser: httpx.AsyncClient) -> None:
    headers = {"Authorization": f"Bearer {browser.cookies['argus_access']}", "Origin": "https://evil.example"}
    assert (await browser.delete("/api/clusters/c1", headers=headers)).status_code == 204


async def test_a_bad_bearer_token_does_not_fall_back_to_the_cookies(browser: httpx.AsyncClient) -> None:
    answer = await browser.delete("/api/clusters/c1", headers={"Authorization": "Bearer nonsense", "Origin": ORIGIN})
    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")


async def test_another_scheme_is_left_to_whom_it_belongs(browser: httpx.AsyncClient) -> None:
    headers = {"Authorization": "Basic dXNlcjpwYXNz"}
    assert (await browser.get("/api/clusters", headers=headers)).status_code == 200
    refused(await browser.delete("/api/clusters/c1", headers=headers))


async def test_signing_in_from_a_foreign_page_is_refused(house: House) -> None:
    async with house.client() as client:
        for headers in FOREIGN:
            refused(await client.post("/api/auth/login", json=CREDENTIALS, headers=headers))
        assert (await client.post("/api/auth/login", json=CREDENTIALS)).status_code == 200


async def test_missing_expired_and_bad_tokens_are_told_apart(house: House) -> None:
    async with house.client() as client:
        none = await client.get("/api/clusters")
        bad = await client.get("/api/clusters", headers={"Authorization": "bearer nonsense"})
        cookie = await client.get("/api/clusters", headers={"Cookie": "theme=dark; argus_access=nonsense"})
    codes = [answer.json()["code"] for answer in (none, bad, cookie)]
    assert codes == ["token-missing", "token-invalid", "token-invalid"]
    assert none.headers["WWW-Authenticate"] == 'Bearer realm="argus"'
    assert bad.headers["WWW-Authenticate"] == 'Bearer realm="argus", error="invalid_token"'
    assert {answer.status_code for answer in (none, bad, cookie)} == {401}
