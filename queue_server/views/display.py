"""What the displays of one zone show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Connection
from typing import cast

from queue_server.domain import calendar
from queue_server.domain.office import Counter, Office
from queue_server.domain.ticket import Ticket
from queue_server.protocol import CalledTicket, DisplayCounter, DisplayView, MediaItem, ServiceWaiting, State
from queue_server.store import calls, messages, sessions, tickets, turn_times, waiting_line
from queue_server.store.calls import CallRow
from queue_server.views.common import texts

RECENT_CALLS = 12


def display_view(
    db: Connection,
    office: Office,
    zone_id: str,
    now: datetime,
    phone_code: str | None = None,
    media: Sequence[MediaItem] = (),
) -> DisplayView:
    """The board of a zone; `phone_code` lets a phone in the hall take a number. Raises NotFound `unknown_zone`."""
    zone = office.zone(zone_id)
    counters = [counter for counter in office.counters if counter.zone_id == zone_id]
    day = calendar.business_day(office, now)
    recent = calls.latest(db, office.id, day, [counter.number for counter in counters], RECENT_CALLS)
    waiting = waiting_line.count_by_service(db, office.id)
    served_here = {service_id for counter in counters for service_id in counter.service_ids}
    return DisplayView(
        now=now,
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        zone=zone_id,
        zone_name=texts(zone.name),
        languages=list(office.languages),
        recent=[_called(office, call) for call in recent],
        counters=[_counter(db, office, counter) for counter in counters],
        waiting=[
            ServiceWaiting(
                id=service.id,
                prefix=service.prefix,
                name=texts(service.name),
                waiting=waiting.get(service.id, 0),
            )
            for service in office.services
            if service.id in served_here
        ],
        absent=turn_times.absent(
            db, office.id, day, [counter.number for counter in counters], now - office.reinstate_within
        ),
        notice=texts(office.notice),
        phone_code=phone_code,
        message=messages.current(db, office.id),
        media=list(media),
    )


def _called(office: Office, call: CallRow) -> CalledTicket:
    return CalledTicket(
        code=call.code,
        counter=call.counter,
        counter_name=office.counter(call.counter).name,
        called_at=call.called_at,
        announcement=call.announcement,
        state=cast("State", call.state),
    )


def _counter(db: Connection, office: Office, counter: Counter) -> DisplayCounter:
    session = sessions.current(db, office.id, counter.number)
    active: Ticket | None = tickets.active_at(db, office.id, counter.number)
    return DisplayCounter(
        number=counter.number,
        name=counter.name,
        state="closed" if session is None else session.state,
        code=None if active is None else active.code,
        ticket_state=None if active is None else active.turn.state.value,
    )
