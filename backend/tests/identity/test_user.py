"""Accounts: adding, listing, new passwords, and the first admin."""

import asyncio
import stat
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from argus.access.roles import Grant
from argus.audit.service import Audit
from argus.db import Database
from argus.errors import Conflict, NotFound, Unavailable, Unprocessable
from argus.identity import password as passwords_module
from argus.identity.models import User
from argus.identity.password import Passwords, new_password
from argus.identity.user import Users
from argus.settings import Settings
from tests.people import ADMIN, PASSWORD, House, furnished


async def test_users_are_listed_with_their_grants(house: House) -> None:
    users = house.identity.users
    await users.create(" Dev@Example.com", "", PASSWORD, "viewer", "c1", "shop")
    listed = [(user.email, user.name, user.disabled, user.grants) for user in await users.list()]
    assert listed == [
        (ADMIN, "Ada", False, (Grant("admin"),)),
        ("dev@example.com", "dev@example.com", False, (Grant("viewer", "c1", "shop"),)),
    ]
    assert (await house.audit.verify()).entries == 2


async def test_an_email_belongs_to_one_user(house: House) -> None:
    with pytest.raises(Conflict, match="already"):
        await house.identity.users.create(ADMIN.upper(), "Other", PASSWORD, "viewer")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "a@b@c"}, "email"),
        ({"email": "nul\0@example.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 2000}, "password"),
        ({"password": "aaaabbbbaaaa"}, "password"),
        ({"password": "dev@example.com"}, "password"),
        ({"namespace": "shop"}, "cluster"),
    ],
)
async def test_what_cannot_be_used_is_named(house: House, changes: dict[str, Any], field: str) -> None:
    given = {"email": "dev@example.com", "name": "Dev", "password": PASSWORD, "role": "viewer"} | changes
    with pytest.raises(Unprocessable) as caught:
        await house.identity.users.create(**given)
    assert [error.field for error in caught.value.errors] == [field]
    assert len(await house.identity.users.list()) == 1


async def test_a_new_password_ends_all_sessions(house: House) -> None:
    async with house.client() as client:
        login = {"email": ADMIN, "password": PASSWORD}
        tokens = (await client.post("/api/auth/login", json=login)).json()
        await house.identity.users.reset_password(ADMIN, "another long password")
        client.cookies.clear()
        refreshed = await client.post("/api/auth/refresh", json={"refresh_token": tokens["refresh_token"]})
        assert refreshed.status_code == 401
        assert (await client.post("/api/auth/login", json=login)).status_code == 401
        login["password"] = "another long password"
        assert (await client.post("/api/auth/login", json=login)).status_code == 200
    with pytest.raises(NotFound):
        await house.identity.users.reset_password("nobody@example.com", "another long password")


async def test_the_first_admin_gets_a_password_that_only_the_operator_reads(settings: Settings) -> None:
    async with furnished(settings) as house:
        password = await house.identity.ensure_admin()
        kept = settings.home / "admin-password"
        assert password == kept.read_text().strip()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert len(password or "") >= 30
        async with house.client() as client:
            login = {"email": settings.admin_email, "password": password}
            assert (await client.post("/api/auth/login", json=login)).status_code == 200
        assert await house.identity.ensure_admin() is None
        assert kept.read_text().strip() == password


async def test_a_given_password_is_not_written_down(settings: Settings) -> None:
    given = msgspec.structs.replace(settings, admin_password="given by the operator")
    async with furnished(given) as house:
        assert await house.identity.ensure_admin() is None
        assert not (settings.home / "admin-password").exists()
        assert len(await house.identity.users.list()) == 1


async def test_production_refuses_a_weak_given_password(settings: Settings) -> None:
    weak = msgspec.structs.replace(settings, admin_password="admin", environment="production")
    async with furnished(weak) as house:
        with pytest.raises(Unprocessable, match="too short"):
            await house.identity.ensure_admin()


async def test_replicas_that_start_at_once_make_one_admin(settings: Settings) -> None:
    replicas = [Database(settings.database_url) for _ in range(4)]
    await replicas[0].migrate()
    users = [Users(replica, Audit(replica, settings.encryption_keys), Passwords()) for replica in replicas]
    made = await asyncio.gather(*(each.ensure_admin(settings) for each in users))
    assert sum(password is not None for password in made) == 1
    async with replicas[0].session() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 1
    for replica in replicas:
        await replica.dispose()


async def test_hashing_takes_only_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords_module, "MAX_WAITING", 2)
    passwords = Passwords()
    results = await asyncio.gather(*(passwords.hash(PASSWORD) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(result, Unavailable) for result in results) == 3


async def test_a_hash_that_is_none_matches_nothing() -> None:
    passwords = Passwords()
    assert not await passwords.verify("not a hash", PASSWORD)
    assert not await passwords.verify(None, PASSWORD)


def test_made_up_passwords_differ() -> None:
    assert len({new_password() for _ in range(100)}) == 100
