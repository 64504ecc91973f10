"""What an index does when its cluster fails: a cluster of its own, whose parts are killed."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
import yaml

from argus.fleet.event import Batch, Lost, Notice, Reset, Synced
from argus.fleet.index import KindIndex
from argus.fleet.kind import Gvr
from argus.fleet.sync import KindSync
from argus.sandbox.cluster import Shape, delete_cluster, start_cluster
from argus.sandbox.component import kill_component, start_component
from argus.sandbox.layout import ClusterPaths, cluster_paths
from tests.fleet.fleet_house import CONFIG_MAPS, FleetHouse, eventually, house, lists_of
from tests.live.socket_client import bearer, opened

NAMESPACES = Gvr("core", "v1", "namespaces")


@dataclass
class Frail:
    house: FleetHouse
    paths: ClusterPaths

    async def kill(self, component: str) -> None:
        await asyncio.to_thread(kill_component, self.paths, component)

    async def start(self, component: str) -> None:
        await asyncio.to_thread(start_component, self.paths, component)

    async def healthy(self) -> None:
        """Until the apiserver answers again."""

        async def ready() -> bool:
            try:
                return (await self.house.kube.request("GET", "/readyz", timeout=2)).status == 200
            except Exception:
                return False

        await eventually(ready, bool, 60)


@pytest.fixture(scope="module")
async def frail(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Frail]:
    home = tmp_path_factory.mktemp("frail")
    kubeconfig = await asyncio.to_thread(start_cluster, home, "frail", Shape())
    async with house(home, kubeconfig.read_text()) as made:
        yield Frail(made, cluster_paths(home, "frail"))
    await asyncio.to_thread(delete_cluster, home, "frail")


async def test_an_apiserver_killed_and_restarted_leaves_no_ghost_and_no_gap(frail: Frail) -> None:
    house = frail.house
    await house.config_map("default", "stays")
    await house.config_map("default", "goes")
    await eventually(lambda: house.names(namespace="default"), lambda names: {"stays", "goes"} <= set(names))
    heard: list[str] = []

    def hear(batch: Batch) -> None:
        assert not isinstance(batch, Reset)
        if isinstance(batch, Lost | Synced):
            heard.append(type(batch).__name__)
        else:
            heard.extend(f"{event.type} {event.row.name}" for event in batch)

    subscription = house.fleet.subscribe(house.kind(), hear)
    await frail.kill("kube-apiserver")
    stale = await eventually(house.page, lambda page: page.stale)
    assert {"stays", "goes"} <= {row.name for row in stale.rows}
    assert [(part.state, bool(part.reason), bool(part.since)) for part in stale.partial] == [("stale", True, True)]
    started = time.monotonic()
    await house.page()
    assert time.monotonic() - started < 1
    await frail.start("kube-apiserver")
    await frail.healthy()
    await house.remove(CONFIG_MAPS, "default", "goes")
    await house.config_map("default", "comes")
    await eventually(
        lambda: house.names(namespace="default"), lambda names: "comes" in names and "goes" not in names, 40
    )
    live = await eventually(house.page, lambda page: not page.stale, 40)
    assert live.partial == []
    assert {"DELETED goes", "ADDED comes"} <= set(heard)
    assert [word for word in heard if word in ("Lost", "Synced")] == ["Lost", "Synced"]
    subscription.close()


async def test_who_looks_at_a_cluster_that_is_lost_is_told_at_once_and_when_it_is_back(frail: Frail) -> None:
    house = frail.house
    async with opened(house.stack, bearer(house.stack.admin)) as socket:
        await socket.subscribed("configmaps", house.cluster)
        await frail.kill("kube-apiserver")
        lost = await socket.until(lambda m: m["type"] == "ERROR")
        assert (lost["code"].startswith("upstream-"), lost["cluster"]) == (True, house.cluster)
        before = len(socket.messages)
        await frail.start("kube-apiserver")
        await socket.until(lambda m: m["type"] == "SYNCED" and m in socket.messages[before:], 60)
        await house.config_map("default", "after-the-outage")
        await socket.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "after-the-outage")


async def test_a_version_that_is_too_old_brings_a_new_list_with_only_the_differences(frail: Frail) -> None:
    house = frail.house
    await house.config_map("default", "before")
    sync = KindSync(house.kind(), house.stack.rooms.clusters.connection)
    sync.start()
    await sync.settled(15)
    heard: list[str] = []

    def hear(batch: Batch) -> None:
        if not isinstance(batch, Notice):
            heard.extend(f"{event.type} {event.row.name}" for event in batch)

    sync.index.listen(hear)
    before = await lists_of(sync, "expired")
    # An apiserver that restarts has forgotten what was before: a watch from the first version is answered with 410.
    await frail.kill("kube-apiserver")
    sync.index.resource_version = "1"
    missing = next(row for row in sync.index.rows if row.name == "before")
    ghost = sync.index.by_uid["ghost"] = type(missing)(
        missing.cluster, "ghost", "default", "ghost", "", {}, missing.cells, missing.health, "1"
    )
    await compact(frail)
    await frail.start("kube-apiserver")

    await eventually(lambda: lists_of(sync, "expired"), lambda count: count > before, 60)
    await eventually(lambda: told(heard), lambda events: f"DELETED {ghost.name}" in events)
    assert "ghost" not in sync.index.by_uid
    assert "before" in {row.name for row in sync.index.rows}
    await sync.stop()


async def told(heard: list[str]) -> list[str]:
    return heard


async def compact(frail: Frail) -> None:
    """Ask etcd, through its JSON gateway, to forget everything but the present."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{etcd_port(frail.paths)}") as etcd:
        state = (await etcd.post("/v3/maintenance/status", json={})).json()
        await etcd.post("/v3/kv/compaction", json={"revision": state["header"]["revision"], "physical": True})


