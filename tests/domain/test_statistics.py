"""The metrics, exactly as the trade defines them, against small days counted by hand and a slow second opinion."""

from __future__ import annotations

import statistics as stdlib
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.counter_session import CounterSession
from queue_server.domain.counter_times import Sessions
from queue_server.domain.lengths import Times, times_of
from queue_server.domain.moments import length_micros
from queue_server.domain.statistics import Line, Period, Summary, summarise
from queue_server.domain.ticket import Ticket
from queue_server.domain.turn_times import turn_times
from tests.domain.builders import MICROSECOND, at, called, minutes, serving, ticket

TARGET = minutes(15)
DAY = Period(at("00:00"), at("23:59"))
NOON = at("12:00")


def summary(
    *tickets: Ticket, sessions: tuple[CounterSession, ...] = (), period: Period = DAY, now: datetime = NOON
) -> Summary:
    rows = [row for one in tickets for row in turn_times(one)]
    return summarise(rows, sessions, period=period, now=now, target=TARGET)


def served(code: str, arrived: str, call: str, start: str, end: str, counter: int = 1) -> Ticket:
    return serving(code, arrived, called_at=call, started_at=start, counter=counter).finish(counter, at(end))


def absent(code: str = "A005", arrived: str = "08:00", call: str = "08:10") -> Ticket:
    return called(code, arrived, called_at=call).no_show(1, at(call), allowed_calls=1)


def test_nothing_happened_and_nothing_is_claimed() -> None:
    nothing = summary()
    assert (nothing.total, nothing.services, nothing.counters) == (Line(), {}, {})
    assert nothing.service("A") == Line()
    assert nothing.counter(1).sessions == nothing.sessions == Sessions()


def test_one_served_citizen_has_each_time_of_the_definition() -> None:
    again = called("A001", "08:00", called_at="08:10").recall(1, at("08:12"))
    done = again.start(1, at("08:13")).hold(1, at("08:15")).resume(1, at("08:25")).finish(1, at("08:30"))
    total = summary(done).total
    assert total.wait_to_first_call == Times(1, 600.0, 600.0, 600.0, 600.0)
    assert total.wait_to_last_call.mean_s == 720.0
    assert total.walk.mean_s == 60.0
    assert total.service_time.mean_s == 7 * 60.0
    assert total.stay.mean_s == 1800.0
    assert (total.issued, total.served) == (1, 1)


def test_calling_again_does_not_flatter_the_headline_wait() -> None:
    once = called(called_at="08:20")
    assert summary(once).total.wait_to_first_call == summary(once.recall(1, at("08:40"))).total.wait_to_first_call


def test_a_ticket_is_counted_by_its_final_outcome() -> None:
    back = absent("A006").reinstate(at("08:20"), rank_at=at("08:00"), within=minutes(30))
    total = summary(
        served("A001", "08:00", "08:05", "08:06", "08:10"),
        ticket("A002").cancel(at("08:10")),
        ticket("A003").expire(at("23:00")),
        ticket("A004"),
        absent("A005"),
        back.call(1, at("08:30")).start(1, at("08:31")).finish(1, at("08:40")),
    ).total
    assert (total.issued, total.served, total.cancelled, total.expired, total.no_shows) == (6, 2, 1, 1, 1)
    assert total.no_show_rate == 1 / 6
    assert total.abandoned_rate == 2 / 6


def test_within_target_of_the_called_stands_beside_the_same_share_of_the_issued() -> None:
    total = summary(
        called("A001", "08:00", called_at="08:15"),  # just the target
        called("A002", "08:00", called_at="08:16"),
        ticket("A003").cancel(at("08:10")),
        ticket("A004"),
    ).total
    assert total.within_target_of_called == 1 / 2
    assert total.within_target_of_issued == 1 / 4


def test_a_wait_of_one_microsecond_over_the_target_is_not_within_it() -> None:
    late = ticket("A001", "08:00").call(1, at("08:15") + MICROSECOND)
    assert summary(late).total.within_target_of_called == 0.0


def test_those_who_left_do_not_improve_the_share_of_the_issued() -> None:
    calm = summary(called("A001", called_at="08:10")).total
    left = summary(called("A001", called_at="08:10"), ticket("A002").cancel(at("08:30"))).total
    assert (calm.within_target_of_issued, left.within_target_of_issued) == (1.0, 0.5)
    assert left.within_target_of_called == 1.0


