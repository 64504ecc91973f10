"""What is asked of an apiserver is counted by what it was and what came of it."""

import asyncio

import pytest

from argus.errors import BadRequest, UpstreamError, UpstreamRefused, UpstreamTimeout, UpstreamUnreachable
from argus.kube.traffic import BOUNDS, Measured, Outcome, Query, Traffic, outcome_of, verb_of


@pytest.mark.parametrize(
    "method, query, whole, verb",
    [
        ("GET", None, True, "get"),
        ("GET", {"limit": "500"}, True, "list"),
        ("GET", {"watch": "true", "limit": "500"}, False, "watch"),
        ("GET", [("follow", "true")], False, "stream"),
        ("GET", [("limit", "1")], True, "list"),
        ("PATCH", {"fieldManager": "argus"}, True, "patch"),
        ("DELETE", None, True, "delete"),
    ],
)
def test_verbs_are_few(method: str, query: Query, whole: bool, verb: str) -> None:
    assert verb_of(method, query, whole) == verb


@pytest.mark.parametrize(
    "error, outcome",
    [
        (None, "ok"),
        (UpstreamRefused("not found", status=404), "refused"),
        (UpstreamRefused("who?", status=502, code="upstream-unauthorized"), "refused"),
        (UpstreamRefused("broken", status=500), "error"),
        (UpstreamTimeout("slow"), "timeout"),
        (UpstreamUnreachable("gone"), "unreachable"),
        (asyncio.CancelledError(), "abandoned"),
        (UpstreamUnreachable("closed by Argus", reason="Replaced"), None),
        (BadRequest("not asked"), None),
    ],
)
def test_outcomes(error: BaseException | None, outcome: Outcome | None) -> None:
    assert outcome_of(error) == outcome


def test_only_what_was_waited_for_is_timed() -> None:
    traffic = Traffic()
    for error in (None, UpstreamTimeout("slow"), UpstreamUnreachable("gone"), asyncio.CancelledError()):
        try:
            with Measured(traffic, "get"):
                if error is not None:
                    raise error
        except (UpstreamError, asyncio.CancelledError):
            pass
    assert traffic.outcomes == {("get", came): 1 for came in ("ok", "timeout", "unreachable", "abandoned")}
    assert sum(traffic.timings["get"].counts) == 2


def test_times_fall_into_the_bucket_that_bounds_them() -> None:
    traffic = Traffic()
    for seconds in (0.0, 0.005, 0.006, 30.0, 31.0):
        traffic.add("get", "ok", seconds)
    counts = traffic.timings["get"].counts
    assert (counts[0], counts[1], counts[-2], counts[-1], len(counts)) == (2, 1, 1, 1, len(BOUNDS) + 1)
    assert traffic.timings["get"].seconds == pytest.approx(61.011)
