"""One Argus with the bare cluster in it, shared by all tests of this room."""

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.resources.surface import Surface, config_map
from tests.stack import PASSWORD, running, sign_in

NARROW = "narrow@example.com"


@pytest.fixture(scope="session")
async def surface(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surface]:
    home = tmp_path_factory.mktemp("resources")
    async with (
        running(home, f"sqlite+aiosqlite:///{home / 'argus.db'}") as stack,
        httpx.AsyncClient(base_url=stack.url, timeout=30) as narrow,
    ):
        answer = await stack.admin.post("/api/clusters", json={"name": "east", "kubeconfig": east})
        assert answer.status_code == 201, answer.text
        cluster = answer.json()["id"]
        await stack.rooms.identity.users.create(NARROW, "Narrow", PASSWORD, "viewer", cluster, "team-a")
        await sign_in(narrow, NARROW)
        surface = Surface(stack, cluster, await stack.rooms.clusters.connection(cluster), narrow)
        for namespace in ("team-a", "team-b"):
            await surface.made("core/v1/namespaces", {"metadata": {"name": namespace}})
            await surface.made("core/v1/configmaps", config_map("settings", namespace, team=namespace))
        yield surface
