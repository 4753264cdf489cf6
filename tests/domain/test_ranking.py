"""Who is called next: the rule on the wall poster, and its consequences."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.ranking import (
    Waiting,
    call_order,
    competitors,
    let_ahead,
    may_call,
    next_in,
    overtaken_by,
    postponed_rank,
    queue_of,
    reinstated_rank,
    transfer_rank,
)
from queue_server.domain.ticket import Ticket
from tests.domain.builders import (
    ELDERLY,
    EMERGENCY,
    MICROSECOND,
    at,
    called,
    codes,
    counter,
    minutes,
    office,
    serving,
    ticket,
    waiting,
)

BOTH = counter(1, "AB")
PREFERS_B = counter(1, "AB", preferred="B")


def hall(*tickets: Ticket) -> list[Waiting]:
    return [waiting(ticket) for ticket in tickets]


def bound(code: str, to_counter: int, rank: str) -> Ticket:
    return called(code).transfer(1, at("08:10"), service_id=code[0], only_counter=to_counter, rank_at=at(rank))


def test_inside_one_class_it_is_first_come_first_served_across_the_services_of_the_counter() -> None:
    queue = queue_of(BOTH, hall(ticket("B001", "08:02"), ticket("A002", "08:03"), ticket("A001", "08:01")))
    assert codes(queue) == ["A001", "B001", "A002"]


def test_a_counter_calls_its_own_services_alone() -> None:
    assert codes(queue_of(BOTH, hall(ticket("C001", "08:00"), ticket("A001", "08:30")))) == ["A001"]


def test_a_priority_citizen_overtakes_only_those_who_came_within_the_head_start() -> None:
    elderly = ticket("A003", "08:20", ELDERLY)
    queue = queue_of(BOTH, hall(ticket("A001", "08:04"), ticket("A002", "08:06"), elderly))
    assert codes(queue) == ["A001", "A003", "A002"]


def test_one_who_came_just_the_head_start_earlier_stays_ahead() -> None:
    queue = queue_of(BOTH, hall(ticket("A002", "08:15", ELDERLY), ticket("A001", "08:00")))
    assert codes(queue) == ["A001", "A002"]


def test_two_who_took_their_numbers_in_the_same_microsecond_are_called_in_one_order_everywhere() -> None:
    pair = hall(ticket("A002", "08:00"), ticket("A001", "08:00"))
    assert codes(queue_of(BOTH, pair)) == codes(queue_of(BOTH, reversed(pair))) == ["A001", "A002"]


def test_an_emergency_goes_before_all_of_the_day() -> None:
    queue = queue_of(BOTH, hall(ticket("A001", "07:00"), ticket("A002", "16:00", EMERGENCY)))
    assert codes(queue) == ["A002", "A001"]


def test_a_turn_bound_to_a_counter_is_in_that_counter_s_queue_alone_even_outside_its_services() -> None:
    turn = waiting(bound("C001", 1, "08:00"))
    assert may_call(BOTH, turn)
    assert not may_call(counter(2, "BC"), turn)


def test_a_counter_without_a_preference_calls_the_first_of_its_queue() -> None:
    queue = queue_of(BOTH, hall(ticket("B001", "08:05"), ticket("A001", "08:00")))
    first = next_in(queue, BOTH)
    assert first is not None
    assert first.code == "A001"


def test_a_counter_calls_nobody_when_nobody_waits() -> None:
    assert next_in([], BOTH) is None
    assert next_in([], PREFERS_B) is None


def test_a_counter_takes_the_other_services_only_when_its_preferred_ones_are_empty() -> None:
    both = hall(ticket("A001", "08:00"), ticket("B001", "08:30"))
    first = next_in(queue_of(PREFERS_B, both), PREFERS_B)
    assert first is not None
    assert first.code == "B001"
    alone = hall(ticket("A001", "08:00"))
    assert next_in(queue_of(PREFERS_B, alone), PREFERS_B) == alone[0]


def test_the_waiting_list_stands_in_the_order_in_which_the_counter_will_call() -> None:
    everyone = hall(ticket("A001", "08:00"), ticket("B001", "08:30"), ticket("A002", "08:10"), ticket("B002", "08:40"))
    assert codes(call_order(PREFERS_B, everyone)) == ["B001", "B002", "A001", "A002"]
    assert codes(call_order(BOTH, everyone)) == ["A001", "A002", "B001", "B002"]


def test_calling_someone_particular_passes_over_all_who_rank_before() -> None:
    queue = queue_of(BOTH, hall(ticket("A001", "08:00"), ticket("A002", "08:01"), ticket("A003", "08:02")))
    assert codes(overtaken_by(queue[2], queue)) == ["A001", "A002"]
    assert overtaken_by(queue[0], queue) == []


def test_a_transfer_keeps_the_original_arrival_and_the_head_start_by_default() -> None:
    moved = called("A001", "08:00")
    assert transfer_rank("keep", moved, at("08:30"), hall(ticket("B001", "08:10"))) == at("08:00")
    elderly = ticket("A002", "08:20", ELDERLY).call(1, at("08:30"))
    assert transfer_rank("keep", elderly, at("08:31"), []) == at("08:05")


def test_a_second_transfer_still_keeps_the_first_arrival() -> None:
    moved = called("A001", "08:00").transfer(1, at("08:20"), service_id="B", only_counter=None, rank_at=at("08:20"))
    assert transfer_rank("keep", moved.call(2, at("08:40")), at("08:41"), []) == at("08:00")


def test_a_transfer_to_the_first_place_goes_before_all_who_wait_there() -> None:
    others = hall(ticket("B001", "08:10"), ticket("B002", "08:20", EMERGENCY))
    rank = transfer_rank("first", called("A001", "08:00"), at("08:30"), others)
    assert rank < min(turn.rank_at for turn in others)


def test_a_transfer_to_the_last_place_goes_behind_all_who_wait_there_without_a_head_start() -> None:
    others = hall(ticket("B001", "08:10"), ticket("B002", "08:29"))
    elderly = ticket("A001", "08:00", ELDERLY).call(1, at("08:30"))
    assert transfer_rank("last", elderly, at("08:31"), others) > max(turn.rank_at for turn in others)
    assert transfer_rank("last", elderly, at("08:31"), []) == at("08:31")


def test_a_transfer_to_the_last_place_is_not_helped_by_the_head_start_of_the_only_one_who_waits_there() -> None:
    emergency = hall(ticket("B001", "08:25", EMERGENCY))
    moved = called("A001", "08:20")
    rank = transfer_rank("last", moved, at("08:30"), emergency)
    # Someone who came at 07:45 and is transferred there a minute later, keeping the arrival, is ahead of "last".
    assert rank > at("07:45")


def test_an_absent_citizen_who_returns_is_behind_the_next_two() -> None:
    gone = called("A001", "08:00").no_show(1, at("08:15"), allowed_calls=1)
    others = hall(ticket("A002", "08:05"), ticket("A003", "08:06"), ticket("A004", "08:07"))
    back = gone.reinstate(at("08:20"), rank_at=reinstated_rank(gone, others, 2), within=minutes(30))
    assert codes(queue_of(BOTH, [*others, waiting(back)])) == ["A002", "A003", "A001", "A004"]


def test_an_absent_citizen_who_returns_to_fewer_than_two_is_behind_those() -> None:
    gone = called("A001", "08:00").no_show(1, at("08:15"), allowed_calls=1)
    one = hall(ticket("A002", "08:05"))
    assert reinstated_rank(gone, one, 2) == at("08:05") + MICROSECOND
    assert reinstated_rank(gone, [], 2) == at("08:00")


def test_returning_never_makes_a_place_better_than_it_was() -> None:
    gone = called("A009", "08:30").no_show(1, at("08:45"), allowed_calls=1)
    others = hall(ticket("A001", "08:00"), ticket("A002", "08:01"), ticket("A003", "08:02"))
    assert reinstated_rank(gone, others, 2) == at("08:30")


def test_who_asks_for_more_time_lets_the_next_ones_go_ahead_and_nobody_else() -> None:
    asks = ticket("A002", "08:05")
    others = hall(*(ticket(f"A00{n}", f"08:0{n}") for n in (1, 6, 7, 8, 9)))
    ahead = let_ahead(asks, others, 3)
    assert codes(ahead) == ["A006", "A007", "A008"]
    later = asks.postpone(rank_at=postponed_rank(asks, ahead), allowed=1)
    assert codes(queue_of(BOTH, [*others, waiting(later)])) == ["A001", "A006", "A007", "A008", "A002", "A009"]


def test_who_is_last_has_nobody_to_let_ahead_and_keeps_the_place() -> None:
    asks = ticket("A002", "08:05")
    assert let_ahead(asks, hall(ticket("A001", "08:00")), 3) == []
    assert postponed_rank(asks, []) == at("08:05")


def test_competitors_are_all_who_wait_for_any_counter_of_the_service() -> None:
    # C is served by counters 2 (B, C) and 3 (A, B, C); counter 4 has A alone.
    everyone = hall(
        ticket("A001", "08:02"), ticket("B001", "08:01"), ticket("C001", "08:00"), bound("A002", 4, "08:03")
    )
    assert codes(competitors(office(), "C", None, everyone)) == ["C001", "B001", "A001"]


def test_competitors_for_one_counter_are_those_whom_it_may_call() -> None:
    everyone = hall(ticket("A001", "08:02"), ticket("B001", "08:01"), bound("C002", 4, "08:03"))
    assert codes(competitors(office(), "C", 4, everyone)) == ["A001", "C002"]


# --- Properties ------------------------------------------------------------------------------------------------------

MORNING = st.integers(0, 240).map(lambda minute: at("07:00") + minutes(minute))
HEAD_STARTS = st.sampled_from([timedelta(0), ELDERLY, EMERGENCY])


@st.composite
def tickets(draw: st.DrawFn) -> list[Ticket]:
    arrivals = draw(st.lists(st.tuples(st.sampled_from("ABC"), MORNING, HEAD_STARTS), max_size=25))
    return [ticket(f"{letter}{n:03}", when, start) for n, (letter, when, start) in enumerate(arrivals, 1)]


few = settings(deadline=None, max_examples=100)


@few
@given(tickets())
def test_nobody_is_overtaken_by_one_who_came_more_than_the_head_start_later(everyone: list[Ticket]) -> None:
    came = {one.code: one for one in everyone}
    order = [came[turn.code] for turn in queue_of(BOTH, hall(*everyone))]
    for place, overtaken in enumerate(order):
        for before in order[:place]:
            assert before.issued_at - overtaken.issued_at <= before.head_start


@few
@given(tickets(), st.randoms(use_true_random=False))
def test_the_ranking_is_one_total_order_however_the_hall_is_listed(everyone: list[Ticket], chance: Random) -> None:
    listed = hall(*everyone)
    shuffled = list(listed)
    chance.shuffle(shuffled)
    ranked = queue_of(BOTH, shuffled)
    assert ranked == queue_of(BOTH, listed)
    assert all(one < other for one, other in pairwise(ranked))


@few
@given(tickets())
def test_calling_the_next_again_and_again_is_the_order_of_the_waiting_list_and_serves_everyone(
    everyone: list[Ticket],
) -> None:
    left = queue_of(PREFERS_B, hall(*everyone))
    expected = call_order(PREFERS_B, left)
    called_in_turn = []
    while (chosen := next_in(left, PREFERS_B)) is not None:
        called_in_turn.append(chosen)
        left.remove(chosen)
    assert called_in_turn == expected
    assert left == []


@few
@given(tickets(), MORNING)
def test_first_is_before_all_and_last_behind_all_who_wait(everyone: list[Ticket], now: datetime) -> None:
    others, moved = hall(*everyone), serving("A999", "07:30")
    first, last = (transfer_rank(place, moved, now, others) for place in ("first", "last"))
    assert all(first < turn.rank_at < last for turn in others)


@few
@given(tickets(), st.integers(0, 4))
def test_one_who_returns_has_at_least_the_allowed_number_ahead_or_all_who_wait(
    everyone: list[Ticket], behind: int
) -> None:
    others = hall(*everyone)
    gone = called("A999", "07:30").no_show(1, at("08:15"), allowed_calls=1)
    rank = reinstated_rank(gone, others, behind)
    assert rank >= gone.turn.rank_at
    assert sum(turn.rank_at < rank for turn in others) >= min(behind, len(others))
