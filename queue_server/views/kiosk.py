"""What a kiosk shows: the services, how many wait, the wait that can honestly be quoted, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection

from queue_server import texts as locales
from queue_server.domain import calendar, numbering
from queue_server.domain.errors import Conflict, QueueError
from queue_server.domain.office import Office, Service
from queue_server.protocol import CardRule, KioskLanguage, KioskService, KioskView, PriorityChoice, Refusal
from queue_server.store import hall, tickets, waiting_line
from queue_server.store.hall import Hall
from queue_server.views.common import Refuse, open_refusal, texts, wait_range


def kiosk_view(
    db: Connection, office: Office, now: datetime, refuse: Refuse, printer_fault: str | None = None
) -> KioskView:
    """The view of every kiosk of the office with the same printer."""
    present, waiting = hall.load(db, office, now), waiting_line.count_by_service(db, office.id)
    return KioskView(
        now=now,
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        languages=_languages(office),
        services=[_service(db, office, service, present, waiting, now, refuse) for service in office.services],
        priorities=[
            PriorityChoice(code=group.code, name=texts(group.name))
            for group in office.priority_classes
            if group.granted_by == "citizen"
        ],
        refusal=open_refusal(office, now, refuse),
        notice=texts(office.notice),
        printer_fault=printer_fault,
        next_day=calendar.next_day_issuing(office, now),
        appointments=any(service.appointments is not None for service in office.services),
        card=_card(office),
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
    pace = present.pace(service)
    is_day_full = pace.is_day_full(waiting)
    return KioskService(
        id=service.id,
        prefix=service.prefix,
        name=texts(service.name),
        group=texts(service.group),
        documents=[texts(document) for document in service.documents],
        waiting=waiting.get(service.id, 0),
        wait=wait_range(pace.quote(waiting)),
        is_day_full=is_day_full,
        collects_results=service.collects_results,
        refusal=_refusal(db, office, service, now, refuse, is_day_full=is_day_full),
    )


def _card(office: Office) -> CardRule | None:
    rule = office.identity_card
    if rule.ask == "off":
        return None
    classes = {group.code for group in office.priority_classes if group.granted_by == "citizen"}
    return CardRule(
        is_required=rule.ask == "require",
        senior_age=rule.senior_age,
        senior_class=rule.senior_class if rule.senior_class in classes else None,
        tickets_per_day=rule.tickets_per_day,
    )


def _languages(office: Office) -> list[KioskLanguage]:
    """The office's own languages, then every other that was added to `locales/`."""
    added = [code for code in locales.languages() if code not in (*office.languages, *locales.SHIPPED)]
    offered = [code for code in office.languages if code in locales.languages()] + added
    return [
        KioskLanguage(code=code, name=locales.render(code, "language.name"), is_spoken=code in locales.SPOKEN)
        for code in offered
    ]


def _refusal(
    db: Connection, office: Office, service: Service, now: datetime, refuse: Refuse, *, is_day_full: bool
) -> Refusal | None:
    day = calendar.business_day(office, now)
    try:
        if not service.is_open:
            raise Conflict("service_closed", service=service.id)
        numbering.next_number(service, *tickets.last_number(db, office.id, service, day))
        if is_day_full and office.when_day_is_full == "stop":
            raise Conflict("day_is_full", service=service.id)
    except QueueError as error:
        return refuse(error)
    return None
