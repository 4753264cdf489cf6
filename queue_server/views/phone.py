"""One citizen's own page."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection

from queue_server.domain.office import Office
from queue_server.domain.ticket import Ticket, TurnState
from queue_server.protocol import PhoneView
from queue_server.store import hall, tickets
from queue_server.views.common import texts, wait_range


def phone_view(db: Connection, office: Office, token: str, now: datetime) -> PhoneView:
    """The page that a ticket's QR code opens. Raises NotFound `unknown_ticket`."""
    return ticket_view(db, office, tickets.load_by_token(db, office.id, token), now)


def ticket_view(db: Connection, office: Office, ticket: Ticket, now: datetime) -> PhoneView:
    """The same for a loaded ticket; never its priority class."""
    turn = ticket.turn
    is_called = turn.state in (TurnState.CALLED, TurnState.SERVING)
    waits = turn.state is TurnState.WAITING
    before = tickets.waiting_before(db, office.id, ticket) if waits else {}
    service = office.service(turn.service_id)
    return PhoneView(
        now=now,
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        code=ticket.code,
        service_name=texts(service.name),
        state=turn.state.value,
        outcome=None if turn.outcome is None else turn.outcome.value,
        issued_at=ticket.issued_at,
        ahead=before.get(service.id, 0) if waits else None,
        wait=wait_range(hall.quote(db, office, service, hall.load(db, office.id), before, now)) if waits else None,
        counter=turn.counter if is_called else None,
        counter_name=office.counter(turn.counter).name if is_called and turn.counter is not None else None,
        called_at=turn.last_called_at,
        calls=turn.calls,
    )
