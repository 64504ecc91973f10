"""An admin of one namespace, on a real cluster."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.resources.surface import Surface, config_map
from tests.stack import PASSWORD, sign_in

OWNER = "owner@example.com"


@pytest.fixture(scope="module")
async def owner(surface: Surface) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=surface.stack.url, timeout=30) as client:
        await surface.stack.rooms.identity.users.create(OWNER, "Owner", PASSWORD, "admin", surface.cluster, "team-a")
        await sign_in(client, OWNER)
        yield client


async def test_the_namespace_of_a_new_object_decides(surface: Surface, owner: httpx.AsyncClient) -> None:
    path = surface.path("core/v1/configmaps")
    made = await owner.post(path, json=config_map("named-inside", "team-a"))
    assert made.status_code == 201, made.text
    for namespace, thing in (
        (None, config_map("refused", "team-b")),
        ("team-b", config_map("refused", "team-b")),
        ("team-b", config_map("refused", "team-a")),
        (None, {"metadata": {"name": "refused"}}),
    ):
        answer = await owner.post(path, json=thing, params={"namespace": namespace} if namespace else {})
        assert answer.status_code == 403, (namespace, thing, answer.text)
    other = await owner.post(path, json=config_map("refused", "team-b"), params={"namespace": "team-a"})
    assert (other.status_code, other.json()["errors"][0]["field"]) == (400, "metadata.namespace")
    for kind in ("core/v1/namespaces", "rbac.authorization.k8s.io/v1/clusterroles"):
        for metadata in ({"name": "refused"}, {"name": "refused", "namespace": "team-a"}):
            answer = await owner.post(surface.path(kind), json={"metadata": metadata})
            assert answer.status_code in (400, 403), (kind, answer.text)
            assert (await surface.admin.get(surface.path(kind, "refused"))).status_code == 404
    refused = surface.path("core/v1/configmaps", "refused")
    for namespace in ("team-a", "team-b"):
        assert (await surface.admin.get(refused, params={"namespace": namespace})).status_code == 404


async def test_a_refused_log_names_pods(surface: Surface, owner: httpx.AsyncClient) -> None:
    answer = await owner.get(f"/api/clusters/{surface.cluster}/namespaces/team-b/pods/web/logs")
    assert (answer.status_code, "may not get pods in namespace team-b;" in answer.json()["detail"]) == (403, True)
