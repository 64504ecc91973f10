"""Reading, creating, replacing and deleting objects of a real cluster."""

import json
from typing import Any

import httpx
import pytest

from tests.resources.surface import Object, Surface, config_map

MAPS = "core/v1/configmaps"


async def audited(surface: Surface, name: str) -> list[tuple[str, str]]:
    """(action, outcome) of the audit entries about objects of this name, oldest first."""
    return [(entry.action, entry.outcome) for entry in await surface.stack.rooms.audit.tail(100) if entry.name == name]


async def test_an_object_is_the_apiservers_own(surface: Surface) -> None:
    answer = await surface.admin.get(surface.path("core/v1/namespaces", "default"))
    direct = await surface.kube.request("GET", "/api/v1/namespaces/default")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.content == direct.body


async def test_create_read_delete(surface: Surface) -> None:
    answer = await surface.create(MAPS, config_map("made", a="1"))
    assert answer.status_code == 201
    assert {line["op"] for line in answer.json()["diff"]} == {"added"}
    assert "  a: '1'" in [line["text"] for line in answer.json()["diff"]]
    assert answer.json()["dryRun"] is False
    read = await surface.viewer.get(surface.path(MAPS, "made"), params={"namespace": "default"})
    assert read.json() == answer.json()["object"]
    gone = await surface.admin.delete(surface.path(MAPS, "made"), params={"namespace": "default"})
    assert gone.status_code == 200, gone.text
    missing = await surface.admin.get(surface.path(MAPS, "made"), params={"namespace": "default"})
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"
    assert missing.json()["reason"] == "NotFound"
    assert missing.json()["cluster"] == "east"


async def test_the_namespace_may_stand_in_the_query_or_the_body(surface: Surface) -> None:
    thing = config_map("placed")
    del thing["metadata"]["namespace"]
    assert (await surface.create(MAPS, thing)).status_code == 400
    placed = await surface.made(MAPS, thing, namespace="kube-public")
    assert placed["metadata"]["namespace"] == "kube-public"
    clash = await surface.create(MAPS, config_map("placed"), namespace="kube-public")
    assert clash.status_code == 400
    assert clash.json()["errors"][0]["field"] == "metadata.namespace"


async def test_a_name_may_be_generated_and_the_audit_log_tells_which_it_was(surface: Surface) -> None:
    thing = config_map("x")
    thing["metadata"] = {"generateName": "made-", "namespace": "default"}
    name = (await surface.made(MAPS, thing))["metadata"]["name"]
    assert name.startswith("made-")
    [done] = [one for one in await surface.stack.rooms.audit.tail(100) if (one.name, one.outcome) == ("made-", "done")]
    assert json.loads(done.detail)["name"] == name


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "Secret"},
        {"apiVersion": "apps/v1"},
        {"metadata": {"namespace": "default"}},
        {"metadata": "x"},
        {"metadata": {"name": "x", "namespace": 7}},
    ],
)
async def test_objects_that_contradict_their_path_never_leave(surface: Surface, change: Object) -> None:
    answer = await surface.create(MAPS, {**config_map("wrong"), **change})
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"]


async def test_what_the_apiserver_finds_wrong_is_told_by_field(surface: Surface) -> None:
    answer = await surface.create(MAPS, {**config_map("wrong"), "data": {"not a key": "1"}})
    assert answer.status_code == 422
    assert answer.json()["reason"] == "Invalid"
    assert answer.json()["errors"][0]["field"] == "data[not a key]"
    unknown = await surface.create(MAPS, {**config_map("typo"), "dta": {}})
    assert unknown.status_code == 400
    assert "dta" in unknown.json()["detail"]


async def test_creating_it_again_is_a_conflict(surface: Surface) -> None:
    await surface.made(MAPS, config_map("twice"))
    again = await surface.create(MAPS, config_map("twice"))
    assert (again.status_code, again.json()["reason"]) == (409, "AlreadyExists")


async def test_a_replace_shows_what_it_changed(surface: Surface) -> None:
    thing = await surface.made(MAPS, config_map("replaced", a="1"))
    answer = await replace(surface, {**thing, "data": {"a": "2"}})
    assert answer.status_code == 200, answer.text
    changed = [(line["op"], line["text"]) for line in answer.json()["diff"] if line["op"] != "same"]
    assert changed == [("removed", "  a: '1'"), ("added", "  a: '2'")]


