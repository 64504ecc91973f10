"""What the report says of a crowd: a hub that is late, forgets or repeats must not look like one that does not."""

import random
from collections.abc import Iterable, Sequence

from bench.crowd import Heard, Report
from bench.heard import Delivery, Seen, added, delivery

WINDOW = 0.05


def changes(rate: float, seconds: float = 4.0) -> list[Seen]:
    """At random moments, each of another object."""
    dice = random.Random(4)
    moments = sorted(dice.uniform(0, seconds) for _ in range(int(rate * seconds)))
    return [Seen(f"uid-{at}", str(at), moment) for at, moment in enumerate(moments)]


def frames(seen: Sequence[Seen], late: float, window: float = WINDOW) -> list[Heard]:
    """What a hub sends whose every frame comes so many seconds after its window's end."""
    sent: dict[float, list[tuple[str, str]]] = {}
    end = float("-inf")
    for one in seen:
        if one.at > end:
            end = max(one.at, end + window)
        sent.setdefault(end, []).append((one.uid, one.version))
    return [Heard(events, [moment + late]) for moment, events in sent.items()]


def report(frames: Sequence[Heard], clients: int = 1, sequences: Iterable[tuple[int, list[int]]] = ()) -> Report:
    order = list(sequences) or [(clients, list(range(len(frames))))]
    return Report(clients, 0, 0, 0.0, list(frames), order, {}, {})


def test_a_constant_delay_is_told_in_full_at_every_rate() -> None:
    for rate in (20.0, 200.0, 1_000.0):
        for late in (0.0, 0.002, 0.030, 0.200):
            seen = changes(rate)
            told = added(report(frames(seen, late)), seen, WINDOW)
            assert abs(told.median - late * 1000) < 0.01
            assert abs(told.p99 - late * 1000) < 0.01


def test_the_first_after_a_quiet_time_waits_for_nothing_and_the_next_for_the_window() -> None:
    seen = [Seen("a", "1", 10.0), Seen("b", "2", 10.01), Seen("c", "3", 10.04), Seen("d", "4", 11.0)]
    heard = [Heard([("a", "1")], [10.0]), Heard([("b", "2"), ("c", "3")], [10.05]), Heard([("d", "4")], [11.0])]
    assert added(report(heard), seen, WINDOW).median == 0
    one_by_one = [Heard([(one.uid, one.version)], [one.at + 0.05]) for one in seen]
    assert added(report(one_by_one), seen, WINDOW).high >= 50


def test_windows_that_are_longer_than_promised_are_told() -> None:
    seen = changes(200.0)
    told = added(report(frames(seen, 0.0, 2 * WINDOW)), seen, WINDOW)
    assert told.median > 15
    assert told.p99 > 45


def test_a_hub_that_is_late_with_half_of_its_windows_is_not_taken_for_one_that_is_on_time() -> None:
    for rate in (200.0, 1_000.0):
        seen, turn = changes(rate), 0
        sent: list[Heard] = []
        end = float("-inf")
        for one in seen:
            if one.at > end:
                end, turn = max(one.at, end + WINDOW * (1 + turn % 2 / 2)), turn + 1
                sent.append(Heard([], [end]))
            sent[-1].events.append((one.uid, one.version))
        assert added(report(sent), seen, WINDOW).median > 5


def test_a_hub_whose_clock_runs_a_little_late_is_not_measured_in_other_windows_than_its_own() -> None:
    for drift in (0.0002, 0.001):
        seen = changes(200.0)
        told = added(report(frames(seen, 0.001, WINDOW + drift)), seen, WINDOW)
        assert 0.5 < told.median < 3


def test_all_delivered() -> None:
    seen = changes(20.0)
    got = delivery(report(frames(seen, 0.0), clients=3), seen, clients=3)
    assert (got.percent, got.expected, got.twice, got.unknown) == (100.0, 3 * len(seen), 0, 0)


def test_what_a_later_change_of_the_same_object_replaced_is_not_expected() -> None:
    seen = [Seen("a", "1", 0.0), Seen("a", "2", 0.01), Seen("b", "3", 0.02)]
    got = delivery(report([Heard([("a", "2"), ("b", "3")], [])]), seen, clients=1)
    assert (got.expected, got.delivered) == (2, 2)


def test_what_never_came_came_twice_or_never_happened_is_told() -> None:
    seen = [Seen("a", "1", 0.0), Seen("a", "2", 0.01), Seen("b", "3", 0.02)]
    heard = [Heard([("a", "1")], []), Heard([("a", "1"), ("b", "3")], []), Heard([("c", "9")], [])]
    got = delivery(report(heard), seen, clients=1)
    assert (got.expected, got.delivered, got.twice, got.unknown) == (3, 2, 1, 1)
    assert got.percent == 0.0


def test_a_client_that_is_gone_got_nothing() -> None:
    seen = changes(20.0)
    got = delivery(report(frames(seen, 0.0), clients=1), seen, clients=2)
    assert got.percent == 50.0


def test_one_that_is_missing_of_very_many_is_not_all() -> None:
    assert Delivery(expected=100_000, delivered=99_999, twice=0, unknown=0).percent == 99.9
    assert Delivery(expected=100_000, delivered=100_000, twice=0, unknown=0).percent == 100.0
