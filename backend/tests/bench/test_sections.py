"""Which sections there are, and which clusters they need."""

import itertools

from bench.sections import sections
from bench.sets import GIB, TEN, fleet


def test_names_differ_and_no_set_is_started_twice() -> None:
    found = sections()
    assert len({each.name for each in found}) == len(found)
    sets = [needs for needs, _ in itertools.groupby(each.needs for each in found)]
    assert len(set(sets)) == len(sets)


def test_a_quick_run_needs_only_the_smallest_set() -> None:
    assert {each.needs for each in sections() if each.quick} == {TEN}


def test_the_fleet_is_as_big_as_memory_allows() -> None:
    assert fleet(available=24 * GIB).all_pods == 100_000
    small = fleet(available=12 * GIB)
    assert (small.clusters, small.pods) == (10, 5_000)
    assert small.words == "50,000 pods over 10 clusters"
    assert len(set(small.names)) == 10
