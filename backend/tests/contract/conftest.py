"""One Argus with the bare cluster in it, which the whole contract is tried on."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from tests.resources.surface import Surface, deployment, eventually, surfaced


@pytest.fixture(scope="session")
async def surface(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surface]:
    async with surfaced(tmp_path_factory.mktemp("contract"), east) as surface:
        yield surface


@pytest.fixture(scope="session")
async def pod(surface: Surface) -> str:
    """The name of a pod in `team-a` that runs, so that it has a log."""
    await surface.made("apps/v1/deployments", deployment("logged", "team-a", replicas=1))

    async def running() -> list[str]:
        answer = await surface.kube.request("GET", "/api/v1/namespaces/team-a/pods")
        pods = msgspec.json.decode(answer.body)["items"]
        return [pod["metadata"]["name"] for pod in pods if pod["status"].get("phase") == "Running"]

    [name] = await eventually(running, bool, 60)
    return name
