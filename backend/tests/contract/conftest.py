"""One Argus with the bare cluster in it, which the whole contract is tried on."""

from collections.abc import AsyncIterator

import pytest

from tests.resources.surface import Surface, surfaced


@pytest.fixture(scope="session")
async def surface(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surface]:
    async with surfaced(tmp_path_factory.mktemp("contract"), east) as surface:
        yield surface
