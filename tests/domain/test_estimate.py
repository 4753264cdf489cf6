"""How long one will wait: a range that is said to a citizen and should turn out true."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.estimate import RECENT, WaitRange, expected_wait, mean_service_time
from tests.domain.builders import minutes

USUAL = minutes(10)


def said_to(
    ahead: int, seen: list[timedelta], usual: timedelta, counters_open: int, counters_free: int = 0
) -> WaitRange | None:
    """The wait in a queue of one service, of which these service times were seen today."""
    mean = mean_service_time(seen, usual)
    return expected_wait(ahead, ahead * mean, mean, counters_open, counters_free)


def test_nothing_is_promised_when_no_counter_is_open() -> None:
    assert said_to(3, [minutes(5)], USUAL, counters_open=0) is None


def test_the_first_in_line_with_a_free_counter_waits_hardly_at_all() -> None:
    assert said_to(0, [], USUAL, counters_open=2, counters_free=1) == WaitRange(0, 5)


def test_the_second_in_line_with_one_free_counter_waits_for_one_service_to_end() -> None:
    second = said_to(1, [], USUAL, counters_open=2, counters_free=1)
    assert second == said_to(0, [], USUAL, counters_open=2) == WaitRange(0, 10)


def test_at_opening_the_usual_time_is_all_there_is() -> None:
    # Five services must end, one every 5 minutes: 25, give or take the root of 5 times 5.
    assert said_to(4, [], USUAL, counters_open=2) == WaitRange(10, 40)


def test_what_was_seen_today_outweighs_the_usual_time() -> None:
    # (5 × 10 + 20 × 4) / 25 = 5.2 minutes a service; 12 services at 2 counters: 31.2 ± 9.
    assert said_to(11, [minutes(4)] * 20, USUAL, counters_open=2) == WaitRange(20, 45)


def test_only_the_newest_services_count() -> None:
    morning, now = [minutes(30)] * 50, [minutes(4)] * RECENT
    assert said_to(11, morning + now, USUAL, 2) == said_to(11, now, USUAL, 2)


def test_each_of_those_before_counts_as_long_as_their_own_service_takes() -> None:
    short, long = 4 * minutes(3), 4 * minutes(20)
    assert expected_wait(4, short, minutes(3), 1) == WaitRange(5, 25)
    assert expected_wait(4, long, minutes(20), 1) == WaitRange(55, 145)


def test_what_cannot_be_done_before_lunch_is_done_after_it() -> None:
    line = (2, minutes(20), minutes(10), 1)
    before = expected_wait(*line, until_closed=minutes(31), closed_for=minutes(120))
    after = expected_wait(*line, until_closed=minutes(30), closed_for=minutes(120))
    assert before == expected_wait(*line) == WaitRange(10, 50)
    assert after == WaitRange(130, 170)


SERVICE_TIMES = st.lists(st.integers(10, 3600).map(lambda second: timedelta(seconds=second)), max_size=40)


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 300), SERVICE_TIMES, st.integers(1, 60).map(minutes), st.integers(1, 20), st.integers(0, 20))
def test_a_range_is_in_fives_is_never_negative_and_holds_the_said_to(
    ahead: int, seen: list[timedelta], usual: timedelta, counters_open: int, free: int
) -> None:
    said = said_to(ahead, seen, usual, counters_open, min(free, counters_open))
    assert said is not None
    assert said.low % 5 == said.high % 5 == 0
    assert 0 <= said.low < said.high


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 100), SERVICE_TIMES, st.integers(1, 9), st.integers(1, 50))
def test_more_people_ahead_or_fewer_counters_never_make_the_wait_look_shorter(
    ahead: int, seen: list[timedelta], counters_open: int, more: int
) -> None:
    base = said_to(ahead, seen, USUAL, counters_open)
    longer = said_to(ahead + more, seen, USUAL, counters_open)
    fewer_counters = said_to(ahead, seen, USUAL, counters_open + more)
    assert base is not None
    assert longer is not None
    assert fewer_counters is not None
    assert (base.low, base.high) <= (longer.low, longer.high)
    assert base.high >= fewer_counters.high


@pytest.mark.parametrize("counters_open", [1, 3, 6])
@pytest.mark.parametrize("ahead", [0, 3, 10, 40])
def test_two_of_three_promises_come_true_where_services_vary_as_they_do_at_public_counters(
    counters_open: int, ahead: int
) -> None:
    chance = Random(2026)
    said = said_to(ahead, [USUAL] * RECENT, USUAL, counters_open)
    assert said is not None
    waits = [actual_wait(chance, ahead, counters_open) for _ in range(1000)]
    kept = sum(said.low <= wait <= said.high for wait in waits) / len(waits)
    assert kept >= 2 / 3


def actual_wait(chance: Random, ahead: int, counters_open: int) -> float:
    """Minutes until someone is called who has `ahead` before them at busy counters, by playing it out."""
    free_at = sorted(chance.expovariate(1 / 10) for _ in range(counters_open))
    for _ in range(ahead):
        free_at[0] += chance.expovariate(1 / 10)
        free_at.sort()
    return free_at[0]
