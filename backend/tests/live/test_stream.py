"""What a subscriber hears, from a real cluster."""

import asyncio
import base64
import json

import httpx
import pytest

from argus.errors import UpstreamUnreachable
from argus.fleet.kind import Gvr
from argus.live.client import MOST_SUBSCRIPTIONS
from tests.fleet.fleet_house import CONFIG_MAPS, FleetHouse
from tests.live.socket_client import Socket, bearer, opened

SECRETS = Gvr("core", "v1", "secrets")


async def test_rows_come_as_lists_show_them(live_house: FleetHouse) -> None:
    stack = live_house.stack
    async with opened(stack, bearer(stack.admin)) as socket:
        synced = await socket.subscribed("configmaps", live_house.cluster)
        assert int(synced["object"]["resourceVersion"]) > 0
        await live_house.config_map("green", "seen", key="1")
        added = await socket.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "seen")
        assert (added["cluster"], added["resource"], added["namespace"]) == (live_house.cluster, "configmaps", "green")
        answer = await stack.admin.get(f"/api/clusters/{live_house.cluster}/resources/core/v1/configmaps?q=seen")
        assert added["object"] in answer.json()["rows"]
        await live_house.patch(CONFIG_MAPS, "green", "seen", {"data": {"more": "2"}})
        await socket.until(lambda m: m["type"] == "MODIFIED" and m["object"]["cells"][1] == 2)
        await live_house.remove(CONFIG_MAPS, "green", "seen")
        await socket.until(lambda m: m["type"] == "DELETED" and m["object"]["name"] == "seen")
        await socket.say("unsubscribe", "configmaps", live_house.cluster)
        await socket.subscribed("nodes", live_house.cluster)
        await live_house.config_map("green", "unseen")
        await live_house.config_map("green", "unseen-2")
        assert socket.of("ADDED", "unseen") == []


async def test_who_comes_while_a_cluster_is_away_is_told_so_too(live_house: FleetHouse) -> None:
    async with opened(live_house.stack, bearer(live_house.stack.admin)) as socket:
        await socket.subscribed("configmaps", live_house.cluster)
        index = live_house.sync().index
        index.lost(UpstreamUnreachable("It cannot be reached.", cluster="east"))
        async with opened(live_house.stack, bearer(live_house.stack.admin)) as late:
            await late.subscribed("configmaps", live_house.cluster)
            told = await late.until(lambda m: m["type"] == "ERROR")
        index.found()
    assert (told["cluster"], told["code"]) == (live_house.cluster, "upstream-unreachable")


async def test_a_namespace_is_all_one_hears_of(live_house: FleetHouse, narrow: httpx.AsyncClient) -> None:
    async with opened(live_house.stack, bearer(narrow)) as socket:
        await socket.subscribed("configmaps", live_house.cluster)
        async with opened(live_house.stack, bearer(live_house.stack.admin)) as other:
            await other.subscribed("configmaps", live_house.cluster, namespace="grey")
            await live_house.config_map("grey", "hidden")
            await live_house.config_map("green", "shown")
            await socket.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "shown")
            await other.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "hidden")
            assert other.of("ADDED", "shown") == []
        assert socket.of("ADDED", "hidden") == []


@pytest.mark.parametrize(
    ("resource", "more", "code"),
    [
        ("configmaps", {"namespace": "grey"}, "forbidden"),
        ("secrets", {}, "forbidden"),
        ("nodes", {}, "forbidden"),
        ("nodes", {"name": "node-0"}, "forbidden"),
        ("nodes", {"namespace": "green", "name": "node-0"}, "forbidden"),
    ],
)
async def test_what_one_may_not_see_is_refused(
    live_house: FleetHouse, narrow: httpx.AsyncClient, resource: str, more: dict[str, str], code: str
) -> None:
    async with opened(live_house.stack, bearer(narrow)) as socket:
        await socket.say("subscribe", resource, live_house.cluster, **more)
        assert (await socket.until(lambda m: m["type"] == "ERROR"))["code"] == code
        await socket.say("subscribe", resource, "no-such-cluster", **more)
        assert (await socket.until(lambda m: m["cluster"] == "no-such-cluster"))["code"] == code


async def test_a_kind_turns_out_to_live_in_no_namespace(live_house: FleetHouse, narrow: httpx.AsyncClient) -> None:
    fleet = live_house.fleet
    fleet._catalog.forget(live_house.cluster)
    kind = live_house.kind(Gvr("storage.k8s.io", "v1", "storageclasses"))
    assert fleet.namespaced(kind) is None
    async with opened(live_house.stack, bearer(narrow)) as socket:
        await socket.say("subscribe", str(kind.gvr), live_house.cluster)
        error = await socket.until(lambda m: m["type"] == "ERROR")
        assert (error["code"], error["resource"]) == ("forbidden", str(kind.gvr))
        await socket.subscribed("namespaces", live_house.cluster)


async def test_all_clusters_at_once(live_house: FleetHouse) -> None:
    stack = live_house.stack
    async with opened(stack, bearer(stack.viewer)) as socket:
        await socket.say("subscribe", "configmaps", "*")
        synced = await socket.until(lambda m: m["type"] == "SYNCED")
        assert synced["cluster"] == live_house.cluster
        await live_house.config_map("green", "everywhere")
        await socket.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "everywhere")


