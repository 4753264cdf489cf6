"""A clerk's session at a counter: open, paused, closed, and the breaks in it."""

from __future__ import annotations

import pytest

from queue_server.domain.counter_session import CounterSession
from queue_server.domain.errors import Conflict
from tests.domain.builders import at, minutes


def opened() -> CounterSession:
    return CounterSession(1, "lan", at("07:30"))


def test_a_session_is_open_from_its_start() -> None:
    session = opened()
    assert session.state == "open"
    assert session.breaks_until(at("09:00")) == minutes(0)


def test_breaks_add_up_and_a_running_one_counts_up_to_now() -> None:
    session = opened().pause(at("08:00")).unpause(at("08:10")).pause(at("09:00"))
    assert session.state == "paused"
    assert session.breaks_until(at("09:05")) == minutes(15)
    assert session.unpause(at("09:20")).breaks == minutes(30)


def test_closing_ends_a_running_break_with_the_session() -> None:
    session = opened().pause(at("11:00")).close(at("11:30"))
    assert (session.state, session.closed_at, session.breaks) == ("closed", at("11:30"), minutes(30))
    assert session.breaks_until(at("17:00")) == minutes(30)


def test_a_paused_counter_is_not_paused_again() -> None:
    with pytest.raises(Conflict, match="counter_not_open"):
        opened().pause(at("08:00")).pause(at("08:01"))


def test_a_counter_that_is_not_paused_does_not_end_a_break() -> None:
    with pytest.raises(Conflict, match="counter_not_paused"):
        opened().unpause(at("08:00"))


def test_a_closed_session_takes_no_more_verbs() -> None:
    closed = opened().close(at("11:30"))
    with pytest.raises(Conflict, match="counter_not_open"):
        closed.pause(at("11:31"))
    with pytest.raises(Conflict, match="counter_not_paused"):
        closed.unpause(at("11:31"))
    with pytest.raises(Conflict, match="counter_not_open"):
        closed.close(at("11:31"))


def test_a_clock_that_is_set_back_makes_no_negative_break_and_no_break_longer_than_the_session() -> None:
    session = opened().pause(at("08:00")).unpause(at("07:00")).pause(at("06:00"))
    assert session.breaks_until(at("05:00")) == minutes(0)
    closed = opened().pause(at("08:00")).unpause(at("08:30")).close(at("06:00"))
    assert closed.closed_at is not None
    assert closed.closed_at - closed.opened_at >= closed.breaks == minutes(30)
