"""One home for a session's sandbox clusters, cleaned away at its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from argus.sandbox.cluster import delete_cluster
from argus.sandbox.layout import cluster_names


@pytest.fixture(scope="session")
def sandbox_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("sandbox-home")
    yield home
    for name in cluster_names(home):
        delete_cluster(home, name)
