"""One Argus with the bare cluster in it, which the whole contract is tried on."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from tests.resources.surface import Surface, deployment, eventually, surfaced


@pytest.fixture(scope="session")
async def surface(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surface]:
    async with surfaced(tmp_path_factory.mktemp("contract"), east) as surface:
        yield surface


@pytest.fixture(scope="module")
async def pod(surface: Surface) -> AsyncIterator[str]:
    """The name of a pod in `team-a` that runs, so that it has a log; others count what is there, so it goes."""
    await surface.made("apps/v1/deployments", deployment("logged", "team-a", replicas=1))

    async def phases() -> dict[str, str]:
        answer = await surface.kube.request("GET", "/api/v1/namespaces/team-a/pods")
        pods = msgspec.json.decode(answer.body)["items"]
        return {pod["metadata"]["name"]: pod["status"].get("phase") for pod in pods}

    [name] = await eventually(phases, lambda found: "Running" in found.values(), 60)
    yield name
    await surface.kube.request("DELETE", "/apis/apps/v1/namespaces/team-a/deployments/logged")
    await eventually(phases, lambda found: name not in found, 60)
