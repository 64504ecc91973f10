"""What lists, search, discovery and the overview say of a cluster that is down: a cluster of its own, killed."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import httpx
import pytest

from argus.fleet import catalog
from argus.sandbox.cluster import Shape, delete_cluster, start_cluster
from argus.sandbox.component import kill_component
from argus.sandbox.layout import cluster_paths
from tests.resources.surface import Object, Surface, eventually, surfaced

MAPS = "core/v1/configmaps"


@pytest.fixture(scope="module")
async def dark(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surface]:
    """An Argus that looked at config maps, pods and kinds, all of it out of date, before its cluster was killed."""
    home = tmp_path_factory.mktemp("dark")
    kubeconfig = await asyncio.to_thread(start_cluster, home, "dark", Shape())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalog, "KEPT_SECONDS", 0.0)
        async with surfaced(home, kubeconfig.read_text()) as surface:
            for path in (MAPS, "core/v1/pods", "core/v1/nodes"):
                assert (await surface.admin.get(surface.path(path))).status_code == 200
            assert (await surface.admin.get(kinds_of(surface))).status_code == 200
            await asyncio.to_thread(kill_component, cluster_paths(home, "dark"), "kube-apiserver")
            for path in (MAPS, "core/v1/pods", "core/v1/nodes"):
                await eventually(partial(page, surface.admin, surface.path(path)), lambda found: found["stale"])
            yield surface
    await asyncio.to_thread(delete_cluster, home, "dark")


def kinds_of(surface: Surface) -> str:
    return f"/api/clusters/{surface.cluster}/api-resources"


async def page(client: httpx.AsyncClient, path: str, **params: str) -> Object:
    answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: Object = answer.json()
    return found


async def test_everyone_is_answered_from_the_index(dark: Surface) -> None:
    for client in (dark.admin, dark.viewer, dark.narrow):
        found = await page(client, dark.path(MAPS))
        assert found["stale"]
        assert found["rows"]
        assert len((await page(client, kinds_of(dark)))["items"]) > 10


async def test_what_is_out_of_reach_stays_so(dark: Surface) -> None:
    for path in (dark.path("core/v1/nodes"), "/api/fleet/resources/core/v1/nodes"):
        answer = await dark.narrow.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), answer.text


async def test_counts_are_of_what_one_sees(dark: Surface) -> None:
    own = await page(dark.narrow, dark.path(MAPS))
    everything = await page(dark.admin, dark.path(MAPS))
    assert 0 < own["total"] < everything["total"]
    for path in (dark.path(MAPS), "/api/fleet/resources/core/v1/configmaps"):
        for client, listed in ((dark.narrow, own), (dark.admin, everything)):
            [part] = (await page(client, path))["partial"]
            assert (part["state"], part["total"]) == ("stale", listed["total"])
    [narrow] = (await page(dark.narrow, "/api/fleet/search", q="x"))["partial"]
    [wide] = (await page(dark.admin, "/api/fleet/search", q="x"))["partial"]
    assert (narrow["state"], wide["state"]) == ("stale", "stale")
    # Config maps, and the namespace itself where namespaces are in memory.
    assert narrow["total"] <= own["total"] + 1
    assert wide["total"] >= everything["total"]


async def test_the_overview_says_what_lists_say(dark: Surface) -> None:
    # Jobs were never looked at, so that there is nothing of them to show; the cluster is stale all the same.
    [listed] = (await page(dark.admin, dark.path("core/v1/pods")))["partial"]
    [told] = (await page(dark.admin, "/api/fleet/overview"))["partial"]
    assert (told["state"], listed["state"]) == ("stale", "stale")
    assert told["since"] is not None
    assert told["reason"]
