"""What a kiosk shows: the services, how many wait, the wait that can honestly be quoted, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection

from queue_server.domain import calendar, numbering
from queue_server.domain.errors import Conflict, QueueError
from queue_server.domain.office import Office, Service
from queue_server.protocol import KioskService, KioskView, PriorityChoice, Refusal
from queue_server.store import hall, tickets
from queue_server.store.hall import Hall
from queue_server.views.common import Refuse, open_refusal, texts, wait_range


def kiosk_view(
    db: Connection, office: Office, now: datetime, refuse: Refuse, printer_fault: str | None = None
) -> KioskView:
    """The view of every kiosk of the office with the same printer."""
    present, waiting = hall.load(db, office.id), tickets.waiting_count(db, office.id)
    return KioskView(
        now=now,
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        languages=list(office.languages),
        services=[_service(db, office, service, present, waiting, now, refuse) for service in office.services],
        priorities=[
            PriorityChoice(code=group.code, name=texts(group.name))
            for group in office.priority_classes
            if group.granted_by == "citizen"
        ],
        refusal=open_refusal(office, now, refuse),
        notice=texts(office.notice),
        printer_fault=printer_fault,
    )


def _service(
    db: Connection,
    office: Office,
    service: Service,
    present: Hall,
    waiting: Mapping[str, int],
    now: datetime,
    refuse: Refuse,
) -> KioskService:
    return KioskService(
        id=service.id,
        prefix=service.prefix,
        name=texts(service.name),
        group=texts(service.group),
        documents=[texts(document) for document in service.documents],
        waiting=waiting.get(service.id, 0),
        wait=wait_range(hall.quote(db, office, service, present, waiting, now)),
        refusal=_refusal(db, office, service, now, refuse),
    )


def _refusal(db: Connection, office: Office, service: Service, now: datetime, refuse: Refuse) -> Refusal | None:
    day = calendar.business_day(office, now)
    try:
        if not service.is_open:
            raise Conflict("service_closed", service=service.id)
        numbering.next_number(service, *tickets.last_number(db, office.id, service, day))
    except QueueError as error:
        return refuse(error)
    return None
