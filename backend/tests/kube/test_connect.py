"""Talking to a real apiserver."""

import asyncio
import gzip
import json
import os

import pytest

from argus.errors import UpstreamRefused
from argus.fleet import watching
from argus.fleet.kind import ClusterKind, Gvr
from argus.kube.connect import ApiServer
from tests.fleet.fleet_house import eventually

CONFIG_MAPS = "/api/v1/namespaces/default/configmaps"


async def test_a_request_reads_the_whole_answer(east_api: ApiServer) -> None:
    answer = await east_api.request("GET", "/version")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert json.loads(answer.body)["gitVersion"].startswith("v1.")


async def test_what_the_apiserver_says_reaches_the_caller(east_api: ApiServer) -> None:
    with pytest.raises(UpstreamRefused) as caught:
        await east_api.request("GET", "/api/v1/namespaces/default/pods/nope")
    assert (caught.value.status, caught.value.reason) == (404, "NotFound")
    assert caught.value.detail == 'pods "nope" not found'
    bad = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "Bad_Name"}}
    with pytest.raises(UpstreamRefused) as caught:
        await east_api.request("POST", CONFIG_MAPS, body=json.dumps(bad).encode())
    assert (caught.value.status, caught.value.reason) == (422, "Invalid")
    assert caught.value.errors[0].field == "metadata.name"


async def test_a_watch_streams_until_it_is_left(east_api: ApiServer) -> None:
    query = {"watch": "true", "fieldSelector": "metadata.name=streamed"}
    async with east_api.stream("GET", CONFIG_MAPS, query=query, timeout=10) as stream:
        assert stream.status == 200
        created = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "streamed"}}
        await east_api.request("POST", CONFIG_MAPS, body=json.dumps(created).encode())
        async with asyncio.timeout(10):
            async for chunk in stream.chunks():
                assert json.loads(chunk)["type"] == "ADDED"
                break
    await east_api.request("DELETE", f"{CONFIG_MAPS}/streamed")


async def test_the_connection_of_a_watch_ends_with_it(east_api: ApiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of another stream stays, and is used again."""
    monkeypatch.setattr(watching, "SHORTEST_SECONDS", 1)
    monkeypatch.setattr(watching, "LONGEST_SECONDS", 1)
    await east_api.request("GET", "/version")
    before = await open_files()
    async with east_api.stream("GET", "/version") as stream:
        assert [chunk async for chunk in stream.chunks()]
    assert await open_files() == before
    kind = ClusterKind("east", Gvr("core", "v1", "configmaps"))
    assert [events async for events in watching.read_watch(east_api, kind, "")]
    await eventually(open_files, lambda now: now == before - 1, 5)


async def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


async def test_many_requests_and_streams_at_once(east_api: ApiServer) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(east_api.request("GET", "/api/v1/nodes")) for _ in range(100)]
    assert {task.result().status for task in tasks} == {200}


async def test_gzip_comes_where_it_is_asked_for(east_api: ApiServer) -> None:
    async with east_api.stream("GET", "/openapi/v2", accept_encoding="gzip") as stream:
        body = b"".join([chunk async for chunk in stream.chunks()])
    assert stream.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(body))["swagger"] == "2.0"


async def test_a_gathered_stream_is_whole_and_its_connection_is_used_again(east_api: ApiServer) -> None:
    whole = (await east_api.request("GET", "/openapi/v2")).body
    for _ in range(3):
        async with east_api.stream("GET", "/openapi/v2") as stream:
            assert b"".join([chunk async for chunk in stream.chunks(gather=0.001)]) == whole


async def test_a_gathered_stream_that_is_left_while_it_rests(east_api: ApiServer) -> None:
    async def read() -> None:
        async with east_api.stream("GET", "/openapi/v2") as stream:
            async for _ in stream.chunks(gather=60):
                pass

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(read(), 0.5)
    assert (await east_api.request("GET", "/api/v1/nodes")).status == 200
