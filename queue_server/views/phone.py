"""One citizen's own page, and the places of all who wait, from one reading of the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain import estimate
from queue_server.domain.errors import Conflict
from queue_server.domain.numbering import code_of
from queue_server.domain.office import Office
from queue_server.domain.ranking import Waiting
from queue_server.domain.ticket import Ticket, TurnState
from queue_server.protocol import CalledBefore, PhoneOffer, PhoneService, PhoneView, QueueProof
from queue_server.store import calls, hall, notices, tickets, waiting_line
from queue_server.views.common import Refuse, texts, wait_range
from queue_server.views.kiosk import kiosk_view


class Place(NamedTuple):
    """Where someone stands in the queue: all that changes on the page of a citizen who waits."""

    waiting: Waiting
    ahead: int
    wait: estimate.WaitRange | None


Places = Mapping[str, Place]
"""The places of all who wait, by the ticket's id."""


def id_of(db: Connection, office: Office, token: str) -> str:
    """The id of the ticket whose page the token opens. Raises NotFound `unknown_ticket`."""
    return tickets.id_of_token(db, office.id, token)


def places(db: Connection, office: Office, now: datetime) -> Places:
    """Everybody's place, in one pass over the queue in rank order: thousands of phones cost one reading."""
    present = hall.load(db, office, now)
    paces = {service.id: present.pace(service) for service in office.services}
    before: Counter[str] = Counter()
    quoted: dict[tuple[str, tuple[int, ...]], estimate.WaitRange | None] = {}
    found: dict[str, Place] = {}
    for turn in sorted(waiting_line.everyone(db, office.id)):
        pace = paces[turn.service_id]
        key = (turn.service_id, tuple(before[service_id] for service_id in pace.means))
        if key not in quoted:
            quoted[key] = pace.quote(before)
        found[turn.ticket_id] = Place(turn, before[turn.service_id], quoted[key])
        before[turn.service_id] += 1
    return found


def phone_view(db: Connection, office: Office, ticket_id: str, now: datetime) -> PhoneView:
    """The page of a ticket. Raises NotFound `unknown_ticket`."""
    ticket = tickets.load(db, office.id, ticket_id)
    waits = ticket.turn.state is TurnState.WAITING
    return _page(db, office, ticket, places(db, office, now).get(ticket_id) if waits else None, now)


def phone_views(
    db: Connection, office: Office, ticket_ids: Iterable[str], found: Places, now: datetime
) -> list[tuple[str, PhoneView]]:
    """The pages of several tickets, whose places were read just now. One that is gone is left out."""
    loaded = tickets.load_several(db, office.id, ticket_ids)
    return [(ticket.id, _page(db, office, ticket, found.get(ticket.id), now)) for ticket in loaded]


def phone_offer(db: Connection, office: Office, now: datetime, refuse: Refuse) -> PhoneOffer:
    """The services of which a phone may take a number."""
    kiosk = kiosk_view(db, office, now, refuse)
    return PhoneOffer(
        now=now,
        office_name=texts(office.name),
        take=office.phone.take,
        services=[
            PhoneService(
                id=service.id, name=service.name, waiting=service.waiting, wait=service.wait, refusal=service.refusal
            )
            for service in kiosk.services
            if office.phone.offers(service.id)
        ],
        refusal=kiosk.refusal,
    )


def _page(db: Connection, office: Office, ticket: Ticket, place: Place | None, now: datetime) -> PhoneView:
    """A page, never with the priority class."""
    turn = ticket.turn
    is_called = turn.state in (TurnState.CALLED, TurnState.SERVING)
    waits = turn.state is TurnState.WAITING
    return PhoneView(
        now=now,
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        code=ticket.code,
        service_name=texts(office.past_service(turn.service_id).name),
        state=turn.state.value,
        outcome=None if turn.outcome is None else turn.outcome.value,
        issued_at=ticket.issued_at,
        slot=ticket.slot,
        ahead=place.ahead if waits and place else None,
        wait=wait_range(place.wait) if waits and place else None,
        counter=turn.counter if is_called else None,
        counter_name=office.counter(turn.counter).name if is_called and turn.counter is not None else None,
        called_at=turn.last_called_at,
        calls=calls.made(db, office.id, ticket.id, turn.n) if turn.calls else 0,
        more_time=max(office.phone.more_time_limit - turn.postponed, 0) if waits else 0,
        more_time_behind=office.phone.more_time_behind,
    )


def has_notices(db: Connection, office: Office, ticket_id: str) -> bool:
    """Whether a phone is told of this ticket by Web Push."""
    return notices.is_wanted(db, office.id, ticket_id)


def queue_proof(db: Connection, office: Office, ticket_id: str) -> QueueProof:
    """When each of those had come who were called before a ticket's first call, at counters that might have called it.

    Raises NotFound `unknown_ticket`, Conflict `not_called_yet`.
    """
    ticket = tickets.load(db, office.id, ticket_id)
    own = ticket.turns[0]
    if own.first_called_at is None:
        raise Conflict("not_called_yet", code=ticket.code)
    counters = office.counters_serving(own.service_id)
    services = sorted({service_id for counter in counters for service_id in counter.service_ids} | {own.service_id})
    called = calls.called_between(db, office.id, ticket.business_day, services, own.arrived_at, own.first_called_at)
    return QueueProof(
        came_at=own.arrived_at,
        called_at=own.first_called_at,
        called_before=[
            CalledBefore(
                code=code_of(other.ticket_id),
                came_at=other.arrived_at,
                called_at=other.called_at,
                counter=other.counter,
                is_later=other.arrived_at > own.arrived_at,
            )
            for other in called
            if other.ticket_id != ticket.id
        ],
    )
