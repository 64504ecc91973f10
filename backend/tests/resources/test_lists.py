"""Lists out of the index, raw lists, and what whom is shown."""

from typing import Any

import pytest

from tests.resources.surface import Object, Surface, config_map, eventually

MAPS = "core/v1/configmaps"


async def listed(surface: Surface, kind: str, client: Any = None, **params: Any) -> Object:
    answer = await (client or surface.admin).get(surface.path(kind), params=params)
    assert answer.status_code == 200, answer.text
    page: Object = answer.json()
    return page


async def test_a_list_is_the_apiservers_table(surface: Surface) -> None:
    page = await listed(surface, MAPS, namespace="team-a")
    assert [column["name"] for column in page["columns"]] == ["Name", "Data", "Age"]
    row = next(row for row in page["rows"] if row["name"] == "settings")
    assert (row["cluster"], row["namespace"]) == (surface.cluster, "team-a")
    assert page["stale"] is False
    assert page["partial"] == []


async def test_lists_are_filtered_sorted_and_paged(surface: Surface) -> None:
    for number in range(5):
        thing = config_map(f"paged-{number}")
        thing["metadata"]["labels"] = {"set": "paged"}
        await surface.made(MAPS, thing)

    async def ask() -> Object:
        return await listed(surface, MAPS, labelSelector="set=paged", sort="-name", limit=2)

    first = await eventually(ask, lambda page: page["total"] == 5)
    second = await listed(surface, MAPS, labelSelector="set=paged", sort="-name", limit=2, cursor=first["cursor"])
    names = [row["name"] for page in (first, second) for row in page["rows"]]
    assert names == ["paged-4", "paged-3", "paged-2", "paged-1"]


@pytest.mark.parametrize("params", [{"sort": "nothing"}, {"limit": 0}, {"labelSelector": "a in"}, {"cursor": "x"}])
async def test_questions_that_make_no_sense_are_400(surface: Surface, params: dict[str, Any]) -> None:
    answer = await surface.admin.get(surface.path(MAPS), params=params)
    assert answer.status_code == 400, answer.text


async def test_secrets_are_not_listed_raw(surface: Surface) -> None:
    answer = await surface.admin.get(surface.path("core/v1/secrets"), params={"view": "raw"})
    assert (answer.status_code, answer.json()["code"]) == (400, "raw-secrets")


async def test_raw_is_the_apiservers_own_list(surface: Surface) -> None:
    answer = await surface.admin.get(
        surface.path(MAPS),
        params={"view": "raw", "namespace": "team-a", "labelSelector": "!nothing"},
        headers={"User-Agent": "curl/8", "Accept": "text/html", "Impersonate-User": "nobody", "X-Remote-User": "x"},
    )
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["kind"] == "ConfigMapList"
    assert "settings" in {item["metadata"]["name"] for item in answer.json()["items"]}
    # The apiserver indents for clients that look like curl: one line proves that the header did not reach it.
    assert answer.text.strip().count("\n") == 0


