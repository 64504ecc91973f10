"""One page over several clusters."""

import random

import pytest

from tests.fleet.samples import ask, index_of, pod


@pytest.mark.parametrize("sort", ["name", "-name", "Restarts", "-Restarts", "cluster", "-cluster", "Node", "-Age"])
def test_pages_over_clusters_are_the_whole_list_in_its_order(sort: str) -> None:
    dice = random.Random(5)
    indexes = [
        index_of(
            [
                pod(f"p-{dice.randint(0, 40)}-{number}", restarts=str(dice.randint(0, 3)), node=dice.choice("ab"))
                for number in range(count)
            ],
            f"c{cluster}",
        )
        for cluster, count in enumerate([0, 1, 25, 60])
    ]
    whole = ask(*indexes, sort=sort, limit=1000).rows
    assert len(whole) == 86
    rows, cursor = [], None
    while True:
        page = ask(*indexes, sort=sort, limit=10, cursor=cursor)
        rows += page.rows
        cursor = page.cursor
        if cursor is None:
            break
    assert rows == whole


def test_equal_keys_of_several_clusters_stand_by_namespace_and_name_either_way() -> None:
    one = index_of([pod("b", restarts="1"), pod("d", restarts="2")], "c1")
    two = index_of([pod("a", restarts="1"), pod("c", restarts="2")], "c2")
    assert [row.name for row in ask(one, two, sort="Restarts").rows] == ["a", "b", "c", "d"]
    assert [row.name for row in ask(one, two, sort="-Restarts").rows] == ["c", "d", "a", "b"]
