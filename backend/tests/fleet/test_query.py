"""Filter, sort and page over indexes made by hand."""

import random
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from argus.access.roles import Scope
from argus.errors import BadRequest
from argus.fleet.cursor import LONGEST_CURSOR
from argus.fleet.event import Change
from argus.fleet.kind import Gvr
from argus.fleet.table import WireRow
from tests.fleet.samples import EVERYTHING, ask, index_of, names, pod, row_of

CHANGES: tuple[Change, ...] = ("MODIFIED", "DELETED", "ADDED")
SHOP = [
    pod("web-1", restarts="2", node="b"),
    pod("web-2", restarts="10 (5m ago)", node="a", status="CrashLoopBackOff", ready="0/1"),
    pod("api-1", "other", restarts="0", node="<none>", created="2020-11-20T09:00:00Z", labels={"app": "api"}),
]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        (None, ["api-1", "web-1", "web-2"]),
        ("-name", ["web-2", "web-1", "api-1"]),
        ("Restarts", ["api-1", "web-1", "web-2"]),
        ("-restarts", ["web-2", "web-1", "api-1"]),
        ("Node", ["web-2", "web-1", "api-1"]),
        ("-Node", ["web-1", "web-2", "api-1"]),
        ("age", ["web-1", "web-2", "api-1"]),
        ("-Age", ["api-1", "web-1", "web-2"]),
        ("-health", ["web-2", "api-1", "web-1"]),
        ("namespace", ["api-1", "web-1", "web-2"]),
        ("Status", ["web-2", "api-1", "web-1"]),
    ],
)
def test_sorting(sort: str | None, expected: list[str]) -> None:
    assert names(ask(index_of(SHOP), sort=sort)) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["Status=running"], {"web-1", "api-1"}),
        (["Status!=Running"], {"web-2"}),
        (["Status ~ crash"], {"web-2"}),
        (["Restarts>1"], {"web-1", "web-2"}),
        (["Restarts>=10"], {"web-2"}),
        (["Restarts=10"], {"web-2"}),
        (["Restarts<2"], {"api-1"}),
        (["Node="], {"api-1"}),
        (["Node<b"], {"web-2"}),
        (["health=bad"], {"web-2"}),
        (["health!=bad"], {"web-1", "api-1"}),
        (["health=crashloopbackoff"], {"web-2"}),
        (["namespace=shop", "name~2"], {"web-2"}),
        (["cluster=name-c1"], {"web-1", "web-2", "api-1"}),
        (["cluster!=name-c1"], set()),
        (["Age>2020-11-21"], {"web-1", "web-2"}),
        (["Restarts>-1"], {"web-1", "web-2", "api-1"}),
        (["Restarts<=0.5"], {"api-1"}),
        (["Node!="], {"web-1", "web-2"}),
        (["Age="], set()),
        (["age<1s"], set()),
        (["age>1s"], {"web-1", "web-2", "api-1"}),
    ],
)
def test_filters(filters: list[str], expected: set[str]) -> None:
    assert set(names(ask(index_of(SHOP), filters=filters))) == expected


def test_text_is_found_in_names_namespaces_and_cells() -> None:
    index = index_of(SHOP)
    assert names(ask(index, q="CRASH")) == ["web-2"]
    assert names(ask(index, q="other")) == ["api-1"]
    index.apply([("MODIFIED", row_of(pod("web-1", status="Evicted")))], "101")
    assert names(ask(index, q="evict")) == ["web-1"]


def test_counts() -> None:
    page = ask(index_of(SHOP), q="web", limit=1)
    assert (page.total, page.unfiltered_total, page.unhealthy) == (2, 3, 1)
    assert page.resource_version == "100"
    assert ask(index_of(SHOP), namespace="shop").unfiltered_total == 2


def test_labels() -> None:
    assert names(ask(index_of(SHOP), label_selector="app in (api)")) == ["api-1"]


def test_a_scope_admits_only_its_namespaces() -> None:
    narrow = Scope(False, frozenset({"other"}))
    page = ask(index_of(SHOP), scope=narrow)
    assert (names(page), page.total, page.unfiltered_total) == (["api-1"], 1, 1)
    assert names(ask(index_of(SHOP), scope=narrow, namespace="shop")) == []


