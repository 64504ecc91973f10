"""Guessing is slowed down by account and by address, and tells nothing about who exists."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import func, select, update

from argus.errors import TooManyRequests
from argus.identity.models import LoginAllowance
from argus.identity.throttle import ACCOUNT, ADDRESS, Throttle, account_key, address_key
from tests.people import ADMIN, PASSWORD, House


async def attempt(client: httpx.AsyncClient, email: str, password: str = "a wrong password") -> httpx.Response:
    answer = await client.post("/api/auth/login", json={"email": email, "password": password})
    client.cookies.clear()
    return answer


async def spend(house: House, email: str, address: str, times: int) -> None:
    """Attempts without their hashing, which is not what is tested."""
    throttle = Throttle(house.database)
    for _ in range(times):
        await throttle.take((account_key(email), address_key(address)))


async def rows(house: House) -> int:
    async with house.database.session() as session:
        return await session.scalar(select(func.count()).select_from(LoginAllowance)) or 0


@pytest.mark.parametrize("email", [ADMIN, "nobody@example.com"])
async def test_an_account_runs_out_whether_it_exists_or_not(house: House, email: str) -> None:
    await spend(house, email, "198.51.100.1", ACCOUNT.burst - 1)
    async with house.client() as client:
        assert (await attempt(client, email)).status_code == 401
        refused = await attempt(client, email)
        assert refused.status_code == 429
        assert refused.json()["code"] == "too-many-logins"
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        even_right = await attempt(client, email, PASSWORD)
        assert even_right.status_code == 429
    async with house.client(address="203.0.113.9") as elsewhere:
        assert (await attempt(elsewhere, email)).status_code == 429


async def test_the_answer_to_too_many_does_not_tell_who_exists(house: House) -> None:
    answers = []
    for email in (ADMIN, "nobody@example.com"):
        await spend(house, email, "198.51.100.1", ACCOUNT.burst)
        async with house.client() as client:
            problem = (await attempt(client, email)).json()
        answers.append({name: value for name, value in problem.items() if name not in ("requestId", "detail")})
    assert answers[0] == answers[1]


async def test_an_address_runs_out_over_all_accounts(house: House) -> None:
    for number in range(ADDRESS.burst):
        await spend(house, f"user{number}@example.com", "192.0.2.10", 1)
    async with house.client() as client:
        assert (await attempt(client, ADMIN, PASSWORD)).status_code == 429
    async with house.client(address="192.0.2.11") as elsewhere:
        assert (await attempt(elsewhere, ADMIN, PASSWORD)).status_code == 200


async def test_all_of_an_ipv6_network_counts_as_one(house: House) -> None:
    for number in range(ADDRESS.burst):
        await spend(house, f"user{number}@example.com", "2001:db8::/64", 1)
    async with house.client(address="2001:db8::abcd") as client:
        assert (await attempt(client, ADMIN, PASSWORD)).status_code == 429


async def test_guesses_made_at_once_are_all_counted(house: House) -> None:
    throttle = Throttle(house.database)
    keys = account_key(ADMIN), address_key("192.0.2.10")
    results = await asyncio.gather(*(throttle.take(keys) for _ in range(40)), return_exceptions=True)
    assert sum(result is None for result in results) == ACCOUNT.burst
    assert all(isinstance(result, TooManyRequests) for result in results if result is not None)


async def test_success_gives_the_account_a_fresh_start(house: House) -> None:
    await spend(house, ADMIN, "198.51.100.1", ACCOUNT.burst - 1)
    async with house.client() as client:
        assert (await attempt(client, ADMIN, PASSWORD)).status_code == 200
        assert (await attempt(client, ADMIN)).status_code == 401
        assert (await attempt(client, ADMIN, PASSWORD)).status_code == 200


async def test_success_does_not_pay_for_guesses_at_others(house: House) -> None:
    throttle = Throttle(house.database)
    address = address_key("192.0.2.10")
    for number in range(ADDRESS.burst):
        await throttle.take((account_key(f"user{number}@example.com"), address))
    await throttle.forgive(account_key("user1@example.com"), address)
    await throttle.take((account_key(ADMIN), address))
    with pytest.raises(TooManyRequests):
        await throttle.take((account_key(ADMIN), address))


async def test_allowance_comes_back_with_time(house: House) -> None:
    await spend(house, ADMIN, "192.0.2.10", ACCOUNT.burst)
    async with house.database.session() as session, session.begin():
        key = LoginAllowance.key == account_key(ADMIN).hash
        ahead = await session.scalar(select(LoginAllowance.ahead_until).where(key))
        assert ahead is not None
        await session.execute(update(LoginAllowance).where(key).values(ahead_until=ahead - ACCOUNT.every))
    await spend(house, ADMIN, "192.0.2.10", 1)
    with pytest.raises(TooManyRequests):
        await spend(house, ADMIN, "192.0.2.10", 1)


async def test_what_no_longer_counts_is_forgotten(house: House) -> None:
    for number in range(5):
        await spend(house, f"user{number}@example.com", f"192.0.2.{number}", 1)
    async with house.database.session() as session, session.begin():
        await session.execute(update(LoginAllowance).values(ahead_until=datetime.now(UTC) - timedelta(seconds=1)))
    await spend(house, ADMIN, "192.0.2.10", 1)
    assert await rows(house) == 2


async def test_forwarded_addresses_count_only_from_trusted_proxies(house: House) -> None:
    async with house.client() as client:
        for number in range(3):
            client.headers["X-Forwarded-For"] = f"203.0.113.{number}"
            await attempt(client, "nobody@example.com")
    assert await rows(house) == 2
