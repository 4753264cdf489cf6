"""A ticket's turns as light rows."""

from __future__ import annotations

from queue_server.domain.moments import length_micros, micros
from queue_server.domain.turn_times import turn_times
from tests.domain.builders import at, minutes, serving


def test_each_turn_of_a_transferred_ticket_is_a_row_that_knows_its_ticket_s_issue() -> None:
    held = serving("A001", "08:00", started_at="08:11").hold(1, at("08:12")).resume(1, at("08:20"))
    moved = held.transfer(1, at("08:30"), service_id="B", only_counter=None, rank_at=at("08:00"))
    first, second = turn_times(moved)
    assert (first.issued_for, first.service_id, first.n, first.outcome) == ("A", "A", 1, "transferred")
    assert (first.arrived_at, first.first_called_at) == (micros(at("08:00")), micros(at("08:10")))
    assert (first.held, first.ended_at) == (length_micros(minutes(8)), micros(at("08:30")))
    assert (second.issued_for, second.service_id, second.n, second.state) == ("A", "B", 2, "waiting")
    assert (second.issued_at, second.arrived_at) == (micros(at("08:00")), micros(at("08:30")))
    assert [second.first_called_at, second.counter, second.outcome, second.ended_at] == [None] * 4
