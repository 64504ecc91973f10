"""Whom search finds what."""

from tests.resources.surface import Object, Surface, eventually


async def test_search_says_which_kinds_it_covers(surface: Surface) -> None:
    wide = (await surface.admin.get("/api/fleet/search", params={"q": "x"})).json()
    narrow = (await surface.narrow.get("/api/fleet/search", params={"q": "x"})).json()
    searched = [{kind["resource"] for kind in found["kinds"]} for found in (wide, narrow)]
    assert {"pods", "configmaps", "roles", "secrets"} <= searched[0]
    assert "secrets" not in searched[1]
    assert searched[0] - searched[1] == {"secrets"}


async def test_search_takes_no_heed_of_case(surface: Surface) -> None:
    role: Object = {"metadata": {"name": "MyMixedRole", "namespace": "team-a"}, "rules": []}
    await surface.made("rbac.authorization.k8s.io/v1/roles", role, namespace="team-a")

    async def found() -> list[str]:
        answers = [await surface.admin.get("/api/fleet/search", params={"q": q}) for q in ("MyMixedRole", "mymixed")]
        return [hit["name"] for answer in answers for hit in answer.json()["hits"]]

    await eventually(found, lambda found: found == ["MyMixedRole", "MyMixedRole"])


async def test_a_narrow_user_finds_their_own_namespace(surface: Surface) -> None:
    hits = (await surface.narrow.get("/api/fleet/search", params={"q": "team-"})).json()["hits"]
    assert [hit["name"] for hit in hits if hit["kind"] == "Namespace"] == ["team-a"]
