"""The guard in front of real routes."""

import httpx
from sqlalchemy import delete

from argus.access.models import GrantRow
from tests.people import House

PODS = "/api/clusters/{}/resources/core/v1/pods"
SECRETS = "/api/clusters/{}/resources/core/v1/secrets"


async def test_within_the_grant_it_opens(narrow: httpx.AsyncClient) -> None:
    assert (await narrow.get("/api/clusters")).status_code == 200
    assert (await narrow.get(PODS.format("c1"), params={"namespace": "shop"})).status_code == 200
    assert (await narrow.get(SECRETS.format("c1"), params={"namespace": "shop"})).status_code == 200


async def test_beside_the_grant_it_says_what_is_missing(narrow: httpx.AsyncClient) -> None:
    for parameters in ({"namespace": "other"}, {"namespace": ""}, {}):
        answer = await narrow.get(PODS.format("c1"), params=parameters)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await narrow.delete("/api/clusters/c1")).status_code == 403


async def test_an_object_may_name_its_namespace_itself(narrow: httpx.AsyncClient, viewer: httpx.AsyncClient) -> None:
    """The handler, which reads the object, decides; where no namespace would do, the guard does."""
    thing = {"metadata": {"name": "a", "namespace": "shop"}}
    assert (await narrow.post(PODS.format("c1"), json=thing)).status_code == 201
    assert (await narrow.post(PODS.format("c1"), params={"namespace": "other"}, json=thing)).status_code == 403
    assert (await narrow.post(PODS.format("c2"), json=thing)).status_code == 404
    assert (await viewer.post(PODS.format("c1"), json=thing)).status_code == 403


async def test_a_refusal_says_which_kind(narrow: httpx.AsyncClient, viewer: httpx.AsyncClient) -> None:
    said = (await viewer.get(SECRETS.format("c1"))).json()["detail"]
    assert said.startswith("viewer@example.com may not list secrets;")
    said = (await viewer.get(SECRETS.format("c1"), params={"namespace": "shop"})).json()["detail"]
    assert said.startswith("viewer@example.com may not list secrets in namespace shop;")
    said = (await narrow.get("/api/clusters/c1/namespaces/other/pods/web/logs")).json()["detail"]
    assert said.startswith("narrow@example.com may not get pods in namespace other;")


async def test_a_cluster_out_of_reach_looks_missing(narrow: httpx.AsyncClient) -> None:
    answers = [
        await narrow.get(PODS.format("c2"), params={"namespace": "shop"}),
        await narrow.get(PODS.format("c2")),
        await narrow.delete("/api/clusters/c2"),
        await narrow.delete("/api/clusters/never-was"),
    ]
    seen = {(answer.status_code, answer.json()["code"], answer.json()["detail"]) for answer in answers}
    assert seen == {(404, "not-found", "There is no such cluster.")}


async def test_a_namespace_given_twice_is_refused(narrow: httpx.AsyncClient) -> None:
    """The guard would read the first and the handler the last of them."""
    answer = await narrow.get(PODS.format("c1") + "?namespace=shop&namespace=kube-system")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "namespace"


async def test_viewers_read_everything_but_secrets(viewer: httpx.AsyncClient) -> None:
    assert (await viewer.get(PODS.format("c9"))).status_code == 200
    assert (await viewer.get(SECRETS.format("c9"), params={"namespace": "shop"})).status_code == 403
    assert (await viewer.delete("/api/clusters/c9")).status_code == 403


async def test_without_a_token_nothing_is_told(house: House) -> None:
    async with house.client() as client:
        for path in ("/api/clusters", PODS.format("c1"), "/api/auth/me"):
            answer = await client.get(path)
            assert (answer.status_code, answer.json()["code"]) == (401, "token-missing")


async def test_lost_grants_leave_only_the_session(house: House, narrow: httpx.AsyncClient) -> None:
    async with house.database.session() as session, session.begin():
        await session.execute(delete(GrantRow))
    house.identity._states._known.clear()
    assert (await narrow.get("/api/clusters")).status_code == 403
    assert (await narrow.get(PODS.format("c1"))).status_code == 404
    assert (await narrow.get("/api/auth/me")).json()["user"]["grants"] == []
    assert (await narrow.post("/api/auth/logout")).status_code == 204
