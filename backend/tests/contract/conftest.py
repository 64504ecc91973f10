"""One Argus with the bare cluster in it, which the whole contract is tried on."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest
from jose import jwt

from argus.identity import throttle
from argus.identity.throttle import Rate
from tests.resources.surface import NARROW, Surface, deployment, eventually, surfaced
from tests.stack import ADMIN, VIEWER, sign_in

LEFT_SECONDS = 300.0
SIGN_INS = 100_000


@pytest.fixture(scope="session")
async def argus(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surface]:
    async with surfaced(tmp_path_factory.mktemp("contract"), east) as surface:
        yield surface


@pytest.fixture
async def surface(argus: Surface, monkeypatch: pytest.MonkeyPatch) -> Surface:
    """With tokens that outlast a test: all of them together take longer than one is good for.

    So many sign-ins come from one address that most would be told to wait, and nothing else of them tried.
    """
    for name in ("ACCOUNT", "ADDRESS"):
        monkeypatch.setattr(throttle, name, Rate(SIGN_INS, timedelta(seconds=1)))
    await sign_in_again(argus)
    return argus


async def sign_in_again(argus: Surface) -> None:
    for client, email in ((argus.admin, ADMIN), (argus.viewer, VIEWER), (argus.narrow, NARROW)):
        claims = jwt.get_unverified_claims(client.headers["Authorization"].removeprefix("Bearer "))
        if claims["exp"] - time.time() < LEFT_SECONDS:
            await sign_in(client, email)


@pytest.fixture(scope="module")
async def pod(argus: Surface) -> AsyncIterator[str]:
    """The name of a pod in `team-a` that runs, so that it has a log; others count what is there, so it goes."""
    await sign_in_again(argus)
    await argus.made("apps/v1/deployments", deployment("logged", "team-a", replicas=1))

    async def phases() -> dict[str, str]:
        answer = await argus.kube.request("GET", "/api/v1/namespaces/team-a/pods")
        pods = msgspec.json.decode(answer.body)["items"]
        return {pod["metadata"]["name"]: pod["status"].get("phase") for pod in pods}

    [name] = await eventually(phases, lambda found: "Running" in found.values(), 60)
    yield name
    await argus.kube.request("DELETE", "/apis/apps/v1/namespaces/team-a/deployments/logged")
    await eventually(phases, lambda found: name not in found, 60)
