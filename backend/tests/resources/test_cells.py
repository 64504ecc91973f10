"""Lists of a real cluster whose names are long, whose cells grow, or whose kind is not there."""

from typing import Any

import pytest

from tests.resources.surface import Object, Surface, config_map, eventually

MAPS, JOBS = "core/v1/configmaps", "batch/v1/jobs"


async def listed(surface: Surface, kind: str, **params: Any) -> Object:
    answer = await surface.admin.get(surface.path(kind), params=params)
    assert answer.status_code == 200, answer.text
    page: Object = answer.json()
    return page


async def test_long_names_are_paged(surface: Surface) -> None:
    names = [f"{'long-' * 40}{number}" for number in range(3)]
    for name in names:
        await surface.made(MAPS, config_map(name))
    await eventually(lambda: listed(surface, MAPS, q="long-long"), lambda page: page["total"] == 3)
    paged, cursor = [], None
    for _ in names:
        page = await listed(surface, MAPS, q="long-long", limit=1, **({"cursor": cursor} if cursor else {}))
        paged += [row["name"] for row in page["rows"]]
        cursor = page["cursor"]
    assert (paged, cursor) == (names, None)


async def test_a_running_jobs_duration_is_when_it_began(surface: Surface) -> None:
    job: Object = {
        "metadata": {"name": "waits", "namespace": "default"},
        "spec": {
            "template": {
                "spec": {
                    "restartPolicy": "Never",
                    "nodeSelector": {"no-such": "node"},
                    "containers": [{"name": "c", "image": "example.com/once:1"}],
                }
            }
        },
    }
    await surface.made(JOBS, job)

    async def duration() -> tuple[str, Any]:
        page = await listed(surface, JOBS, q="waits")
        at = next(at for at, column in enumerate(page["columns"]) if column["name"] == "Duration")
        return page["columns"][at]["type"], page["rows"][0]["cells"][at] if page["rows"] else None

    kind, cell = await eventually(duration, lambda found: found[1])
    assert (kind, cell[:2], cell[-1]) == ("duration", "20", "Z")


async def test_a_kind_that_is_not_served_is_called_so(surface: Surface) -> None:
    for kind in ("example.com/v1/things", "core/v1/things", "apps/v9/deployments"):
        for client in (surface.admin, surface.narrow):
            answer = await client.get(surface.path(kind))
            assert (answer.status_code, answer.json()["code"]) == (404, "kind-not-found"), answer.text
            assert "does not serve" in answer.json()["detail"]


@pytest.mark.parametrize("text", ["Age<banana", "health>bad", "Restarts>banana"])
async def test_a_filter_that_fits_no_cell_is_400(surface: Surface, text: str) -> None:
    answer = await surface.admin.get(surface.path("core/v1/pods"), params={"filter": text})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-filter")
    assert text[:4] in answer.json()["errors"][0]["message"]
