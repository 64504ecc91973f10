"""Server-side apply: what it would change, whose fields it would take."""

from typing import Any

import httpx
import msgspec

from tests.resources.surface import Object, Surface, config_map

MAPS = "core/v1/configmaps"
APPLY = {"Content-Type": "application/apply-patch+yaml"}


async def apply(surface: Surface, thing: Object, kind: str = MAPS, **params: Any) -> httpx.Response:
    metadata = thing["metadata"]
    params = {"namespace": metadata["namespace"], **params}
    body = msgspec.json.encode(thing)
    return await surface.admin.patch(surface.path(kind, metadata["name"]), params=params, content=body, headers=APPLY)


async def owned_by_another(surface: Surface, name: str) -> None:
    body = msgspec.json.encode(config_map(name, a="theirs"))
    path, query = f"/api/v1/namespaces/default/configmaps/{name}", {"fieldManager": "other"}
    await surface.kube.request("PATCH", path, query=query, body=body, content_type=APPLY["Content-Type"])


async def test_apply_creates_and_changes(surface: Surface) -> None:
    made = await apply(surface, config_map("applied", a="1"))
    assert made.status_code == 200, made.text
    assert {line["op"] for line in made.json()["diff"]} == {"added"}
    assert made.json()["object"]["metadata"]["managedFields"][0]["manager"] == "argus"
    changed = await apply(surface, config_map("applied", a="2"))
    assert [line["text"] for line in changed.json()["diff"] if line["op"] == "added"] == ["  a: '2'"]


async def test_what_was_created_here_is_not_in_the_way(surface: Surface) -> None:
    await surface.made(MAPS, config_map("own", a="1"))
    answer = await apply(surface, config_map("own", a="2"))
    assert answer.status_code == 200, answer.text
    assert answer.json()["conflicts"] == []


async def test_an_object_as_it_was_read_can_be_applied(surface: Surface) -> None:
    await apply(surface, config_map("round", a="1"))
    read = await surface.admin.get(surface.path(MAPS, "round"), params={"namespace": "default"})
    answer = await apply(surface, {**read.json(), "data": {"a": "2"}})
    assert answer.status_code == 200, answer.text
    assert answer.json()["object"]["data"] == {"a": "2"}


async def test_a_dry_run_shows_the_diff_and_the_owners(surface: Surface) -> None:
    await owned_by_another(surface, "taken")
    answer = await apply(surface, config_map("taken", a="mine"), dryRun="true")
    result = answer.json()
    assert answer.status_code == 200, answer.text
    assert result["conflicts"] == [{"manager": "other", "field": ".data.a"}]
    assert [line["text"] for line in result["diff"] if line["op"] != "same"] == ["  a: theirs", "  a: mine"]
    read = await surface.admin.get(surface.path(MAPS, "taken"), params={"namespace": "default"})
    assert read.json()["data"] == {"a": "theirs"}


async def test_without_force_the_owners_are_named(surface: Surface) -> None:
    await owned_by_another(surface, "kept")
    answer = await apply(surface, config_map("kept", a="mine"))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "field-conflict")
    assert problem["errors"] == [{"field": ".data.a", "message": "owned by other"}]
    assert "force=true" in problem["detail"]


async def test_with_force_the_fields_are_taken(surface: Surface) -> None:
    await owned_by_another(surface, "forced")
    answer = await apply(surface, config_map("forced", a="mine"), force="true")
    assert answer.status_code == 200, answer.text
    assert answer.json()["conflicts"] == [{"manager": "other", "field": ".data.a"}]
    assert answer.json()["object"]["data"] == {"a": "mine"}


async def test_a_stale_version_is_a_conflict_with_both(surface: Surface) -> None:
    thing = await surface.made(MAPS, config_map("stale", a="1"))
    await apply(surface, config_map("stale", b="2"))
    answer = await apply(surface, {**thing, "data": {"a": "3"}}, force="true")
    assert (answer.status_code, answer.json()["code"]) == (409, "resource-conflict")
    assert answer.json()["current"]["data"] == {"a": "1", "b": "2"}


async def test_secret_values_show_nowhere_but_in_the_object(surface: Surface) -> None:
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "guarded", "namespace": "default"},
        "stringData": {"password": "hunter2-first"},
    }
    made = await apply(surface, secret, "core/v1/secrets")
    assert made.status_code == 200, made.text
    changed = await apply(surface, {**secret, "stringData": {"password": "hunter2-second"}}, "core/v1/secrets")
    shown = [line["text"] for line in changed.json()["diff"] if line["op"] != "same"]
    assert shown
    assert not any("hunter2" in line or "aHVudGVy" in line for line in shown)
    wrong = {**secret, "data": {"password": "hunter2 is not base64"}}
    del wrong["stringData"]
    refused = await apply(surface, wrong, "core/v1/secrets")
    assert refused.status_code in (400, 422, 500), refused.text
    assert "hunter2" not in refused.text
    entries = await surface.stack.rooms.audit.tail(100)
    assert any(entry.name == "guarded" for entry in entries)
    assert not any("hunter2" in entry.detail for entry in entries)


async def test_a_field_that_the_kind_does_not_have_is_the_senders_fault(surface: Surface) -> None:
    answer = await apply(surface, {**config_map("applied-typo"), "bogus": 1})
    assert answer.status_code == 422, answer.text
    assert "bogus" in answer.json()["detail"]