def etcd_port(paths: ClusterPaths) -> int:
    options = yaml.safe_load(paths.config.read_text())["options"]
    return int(options["etcdPort"])


async def test_a_cluster_that_is_down_from_the_start_says_so_at_once_and_comes_back_when_asked(frail: Frail) -> None:
    house = frail.house
    await frail.kill("kube-apiserver")
    sync = KindSync(house.kind(), house.stack.rooms.clusters.connection)
    sync.start()
    started = time.monotonic()
    index = await sync.settled(15)
    assert time.monotonic() - started < 5
    assert index.problem is not None
    assert not index.synced
    await frail.start("kube-apiserver")
    await frail.healthy()

    async def synced() -> bool:
        return (await sync.settled(2)).synced

    await eventually(synced, bool, 20)
    await sync.stop()
    assert len(index.rows) == 0


async def test_what_nobody_looks_at_is_no_longer_followed(
    frail: Frail, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("idle")
    async with house(home, frail.paths.kubeconfig.read_text(), ARGUS_WATCH_IDLE_SECONDS="1") as quick:
        subscription = quick.fleet.subscribe(quick.kind(), lambda _batch: None)
        watched = await quick.fleet.index(quick.kind())
        unwatched = await quick.fleet.index(quick.kind(NAMESPACES))
        assert len(unwatched.rows) > 0

        async def followed() -> list[KindIndex]:
            return quick.fleet.indexes()

        await eventually(followed, lambda indexes: unwatched not in indexes and not unwatched.rows, 15)
        assert watched in await followed()
        subscription.close()
        await eventually(followed, lambda indexes: watched not in indexes, 15)


async def test_a_cluster_that_is_removed_is_forgotten(frail: Frail, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("removed")
    async with house(home, frail.paths.kubeconfig.read_text()) as made:
        index = await made.fleet.index(made.kind())
        heard: list[Batch] = []
        made.fleet.subscribe(made.kind(), heard.append)
        answer = await made.stack.admin.delete(f"/api/clusters/{made.cluster}")
        assert answer.status_code < 300

        async def rows() -> int:
            return len(index.rows)

        await eventually(rows, lambda number: number == 0)
        assert isinstance(heard[-1], Reset)
        assert made.fleet.indexes() == []
