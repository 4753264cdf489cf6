"""How many counters it takes: enough, and none too many, on days that are played with the domain's own rules."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from queue_server.domain.calendar import Stretch
from queue_server.domain.simulated_day import Arrival, Shift, simulate
from queue_server.domain.what_if import (
    Block,
    Needed,
    PastDay,
    Progress,
    counters_needed,
    with_head_starts,
    within_target,
)
from tests.domain.builders import ELDERLY, at, counter, minutes

TARGET = minutes(15)
MORNING = Stretch(at("08:00"), at("11:30"))
AFTERNOON = Stretch(at("13:30"), at("17:00"))
DAY = (MORNING, AFTERNOON)
THREE_ALIKE = tuple(counter(number, "A") for number in (1, 2, 3))


def steady(
    every: float, served: float, service: str = "A", start: str = "08:00", until: str = "11:30"
) -> list[Arrival]:
    found, now = [], at(start)
    while now < at(until):
        found.append(Arrival(now, service, minutes(served)))
        now += minutes(every)
    return found


def needed(counters: tuple, days: list[PastDay], share: float = 0.9) -> Needed:  # type: ignore[type-arg]
    *_, result = counters_needed(counters, days, target=TARGET, share=share)
    assert isinstance(result, Needed)
    return result


def test_one_who_comes_every_ten_minutes_for_nine_needs_one_counter_all_morning() -> None:
    found = needed(THREE_ALIKE, [PastDay(tuple(steady(10, 9)), DAY)])
    assert found.is_enough
    assert {block.hour: n for block, n in found.plan.items() if n} == {8: 1, 9: 1, 10: 1, 11: 1}


def test_twice_as_many_need_two() -> None:
    found = needed(THREE_ALIKE, [PastDay(tuple(steady(5, 9)), DAY)])
    assert max(found.plan.values()) == 2
    assert sum(found.plan.values()) <= 8


def test_an_hour_without_anybody_needs_nobody() -> None:
    found = needed(THREE_ALIKE, [PastDay(tuple(steady(10, 9, until="10:00")), DAY)])
    assert all(n == 0 for block, n in found.plan.items() if block.hour >= 14)


def test_a_rush_that_no_number_of_counters_can_serve_in_time_is_said_to_be_so() -> None:
    rush = [Arrival(at("08:00"), "A", minutes(20)) for _ in range(30)]
    found = needed(THREE_ALIKE, [PastDay(tuple(rush), DAY)])
    assert not found.is_enough
    assert set(found.plan.values()) == {3}
    assert found.within["A"] < 0.9


def test_no_service_is_given_up_for_the_others() -> None:
    mixed = (counter(1, "A"), counter(2, "B"))
    many, few = steady(3, 2), [Arrival(at("09:00"), "B", minutes(5))]
    found = needed(mixed, [PastDay((*many, *few), DAY)])
    assert found.within == {"A": found.within["A"], "B": 1.0}
    assert any(n for block, n in found.plan.items() if block.counters == (2,))


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 1000))
@example(24)
def test_what_is_said_to_be_needed_is_enough_and_one_fewer_in_any_hour_is_not(seed: int) -> None:
    chance = Random(seed)
    came = tuple(
        Arrival(at("08:00") + minutes(chance.uniform(0, 200)), chance.choice("AB"), minutes(chance.gammavariate(4, 2)))
        for _ in range(60)
    )
    counters = (counter(1, "A"), counter(2, "A"), counter(3, "AB"), counter(4, "B"))
    found = needed(counters, [PastDay(came, DAY)])
    if not found.is_enough:
        return
    assert all(kept >= 0.9 for kept in found.within.values())
    for block, n in found.plan.items():
        if n:
            fewer = {**found.plan, block: n - 1}
            turns = simulate(counters, came, staffing(fewer))
            assert any(kept < 0.9 for kept in within_target(turns, TARGET).values())


def staffing(plan: dict[Block, int]) -> dict[int, list[Shift]]:
    """The plan's shifts, hour by hour, worked out on its own."""
    found: dict[int, list[Shift]] = {}
    for stretch in DAY:
        for hour in range(stretch.start.hour, stretch.end.hour + 1):
            full = stretch.start.replace(hour=hour, minute=0)
            start, end = max(full, stretch.start), min(full + timedelta(hours=1), stretch.end)
            for block, n in plan.items():
                if block.hour == hour and start < end:
                    for number in block.counters[:n]:
                        found.setdefault(number, []).append(Shift(start, end))
    return found


def test_progress_goes_up_to_the_result() -> None:
    steps = list(counters_needed(THREE_ALIKE, [PastDay(tuple(steady(10, 9)), DAY)], target=TARGET, share=0.9))
    done = [step.done for step in steps if isinstance(step, Progress)]
    assert done == list(range(1, len(done) + 1))
    assert isinstance(steps[-1], Needed)


def test_other_head_starts_change_who_is_called_first() -> None:
    came = [Arrival(at("08:00"), "A", minutes(10)), Arrival(at("08:01"), "A", minutes(10))]
    came.append(Arrival(at("08:05"), "A", minutes(10), ELDERLY))
    shifts = {1: [Shift(MORNING.start, MORNING.end)]}
    one = (counter(1, "A"),)
    with_start = simulate(one, came, shifts)
    without = simulate(one, with_head_starts(came, {ELDERLY: timedelta(0)}), shifts)
    assert [turn.first_called_at for turn in with_start[1:]] == [turn.first_called_at for turn in without[:0:-1]]
