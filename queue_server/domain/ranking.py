"""Who is called next: one rule, easy to explain on a wall poster (DOMAIN.md §4).

The earliest ranked ticket among the services of this counter, rank time = arrival − head start. Ties go by the
time of issue, then by the ticket's id, so the order is total and the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from queue_server.domain.office import Counter, Office
from queue_server.domain.ticket import Ticket

Place = Literal["keep", "first", "last"]
_STEP = timedelta(microseconds=1)


class Waiting(NamedTuple):
    """A waiting turn as the ranking sees it. Field order is the rank order: a plain sort ranks."""

    rank_at: datetime
    issued_at: datetime
    ticket_id: str
    code: str
    service_id: str
    only_counter: int | None
    arrived_at: datetime


def may_call(counter: Counter, waiting: Waiting) -> bool:
    """A counter calls the turns bound to it, and the unbound ones of its services."""
    if waiting.only_counter is not None:
        return waiting.only_counter == counter.number
    return waiting.service_id in counter.service_ids


def queue_of(counter: Counter, waiting: Iterable[Waiting]) -> list[Waiting]:
    """Those whom this counter may call, in rank order."""
    return sorted(turn for turn in waiting if may_call(counter, turn))


def next_in(queue: Sequence[Waiting], counter: Counter) -> Waiting | None:
    """The one whom this counter calls next out of its `queue_of`, or None when nobody waits.

    With preferred services the others are taken only when no preferred one waits.
    """
    preferred = (turn for turn in queue if turn.service_id in counter.preferred)
    return next(preferred, queue[0] if queue else None)


def call_order(counter: Counter, waiting: Iterable[Waiting]) -> list[Waiting]:
    """The whole queue of the counter in the order in which it would call them."""
    queue = queue_of(counter, waiting)
    return sorted(queue, key=lambda turn: turn.service_id not in counter.preferred) if counter.preferred else queue


def overtaken_by(chosen: Waiting, queue: Sequence[Waiting]) -> list[Waiting]:
    """Those of the counter's queue who rank before the chosen one: whom this call passes over."""
    return [turn for turn in queue if turn < chosen]


def transfer_rank(place: Place, ticket: Ticket, now: datetime, others: Sequence[Waiting]) -> datetime:
    """Rank time of a turn that a transfer starts, among the `others` with whom it will compete.

    `keep`: the rank that it came with; `first`: before all of them; `last`: behind all of them,
    without a head start, since that is what the clerk chose.
    """
    return _rank_at_place(place, ticket.rank_on_arrival, now, others)


def moved_rank(place: Place, ticket: Ticket, now: datetime, others: Sequence[Waiting]) -> datetime:
    """Rank time of a waiting turn that a manager moves, among the `others` with whom it will compete.

    As `transfer_rank`, but `keep` is the rank that it has: who asked for more time does not get it back by a move. And
    `first` never loses a place that is better already.
    """
    own = ticket.turn.rank_at
    rank = _rank_at_place(place, own, now, others)
    return min(rank, own) if place == "first" else rank


def _rank_at_place(place: Place, keep: datetime, now: datetime, others: Sequence[Waiting]) -> datetime:
    if place == "first":
        return min((turn.rank_at - _STEP for turn in others), default=keep)
    if place == "last":
        return max([now, *(turn.rank_at + _STEP for turn in others)])
    return keep


def reinstated_rank(ticket: Ticket, others: Sequence[Waiting], behind: int) -> datetime:
    """Rank time of a returned no-show: its own, but behind the next `behind` who wait (*default* 2).

    Whoever has the very microsecond of the last of these stays ahead too.
    """
    own = ticket.turn.rank_at
    ahead = sorted(others)[:behind]
    return max(own, ahead[-1].rank_at + _STEP) if ahead else own


def let_ahead(ticket: Ticket, others: Iterable[Waiting], count: int) -> list[Waiting]:
    """The next `count` of these who rank behind a waiting ticket: whom it lets go ahead when it asks for more time."""
    own = (ticket.turn.rank_at, ticket.issued_at, ticket.id)
    return sorted(turn for turn in others if turn[:3] > own)[:count]


def postponed_rank(ticket: Ticket, ahead: Sequence[Waiting]) -> datetime:
    """Rank time of a ticket that lets these go ahead; its own when there is nobody. It only ever goes back."""
    return max((turn.rank_at + _STEP for turn in ahead), default=ticket.turn.rank_at)


def competitors(office: Office, service_id: str, only_counter: int | None, waiting: Iterable[Waiting]) -> list[Waiting]:
    """Those who wait for any counter that might call a turn of this service (or for that one counter)."""
    if only_counter is not None:
        counters: Sequence[Counter] = (office.counter(only_counter),)
    else:
        counters = office.counters_serving(service_id)
    return sorted(turn for turn in waiting if any(may_call(counter, turn) for counter in counters))
