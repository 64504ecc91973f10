"""What the tests of one apiserver's connection share."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from argus.kube.address import AddressPolicy
from argus.kube.connect import ApiServer, connect
from argus.kube.credentials import Credentials
from argus.kube.document import parse
from argus.kube.kubeconfig import choose, resolve
from tests.kube.authority import Authority

DEVELOPMENT = AddressPolicy(loopback=True)
Opened = Callable[[Credentials], Awaitable[ApiServer]]


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """Connects with the given credentials as cluster `prod`; all connections are closed at the end."""
    async with AsyncExitStack() as stack:

        async def open_one(credentials: Credentials, policy: AddressPolicy = DEVELOPMENT) -> ApiServer:
            api = await connect(credentials, name="prod", policy=policy)
            stack.push_async_callback(api.close)
            return api

        yield open_one


@pytest.fixture(scope="session")
def east_credentials(east: str) -> Credentials:
    kubeconfig = parse(east)
    return resolve(kubeconfig, choose(kubeconfig, None), DEVELOPMENT)


@pytest.fixture
async def east_api(east_credentials: Credentials, opened: Opened) -> ApiServer:
    return await opened(east_credentials)
