"""Those who are too slow, those who may no longer, and the end."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import delete, update

from argus.access.models import GrantRow
from argus.fleet.index import KindIndex
from argus.fleet.schemas import Row
from argus.live import client as client_module
from argus.live.protocol import GOING_AWAY, REVOKED, TOO_SLOW
from argus.live.wire import CLOSE_SECONDS
from tests.fleet.conftest import NAMESPACES
from tests.fleet.fleet_house import FleetHouse, eventually, house
from tests.live.socket_client import bearer, opened
from tests.stack import PASSWORD, sign_in

SILENCED_SECONDS = 5.0
TURNS, ROWS = 80, 40
CUT = 1006


@pytest.fixture
async def crowd(live_house: FleetHouse) -> AsyncIterator[KindIndex]:
    """The real index of config maps, cleared of what a test puts in by hand."""
    await live_house.config_map("green", "sample")
    await eventually(lambda: live_house.names(q="sample"), lambda names: names)
    index = await live_house.fleet.index(live_house.kind())
    yield index
    made = [row for row in list(index.rows) if row.uid.startswith("made-")]
    index.apply([("DELETED", row) for row in made], "")


def fat_rows(index: KindIndex, count: int, turn: int) -> list[Row]:
    """Rows of about 5 KB, which a real cluster would need minutes to make enough of."""
    sample = next(row for row in index.rows if row.name == "sample")
    labels = {f"label-{number}": "x" * 63 for number in range(64)}
    return [
        msgspec.structs.replace(sample, uid=f"made-{turn}-{number}", name=f"made-{turn}-{number}", labels=labels)
        for number in range(count)
    ]


async def flood(index: KindIndex) -> None:
    """Far more than the sockets' buffers and the client's queue hold, as fast as ticks go."""
    for turn in range(TURNS):
        index.apply([("ADDED", row) for row in fat_rows(index, ROWS, turn)], "")
        await asyncio.sleep(0.06)


async def test_one_who_does_not_keep_up_is_told_to_ask_again(live_house: FleetHouse, crowd: KindIndex) -> None:
    stack = live_house.stack
    async with opened(stack, bearer(stack.admin), max_queue=1, max_size=None) as slow:
        await slow.subscribed("configmaps", live_house.cluster)
        async with opened(stack, bearer(stack.viewer), max_size=None) as quick:
            await quick.subscribed("configmaps", live_house.cluster)
            before = resyncs("behind"), counted("argus_live_dropped_frames_total")
            reading = asyncio.create_task(quick.until(lambda m: m["object"].get("name") == f"made-{TURNS - 1}-0", 40))
            await flood(crowd)
            await reading
            assert not [m for m in quick.messages if m["type"] == "RESYNC"]
        told = await slow.until(lambda m: m["type"] == "RESYNC", 40)
        assert told["object"]["reason"]
        assert resyncs("behind") == before[0] + 1
        assert counted("argus_live_dropped_frames_total") > before[1]
        assert len([m for m in slow.messages if m["type"] == "ADDED"]) < TURNS * ROWS
        await live_house.config_map("green", "after-resync")
        await slow.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "after-resync")


async def test_one_who_does_not_even_read_that_is_closed(
    live_house: FleetHouse, crowd: KindIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "PATIENCE_SECONDS", 0.5)
    stack = live_house.stack
    async with opened(stack, bearer(stack.admin), max_queue=1, max_size=None) as slow:
        await slow.subscribed("configmaps", live_house.cluster)
        before = closed_with(TOO_SLOW)
        await flood(crowd)

        async def closed() -> float:
            return closed_with(TOO_SLOW) - before

        await eventually(closed, lambda number: number == 1)

        async def reset() -> bool:
            return slow.reset()

        # Known to its system although it does not read: Argus' own gives up in silence, some time.
        await eventually(reset, bool, CLOSE_SECONDS + 3)
        # The code stands behind all that it has not read: who is too slow for that too sees the connection cut.
        assert await slow.closed() in (TOO_SLOW, CUT)


def counted(name: str, **labels: str) -> float:
    found = REGISTRY.get_sample_value(name, labels)
    assert found is not None
    return found


def closed_with(code: int) -> float:
    return counted("argus_live_closed_total", code=str(code))


def resyncs(why: str) -> float:
    return counted("argus_live_resyncs_total", why=why)


@asynccontextmanager
async def visitor(live_house: FleetHouse, name: str) -> AsyncIterator[tuple[str, httpx.AsyncClient]]:
    """A new viewer of everything, signed in: their id and their client."""
    email = f"{name}@example.com"
    user = await live_house.stack.rooms.identity.users.create(email, name, PASSWORD, "viewer")
    async with httpx.AsyncClient(base_url=live_house.stack.url) as client:
        await sign_in(client, email)
        yield user, client


async def test_a_session_that_ends_is_silenced(live_house: FleetHouse) -> None:
    async with visitor(live_house, "leaving") as (_, client), opened(live_house.stack, bearer(client)) as socket:
        await socket.subscribed("configmaps", live_house.cluster)
        started = time.monotonic()
        answer = await client.post("/api/auth/logout")
        assert answer.status_code < 300
        assert await socket.closed(SILENCED_SECONDS) == REVOKED
        assert time.monotonic() - started < SILENCED_SECONDS


async def test_a_role_that_shrinks_is_felt_by_open_streams(live_house: FleetHouse) -> None:
    async with visitor(live_house, "shrinking") as (user, client), opened(live_house.stack, bearer(client)) as socket:
        await socket.subscribed("configmaps", live_house.cluster)
        await socket.subscribed("nodes", live_house.cluster)
        before = resyncs("grants")
        await change_grant(live_house, user, live_house.cluster, "green")
        await socket.until(lambda m: m["type"] == "RESYNC" and m["resource"] == "configmaps", SILENCED_SECONDS)
        assert resyncs("grants") == before + 1
        await live_house.config_map("grey", "shrunk-hidden")
        await live_house.config_map("green", "shrunk-shown")
        await socket.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "shrunk-shown")
        assert socket.of("ADDED", "shrunk-hidden") == []


async def test_a_role_that_goes_and_comes_back(live_house: FleetHouse) -> None:
    async with visitor(live_house, "returning") as (user, client), opened(live_house.stack, bearer(client)) as socket:
        await socket.subscribed("configmaps", live_house.cluster)
        await socket.say("subscribe", "configmaps", "*", namespace="grey")
        await change_grant(live_house, user, "another-cluster", None)
        error = await socket.until(lambda m: m["type"] == "ERROR", SILENCED_SECONDS)
        assert error["code"] == "forbidden"
        await live_house.config_map("grey", "gone-hidden")
        await change_grant(live_house, user, None, None)
        await socket.until(lambda m: m["type"] == "RESYNC", SILENCED_SECONDS)
        await live_house.config_map("grey", "back-shown")
        await socket.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "back-shown")
        assert socket.of("ADDED", "gone-hidden") == []


async def test_a_user_without_grants_hears_nothing(live_house: FleetHouse) -> None:
    async with visitor(live_house, "bare") as (user, client), opened(live_house.stack, bearer(client)) as socket:
        await socket.subscribed("configmaps", live_house.cluster)
        async with live_house.stack.rooms.database.session() as session, session.begin():
            await session.execute(delete(GrantRow).where(GrantRow.user_id == user))
        error = await socket.until(lambda m: m["type"] == "ERROR", SILENCED_SECONDS)
        assert error["code"] == "forbidden"


async def change_grant(live_house: FleetHouse, user: str, cluster: str | None, namespace: str | None) -> None:
    async with live_house.stack.rooms.database.session() as session, session.begin():
        change = update(GrantRow).where(GrantRow.user_id == user).values(cluster=cluster, namespace=namespace)
        await session.execute(change)


async def test_clusters_that_come_and_go_are_heard_of(
    live_house: FleetHouse, east: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with house(tmp_path_factory.mktemp("moving"), east) as moving:
        stack = moving.stack
        async with opened(stack, bearer(stack.admin)) as socket:
            await socket.say("subscribe", "namespaces", "*")
            await socket.until(lambda m: m["type"] == "SYNCED")
            added = await stack.admin.post("/api/clusters", json={"name": "twin", "kubeconfig": east})
            twin = added.json()["id"]
            await socket.until(lambda m: m["type"] == "SYNCED" and m["cluster"] == twin)
            await stack.admin.delete(f"/api/clusters/{twin}")
            gone = await socket.until(lambda m: m["type"] == "ERROR" and m["cluster"] == twin)
            assert gone["code"] == "not-found"
            await moving.make(NAMESPACES, {"metadata": {"name": "still-here"}})
            await socket.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "still-here")


async def test_a_removed_cluster_stays_away_when_a_role_changes(live_house: FleetHouse, east: str) -> None:
    stack = live_house.stack
    added = await stack.admin.post("/api/clusters", json={"name": "leaving", "kubeconfig": east})
    leaving = added.json()["id"]
    async with visitor(live_house, "staying") as (user, client), opened(stack, bearer(client)) as socket:
        await socket.subscribed("configmaps", live_house.cluster)
        await socket.say("subscribe", "namespaces", leaving)
        await socket.until(lambda m: m["type"] == "SYNCED" and m["cluster"] == leaving)
        await stack.admin.delete(f"/api/clusters/{leaving}")
        await socket.until(lambda m: m["type"] == "ERROR" and m["cluster"] == leaving)
        await change_grant(live_house, user, live_house.cluster, "green")
        await socket.until(lambda m: m["type"] == "RESYNC" and m["cluster"] == live_house.cluster, SILENCED_SECONDS)
        await change_grant(live_house, user, None, None)
        before = len(socket.messages)
        await socket.until(lambda m: m["type"] == "RESYNC" and m in socket.messages[before:], SILENCED_SECONDS)
        assert {m["cluster"] for m in socket.messages[before:]} == {live_house.cluster}
        assert not [sync for sync in live_house.fleet.syncs() if sync.kind.cluster == leaving]


async def test_at_the_end_sockets_are_told_to_come_back(east: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    async with (
        house(tmp_path_factory.mktemp("ending"), east) as ending,
        opened(ending.stack, bearer(ending.stack.admin)) as socket,
    ):
        await socket.subscribed("nodes", ending.cluster)
        stopping = asyncio.create_task(ending.stack.rooms.hub.stop())
        assert await socket.closed() == GOING_AWAY
        await stopping
        assert not ending.stack.rooms.hub.clients
