"""Why a waiting ticket stands where it stands in a counter's queue, as facts that a screen can put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from queue_server.domain.office import Counter
from queue_server.domain.ticket import Ticket

Place = Literal["arrived", "head_start", "kept", "moved_first", "moved_last", "returned", "postponed", "slot"]
Claim = Literal["bound", "preferred"]


@dataclass(frozen=True, slots=True)
class Why:
    """`came_at`: when the citizen came to the office; `counts_as`: the moment by which the ticket is ranked.

    `claim`: why this counter takes it before others, if it does: it waits for this counter alone, or the counter
    prefers its service. `place`: what made the rank time.
    """

    came_at: datetime
    counts_as: datetime
    claim: Claim | None
    place: Place


def why(ticket: Ticket, counter: Counter) -> Why:
    """The explanation of a waiting ticket's place at a counter that may call it."""
    turn = ticket.turn
    claim: Claim | None = None
    if turn.only_counter == counter.number:
        claim = "bound"
    elif turn.service_id in counter.preferred:
        claim = "preferred"
    return Why(ticket.issued_at, turn.rank_at, claim, _place(ticket))


def _place(ticket: Ticket) -> Place:
    turn, own = ticket.turn, ticket.rank_on_arrival
    if turn.rank_at < own:
        return "moved_first"
    if turn.rank_at == own:
        if ticket.slot is not None:
            return "slot"
        return "kept" if turn.n > 1 else "head_start" if ticket.head_start else "arrived"
    if turn.postponed:
        return "postponed"
    # Called once and waiting again behind others; an undone call leaves the rank as it was.
    return "returned" if turn.first_called_at is not None else "moved_last"
