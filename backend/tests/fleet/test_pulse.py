"""How long rows may be behind: told from what was last known, and never less."""

import pytest

from argus.errors import UpstreamRefused, UpstreamTimeout, UpstreamUnreachable
from argus.fleet import pulse
from argus.fleet.pulse import QUIET_SECONDS, Ending, Pulse, ending


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pulse, "time", clock)
    return clock


def followed(clock: Clock) -> Pulse:
    """Listed and watched since five seconds."""
    one = Pulse()
    one.listed(clock.now)
    clock.now += 5
    one.heard()
    return one


def test_what_was_never_listed_is_behind_since_the_start(clock: Clock) -> None:
    one = Pulse()
    clock.now += 40
    assert one.lag() == 40


def test_a_list_is_as_current_as_the_moment_it_was_asked_for(clock: Clock) -> None:
    one = Pulse()
    asked_at = clock.now
    clock.now += 7
    one.listed(asked_at)
    assert one.lag() == 7


def test_an_open_watch_is_not_behind_however_little_happens(clock: Clock) -> None:
    one = followed(clock)
    clock.now += 10 * QUIET_SECONDS
    assert one.lag() == 0


def test_a_server_that_sends_bookmarks_is_behind_when_they_stay_away(clock: Clock) -> None:
    one = followed(clock)
    one.bookmarked()
    clock.now += QUIET_SECONDS
    assert one.lag() == 0
    clock.now += 1
    assert one.lag() == QUIET_SECONDS + 1
    one.heard()
    assert one.lag() == 0


@pytest.mark.parametrize(
    "how, behind", [("ended", 3), ("broken", 3), ("changed", 3), ("silent", 23), ("expired", 28), ("refused", 28)]
)
def test_since_when_it_is_behind_depends_on_how_the_watch_ended(clock: Clock, how: Ending, behind: float) -> None:
    one = followed(clock)
    clock.now += 20
    one.closed(how)
    clock.now += 3
    assert one.lag() == behind
    assert one.restarts[how] == 1


def test_attempts_that_fail_are_no_restarts(clock: Clock) -> None:
    one = followed(clock)
    one.closed("broken")
    for _ in range(3):
        clock.now += 10
        one.closed("broken")
        one.failed("upstream-unreachable")
    assert one.lag() == 30
    assert (one.restarts["broken"], one.failures) == (1, {"upstream-unreachable": 3})


def test_what_ended_a_watch() -> None:
    assert ending(UpstreamRefused("too old", status=410)) == "expired"
    assert ending(UpstreamRefused("too many", status=429)) == "refused"
    assert ending(UpstreamTimeout("silent")) == "silent"
    assert ending(UpstreamUnreachable("gone")) == "broken"
