"""A cluster that lists well and opens every watch, only to break it: real servers do not do that on demand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count, repeat

import msgspec
import pytest

from argus.errors import UpstreamError, UpstreamRefused, UpstreamUnreachable
from argus.fleet import sync as module
from argus.fleet.backoff import Backoff
from argus.fleet.event import Batch, Lost, Notice
from argus.fleet.kind import ClusterKind
from argus.fleet.sync import DOUBT_SECONDS, WATCH_ATTEMPTS, KindSync
from argus.kube.address import AddressPolicy
from argus.kube.connect import ApiServer, connect
from argus.kube.credentials import Credentials
from tests.fleet.fleet_house import CONFIG_MAPS, eventually, lists_of
from tests.kube.authority import Authority
from tests.kube.faults import http, serving

LIST = msgspec.json.encode({"metadata": {"resourceVersion": "7"}, "items": []})
GONE = b'{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}\n'
OPENED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"


@dataclass
class Odd:
    """The server's handler. `said` is what follows the head of each watch, before the connection is cut."""

    said: bytes
    cut: bool = True
    watches: int = 0
    before_lists: list[int] = field(default_factory=list)

    async def __call__(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        if b"watch=true" not in head:
            self.before_lists.append(self.watches)
            writer.write(http("200 OK", LIST))
            return
        self.watches += 1
        writer.write(OPENED + self.said)
        if self.cut:
            writer.close()


@dataclass
class Telling(Odd):
    """Every watch tells one change and ends as it should; the changes have the versions that come."""

    said: bytes = b""
    versions: Iterator[int] = field(default_factory=lambda: count(8))

    async def __call__(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        self.said = chunk(changed(next(self.versions))) + chunk(b"")
        await super().__call__(head, writer)


@dataclass
class Slow(Odd):
    """All watches are broken off, and all lists but the first are answered when they are `released`."""

    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        if b"watch=true" not in head and self.before_lists:
            self.before_lists.append(self.watches)
            await self.released.wait()
            writer.write(http("200 OK", LIST))
        else:
            await super().__call__(head, writer)


@dataclass
class Restarting(Odd):
    """Every other watch is broken off, and the next one's version is too old."""

    async def __call__(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        self.said = chunk(GONE) if self.watches % 2 else b""
        await super().__call__(head, writer)


@dataclass
class Refusing(Odd):
    """Allows no watch as long as it `refuses`."""

    refuses: bool = True

    async def __call__(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        if b"watch=true" in head and self.refuses:
            writer.write(http("403 Forbidden", b"{}"))
        else:
            await super().__call__(head, writer)


@dataclass
class Starting(Odd):
    """Has its lists ready, and asks those who want to watch to come `later`, as an apiserver does while it starts."""

    later: int = 0
    status: str = ""

    async def __call__(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        if b"watch=true" in head and self.watches < self.later:
            self.watches += 1
            writer.write(http(self.status, b"{}"))
        else:
            await super().__call__(head, writer)


def changed(version: int) -> bytes:
    metadata = {"name": "one", "namespace": "here", "uid": "u-1", "resourceVersion": str(version)}
    config_map = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
    return msgspec.json.encode({"type": "MODIFIED", "object": config_map}) + b"\n"


def chunk(text: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(text), text)


@asynccontextmanager
async def following(odd: Odd, away: Iterable[bool] = ()) -> AsyncIterator[tuple[KindSync, list[Batch]]]:
    """What follows config maps there, as fast as the tests want it, and what it told.

    `away` says for the first list and the watches that are asked for after it whether nobody is there to answer.
    """
    absences = iter(away)
    authority = Authority()
    async with serving(odd, authority) as url:
        credentials = Credentials(server=url, context="odd", ca=authority.ca.decode(), token="a")
        api = await connect(credentials, name="odd", policy=AddressPolicy(loopback=True))

        async def connected(_cluster: str) -> ApiServer:
            if next(absences, False):
                raise UpstreamUnreachable("Nothing listens on that port.", cluster="odd", reason="Refused")
            return api

        sync = KindSync(ClusterKind("odd", CONFIG_MAPS), connected)
        sync._waits.watches = Backoff(first=0.01, longest=0.2)
        heard: list[Batch] = []
        sync.index.listen(heard.append)
        sync.start()
        try:
            yield sync, heard
        finally:
            await sync.stop()
            await api.close()


@pytest.mark.parametrize("said", [b"", chunk(b"garbage\n"), b"no chunk\r\n"])
async def test_each_is_tried_more_seldom_until_a_new_list_is_asked_for(said: bytes) -> None:
    odd = Odd(said)
    async with following(odd) as (sync, heard):
        await eventually(listed(odd), lambda count: count >= 4)
        assert odd.before_lists[:4] == [WATCH_ATTEMPTS * number for number in range(4)]
        assert sync._waits.watches.failures >= 3 * WATCH_ATTEMPTS
        # Those who look are told once that it is lost, and once that there is a new list.
        assert len([one for one in heard if isinstance(one, Lost)]) <= len(odd.before_lists)


async def test_one_of_a_server_that_is_away_is_gone_on_with_when_it_is_back() -> None:
    """However long an apiserver takes to restart: all lists at once are the last thing that it needs then."""
    odd = Odd(b"", cut=False)
    async with following(odd, away=[False, *[True] * 2 * WATCH_ATTEMPTS]) as (sync, heard):

        async def state() -> str:
            return sync.state

        await eventually(state, lambda found: found == "live" and odd.watches > 0)
        assert len(odd.before_lists) == 1
        assert [type(one).__name__ for one in heard] == ["Synced", "Lost", "Synced"]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_one_that_is_to_be_asked_for_later_is_gone_on_with_then(status: str) -> None:
    odd = Starting(b"", cut=False, later=2 * WATCH_ATTEMPTS, status=status)
    async with following(odd) as (sync, _):

        async def state() -> str:
            return sync.state

        await eventually(state, lambda found: found == "live" and odd.watches > odd.later)
        assert len(odd.before_lists) == 1


async def test_one_that_tells_something_new_is_gone_on_with_at_once() -> None:
    """A busy apiserver ends the watch of who does not keep up, again and again."""
    odd = Telling()
    async with following(odd) as (sync, heard):
        sync._waits.watches = Backoff(first=3600, longest=3600)
        await eventually(watched(odd), lambda many: many >= 20)
        assert len(odd.before_lists) == 1
        assert not any(isinstance(one, Lost) for one in heard)


async def test_one_that_tells_the_same_again_is_tried_more_seldom() -> None:
    odd = Telling(versions=repeat(8))
    async with following(odd) as (sync, _):

        async def failures() -> int:
            return sync._waits.watches.failures

        await eventually(failures, lambda many: many >= 3)


async def test_one_that_says_nothing_but_lasts_is_sound() -> None:
    odd = Odd(b"")
    async with following(odd) as (sync, heard):
        await eventually(lambda: lists_of(sync, "failure"), lambda count: count >= 1)
        odd.cut = False

        async def failures() -> int:
            return sync._waits.watches.failures

        await eventually(failures, lambda number: number == 0)
        assert sync.state == "live"
        assert type(heard[-1]).__name__ == "Synced"
        assert all(isinstance(one, Notice) for one in heard)


async def test_one_that_is_refused_once_is_not_polled_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """An apiserver that has only just started may refuse for a moment what it will allow."""
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(module, "POLLED_SECONDS", 0.2)
    odd = Refusing(b"", cut=False)
    async with following(odd) as (sync, _):
        await eventually(stands(sync), lambda state: state == "polled")
        odd.refuses = False
        await eventually(stands(sync), lambda state: state == "live")


async def test_a_server_that_forgets_what_it_lists_is_not_asked_without_end() -> None:
    odd = Odd(chunk(GONE))
    async with following(odd) as (sync, _):
        sync._waits.expiries = Backoff(first=3600, longest=3600)

        async def forgotten() -> int:
            return sync._waits.expiries.failures

        await eventually(forgotten, lambda times: times == 2)
        assert lists_by_reason(sync) == {"start": 1, "expired": 1}


async def test_one_that_was_sound_in_between_is_listed_anew_at_once() -> None:
    """A cluster that restarts again and again with an etcd that was compacted."""
    odd = Restarting(b"")
    async with following(odd) as (sync, _):
        sync._waits.expiries = Backoff(first=3600, longest=3600)
        await eventually(lambda: lists_of(sync, "expired"), lambda times: times >= 4)


async def test_who_answers_others_is_not_asked_again_for_a_list_that_is_on_its_way() -> None:
    odd = Slow(b"")
    async with following(odd) as (sync, heard):
        await eventually(listed(odd), lambda count: count == 2)
        odd.cut = False
        sync.retry()
        odd.released.set()
        await eventually(watching(sync), bool)
        assert len(odd.before_lists) == 2
        assert type(heard[-1]).__name__ == "Synced"


async def test_what_was_asked_long_ago_of_who_answers_others_is_asked_again() -> None:
    odd = Slow(b"")
    async with following(odd) as (sync, _):
        await eventually(listed(odd), lambda count: count == 2)
        sync._attempt._heard_at -= DOUBT_SECONDS
        sync.retry()
        await eventually(listed(odd), lambda count: count == 3)
        odd.released.set()


async def test_what_is_begun_anew_can_be_cut_whatever_the_last_one_still_does() -> None:
    odd = Odd(b"", cut=False)
    async with following(odd) as (sync, heard):
        await eventually(watching(sync), bool)
        before = sync._attempt
        async with before.made():
            sync.relist()
            await eventually(watched(odd), lambda count: count == 2)
            await eventually(watching(sync), bool)
        sync.pulse._heard_at = 0.0
        # Who refuses the probe does answer, and says nothing about watches.
        sync.doubt(UpstreamRefused("not you", status=403))
        sync.doubt(UpstreamError("silent"))
        await eventually(watched(odd), lambda count: count == 3)
        assert isinstance(heard[-1], Lost)


def watching(sync: KindSync) -> Callable[[], Awaitable[bool]]:
    async def ask() -> bool:
        return sync.pulse.watching

    return ask


def stands(sync: KindSync) -> Callable[[], Awaitable[str]]:
    async def ask() -> str:
        return sync.state

    return ask


def lists_by_reason(sync: KindSync) -> dict[str, int]:
    return {why: number for why, number in sync.pulse.lists.items() if number}


def watched(odd: Odd) -> Callable[[], Awaitable[int]]:
    async def ask() -> int:
        return odd.watches

    return ask


def listed(odd: Odd) -> Callable[[], Awaitable[int]]:
    async def ask() -> int:
        return len(odd.before_lists)

    return ask
