"""Who may open a live socket."""

import logging

import pytest

from argus.access.roles import Principal
from argus.errors import Unavailable
from argus.identity.cookies import ACCESS
from argus.identity.service import Identity
from argus.live.protocol import GOING_AWAY
from tests.live.socket_client import bearer, opened, refused
from tests.stack import ORIGIN, PASSWORD, VIEWER, Stack


@pytest.fixture
async def cookie(stack: Stack) -> str:
    """The viewer's cookies, as a browser sends them."""
    answer = await stack.anonymous.post(
        "/api/auth/login", json={"email": VIEWER, "password": PASSWORD}, headers={"Origin": ORIGIN}
    )
    stack.anonymous.cookies.clear()
    return f"{ACCESS}={answer.cookies[ACCESS]}"


async def test_a_page_of_argus_with_its_cookie_may(stack: Stack, cookie: str) -> None:
    async with opened(stack, {"Cookie": cookie, "Origin": ORIGIN}) as socket:
        await socket.connection.send("no json")
        assert (await socket.until(lambda m: m["type"] == "ERROR"))["code"] == "bad-message"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://localhost:3000.evil.example", None])
async def test_another_page_may_not(stack: Stack, cookie: str, origin: str | None) -> None:
    headers = {"Cookie": cookie} if origin is None else {"Cookie": cookie, "Origin": origin}
    assert await refused(stack, headers) == 403


async def test_a_program_needs_no_origin_but_a_foreign_one_is_refused(stack: Stack) -> None:
    assert await refused(stack, bearer(stack.viewer)) == 101
    assert await refused(stack, {**bearer(stack.viewer), "Origin": "https://evil.example"}) == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": ORIGIN}, 401),
        ({"Origin": ORIGIN, "Cookie": f"{ACCESS}=nonsense"}, 401),
        ({"Authorization": "Bearer nonsense"}, 401),
        ({}, 403),
    ],
)
async def test_nobody_may_not(stack: Stack, headers: dict[str, str], status: int) -> None:
    assert await refused(stack, headers) == status


@pytest.mark.parametrize("name", ["token", "access_token", "ACCESS_TOKEN", "jwt"])
async def test_tokens_do_not_belong_in_addresses(stack: Stack, name: str) -> None:
    assert await refused(stack, bearer(stack.viewer), f"?{name}=abc") == 403
    token = stack.viewer.headers["Authorization"].removeprefix("Bearer ")
    assert await refused(stack, {"Origin": ORIGIN}, f"?{name}={token}") == 403


async def test_a_frame_that_is_too_large_ends_the_socket_and_nothing_else(stack: Stack) -> None:
    async with opened(stack, bearer(stack.viewer)) as socket:
        await socket.connection.send("x" * 70_000)
        assert await socket.closed() == 1009
    assert await refused(stack, bearer(stack.viewer)) == 101


async def test_a_ping_is_answered(stack: Stack) -> None:
    async with opened(stack, bearer(stack.viewer)) as socket:
        await (await socket.connection.ping())


async def test_without_the_database_it_says_so(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not that the page were foreign, which is what a closed handshake is taken for."""

    async def away(_identity: Identity, _token: str) -> Principal:
        raise Unavailable("The database does not answer.")

    monkeypatch.setattr(Identity, "authenticate", away)
    assert await refused(stack, bearer(stack.viewer)) == 503
    assert await refused(stack, {**bearer(stack.viewer), "Origin": "https://evil.example"}) == 403


async def test_who_comes_while_argus_ends_is_sent_on(stack: Stack) -> None:
    await stack.rooms.hub.stop()
    async with opened(stack, bearer(stack.viewer)) as socket:
        assert await socket.closed() == GOING_AWAY


async def test_a_refusal_is_no_error_of_ours(stack: Stack, caplog: pytest.LogCaptureFixture) -> None:
    assert await refused(stack, {"Origin": ORIGIN}) == 401
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
