"""A turn as the metrics take it: one light row of microseconds, as the store delivers it."""

from __future__ import annotations

from typing import NamedTuple

from queue_server.domain.moments import length_micros, micros, micros_or_none
from queue_server.domain.ticket import Ticket, Turn


class TurnTimes(NamedTuple):
    """One turn as the store delivers it. Times and `held` in microseconds; `issued_*` are its ticket's.

    `quoted_*`: the range of the wait that the ticket promised, with its first turn alone.
    """

    issued_for: str
    issued_at: int
    n: int
    service_id: str
    counter: int | None
    state: str
    outcome: str | None
    arrived_at: int
    first_called_at: int | None
    last_called_at: int | None
    service_started_at: int | None
    held_since: int | None
    held: int
    ended_at: int | None
    quoted_low_us: int | None = None
    quoted_high_us: int | None = None


def turn_times(ticket: Ticket) -> list[TurnTimes]:
    """The turns of a ticket as `summarise` takes them."""
    return [_turn_times(ticket, turn) for turn in ticket.turns]


def _turn_times(ticket: Ticket, turn: Turn) -> TurnTimes:
    return TurnTimes(
        issued_for=ticket.service_id,
        issued_at=micros(ticket.issued_at),
        n=turn.n,
        service_id=turn.service_id,
        counter=turn.counter,
        state=turn.state,
        outcome=turn.outcome,
        arrived_at=micros(turn.arrived_at),
        first_called_at=micros_or_none(turn.first_called_at),
        last_called_at=micros_or_none(turn.last_called_at),
        service_started_at=micros_or_none(turn.service_started_at),
        held_since=micros_or_none(turn.held_since),
        held=length_micros(turn.held),
        ended_at=micros_or_none(turn.ended_at),
    )