async def test_a_replace_is_based_on_a_version(surface: Surface) -> None:
    thing = await surface.made(MAPS, config_map("unbased", a="1"))
    del thing["metadata"]["resourceVersion"]
    answer = await replace(surface, thing)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "metadata.resourceVersion"


async def test_a_lost_race_shows_both_versions(surface: Surface) -> None:
    thing = await surface.made(MAPS, config_map("raced", a="1"))
    assert (await replace(surface, {**thing, "data": {"a": "theirs"}})).status_code == 200
    mine = await replace(surface, {**thing, "data": {"a": "mine"}})
    problem = mine.json()
    assert (mine.status_code, problem["code"]) == (409, "resource-conflict")
    assert problem["current"]["data"] == {"a": "theirs"}
    assert problem["submitted"]["data"] == {"a": "mine"}


async def test_a_replace_of_what_is_gone_is_404(surface: Surface) -> None:
    thing = await surface.made(MAPS, config_map("vanished"))
    await surface.admin.delete(surface.path(MAPS, "vanished"), params={"namespace": "default"})
    assert (await replace(surface, thing)).status_code == 404


async def test_names_in_path_and_body_agree(surface: Surface) -> None:
    thing = await surface.made(MAPS, config_map("named"))
    answer = await surface.admin.put(surface.path(MAPS, "other"), params={"namespace": "default"}, json=thing)
    assert answer.status_code == 400
    answer = await surface.admin.put(surface.path(MAPS, "named"), params={"namespace": "kube-system"}, json=thing)
    assert answer.status_code == 400


async def test_dry_runs_store_nothing(surface: Surface) -> None:
    made = await surface.create(MAPS, config_map("dry"), dryRun="true")
    assert made.status_code == 201
    assert made.json()["dryRun"] is True
    path = surface.path(MAPS, "dry")
    assert (await surface.admin.get(path, params={"namespace": "default"})).status_code == 404
    thing = await surface.made(MAPS, config_map("dry", a="1"))
    changed = await replace(surface, {**thing, "data": {"a": "2"}}, dryRun="true")
    assert [line["op"] for line in changed.json()["diff"] if line["op"] != "same"] == ["removed", "added"]
    gone = await surface.admin.delete(path, params={"namespace": "default", "dryRun": "true"})
    assert gone.status_code == 200, gone.text
    kept = await surface.admin.get(path, params={"namespace": "default"})
    assert kept.json()["data"] == {"a": "1"}


async def test_a_parameter_that_is_not_known_is_refused(surface: Surface) -> None:
    await surface.made(MAPS, config_map("mistyped"))
    path, params = surface.path(MAPS, "mistyped"), {"namespace": "default", "dryrun": "true"}
    for answer in (
        await surface.admin.get(surface.path(MAPS), params={"namspace": "default"}),
        await surface.admin.delete(path, params=params),
        await surface.create(MAPS, config_map("mistyped-too"), dryrun="true"),
    ):
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (400, "unknown-parameter")
        assert problem["errors"][0]["field"] in ("dryrun", "namspace")
        assert "namespace" in problem["errors"][0]["message"]
    for name, status in (("mistyped", 200), ("mistyped-too", 404)):
        kept = await surface.admin.get(surface.path(MAPS, name), params={"namespace": "default"})
        assert kept.status_code == status


async def test_a_delete_may_be_bound_to_a_version(surface: Surface) -> None:
    thing = await surface.made(MAPS, config_map("bound"))
    path = surface.path(MAPS, "bound")
    for precondition in ({"uid": "other"}, {"resourceVersion": "1"}):
        answer = await surface.admin.request("DELETE", path, params={"namespace": "default"}, json=precondition)
        assert answer.status_code == 409, answer.text
    options = {"uid": thing["metadata"]["uid"], "gracePeriodSeconds": 0, "propagationPolicy": "Foreground"}
    answer = await surface.admin.request("DELETE", path, params={"namespace": "default"}, json=options)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("options", [{"propagationPolicy": "Never"}, {"gracePeriodSeconds": -1}, {"other": 1}])
