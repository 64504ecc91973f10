"""The registry over HTTP."""

import asyncio
import http.client
import json
from typing import Any

import httpx
import pytest

from tests.kube.kubeconfigs import kubeconfig
from tests.stack import Stack


async def remove_all(client: httpx.AsyncClient) -> None:
    for cluster in (await client.get("/api/clusters")).json()["items"]:
        await client.delete(f"/api/clusters/{cluster['id']}")


async def test_the_life_of_a_cluster(stack: Stack, east: str) -> None:
    answer = await stack.admin.post("/api/clusters", json={"name": "east", "kubeconfig": east, "labels": {"a": "b"}})
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    assert "PRIVATE" not in answer.text
    assert added["status"]["phase"] == "connected"
    assert added["nodeCount"] == 2
    path = f"/api/clusters/{added['id']}"
    assert (await stack.admin.get(path)).json()["name"] == "east"
    assert (await stack.viewer.get("/api/clusters")).json()["items"][0]["id"] == added["id"]
    tested = await stack.viewer.post(f"{path}/test")
    assert (tested.status_code, tested.json()["status"]["phase"]) == (200, "connected")
    answer = await stack.admin.put(path, json={"name": "renamed"})
    assert (answer.status_code, answer.json()["name"]) == (200, "renamed")
    answer = await stack.admin.post("/api/clusters", json={"name": "renamed", "kubeconfig": east})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "name")
    assert (await stack.admin.delete(path)).status_code == 204
    assert (await stack.admin.get(path)).status_code == 404
    assert (await stack.admin.get("/api/clusters")).json()["items"] == []


async def test_refusals_are_problems(stack: Stack) -> None:
    answer = await stack.admin.post("/api/clusters", json={"name": "bad", "kubeconfig": kubeconfig("http://10.0.0.1")})
    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["code"], problem["errors"][0]["field"]) == ("kubeconfig-refused", "kubeconfig.server")
    big = {"name": "bad", "kubeconfig": kubeconfig() + "#" * 2**20}
    answer = await stack.admin.post("/api/clusters", json=big)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (413, "kubeconfig")
    for name in ("", "Upper", "x" * 64, "-a", "east\n", "a\nb"):
        answer = await stack.admin.post("/api/clusters", json={"name": name, "kubeconfig": kubeconfig()})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["field"] == "name"
    for labels in ({"a b": "c"}, {"a\n": "c"}, {"": "c"}, {"a": "c\n"}, {"a": "c d"}):
        given = {"name": "bad", "kubeconfig": kubeconfig(), "labels": labels}
        answer = await stack.admin.post("/api/clusters", json=given)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "labels"), labels
    assert (await stack.admin.get("/api/clusters")).json()["items"] == []


def post_and_close(stack: Stack, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
    """As a proxy does it: all of the body first, on a connection that is closed with the answer. Blocks."""
    headers = {"Authorization": stack.admin.headers["Authorization"], "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", stack.settings.api_port, timeout=20)
    connection.request("POST", path, body, {**headers, "Connection": "close"})
    answer = connection.getresponse()
    problem: dict[str, Any] = json.loads(answer.read())
    connection.close()
    return answer.status, problem


@pytest.mark.parametrize("size", [2_200_000, 9_000_000])
@pytest.mark.parametrize("path", ["/api/clusters", "/api/kubeconfig/test", "/api/kubeconfig/contexts"])
async def test_a_body_that_is_far_too_large_gets_its_answer(stack: Stack, path: str, size: int) -> None:
    body = json.dumps({"name": "big", "kubeconfig": "#" * size}).encode()
    status, problem = await asyncio.to_thread(post_and_close, stack, path, body)
    assert status == 413
    [error] = problem["errors"]
    assert error["field"] == "kubeconfig"
    assert "--minify" in error["message"]


async def test_the_field_at_fault_is_named_in_words(stack: Stack) -> None:
    good = {"name": "bad", "kubeconfig": kubeconfig()}
    cases: list[tuple[Any, str, str]] = [
        ({"name": "bad"}, "kubeconfig", "is missing"),
        ({**good, "password": "x"}, "password", "is not known here"),
        ({**good, "name": "Not A Name"}, "name", "lower-case letters, digits, dots and dashes"),
        ({**good, "labels": {"a b": "c"}}, "labels", "must be made of letters, digits"),
        ({**good, "labels": {"a": 1}}, "labels", "Expected `str`"),
        ([], "", "Expected `object`"),
    ]
    for body, field, words in cases:
        answer = await stack.admin.post("/api/clusters", json=body)
        [error] = answer.json()["errors"]
        assert (answer.status_code, error["field"]) == (400, field), body
        assert words in error["message"]
        assert "regex" not in answer.text


async def test_before_adding(stack: Stack, east: str) -> None:
    answer = await stack.admin.post("/api/kubeconfig/contexts", json={"kubeconfig": east})
    assert (answer.status_code, answer.json()["contexts"][0]["problem"]) == (200, None)
    answer = await stack.admin.post("/api/kubeconfig/test", json={"name": "east", "kubeconfig": east})
    assert (answer.status_code, answer.json()["status"]["phase"]) == (200, "connected")
    answer = await stack.admin.get("/api/kubeconfig/manifest", params={"rights": "edit"})
    assert "name: argus-edit" in answer.json()["manifest"]
    assert (await stack.admin.get("/api/kubeconfig/manifest", params={"rights": "root"})).status_code == 400
    assert (await stack.admin.get("/api/kubeconfig/imports")).status_code == 200
    assert (await stack.admin.get("/api/sandbox")).json()["enabled"] is False


async def test_viewers_change_nothing(stack: Stack, east: str) -> None:
    added = (await stack.admin.post("/api/clusters", json={"name": "kept", "kubeconfig": east})).json()
    path = f"/api/clusters/{added['id']}"
    refused = [
        await stack.viewer.post("/api/clusters", json={"name": "mine", "kubeconfig": east}),
        await stack.viewer.put(path, json={"name": "mine"}),
        await stack.viewer.delete(path),
        await stack.viewer.post("/api/kubeconfig/contexts", json={"kubeconfig": east}),
        await stack.viewer.get("/api/kubeconfig/imports"),
    ]
    assert {answer.status_code for answer in refused} == {403}
    assert (await stack.admin.get(path)).json()["name"] == "kept"
    assert (await stack.anonymous.get(path)).status_code == 401
    await remove_all(stack.admin)
