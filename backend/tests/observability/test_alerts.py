"""Each alert holds when what it is for happens, and none does before."""

import time
from collections.abc import Callable

import pytest

from tests.observability.conftest import Observed
from tests.observability.promql import firing
from tests.observability.queries import read
from tests.observability.rules import rules
from tests.observability.scrapes import Sample, Scrape, down

RULES = rules()
APART_SECONDS = 240.0
MIB = 2**20
Change = Callable[[Sample], float]


def grown(name: str, by: float, **labels: str) -> Change:
    """A counter that went up between the scrapes."""
    return lambda one: one.value + by * (one.name == name and labels.items() <= dict(one.labels).items())


def at(name: str, value: float, **labels: str) -> Change:
    """A gauge as it stands in both scrapes."""
    return lambda one: value if one.name == name and labels.items() <= dict(one.labels).items() else one.value


def timed(name: str, seconds: float, **labels: str) -> Change:
    """A thousand more observations of that many seconds."""

    def change(one: Sample) -> float:
        found = dict(one.labels)
        inside = one.name == f"{name}_bucket" and labels.items() <= found.items() and float(found["le"]) >= seconds
        return one.value + 1000 * inside

    return change


# What each alert must bear, and what it must not.
FAULTS: dict[str, tuple[Change, Change]] = {
    "ArgusAuditUnwritten": (
        grown("argus_audit_unwritten_total", 0),
        grown("argus_audit_unwritten_total", 1, entry="outcome"),
    ),
    "ArgusChangesLeftOpen": (at("argus_audit_changes_left_open", 0), at("argus_audit_changes_left_open", 1)),
    "ArgusDatabaseErrors": (
        grown("argus_database_errors_total", 2, error="OperationalError"),
        grown("argus_database_errors_total", 10, error="OperationalError"),
    ),
    "ArgusErrors": (
        grown("argus_http_requests_total", 2, status="503"),
        grown("argus_http_requests_total", 200, status="503"),
    ),
    "ArgusClusterAway": (at("argus_cluster_up", 1), at("argus_cluster_up", 0)),
    "ArgusWatchLag": (
        at("argus_watch_lag_seconds", 15, kind="configmaps"),
        at("argus_watch_lag_seconds", 45, kind="configmaps"),
    ),
    "ArgusWatchRestarts": (
        grown("argus_watch_restarts_total", 3, kind="configmaps", why="ended"),
        grown("argus_watch_restarts_total", 20, kind="configmaps", why="broken"),
    ),
    "ArgusRelists": (
        grown("argus_lists_total", 90, kind="configmaps", why="poll"),
        grown("argus_lists_total", 10, kind="configmaps", why="expired"),
    ),
    "ArgusUpstreamSlow": (
        timed("argus_upstream_request_seconds", 0.5, verb="post"),
        timed("argus_upstream_request_seconds", 5, verb="post"),
    ),
    "ArgusUpstreamErrors": (
        grown("argus_upstream_requests_total", 50, outcome="refused"),
        grown("argus_upstream_requests_total", 50, outcome="unreachable"),
    ),
    "ArgusLiveRefused": (
        grown("argus_live_refused_total", 20, status="403"),
        grown("argus_live_refused_total", 60, status="403"),
    ),
    "ArgusLiveDrops": (
        grown("argus_live_dropped_frames_total", 100),
        grown("argus_live_dropped_frames_total", 100 * APART_SECONDS),
    ),
    "ArgusLiveResyncs": (
        grown("argus_live_resyncs_total", 2, why="changed"),
        grown("argus_live_resyncs_total", 50, why="behind"),
    ),
    "ArgusLiveDelay": (timed("argus_live_delay_seconds", 0.05), timed("argus_live_delay_seconds", 0.5)),
    "ArgusEventLoopLag": (timed("argus_event_loop_lag_seconds", 0.05), timed("argus_event_loop_lag_seconds", 0.5)),
    "ArgusMemory": (
        at("process_resident_memory_bytes", 300 * MIB),
        at("process_resident_memory_bytes", 600 * MIB),
    ),
    "ArgusFiles": (at("process_open_fds", 100), at("process_open_fds", 10_000_000)),
    "ArgusSignInGuessing": (
        grown("argus_sign_ins_total", 20, result="failed"),
        grown("argus_sign_ins_total", 80, result="throttled"),
    ),
    "ArgusRefreshTokenReused": (
        grown("argus_refresh_tokens_reused_total", 0),
        grown("argus_refresh_tokens_reused_total", 1),
    ),
}


