"""Finding rows by their names."""

from argus.access.roles import Scope
from argus.fleet.naming import named
from tests.fleet.samples import EVERYTHING, index_of, pod


def found(names: list[str], wanted: str, limit: int = 10) -> list[str]:
    return [row.name for row in named(index_of([pod(name) for name in names]), EVERYTHING, wanted, limit).rows]


def test_whole_names_come_first_then_beginnings_then_the_rest_short_before_long() -> None:
    names = ["old-web", "web-frontend", "web", "web-1", "api", "a-web-b"]
    assert found(names, "web") == ["web", "web-1", "web-frontend", "a-web-b", "old-web"]


def test_a_namespace_counts_after_all_names() -> None:
    index = index_of([pod("api", "shop"), pod("shop-window", "other"), pod("x", "other")])
    assert [row.name for row in named(index, EVERYTHING, "shop", 10).rows] == ["shop-window", "api"]


def test_only_what_the_scope_admits_is_found() -> None:
    index = index_of([pod("web", "shop"), pod("web", "bank")])
    some = named(index, Scope(False, frozenset({"bank"})), "web", 10)
    assert [row.namespace for row in some.rows] == ["bank"]
    assert some.of == 1


def test_what_changes_is_found_as_it_is_now() -> None:
    index = index_of([pod("web-1"), pod("web-2")])
    assert named(index, EVERYTHING, "web", 10).of == 2
    gone = next(row for row in index.rows if row.name == "web-1")
    index.apply([("DELETED", gone)], "101")
    assert [row.name for row in named(index, EVERYTHING, "web", 10).rows] == ["web-2"]


def test_the_best_of_very_many_are_the_best() -> None:
    names = [f"a-{number}-e" for number in range(3000)]
    assert found([*names, "e-long-name", "e"], "e", 3) == ["e", "e-long-name", "a-0-e"]
    assert found([*names, "e-long-name", "e"], "a", 3) == ["a-0-e", "a-1-e", "a-2-e"]


def test_a_name_with_the_separator_is_none() -> None:
    assert found(["web"], "web\nshop") == []
