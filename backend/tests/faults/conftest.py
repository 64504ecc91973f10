"""What the tests of faults share. How often and how many, in the short form and the long one: `size`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from argus.sandbox.layout import ClusterPaths
from bench import plane
from bench.argus_process import ArgusProcess
from bench.seed import made
from bench.sets import Set
from tests.conftest import Size as Size


@pytest.fixture(scope="session")
def bulk(size: Size, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterPaths]:
    """A real etcd and a real apiserver with a thousand pods, or ten thousand; nothing else changes them."""
    wanted = Set("faults", 1, size(1_000, 10_000), 100)
    [paths] = made(tmp_path_factory.mktemp("bulk"), wanted, templates=size(200, 1_000))
    with plane.running([paths]):
        yield paths


@pytest.fixture
def argus(bulk: ClusterPaths, tmp_path: Path) -> Iterator[ArgusProcess]:
    """Argus as a process of its own, with that cluster."""
    with ArgusProcess(tmp_path, bulk.kubeconfig) as process:
        yield process
