"""What every verb works with: the transaction, the office, one `now`, the actor; and what a verb leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from sqlite3 import Connection
from typing import Generic, TypeVar

import msgspec

from queue_server.domain.announcing import Announcement, CallKind, kind_of_call
from queue_server.domain.journal import Json
from queue_server.domain.office import Office
from queue_server.domain.ticket import Ticket
from queue_server.store import calls, journal, requests

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Work:
    """One verb's transaction. `actor` is who does it, as the journal names it: `clerk:lan`, `kiosk:1`, `citizen`."""

    db: Connection
    office: Office
    now: datetime
    actor: str

    def record(self, event: str, body: dict[str, Json]) -> int:
        """Append the verb's row to the journal; its `seq`. Never put anything personal into `body`."""
        return journal.append(self.db, self.office.id, self.now, self.actor, event, body).seq


@dataclass(frozen=True, slots=True)
class CallMade:
    """A call that wall and loudspeaker must tell. `id` is the same for ever."""

    id: str
    ticket_id: str
    code: str
    counter: int
    kind: CallKind
    called_at: datetime


@dataclass(frozen=True, slots=True)
class Touched:
    """What a verb changed, so that after the commit only those are told who must see it."""

    services: frozenset[str] = frozenset()
    counters: frozenset[int] = frozenset()
    tickets: frozenset[str] = frozenset()
    call: CallMade | None = None
    announcements: tuple[Announcement, ...] = ()
    set_up: bool = False
    staff: bool = False
    """All desks and the manager's page, and no public screen."""
    manager: bool = False
    """The manager's page alone."""


NOTHING = Touched()


def together(all_touched: Sequence[Touched]) -> Touched:
    """What several steps of one verb touched; at most one of them calls."""
    return Touched(
        frozenset().union(*(one.services for one in all_touched)),
        frozenset().union(*(one.counters for one in all_touched)),
        frozenset().union(*(one.tickets for one in all_touched)),
        next((one.call for one in all_touched if one.call is not None), None),
    )


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """A verb's result and what it touched."""

    result: R
    touched: Touched = field(default=NOTHING)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that may be repeated: its id, and what it asks as text, so that another wish under it is noticed."""

    id: str
    wish: str


def once(work: Work, request: Request, result_type: type[R], verb: Callable[[Work], Done[R]]) -> Done[R]:
    """Carry out the verb, or give the answer that this very request got before.

    Raises what the verb raises (a refusal is not remembered: the same request may succeed later), and Conflict
    `request_id_reused` when the id came with another wish.
    """
    wish = requests.digest(work.actor, request.wish)
    stored = requests.answer_of(work.db, work.office.id, request.id, wish)
    if stored is not None:
        return Done(msgspec.json.decode(stored, type=result_type))
    done = verb(work)
    answer = msgspec.json.encode(done.result).decode()
    requests.remember(work.db, work.office.id, request.id, wish, answer, work.now)
    return done


def call_made(ticket: Ticket, allowed_calls: int) -> CallMade:
    """The call that the ticket's last verb made; after `allowed_calls` a no-show may be declared."""
    turn = ticket.turn
    if turn.counter is None or turn.last_called_at is None:
        raise ValueError(f"{ticket.id} was never called")
    return CallMade(
        calls.announcement_id(ticket.id, turn.n, turn.calls),
        ticket.id,
        ticket.code,
        turn.counter,
        kind_of_call(turn=turn.n, calls=turn.calls, calls_now=turn.calls_now, allowed_calls=allowed_calls),
        turn.last_called_at,
    )