async def test_one_object_comes_whole(live_house: FleetHouse) -> None:
    stack = live_house.stack
    await live_house.config_map("green", "whole", key="1")
    async with opened(stack, bearer(stack.viewer)) as socket:
        await socket.subscribed("configmaps", live_house.cluster, namespace="green", name="whole")
        await live_house.patch(CONFIG_MAPS, "green", "whole", {"data": {"key": "2"}})
        changed = await socket.until(lambda m: m["type"] == "MODIFIED")
        assert changed["object"]["data"] == {"key": "2"}
        assert (changed["name"], changed["namespace"]) == ("whole", "green")
        await live_house.remove(CONFIG_MAPS, "green", "whole")
        gone = await socket.until(lambda m: m["type"] == "DELETED")
        assert gone["object"]["metadata"]["name"] == "whole"


async def test_values_of_secrets_stay_where_they_are(live_house: FleetHouse) -> None:
    stack = live_house.stack
    value = base64.b64encode(b"hunter2-hunter2").decode()
    metadata = {"name": "key", "namespace": "green"}
    await live_house.make(SECRETS, {"metadata": metadata, "data": {"password": value}}, "green")
    async with opened(stack, bearer(stack.admin)) as socket:
        await socket.subscribed("secrets", live_house.cluster)
        await socket.say("subscribe", "secrets", live_house.cluster, namespace="green", name="key")
        await socket.until(lambda m: m["type"] == "SYNCED" and m.get("name") == "key")
        note = {"kubectl.kubernetes.io/last-applied-configuration": value}
        await live_house.patch(SECRETS, "green", "key", {"metadata": {"annotations": note}})
        whole = await socket.until(lambda m: m["type"] == "MODIFIED" and m.get("name") == "key")
        await socket.until(lambda m: m["type"] == "MODIFIED" and "cells" in m["object"])
        assert list(whole["object"]["data"]) == ["password"]
        assert value not in str(socket.messages)
    async with opened(stack, bearer(stack.viewer)) as socket:
        await socket.say("subscribe", "secrets", live_house.cluster, namespace="green", name="key")
        assert (await socket.until(lambda m: m["type"] == "ERROR"))["code"] == "forbidden"


async def test_many_listeners_share_one_watch_and_a_burst_is_told_in_few_frames(live_house: FleetHouse) -> None:
    stack = live_house.stack
    async with opened(stack, bearer(stack.admin)) as one, opened(stack, bearer(stack.viewer)) as other:
        await one.subscribed("configmaps", live_house.cluster)
        watches = live_house.fleet.syncs()
        await other.subscribed("configmaps", live_house.cluster)
        assert live_house.fleet.syncs() == watches
        frames = one.frames
        for number in range(60):
            await live_house.config_map("green", f"burst-{number}")
        for socket in (one, other):
            await socket.until(lambda m: m["type"] == "ADDED" and m["object"]["name"] == "burst-59")
            assert len({m["object"]["name"] for m in socket.messages if m["type"] == "ADDED"}) >= 60
        assert one.frames - frames < 60


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"action":"subscribe"}',
        '{"action":"dance","cluster":"c","resource":"pods"}',
        '{"action":"subscribe","cluster":"c","resource":"../secrets"}',
        '{"action":"subscribe","cluster":"c","resource":"a/b"}',
        '{"action":"subscribe","cluster":"c","resource":"pods","namespace":"a/b"}',
        '{"action":"subscribe","cluster":"c","resource":"pods","name":"a/../b"}',
        '{"action":"subscribe","cluster":"*","resource":"pods","name":"a"}',
        '{"action":"subscribe","cluster":"c\\u0000","resource":"pods"}',
    ],
)
async def test_nonsense_is_answered_and_survived(live_house: FleetHouse, text: str) -> None:
    async with opened(live_house.stack, bearer(live_house.stack.viewer)) as socket:
        await socket.connection.send(text)
        assert (await socket.until(lambda m: m["type"] == "ERROR"))["code"] == "bad-message"
        await socket.connection.send(b"\xff\xfe")
        await _still_works(socket, live_house)


async def test_subscriptions_are_bounded(live_house: FleetHouse) -> None:
    async with opened(live_house.stack, bearer(live_house.stack.viewer)) as socket:
        for number in range(MOST_SUBSCRIPTIONS + 1):
            await socket.say("subscribe", "configmaps", live_house.cluster, namespace=f"n-{number}")
        assert (await socket.until(lambda m: m["type"] == "ERROR"))["code"] == "too-many-subscriptions"
        await socket.say("unsubscribe", "configmaps", live_house.cluster, namespace="n-0")
        await _still_works(socket, live_house)


async def test_a_kind_that_is_not_there_is_an_error_and_not_the_end(live_house: FleetHouse) -> None:
    async with opened(live_house.stack, bearer(live_house.stack.viewer)) as socket:
        await socket.say("subscribe", "example.com/v1/nothings", live_house.cluster)
        error = await socket.until(lambda m: m["type"] == "ERROR")
        assert (error["code"], error["resource"]) == ("kind-not-found", "example.com/v1/nothings")
        await socket.say("subscribe", "pods", "no-such-cluster")
        assert (await socket.until(lambda m: m["cluster"] == "no-such-cluster"))["code"] == "not-found"
        await _still_works(socket, live_house)


async def _still_works(socket: Socket, live_house: FleetHouse) -> None:
    await socket.say("subscribe", "nodes", live_house.cluster)
    await socket.until(lambda m: m["type"] == "SYNCED" and m["resource"] == "nodes")


async def test_who_asks_whether_somebody_is_there_is_answered_with_nothing(live_house: FleetHouse) -> None:
    async with opened(live_house.stack, bearer(live_house.stack.admin)) as socket:
        await socket.connection.send(json.dumps({"action": "ping"}))
        async with asyncio.timeout(5):
            assert json.loads(await socket.connection.recv()) == []