async def test_a_large_raw_list_comes_compressed_to_whoever_takes_it_so(surface: Surface) -> None:
    await surface.made(MAPS, config_map("large", text="x" * 200_000))
    params = {"view": "raw", "namespace": "default"}
    for accepted, encoding in (("gzip, br", "gzip"), ("gzip;q=0", None), ("identity", None)):
        answer = await surface.admin.get(surface.path(MAPS), params=params, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "large" in {item["metadata"]["name"] for item in answer.json()["items"]}


async def test_raw_refusals_are_problems(surface: Surface) -> None:
    answer = await surface.admin.get(surface.path(MAPS), params={"view": "raw", "labelSelector": "a in"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    unknown = await surface.admin.get(surface.path("example.com/v1/things"), params={"view": "raw"})
    assert unknown.status_code == 404


async def test_secrets_are_for_admins(surface: Surface) -> None:
    secrets = "core/v1/secrets"
    assert (await surface.admin.get(surface.path(secrets))).status_code == 200
    for params in ({}, {"view": "raw"}, {"namespace": "default"}):
        answer = await surface.viewer.get(surface.path(secrets), params=params)
        assert answer.status_code == 403, answer.text
    everywhere = await surface.viewer.get("/api/fleet/resources/core/v1/secrets")
    assert everywhere.status_code == 403, everywhere.text
    named = await surface.viewer.get(surface.path(secrets, "any"), params={"namespace": "default"})
    assert named.status_code == 403


async def test_a_narrow_user_sees_one_namespace(surface: Surface) -> None:
    page = await listed(surface, MAPS, surface.narrow)
    assert {row["namespace"] for row in page["rows"]} == {"team-a"}
    named = await listed(surface, MAPS, surface.narrow, namespace="team-a")
    assert named["total"] == page["total"]
    fleet = await surface.narrow.get("/api/fleet/resources/core/v1/configmaps")
    assert {row["namespace"] for row in fleet.json()["rows"]} == {"team-a"}


async def test_a_narrow_user_sees_nothing_else(surface: Surface) -> None:
    for path, params in (
        (surface.path(MAPS), {"namespace": "team-b"}),
        (surface.path(MAPS), {"view": "raw"}),
        (surface.path(MAPS), {"view": "raw", "namespace": "team-b"}),
        (surface.path(MAPS, "settings"), {"namespace": "team-b"}),
        (surface.path(MAPS, "settings", "/events"), {"namespace": "team-b"}),
        (surface.path(MAPS, "settings", "/related"), {"namespace": "team-b"}),
        (surface.path("core/v1/nodes"), {}),
        (surface.path("core/v1/nodes"), {"view": "raw", "namespace": "team-a"}),
        (surface.path("core/v1/nodes", "node-0"), {"namespace": "team-a"}),
        (surface.path("core/v1/namespaces", "team-b"), {}),
        (surface.path("core/v1/namespaces", "team-b"), {"namespace": "team-a"}),
        (surface.path("rbac.authorization.k8s.io/v1/clusterroles"), {}),
        (f"/api/clusters/{surface.cluster}/nodes", {}),
        (f"/api/clusters/{surface.cluster}/namespaces/team-b/pods/any/logs", {}),
    ):
        answer = await surface.narrow.get(path, params=params)
        assert answer.status_code == 403, (path, params, answer.text)


async def test_forbidden_and_missing_look_the_same_to_a_narrow_user(surface: Surface) -> None:
    there = await surface.narrow.get(surface.path(MAPS, "settings"), params={"namespace": "team-b"})
    missing = await surface.narrow.get(surface.path(MAPS, "nothing"), params={"namespace": "team-c"})
    assert (there.status_code, there.json()["code"]) == (missing.status_code, missing.json()["code"])


async def test_a_narrow_user_reads_what_is_theirs(surface: Surface) -> None:
    for path, params in (
        (surface.path(MAPS), {"view": "raw", "namespace": "team-a"}),
        (surface.path(MAPS, "settings"), {"namespace": "team-a"}),
        (surface.path(MAPS, "settings", "/events"), {"namespace": "team-a"}),
        (surface.path(MAPS, "settings", "/related"), {"namespace": "team-a"}),
        (surface.path("core/v1/namespaces", "team-a"), {}),
    ):
        answer = await surface.narrow.get(path, params=params)
        assert answer.status_code == 200, (path, params, answer.text)


async def test_namespaces_are_those_one_may_see(surface: Surface) -> None:
    path = f"/api/clusters/{surface.cluster}/namespaces"
    everything = {item["name"]: item for item in (await surface.viewer.get(path)).json()["items"]}
    assert {"default", "team-a", "team-b"} <= everything.keys()
    assert everything["default"]["phase"] == "Active"
    assert everything["default"]["labels"] == {"kubernetes.io/metadata.name": "default"}
    assert [item["name"] for item in (await surface.narrow.get(path)).json()["items"]] == ["team-a"]
    page = await listed(surface, "core/v1/namespaces", surface.narrow)
    assert [row["name"] for row in page["rows"]] == ["team-a"]


async def test_nodes_say_what_they_hold(surface: Surface) -> None:
    answer = await surface.viewer.get(f"/api/clusters/{surface.cluster}/nodes")
    nodes = answer.json()["items"]
    assert len(nodes) == 2
    assert all(node["ready"] and node["schedulable"] and node["capacity"]["cpu"] for node in nodes)


async def test_discovery_names_every_kind(surface: Surface) -> None:
    answer = await surface.narrow.get(f"/api/clusters/{surface.cluster}/api-resources")
    kinds = {(kind["group"], kind["resource"]): kind for kind in answer.json()["items"]}
    assert kinds["core", "pods"]["namespaced"] is True
    assert kinds["apps", "deployments"]["shortNames"] == ["deploy"]
    assert (await surface.admin.get("/api/clusters/none/api-resources")).status_code == 404
