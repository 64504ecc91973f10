"""What listeners of an index hear."""

import msgspec

from argus.errors import UpstreamError
from argus.fleet.backoff import Backoff
from argus.fleet.event import Batch, Notice
from argus.fleet.index import KindIndex
from argus.fleet.kind import ClusterKind
from argus.fleet.schemas import Row
from tests.fleet.samples import PODS, index_of, pod, row_of


def listening(index: KindIndex) -> list[str]:
    heard: list[str] = []

    def hear(batch: Batch) -> None:
        if isinstance(batch, Notice):
            heard.append(type(batch).__name__)
        else:
            heard.extend(f"{event.type} {event.row.name}" for event in batch)

    index.listen(hear)
    return heard


def test_changes_are_told_by_what_was_there_before() -> None:
    index = index_of([pod("a")])
    heard = listening(index)
    index.apply([("ADDED", row_of(pod("a"))), ("MODIFIED", row_of(pod("b"))), ("DELETED", row_of(pod("zz")))], "7")
    index.apply([("DELETED", row_of(pod("a")))], "8")
    assert heard == ["MODIFIED a", "ADDED b", "DELETED a"]
    assert index.resource_version == "8"


def test_a_new_list_tells_only_what_differs() -> None:
    index = index_of([pod("gone"), pod("same"), pod("changed")])
    heard = listening(index)
    rows = [row_of(pod("same")), row_of(pod("changed", version="2", status="Failed")), row_of(pod("fresh"))]
    index.replace(index.columns, rows, "200")
    assert sorted(heard) == ["ADDED fresh", "DELETED gone", "MODIFIED changed"]


def test_rows_without_versions_differ_by_what_they_say() -> None:
    index = index_of([pod("a", version=""), pod("b", version="")])
    heard = listening(index)
    index.replace(index.columns, [row_of(pod("a", version="", node="n2")), row_of(pod("b", version=""))], "2")
    assert heard == ["MODIFIED a"]


def test_very_much_and_new_columns_are_told_as_a_reset() -> None:
    index = index_of([])
    heard = listening(index)
    index.replace(index.columns, [row_of(pod(f"p-{number}")) for number in range(5001)], "2")
    index.replace(index.columns[:2], [], "3")
    assert heard == ["Reset", "Reset"]


def test_the_first_list_is_told_as_synced_and_forgetting_begins_anew() -> None:
    index = KindIndex(ClusterKind("c1", PODS))
    heard = listening(index)
    index.replace([], [], "1")
    index.forget()
    assert not index.synced
    index.replace([], [row_of(pod("a"))], "2")
    assert heard == ["Synced", "Synced"]


def test_a_listener_that_left_hears_nothing_and_an_observer_does_not_count() -> None:
    index = index_of([])
    heard: list[Batch] = []
    end = index.listen(heard.append)
    first = index.listened_to
    end()
    end()
    index.observer = heard.append
    assert (first, index.listened_to) == (True, False)
    index.apply([("ADDED", row_of(pod("a")))], "2")
    assert len(heard) == 1


def test_a_cluster_that_is_lost_and_found_is_told_once_each() -> None:
    index = index_of([pod("a")])
    heard = listening(index)
    for problem in ("refused", "refused again"):
        index.lost(UpstreamError(problem))
    assert (heard, index.stale_since is not None, index.problem and index.problem.detail) == (
        ["Lost"],
        True,
        "refused again",
    )
    for _ in range(2):
        index.found()
    assert (heard, index.stale_since, index.problem) == (["Lost", "Synced"], None, None)


def test_a_cluster_that_was_never_listed_is_not_lost() -> None:
    index = KindIndex(ClusterKind("c", PODS))
    heard = listening(index)
    index.lost(UpstreamError("refused"))
    index.found()
    assert (heard, index.stale_since) == ([], None)


def test_an_event_carries_the_row_as_lists_show_it() -> None:
    index = index_of([])
    heard: list[Batch] = []
    index.listen(heard.append)
    row = row_of(pod("a"))
    index.apply([("ADDED", row)], "2")
    batch = heard[0]
    assert not isinstance(batch, Notice)
    assert msgspec.json.decode(batch[0].row_json, type=Row) == row


def test_waits_grow_to_a_bound_and_begin_anew() -> None:
    backoff = Backoff(first=1, longest=8)
    assert all(0 <= backoff.next() <= min(8, 2**turn) for turn in range(12))
    backoff.reset()
    assert backoff.next() <= 1
