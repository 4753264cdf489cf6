"""A counter's time: open, serving, idle and break always add up, and idle is never negative."""

from __future__ import annotations

from datetime import datetime

from queue_server.domain.counter_session import CounterSession
from queue_server.domain.counter_times import Sessions, Stint, session_times, stint, sum_of
from queue_server.domain.moments import micros
from queue_server.domain.ticket import Ticket
from queue_server.domain.turn_times import turn_times
from tests.domain.builders import at, called, serving

NOON = at("12:00")
HOUR_S = 3600.0


def services(*tickets: Ticket, now: datetime = NOON) -> list[Stint]:
    found = (stint(turn, micros(now)) for ticket in tickets for turn in turn_times(ticket))
    return [one for one in found if one is not None]


def opened(clock: str = "08:00") -> CounterSession:
    return CounterSession(1, "lan", at(clock))


def served(started: str, ended: str) -> Ticket:
    return serving(called_at=started, started_at=started).finish(1, at(ended))


def test_open_is_the_session_s_length_and_idle_is_what_serving_and_breaks_leave() -> None:
    session = opened().pause(at("09:00")).unpause(at("09:20")).close(at("10:00"))
    stints = services(served("08:10", "08:40"), served("09:30", "09:40"))
    assert session_times([session], stints, NOON) == [Sessions(2 * HOUR_S, 2400.0, 3600.0, 1200.0)]


def test_an_open_session_counts_up_to_now_with_its_running_service_and_break() -> None:
    running = serving(called_at="08:30", started_at="08:40")
    [times] = session_times([opened()], services(running, now=at("09:00")), at("09:00"))
    assert times == Sessions(HOUR_S, 1200.0, 2400.0, 0.0)
    [paused] = session_times([opened().pause(at("08:45"))], [], at("09:00"))
    assert paused == Sessions(HOUR_S, 0.0, 2700.0, 900.0)


def test_while_a_citizen_is_held_the_counter_is_not_serving_them() -> None:
    held = serving(called_at="08:10", started_at="08:10").hold(1, at("08:20"))
    assert [one.serving for one in services(held)] == [600_000_000]
    done = held.resume(1, at("08:50")).finish(1, at("09:00"))
    [times] = session_times([opened().close(at("09:00"))], services(done), NOON)
    assert (times.serving_s, times.idle_s) == (1200.0, 2400.0)


def test_a_call_without_a_service_is_no_serving_time() -> None:
    assert services(called().recall(1, at("08:12"))) == []


def test_a_service_that_the_day_s_end_cut_off_is_left_out_since_nobody_knows_when_it_ended() -> None:
    assert services(serving().expire(at("23:59"))) == []


def test_a_service_counts_in_the_session_in_which_it_lies() -> None:
    morning, afternoon = opened("07:30").close(at("11:30")), opened("13:30").close(at("17:00"))
    stints = services(served("08:10", "08:40"), served("14:00", "14:10"), now=at("18:00"))
    first, second = session_times([afternoon, morning], stints, at("18:00"))
    assert (first.serving_s, second.serving_s) == (1800.0, 600.0)


def test_a_service_held_over_two_sessions_counts_once() -> None:
    held = serving(called_at="08:10", started_at="08:10").hold(1, at("08:20"))
    done = held.resume(1, at("10:30")).finish(1, at("10:40"))
    sessions = [opened("08:00").close(at("09:00")), opened("10:00").close(at("11:00"))]
    assert sum_of(session_times(sessions, services(done), NOON)).serving_s == 1200.0


def test_a_citizen_resumed_at_another_counter_does_not_make_its_idle_time_negative() -> None:
    # The turn knows its last counter alone, so counter 1 has the service, but not more of it than its session is long.
    held = serving(called_at="08:10", started_at="08:10", counter=3).hold(3, at("08:50"))
    done = held.resume(1, at("09:30")).finish(1, at("09:40"))
    [times] = session_times([opened("09:30").pause(at("09:45")).close(at("10:00"))], services(done), NOON)
    assert (times.open_s, times.serving_s, times.idle_s, times.break_s) == (1800.0, 600.0, 300.0, 900.0)


def test_a_clock_that_is_set_back_makes_neither_a_negative_length_nor_negative_idle_time() -> None:
    [times] = session_times([opened("08:00")], [], at("07:00"))
    assert times == Sessions()
    ahead = served("10:00", "11:00")
    [clipped] = session_times([opened("08:00").close(at("08:30"))], services(ahead), NOON)
    assert (clipped.serving_s, clipped.idle_s) == (0.0, 1800.0)


def test_services_that_a_clock_set_back_lays_over_each_other_are_no_more_than_the_session() -> None:
    stints = services(served("08:00", "08:50"), served("08:05", "08:55"))
    [times] = session_times([opened("08:00").close(at("09:00"))], stints, NOON)
    assert times == Sessions(HOUR_S, HOUR_S, 0.0, 0.0)


def test_several_sessions_are_summed() -> None:
    assert sum_of([Sessions(4.0, 1.0, 2.0, 1.0), Sessions(40.0, 10.0, 20.0, 10.0)]) == Sessions(44.0, 11.0, 22.0, 11.0)
    assert sum_of([]) == Sessions()