def test_who_waits_now_and_the_longest_wait_now() -> None:
    total = summary(ticket("A001", "08:00"), ticket("A002", "08:20"), called("A003", "07:00"), now=at("08:30")).total
    assert (total.waiting, total.longest_wait_s) == (2, 1800.0)


def test_a_clock_that_is_set_back_makes_no_negative_longest_wait() -> None:
    assert summary(ticket("A001", "08:00"), now=at("07:00")).total.longest_wait_s == 0.0


def test_an_event_at_exactly_half_past_eight_belongs_to_the_period_that_starts_then() -> None:
    one = called("A001", "08:30", called_at="08:40")
    before, after = Period(at("08:00"), at("08:30")), Period(at("08:30"), at("09:00"))
    assert summary(one, period=before).total == Line()
    assert summary(one, period=after).total.issued == 1
    session = CounterSession(1, "lan", at("08:30"))
    assert summary(sessions=(session,), period=before).counters == {}
    assert summary(sessions=(session,), period=after).counter(1).sessions.open_s == 3.5 * 3600


def test_a_wait_belongs_to_the_period_in_which_it_started_even_when_the_call_came_later() -> None:
    one = called("A001", "08:29", called_at="08:59")
    assert summary(one, period=Period(at("08:00"), at("08:30"))).total.wait_to_first_call.max_s == 1800.0


def test_a_transferred_citizen_is_one_ticket_of_the_first_service_and_waits_at_both() -> None:
    moved = serving("A001", "08:00", called_at="08:10", started_at="08:11").transfer(
        1, at("08:20"), service_id="B", only_counter=None, rank_at=at("08:00")
    )
    done = moved.call(2, at("08:50")).start(2, at("08:51")).finish(2, at("09:00"))
    day = summary(done)
    assert (day.total.issued, day.total.served) == (1, 1)
    assert day.total.wait_to_first_call == Times(2, 1200.0, 1200.0, 1800.0, 1800.0)
    assert (day.service("A").issued, day.service("A").served, day.service("A").wait_to_first_call.max_s) == (
        1,
        1,
        600.0,
    )
    assert (day.service("B").issued, day.service("B").served, day.service("B").wait_to_first_call.max_s) == (
        0,
        0,
        1800.0,
    )
    assert (day.service("A").service_time.max_s, day.service("B").service_time.max_s) == (540.0, 540.0)
    assert (day.counter(1).served, day.counter(2).served) == (0, 1)
    assert day.total.within_target_of_called == 1 / 2
    assert day.total.within_target_of_issued == 1.0
    assert day.total.stay == Times(1, 3600.0, 3600.0, 3600.0, 3600.0)


def test_a_ticket_transferred_out_of_the_period_still_brings_its_outcome_home() -> None:
    moved = serving("A001", "08:00").transfer(1, at("08:40"), service_id="B", only_counter=None, rank_at=at("08:00"))
    done = moved.call(2, at("08:50")).start(2, at("08:51")).finish(2, at("09:00"))
    total = summary(done, period=Period(at("08:00"), at("08:30"))).total
    assert (total.issued, total.served, total.wait_to_first_call.count) == (1, 1, 1)


@pytest.mark.parametrize("given_up", ["cancel", "expire"])
def test_a_service_that_was_not_completed_has_no_service_time(given_up: str) -> None:
    held = serving().hold(1, at("08:15"))
    over = held.cancel(at("08:30")) if given_up == "cancel" else held.expire(at("23:00"))
    assert summary(over).total.service_time.count == 0


def test_each_counter_has_its_own_turns_and_sessions() -> None:
    day = summary(
        served("A001", "08:00", "08:10", "08:10", "08:30", counter=1),
        served("A002", "08:00", "08:20", "08:20", "08:30", counter=2),
        absent("A003"),
        sessions=(
            CounterSession(1, "lan", at("08:00")).close(at("09:00")),
            CounterSession(1, "mai", at("10:00")).pause(at("10:10")).close(at("10:30")),
            CounterSession(2, "an", at("08:00")),
        ),
        now=at("11:00"),
    )
    one, two = day.counter(1), day.counter(2)
    assert (one.served, one.no_shows, one.service_time.max_s) == (1, 1, 1200.0)
    assert one.sessions == Sessions(5400.0, 1200.0, 3000.0, 1200.0)
    assert (two.served, two.wait_to_first_call.max_s, two.within_target_of_called) == (1, 1200.0, 0.0)
    assert two.sessions == Sessions(10800.0, 600.0, 10200.0, 0.0)
    assert day.sessions == Sessions(16200.0, 1800.0, 13200.0, 1200.0)
    assert list(day.counters) == [1, 2]


