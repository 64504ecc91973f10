"""One Argus with the bare cluster in it, shared by all tests of this room."""

from collections.abc import AsyncIterator

import pytest

from tests.resources.surface import Surface, surfaced


@pytest.fixture(scope="session")
async def surface(east: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Surface]:
    async with surfaced(tmp_path_factory.mktemp("resources"), east) as surface:
        yield surface
