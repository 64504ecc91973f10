"""What belongs to workloads: relatives, events, logs, the overview and search."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from tests.resources.surface import Object, Surface, deployment, eventually, surfaced

DEPLOYMENTS = "apps/v1/deployments"
PLACE = {"namespace": "default"}


@pytest.fixture(scope="session")
async def web(surface: Surface) -> list[str]:
    """The pods of a deployment of two, each of two containers."""
    await surface.made(DEPLOYMENTS, deployment("web", replicas=2, containers=2))
    service = {
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
    }
    await surface.made("core/v1/services", service)

    async def pods() -> list[Object]:
        page = await surface.admin.get(surface.path("core/v1/pods"), params={"q": "web-", **PLACE})
        rows: list[Object] = page.json()["rows"]
        return rows

    def running(rows: list[Object]) -> bool:
        return [row["health"]["level"] for row in rows] == ["ok", "ok"]

    rows = await eventually(pods, running, 60)
    return [row["name"] for row in rows]


async def related(surface: Surface, kind: str, name: str, **params: str) -> Object:
    answer = await surface.viewer.get(surface.path(kind, name, "/related"), params=params)
    assert answer.status_code == 200, answer.text
    found: Object = answer.json()
    return found


def names(items: list[Object]) -> set[tuple[str, str]]:
    return {(item["kind"], item["name"]) for item in items}


async def test_a_deployment_owns_replica_sets_and_selects_pods(surface: Surface, web: list[str]) -> None:
    found = await related(surface, DEPLOYMENTS, "web", **PLACE)
    assert {kind for kind, _ in names(found["owned"])} == {"ReplicaSet"}
    assert names(found["pods"]) == {("Pod", name) for name in web}
    assert {pod["level"] for pod in found["pods"]} == {"ok"}
    assert found["owners"] == []


async def test_a_pod_names_its_owner(surface: Surface, web: list[str]) -> None:
    found = await related(surface, "core/v1/pods", web[0], **PLACE)
    assert {kind for kind, _ in names(found["owners"])} == {"ReplicaSet"}
    replica_set = found["owners"][0]["name"]
    upward = await related(surface, "apps/v1/replicasets", replica_set, **PLACE)
    assert names(upward["owners"]) == {("Deployment", "web")}
    assert names(upward["owned"]) == {("Pod", name) for name in web}


async def test_a_service_has_endpoints_and_pods(surface: Surface, web: list[str]) -> None:
    async def ask() -> Object:
        return await related(surface, "core/v1/services", "web", **PLACE)

    found = await eventually(ask, lambda found: found["owned"])
    assert {kind for kind, _ in names(found["owned"])} == {"EndpointSlice"}
    assert names(found["pods"]) == {("Pod", name) for name in web}


async def test_nodes_have_their_pods(surface: Surface, web: list[str]) -> None:
    nodes = (await surface.viewer.get(f"/api/clusters/{surface.cluster}/nodes")).json()["items"]
    on_them: set[tuple[str, str]] = set()
    for node in nodes:
        on_them |= names((await related(surface, "core/v1/nodes", node["name"]))["pods"])
    assert {("Pod", name) for name in web} <= on_them


async def test_a_cron_job_owns_its_jobs_and_a_job_its_pods(surface: Surface) -> None:
    pod = {"containers": [{"name": "c", "image": "example.com/job:1"}], "restartPolicy": "Never"}
    job = {"template": {"spec": pod}}
    cron = {
        "metadata": {"name": "nightly", "namespace": "default"},
        "spec": {"schedule": "0 0 1 1 *", "jobTemplate": {"spec": job}},
    }
    made = await surface.made("batch/v1/cronjobs", cron)
    owner = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "name": "nightly",
        "uid": made["metadata"]["uid"],
        "controller": True,
    }
    owned = {"metadata": {"name": "nightly-1", "namespace": "default", "ownerReferences": [owner]}, "spec": job}
    await surface.made("batch/v1/jobs", owned)
    assert names((await related(surface, "batch/v1/cronjobs", "nightly", **PLACE))["owned"]) == {("Job", "nightly-1")}

    async def ask() -> Object:
        return await related(surface, "batch/v1/jobs", "nightly-1", **PLACE)

    found = await eventually(ask, lambda found: found["owned"] and found["pods"])
    assert names(found["owners"]) == {("CronJob", "nightly")}


async def test_claims_and_volumes_name_each_other(surface: Surface) -> None:
    size = {"storage": "1Gi"}
    volume = {
        "metadata": {"name": "disk"},
        "spec": {
            "capacity": size,
            "accessModes": ["ReadWriteOnce"],
            "hostPath": {"path": "/data"},
            "storageClassName": "manual",
            "claimRef": {"namespace": "default", "name": "claim"},
        },
    }
    claim = {
        "metadata": {"name": "claim", "namespace": "default"},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": size},
            "storageClassName": "manual",
            "volumeName": "disk",
        },
    }
    await surface.made("core/v1/persistentvolumes", volume)
    await surface.made("core/v1/persistentvolumeclaims", claim)
    found = await related(surface, "core/v1/persistentvolumeclaims", "claim", **PLACE)
    assert names(found["owned"]) == {("PersistentVolume", "disk")}
    back = await related(surface, "core/v1/persistentvolumes", "disk")
    assert names(back["owned"]) == {("PersistentVolumeClaim", "claim")}


async def test_what_selects_nothing_has_no_pods(surface: Surface) -> None:
    headless = {"metadata": {"name": "headless", "namespace": "default"}, "spec": {"ports": [{"port": 1}]}}
    await surface.made("core/v1/services", headless)
    assert (await related(surface, "core/v1/services", "headless", **PLACE))["pods"] == []


async def test_events_are_newest_first(surface: Surface, web: list[str]) -> None:
    async def ask() -> list[Object]:
        answer = await surface.viewer.get(surface.path(DEPLOYMENTS, "web", "/events"), params=PLACE)
        assert answer.status_code == 200, answer.text
        items: list[Object] = answer.json()["items"]
        return items

    items = await eventually(ask, bool)
    assert items[0]["reason"] == "ScalingReplicaSet"
    assert items[0]["source"] == "deployment-controller"
    pods = await surface.viewer.get(surface.path("core/v1/pods", web[0], "/events"), params=PLACE)
    seen = [item["lastSeen"] for item in pods.json()["items"]]
    assert seen == sorted(seen, reverse=True)
    assert all(item["count"] >= 1 for item in items)


def log_path(surface: Surface, pod: str) -> str:
    return f"/api/clusters/{surface.cluster}/namespaces/default/pods/{pod}/logs"


async def test_logs_are_plain_text(surface: Surface, web: list[str]) -> None:
    params: dict[str, Any] = {"container": "c0", "tail": 3, "timestamps": "true"}
    answer = await surface.viewer.get(log_path(surface, web[0]), params=params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert len(answer.text.splitlines()) == 3
    assert all(line.startswith("20") for line in answer.text.splitlines())


async def test_several_containers_need_a_name(surface: Surface, web: list[str]) -> None:
    answer = await surface.viewer.get(log_path(surface, web[0]))
    assert answer.status_code == 400
    assert "c0" in answer.json()["detail"]
    assert "c1" in answer.json()["detail"]


async def test_logs_of_nothing_are_404(surface: Surface) -> None:
    assert (await surface.viewer.get(log_path(surface, "nothing"))).status_code == 404


async def test_a_followed_log_streams_and_ends_with_its_reader(surface: Surface, web: list[str]) -> None:
    params: dict[str, Any] = {"container": "c0", "tail": 1, "follow": "true"}
    async with surface.viewer.stream("GET", log_path(surface, web[0]), params=params) as answer:
        assert answer.status_code == 200
        lines = answer.aiter_lines()
        assert await asyncio.wait_for(anext(lines), 10)
        assert upstream_streams() == 1
    deadline = time.monotonic() + 10
    while upstream_streams():
        assert time.monotonic() < deadline, "the upstream stream is still open"
        await asyncio.sleep(0.05)


async def test_a_followed_log_ends_whole_when_argus_stops(
    surface: Surface, web: list[str], east: str, tmp_path: Path
) -> None:
    async with surfaced(tmp_path, east) as other:
        params: dict[str, Any] = {"container": "c0", "tail": 1, "follow": "true"}
        async with other.viewer.stream("GET", log_path(other, web[0]), params=params) as answer:
            lines = answer.aiter_lines()
            assert await asyncio.wait_for(anext(lines), 10)
            other.stack.rooms.resources.end_streams()
            async with asyncio.timeout(10):
                assert [line async for line in lines if not line] == []


def upstream_streams() -> int:
    """How many responses are being forwarded in this process."""
    return sum("_Forward._pump" in repr(task.get_coro()) for task in asyncio.all_tasks())


async def test_the_overview_counts_what_runs(surface: Surface, web: list[str]) -> None:
    broken = deployment("broken", replicas=1)
    broken["spec"]["template"]["spec"]["containers"][0]["resources"] = {"requests": {"cpu": "5000"}}
    await surface.made(DEPLOYMENTS, broken)

    async def ask() -> Object:
        answer = await surface.viewer.get("/api/fleet/overview")
        assert answer.status_code == 200, answer.text
        found: Object = answer.json()
        return found

    def complete(found: Object) -> bool:
        return any(item["name"].startswith("broken-") for item in found["unhealthy"])

    found = await eventually(ask, complete)
    totals = {total["kind"]: total for total in found["totals"]}
    assert totals["Node"]["total"] == 2
    assert totals["Pod"]["total"] >= 3
    assert sum(totals["Pod"]["levels"].values()) == totals["Pod"]["total"]
    assert found["unhealthyTotal"] >= 1
    assert found["partial"] == []


async def test_the_overview_of_a_narrow_user_is_narrow(surface: Surface, web: list[str]) -> None:
    found = (await surface.narrow.get("/api/fleet/overview")).json()
    assert all(total["total"] == 0 for total in found["totals"])
    assert found["unhealthy"] == []


async def test_search_finds_by_name(surface: Surface, web: list[str]) -> None:
    await surface.viewer.get(surface.path(DEPLOYMENTS))
    hits = (await surface.viewer.get("/api/fleet/search", params={"q": "WEB"})).json()["hits"]
    assert (hits[0]["kind"], hits[0]["name"], hits[0]["clusterName"]) == ("Deployment", "web", "east")
    assert {("Pod", name) for name in web} <= names(hits)
    few = (await surface.viewer.get("/api/fleet/search", params={"q": "web", "limit": 1})).json()
    assert (len(few["hits"]), few["truncated"]) == (1, True)
    nothing = (await surface.narrow.get("/api/fleet/search", params={"q": "web"})).json()
    assert nothing["hits"] == []