def test_a_counter_that_opened_and_called_nobody_is_in_the_summary() -> None:
    assert summary(sessions=(CounterSession(7, "lan", at("08:00")),)).counter(7).sessions.idle_s == 4 * 3600


def test_the_ninetieth_percentile_is_a_wait_that_somebody_had() -> None:
    assert times_of([length_micros(minutes(n)) for n in range(1, 11)]) == Times(10, 330.0, 330.0, 540.0, 600.0)
    assert times_of([length_micros(minutes(n)) for n in range(1, 12)]).p90_s == 600.0
    assert times_of([]) == Times()


@settings(deadline=None, max_examples=200)
@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=60))
def test_mean_median_and_percentile_agree_with_a_second_opinion(lengths: list[int]) -> None:
    times = times_of(lengths)
    assert times.count == len(lengths)
    assert times.mean_s == pytest.approx(stdlib.fmean(lengths) / 1e6)
    assert times.median_s == pytest.approx(stdlib.median(lengths) / 1e6)
    assert times.max_s == max(lengths) / 1e6
    # Nearest rank: the smallest value that at least nine in ten don't exceed.
    nine_in_ten = [one for one in lengths if 10 * sum(other <= one for other in lengths) >= 9 * len(lengths)]
    assert times.p90_s == min(nine_in_ten) / 1e6


@st.composite
def days(draw: st.DrawFn) -> list[Ticket]:
    """Tickets of a morning, each some steps on its way."""
    tickets = []
    for n in range(draw(st.integers(0, 15))):
        minute = st.integers(0, 40).map(minutes)
        letter, counter = draw(st.sampled_from("AB")), draw(st.integers(1, 3))
        come = at("08:00") + draw(st.integers(0, 90).map(minutes))
        one = ticket(f"{letter}{n + 1:03}", come)
        fate = draw(st.sampled_from(["waits", "gives up", "called", "absent", "serving", "served"]))
        if fate == "gives up":
            one = one.cancel(come + draw(minute))
        elif fate != "waits":
            call = come + draw(minute)
            one = one.call(counter, call)
            if fate == "absent":
                one = one.no_show(counter, call + draw(minute), allowed_calls=1)
            elif fate != "called":
                one = one.start(counter, call + minutes(1))
                one = one.finish(counter, call + minutes(1) + draw(minute)) if fate == "served" else one
        tickets.append(one)
    return tickets


@settings(deadline=None, max_examples=100)
@given(days())
def test_the_services_and_the_half_hours_add_up_to_the_day(tickets: list[Ticket]) -> None:
    whole = summary(*tickets)
    half_hours = [
        summary(*tickets, period=Period(at("08:00") + minutes(n), at("08:00") + minutes(n + 30))).total
        for n in range(0, 120, 30)
    ]
    for parts in (list(whole.services.values()), half_hours):
        for count in ("issued", "served", "cancelled", "no_shows", "waiting"):
            assert sum(getattr(part, count) for part in parts) == getattr(whole.total, count)
        for times in ("wait_to_first_call", "walk", "service_time", "stay"):
            assert sum(getattr(part, times).count for part in parts) == getattr(whole.total, times).count
            longest = [getattr(part, times).max_s for part in parts if getattr(part, times).count]
            assert max(longest, default=None) == getattr(whole.total, times).max_s


@settings(deadline=None, max_examples=100)
@given(days())
def test_the_summary_agrees_with_the_tickets_own_subtractions(tickets: list[Ticket]) -> None:
    total = summary(*tickets).total
    waits = [one.turn.wait_to_first_call for one in tickets if one.turn.wait_to_first_call is not None]
    services = [one.turn.service_time for one in tickets if one.turn.service_time is not None]
    assert total.issued == len(tickets)
    assert total.wait_to_first_call == times_of(length_micros(wait) for wait in waits)
    assert total.service_time == times_of(length_micros(service) for service in services)
    assert (total.within_target_of_called or 0) * len(waits) == pytest.approx(sum(wait <= TARGET for wait in waits))
    assert total.issued == total.served + total.no_shows + total.cancelled + sum(one.is_open for one in tickets)
