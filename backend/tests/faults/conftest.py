"""What the tests of faults share: how often and how many, in the short form of `make test` and the long one."""

from collections.abc import Callable

import pytest

Size = Callable[[int, int], int]


@pytest.fixture(scope="session")
def size(request: pytest.FixtureRequest) -> Size:
    """`size(short, long)`: the first for `make test`, the second for `make test-long`."""
    long: bool = request.config.getoption("--long")
    return lambda few, many: many if long else few
