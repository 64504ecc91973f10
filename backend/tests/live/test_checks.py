"""What is asked of open sockets again and again, with databases that hang and clients that fail."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest

from argus.access.roles import Grant, Principal, Scope
from argus.fleet.kind import ClusterKind, Gvr
from argus.live import client as client_module
from argus.live import session as module
from argus.live.client import MOST_MISSED, MOST_WAITING, Client
from argus.live.protocol import INTERNAL_ERROR, REVOKED, TOO_SLOW, Want
from argus.live.session import CHECKS_AT_ONCE, Regrant, StillValid, watch_clients
from argus.live.wire import Wire, framed

WANT = Want("c", Gvr("core", "v1", "pods"), None, None)
SECONDS = 20.0


class Taken(Wire):
    """A wire whose client takes what waits only when the test says so."""

    def __init__(self) -> None:
        self.unread = 0
        self.frames: list[bytes] = []
        self.code = 0

    @property
    def waiting(self) -> int:
        return self.unread

    def write(self, frame: bytes) -> None:
        self.frames.append(frame)

    def close(self, code: int) -> None:
        self.code = code

    def messages(self) -> list[dict[str, Any]]:
        """Those of the newest frame, which is a short one."""
        text = self.frames[-1]
        return list(json.loads(text[text.index(b"[") :]))


def client(number: int = 0) -> tuple[Client, Taken]:
    wire = Taken()
    return Client(Principal("u", "u@example.com", "U", f"s{number}", (Grant("viewer"),)), wire), wire


def behind() -> tuple[Client, Taken]:
    slow, wire = client()
    wire.unread = MOST_WAITING
    slow.offer(framed(b"[]"))
    assert slow.behind
    return slow, wire


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHECK_SECONDS", 0.01)


@asynccontextmanager
async def watched(clients: set[Client], regrant: Regrant, still_valid: StillValid) -> AsyncIterator[None]:
    task = asyncio.create_task(watch_clients(clients, regrant, still_valid))
    try:
        yield
    finally:
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def eventually(good: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not good():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def hangs(_session: str) -> Principal | None:
    await asyncio.Event().wait()
    return None


def as_it_is(clients: set[Client]) -> Callable[[str], Awaitable[Principal | None]]:
    async def still_valid(session: str) -> Principal | None:
        return next(one.principal for one in clients if one.principal.session_id == session)

    return still_valid


def unchanged(_client: Client) -> None:
    raise AssertionError("no grant has changed")


async def test_who_is_behind_is_dealt_with_although_the_database_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "PATIENCE_SECONDS", 0.05)
    (slow, told), (gone, ended) = behind(), behind()
    slow.wants[WANT] = {"c": (ClusterKind("c", WANT.gvr), Scope(True, frozenset()))}
    told.unread = 0
    async with watched({slow, gone}, unchanged, hangs):
        await eventually(lambda: told.frames and ended.code == TOO_SLOW)
    assert [message["type"] for message in told.messages()] == ["RESYNC"]


async def test_a_session_that_is_not_answered_for_holds_up_only_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [client(number) for number in range(CHECKS_AT_ONCE)]

    async def still_valid(session: str) -> Principal | None:
        return None if session == people[-1][0].principal.session_id else await hangs(session)

    async with watched({one for one, _ in people}, unchanged, still_valid):
        await eventually(lambda: people[-1][1].code == REVOKED)


async def test_one_who_fails_is_let_go_and_the_others_are_still_checked() -> None:
    people = [client(number) for number in range(3)]
    clients = {one for one, _ in people}
    bad = people[0][0]
    fitted: list[Client] = []

    async def changed(session: str) -> Principal | None:
        known = await as_it_is(clients)(session)
        assert known is not None
        return msgspec.structs.replace(known, grants=(Grant("viewer", "c"),))

    def regrant(one: Client) -> None:
        if one is bad:
            raise RuntimeError("cannot be fitted")
        fitted.append(one)

    async with watched(clients, regrant, changed):
        await eventually(lambda: len(fitted) == 2)
    assert [wire.code for _, wire in people] == [INTERNAL_ERROR, 0, 0]


async def test_what_was_told_meanwhile_is_told_later() -> None:
    slow, wire = behind()
    slow.tell('{"type":"ERROR"}')
    slow.tell("")
    slow.offer(framed(b"[1]"))
    assert wire.frames == []
    wire.unread = 0
    slow.check_pace(time.monotonic())
    assert wire.messages() == [{"type": "ERROR"}]
    slow.tell('{"type":"SYNCED"}')
    assert wire.messages() == [{"type": "SYNCED"}]


async def test_the_word_that_was_too_much_is_not_lost() -> None:
    slow, wire = client()
    wire.unread = MOST_WAITING
    slow.tell('{"type":"ERROR"}')
    wire.unread = 0
    slow.check_pace(time.monotonic())
    assert wire.messages() == [{"type": "ERROR"}]


async def test_who_asks_and_asks_and_takes_nothing_is_ended() -> None:
    slow, wire = behind()
    for _ in range(MOST_MISSED + 1):
        slow.tell('{"type":"ERROR"}')
    assert wire.code == TOO_SLOW
    slow.tell('{"type":"ERROR"}')
    assert slow._missed == []