async def quiet(observed: Observed) -> list[Scrape]:
    """Two scrapes of a real Argus between which people read and nothing else happened."""
    before = await observed.scrape()
    before = before.with_series("argus_http_requests_total", 0, method="GET", route="/api/x", status="503")
    before = before.with_series("argus_upstream_requests_total", 0, cluster="east", verb="get", outcome="refused")
    before = before.with_series("argus_upstream_requests_total", 0, cluster="east", verb="get", outcome="unreachable")
    calm = at("process_resident_memory_bytes", 200 * MIB)
    reading = grown("argus_http_requests_total", 100, status="200")
    asking = grown("argus_upstream_requests_total", 100, outcome="ok")
    before = before.changed(before.at, calm)
    return [before, before.changed(before.at + APART_SECONDS, reading).changed(before.at + APART_SECONDS, asking)]


async def test_everything_the_rules_ask_for_is_exported(observed: Observed) -> None:
    scrape = await observed.scrape()
    assert {name: list(read(rule.expr).faults(scrape)) for name, rule in RULES.items()} == {name: [] for name in RULES}


async def test_nothing_fires_while_all_is_well(observed: Observed) -> None:
    scrapes = await quiet(observed)
    assert {name: firing(rule.expr, scrapes) for name, rule in RULES.items()} == {name: {} for name in RULES}


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fires_at_its_fault_and_no_other_does(name: str, observed: Observed) -> None:
    before, after = await quiet(observed)
    for change, expected in zip(FAULTS[name], (set(), {name}), strict=True):
        scrapes = [before, after.changed(after.at, change)]
        assert {alert for alert, rule in RULES.items() if firing(rule.expr, scrapes)} == expected


async def test_an_argus_that_is_gone_is_noticed(observed: Observed) -> None:
    before, after = await quiet(observed)
    gone = RULES["ArgusDown"].expr
    assert firing(gone, [before, down(after.at)])
    assert firing(gone, [before, Scrape(after.at, ())])
    assert not firing(gone, [before, after])


async def test_changes_left_open_are_told_only_after_the_start(observed: Observed) -> None:
    left = RULES["ArgusChangesLeftOpen"].expr
    scrape = (await observed.scrape()).changed(time.time(), at("argus_audit_changes_left_open", 3))
    assert firing(left, [scrape])
    assert not firing(left, [scrape.changed(scrape.at + 4000, lambda one: one.value)])


async def test_a_cluster_that_is_away_is_told_once(observed: Observed) -> None:
    """What follows from it, that nothing of it is current and no request arrives, is not told beside it."""
    before, after = await quiet(observed)
    for name in ("ArgusWatchLag", "ArgusUpstreamErrors"):
        troubled = after.changed(after.at, FAULTS[name][1])
        away = troubled.changed(after.at, at("argus_cluster_up", 0))
        assert firing(RULES[name].expr, [before, troubled])
        assert {alert for alert, rule in RULES.items() if firing(rule.expr, [before, away])} == {"ArgusClusterAway"}


async def test_a_failure_among_few_requests_wakes_nobody_up(observed: Observed) -> None:
    before, _ = await quiet(observed)
    failed = grown("argus_http_requests_total", 10, status="503")
    assert not firing(RULES["ArgusErrors"].expr, [before, before.changed(before.at + APART_SECONDS, failed)])


def test_every_alert_has_a_test() -> None:
    assert set(RULES) == {*FAULTS, "ArgusDown"}


def test_every_alert_says_what_happened_and_what_to_do() -> None:
    for rule in RULES.values():
        assert set(rule.annotations) == {"summary", "description", "action"}
        assert rule.labels["severity"] in ("page", "ticket")
        assert all(len(text) > 20 for text in rule.annotations.values())


def test_lost_audit_entries_page_at_once() -> None:
    rule = RULES["ArgusAuditUnwritten"]
    assert (rule.labels["severity"], rule.wait) == ("page", "0s")
