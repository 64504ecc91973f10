"""What tests of several rooms share: databases of both kinds, a whole Argus on a real socket, a real cluster."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import structlog

from argus.sandbox.cluster import Shape, delete_cluster, start_cluster
from tests.postgres import Postgres, start_postgres
from tests.stack import Stack, running

DIALECTS = ("sqlite", "postgresql")
Size = Callable[[int, int], int]
# The fixtures that bring a real cluster.
CLUSTERS = {"east", "bulk", "frail", "dark", "sandbox_home"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="faults as often and as many as the long tests say")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is given a real cluster; nobody has to remember it."""
    for item in items:
        if isinstance(item, pytest.Function) and CLUSTERS & set(item.fixturenames):
            item.add_marker("cluster")


@pytest.fixture(scope="session")
def size(request: pytest.FixtureRequest) -> Size:
    """`size(short, long)`: the first for `make test`, the second for `make test-long`."""
    long: bool = request.config.getoption("--long")
    return lambda few, many: many if long else few


@pytest.fixture(scope="session", autouse=True)
def _plain_log() -> None:
    """Errors alone, as plain text: structlog's own way of drawing them takes seconds where there are many."""
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
    )


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with start_postgres() as server:
        yield server


@pytest.fixture(params=DIALECTS)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'argus.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return await server.fresh()


@pytest.fixture(scope="session")
async def east(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The kubeconfig of a real cluster of two nodes without workloads."""
    home = tmp_path_factory.mktemp("east")
    kubeconfig = await asyncio.to_thread(start_cluster, home, "east", Shape(nodes=2))
    yield kubeconfig.read_text()
    await asyncio.to_thread(delete_cluster, home, "east")


@pytest.fixture(scope="session", params=DIALECTS)
async def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """A whole Argus behind a real socket, once on each kind of database, with an admin and a viewer."""
    home = tmp_path_factory.mktemp(f"argus-{request.param}")
    url = f"sqlite+aiosqlite:///{home / 'argus.db'}"
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = await server.fresh()
    async with running(home, url) as stack:
        yield stack