def test_namespaces_are_visible_to_those_inside() -> None:
    index = index_of([pod("shop", ""), pod("other", "")], gvr=Gvr("core", "v1", "namespaces"))
    assert names(ask(index, scope=Scope(False, frozenset({"other"})))) == ["other"]


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ({"sort": "Nope"}, "sort", "Name, Ready, Status, Restarts, Age, Node"),
        ({"filters": ["Nope=1"]}, "filter", "there is no column 'Nope'"),
        ({"filters": ["Status"]}, "filter", "is no filter"),
        ({"filters": ["Age<banana"]}, "filter", "Age cannot be compared so with 'banana': it is a time; write"),
        ({"filters": ["age=soon"]}, "filter", "as in age=5m, or a date in UTC, as in age=2026-01-31"),
        ({"filters": ["Restarts>banana"]}, "filter", "it counts; write a number, as in Restarts>5"),
        ({"filters": ["Restarts!=none"]}, "filter", "it counts"),
        ({"filters": ["health>bad"]}, "filter", "health is a word and has no order; write health=bad"),
        ({"cursor": "nonsense"}, "cursor", "damaged"),
        ({"cursor": "!"}, "cursor", "damaged"),
    ],
)
def test_what_cannot_be_asked_says_why(query: dict[str, Any], field: str, says: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        ask(index_of(SHOP), **query)
    assert refusal.value.errors[0].field == field
    assert says in refusal.value.errors[0].message


def test_cursors_carry_the_longest_names() -> None:
    # Role names have no bound; two that differ only far behind are told apart all the same.
    long = [f"{'n' * 253}-{number}" for number in range(3)]
    index = index_of([pod(name, "s" * 63, status="\x1b" * 300) for name in long])
    for sort in ("name", "-Status"):
        paged, cursor = [], None
        for _ in long:
            page = ask(index, limit=1, cursor=cursor, sort=sort)
            paged += names(page)
            cursor = page.cursor
            assert cursor is None or len(cursor) <= LONGEST_CURSOR
        assert (sorted(paged), cursor) == (long, None)


def test_counts_of_partial_answers_are_of_what_one_sees() -> None:
    index = index_of(SHOP)
    index.stale_since = datetime(2026, 11, 21, tzinfo=UTC)
    for namespaces, total in ((frozenset({"other"}), 1), (frozenset({"review"}), 0)):
        page = ask(index, scope=Scope(False, namespaces))
        assert [(part.state, part.total) for part in page.partial] == [("stale", total)]


def test_a_cursor_belongs_to_its_query() -> None:
    first = ask(index_of(SHOP), limit=1)
    with pytest.raises(BadRequest, match="cursor"):
        ask(index_of(SHOP), limit=1, q="web", cursor=first.cursor)


@pytest.mark.parametrize("sort", ["Restarts", "-Restarts", "Node", "-Node", "-name", "age", "health"])
def test_pages_together_are_the_whole_list(sort: str) -> None:
    dice = random.Random(sort)
    wire = [
        pod(f"p-{number}", dice.choice("abc"), restarts=str(dice.randint(0, 5)), node=dice.choice(["x", "y", "<none>"]))
        for number in range(57)
    ]
    indexes = [index_of(wire[:30], "c1"), index_of(wire[30:], "c2")]
    whole = names(ask(*indexes, sort=sort, limit=100))
    paged: list[str] = []
    cursor = None
    while True:
        page = ask(*indexes, sort=sort, limit=10, cursor=cursor)
        paged += names(page)
        cursor = page.cursor
        if cursor is None:
            break
    assert paged == whole
    assert len(whole) == 57


def test_a_cursor_survives_what_happens_between_two_pages() -> None:
    index = index_of([pod(f"p-{number:02}") for number in range(20)])
    first = ask(index, limit=10)
    gone, came = row_of(pod("p-09")), row_of(pod("p-00a"))
    index.apply([("DELETED", gone), ("ADDED", came), ("DELETED", row_of(pod("p-12")))], "101")
    second = ask(index, limit=10, cursor=first.cursor)
    assert names(second) == [f"p-{number:02}" for number in range(10, 20) if number != 12]


def test_clusters_with_other_columns_are_laid_out_alike() -> None:
    older = index_of([pod("old-1")], "c2")
    older.columns = older.columns[:3]
    short = [msgspec.structs.replace(row, cells=row.cells[:3]) for row in older.rows]
    older.replace(older.columns, short, "1")
    page = ask(index_of(SHOP), older, sort="-Node")
    assert len(page.columns) == 6
    assert names(page) == ["web-1", "web-2", "api-1", "old-1"]
    assert page.rows[-1].cells == ("old-1", "1/1", "Running", None, None, None)


def test_order_is_mended_after_changes_as_if_made_anew() -> None:
    dice = random.Random(7)
    index = index_of([pod(f"p-{number}", restarts=str(dice.randint(0, 9))) for number in range(200)])
    for round_ in range(30):
        ask(index, sort="-Restarts")
        some = [pod(f"p-{dice.randint(0, 250)}", restarts=str(round_)) for _ in range(dice.choice([1, 5, 300]))]
        index.apply([(dice.choice(CHANGES), row_of(wire)) for wire in some], str(round_))
        mended = names(ask(index, sort="-Restarts", limit=1000))
        index.orders.forget()
        assert mended == names(ask(index, sort="-Restarts", limit=1000))


@pytest.mark.parametrize(
    "asked",
    [
        {"q": "p-1"},
        {"q": "running", "sort": "-Age"},
        {"filters": ["Name~1", "Restarts>3"]},
        {"filters": ["Age<1d"], "sort": "Node"},
        {"filters": ["health=ok"], "namespace": "bank"},
        {"label_selector": "app=p", "sort": "-Restarts"},
    ],
)
@pytest.mark.parametrize("scope", [EVERYTHING, Scope(False, frozenset({"bank"}))])
def test_what_is_kept_beside_an_order_is_mended_with_it(asked: dict[str, Any], scope: Scope) -> None:
    dice = random.Random(11)

    def wire() -> WireRow:
        place, when = dice.choice(["shop", "bank"]), dice.choice(["2020-11-21T09:00:00Z", "2999-01-01T00:00:00Z"])
        status = dice.choice(["Running", "CrashLoopBackOff"])
        return pod(f"p-{dice.randint(0, 150)}", place, restarts=str(dice.randint(0, 9)), created=when, status=status)

    index = index_of([wire() for _ in range(200)])
    for round_ in range(20):
        ask(index, scope=scope, **asked)
        some = [wire() for _ in range(dice.choice([1, 7, 40]))]
        index.apply([(dice.choice(CHANGES), row_of(each)) for each in some], str(round_))
        mended = ask(index, scope=scope, limit=1000, **asked)
        index.orders.forget()
        assert mended == ask(index, scope=scope, limit=1000, **asked)