async def test_options_that_do_not_exist_are_refused(surface: Surface, options: Object) -> None:
    path = surface.path(MAPS, "any")
    answer = await surface.admin.request("DELETE", path, params={"namespace": "default"}, json=options)
    assert answer.status_code == 400, answer.text


async def test_namespaces_belong_to_namespaced_kinds_only(surface: Surface) -> None:
    missing = await surface.admin.get(surface.path(MAPS, "any"))
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (400, "namespace")
    extra = await surface.admin.get(surface.path("core/v1/nodes", "any"), params={"namespace": "default"})
    assert (extra.status_code, extra.json()["errors"][0]["field"]) == (400, "namespace")


async def test_kinds_that_are_not_served_are_404(surface: Surface) -> None:
    answer = await surface.admin.get(surface.path("example.com/v1/things", "any"), params={"namespace": "default"})
    assert (answer.status_code, answer.json()["code"]) == (404, "kind-not-found")


async def test_what_a_kind_does_not_offer_is_405(surface: Surface) -> None:
    reviews, statuses = "authentication.k8s.io/v1/tokenreviews", "core/v1/componentstatuses"
    for answer in (
        await surface.admin.get(surface.path(reviews)),
        await surface.admin.get(surface.path(reviews), params={"view": "raw"}),
        await surface.admin.delete(surface.path(statuses, "etcd-0")),
        await surface.create(statuses, {"metadata": {"name": "etcd-0"}}),
    ):
        assert (answer.status_code, answer.json()["reason"]) == (405, "MethodNotAllowed"), answer.text


async def test_clusters_that_are_not_there_are_404(surface: Surface) -> None:
    answer = await surface.admin.get("/api/clusters/none/resources/core/v1/pods/a", params={"namespace": "default"})
    assert answer.status_code == 404


async def test_every_change_is_audited_before_and_after(surface: Surface) -> None:
    thing = await surface.made(MAPS, config_map("logged", a="1"))
    await replace(surface, {**thing, "data": {"a": "2"}})
    await replace(surface, {**thing, "data": {"a": "3"}})
    await surface.admin.delete(surface.path(MAPS, "logged"), params={"namespace": "default"})
    await surface.create(MAPS, config_map("logged"), dryRun="true")
    assert await audited(surface, "logged") == [
        ("create", "intent"),
        ("create", "done"),
        ("update", "intent"),
        ("update", "done"),
        ("update", "intent"),
        ("update", "failed"),
        ("delete", "intent"),
        ("delete", "done"),
    ]


async def test_viewers_change_nothing(surface: Surface) -> None:
    path, params = surface.path(MAPS, "any"), {"namespace": "default"}
    thing = config_map("any")
    for answer in (
        await surface.viewer.post(surface.path(MAPS), json=thing),
        await surface.viewer.put(path, params=params, json=thing),
        await surface.viewer.patch(path, params=params, json=thing),
        await surface.viewer.delete(path, params=params),
    ):
        assert answer.status_code == 403, answer.text


async def test_bodies_are_bounded(surface: Surface) -> None:
    large = await surface.create(MAPS, config_map("large", a="x" * 1_600_000))
    assert large.status_code == 413
    for depth in (200, 100_000):
        body = '{"metadata":{"name":"deep","namespace":"default"},"data":' + "[" * depth + "]" * depth + "}"
        deep = await surface.admin.post(surface.path(MAPS), content=body, headers={"Content-Type": "application/json"})
        assert deep.status_code == 400, deep.text
    for body in ("[]", "7", "null", '"text"', "{", ""):
        odd = await surface.admin.post(surface.path(MAPS), content=body, headers={"Content-Type": "application/json"})
        assert odd.status_code == 400, (body, odd.text)


async def test_numbers_of_any_size_pass_or_are_refused(surface: Surface) -> None:
    body = json.dumps({**config_map("huge"), "data": {"a": 10**40}})
    answer = await surface.admin.post(surface.path(MAPS), content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text


async def replace(surface: Surface, thing: Object, **params: Any) -> httpx.Response:
    metadata = thing["metadata"]
    params = {"namespace": metadata["namespace"], **params}
    return await surface.admin.put(surface.path(MAPS, metadata["name"]), params=params, json=thing)
