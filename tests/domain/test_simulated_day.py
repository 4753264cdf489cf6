"""A simulated day keeps the domain's rules: order, lunch, preference, patience; and small days counted by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.moments import micros
from queue_server.domain.simulated_day import Arrival, Shift, simulate
from queue_server.domain.turn_times import TurnTimes
from tests.domain.builders import COUNTERS, ELDERLY, at, counter, minutes

MORNING = Shift(at("08:00"), at("11:30"))
AFTERNOON = Shift(at("13:30"), at("17:00"))
ONE = (counter(1, "AB"),)


def arrival(clock: str, service: str = "A", served: float = 10, **more: timedelta) -> Arrival:
    return Arrival(at(clock), service, minutes(served), **more)


def called(turns: list[TurnTimes]) -> list[str | None]:
    return [clock(turn.first_called_at) for turn in turns]


def clock(at_us: int | None) -> str | None:
    return None if at_us is None else f"{datetime.fromtimestamp(at_us / 1e6, at('08:00').tzinfo):%H:%M}"


def test_one_counter_takes_them_one_after_the_other() -> None:
    turns = simulate(ONE, [arrival("08:00"), arrival("08:01"), arrival("08:30")], {1: [MORNING]})
    assert called(turns) == ["08:00", "08:10", "08:30"]
    assert [turn.outcome for turn in turns] == ["served"] * 3
    assert clock(turns[1].ended_at) == "08:20"


def test_a_head_start_overtakes_only_those_who_came_within_it() -> None:
    days = [arrival("08:00"), arrival("08:01"), arrival("08:02"), arrival("08:09", head_start=ELDERLY)]
    assert called(simulate(ONE, days, {1: [MORNING]})) == ["08:00", "08:20", "08:30", "08:10"]
    late = [arrival("08:00", served=60), arrival("08:01"), arrival("08:17", head_start=ELDERLY)]
    assert called(simulate(ONE, late, {1: [MORNING]})) == ["08:00", "09:00", "09:10"]


def test_nobody_is_called_at_lunch_and_who_is_there_is_served_out() -> None:
    turns = simulate(ONE, [arrival("11:25", served=20), arrival("11:26")], {1: [MORNING, AFTERNOON]})
    assert called(turns) == ["11:25", "13:30"]


def test_a_service_that_runs_into_the_next_shift_keeps_its_counter() -> None:
    turns = simulate(ONE, [arrival("11:29", served=180), arrival("11:30")], {1: [MORNING, AFTERNOON]})
    assert called(turns) == ["11:29", "14:29"]


def test_whose_patience_ends_leaves_and_whom_nobody_calls_ends_with_the_day() -> None:
    days = [arrival("11:00", served=60), arrival("11:01", patience=minutes(5)), arrival("11:02")]
    turns = simulate(ONE, days, {1: [MORNING]})
    assert [turn.outcome for turn in turns] == ["served", "cancelled", "expired"]
    assert [clock(turn.ended_at) for turn in turns] == ["12:00", "11:06", "11:30"]


def test_a_counter_with_a_preference_takes_the_others_only_when_nobody_preferred_waits() -> None:
    days = [arrival("08:00", "A"), arrival("08:01", "A"), arrival("08:02", "C")]
    assert called(simulate((counter(3, "AC", preferred="C"),), days, {3: [MORNING]})) == ["08:00", "08:20", "08:10"]


def test_a_counter_without_a_shift_serves_nobody() -> None:
    assert [turn.outcome for turn in simulate(ONE, [arrival("08:00")], {})] == ["expired"]


arrivals = st.lists(
    st.builds(
        Arrival,
        st.integers(0, 200).map(lambda n: at("08:00") + minutes(n)),
        st.sampled_from("ABC"),
        st.integers(1, 30).map(minutes),
        st.sampled_from([timedelta(0), ELDERLY]),
    ),
    max_size=60,
)


@settings(deadline=None, max_examples=100)
@given(arrivals, st.sets(st.sampled_from([1, 2, 3, 4]), min_size=1))
def test_no_counter_has_two_at_once_and_nobody_is_overtaken_beyond_the_head_start(
    came: list[Arrival], open_counters: set[int]
) -> None:
    turns = simulate(COUNTERS, came, {number: [MORNING, AFTERNOON] for number in open_counters})
    assert len(turns) == len(came)
    for number in open_counters:
        here = sorted((t.first_called_at, t.ended_at) for t in turns if t.counter == number and t.first_called_at)
        assert all((end or 0) <= (begin or 0) for (_, end), (begin, _) in pairwise(here))
    ordered = sorted(came, key=lambda one: one.at)
    # Counter 3 prefers C: among C alone the order is that of the ranks whatever the counter.
    of_c = [(turn, one) for turn, one in zip(turns, ordered, strict=True) if turn.service_id == "C"]
    for turn, one in of_c:
        for other, earlier in of_c:
            if earlier.at < one.at - ELDERLY and turn.first_called_at is not None:
                assert other.first_called_at is not None
                assert other.first_called_at <= turn.first_called_at


@settings(deadline=None, max_examples=50)
@given(arrivals)
def test_the_same_day_is_played_the_same_way_each_time(came: list[Arrival]) -> None:
    staffing = {number: [MORNING] for number in (1, 2, 3)}
    assert simulate(COUNTERS, came, staffing) == simulate(COUNTERS, came, staffing)
    assert all(turn.arrived_at >= micros(at("08:00")) for turn in simulate(COUNTERS, came, staffing))
