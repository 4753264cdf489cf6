"""What can be booked, one appointment's own page, and today's for the staff."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from sqlite3 import Connection

from queue_server.domain import appointment as rules
from queue_server.domain import calendar
from queue_server.domain.appointment import Appointment, AppointmentState, BookedBy
from queue_server.domain.errors import NotAllowed
from queue_server.domain.numbering import code_of
from queue_server.domain.office import AppointmentPlan, Office, Service
from queue_server.protocol import (
    AppointmentView,
    BookableService,
    BookingView,
    DeskAppointment,
    FreeSlot,
    FreeSlots,
    SlotDay,
)
from queue_server.store import appointments, tickets
from queue_server.views.common import texts


def booking_view(office: Office) -> BookingView:
    """What a phone may book. Raises NotAllowed `no_phone_booking`."""
    if not office.phone.booking:
        raise NotAllowed("no_phone_booking")
    return BookingView(
        office_name=texts(office.name),
        languages=list(office.languages),
        services=[
            BookableService(
                id=service.id,
                prefix=service.prefix,
                name=texts(service.name),
                group=texts(service.group),
                documents=[texts(document) for document in service.documents],
            )
            for service in office.services
            if takes_appointments(service)
        ],
    )


def takes_appointments(service: Service) -> bool:
    """Whether a slot of the service can be booked at all."""
    return service.appointments is not None and service.is_open


def free_slots(db: Connection, office: Office, service_id: str, now: datetime, by: BookedBy) -> FreeSlots:
    """What is free for a clerk or a phone. Raises NotFound `unknown_service`, Conflict `no_appointments`."""
    service = office.service(service_id)
    plan = rules.plan_of(service)
    days = rules.bookable_days(office, plan, now)
    taken = appointments.taken_by_slot(db, office.id, service.id, days[0], days[-1])
    phones = appointments.taken_by_phones(db, office.id, service.id, days[0], days[-1]) if by == "phone" else {}
    shown = []
    for day in days:
        slots = rules.open_slots(office, plan, day, now)
        left = _left_for(office, plan, day, phones.get(day, 0)) if by == "phone" else None
        if slots:
            shown.append(
                SlotDay(day=day.isoformat(), slots=[_slot(plan, slot, taken.get(slot, 0), left) for slot in slots])
            )
    return FreeSlots(service=service.id, service_name=texts(service.name), time_zone=office.time_zone.key, days=shown)


def by_token(db: Connection, office: Office, token: str) -> Appointment:
    """The appointment of a page's token. Raises NotFound `unknown_appointment`."""
    return appointments.by_token(db, office.id, token)


def by_code(db: Connection, office: Office, code: str) -> Appointment:
    """The appointment of a code as people write it. Raises NotFound `unknown_appointment`."""
    return appointments.by_code(db, office.id, rules.plain_code(code))


def appointment_view(db: Connection, office: Office, found: Appointment, public_url: str) -> AppointmentView:
    """One appointment's own page and confirmation."""
    service = office.past_service(found.service_id)
    plan = service.appointments or AppointmentPlan()
    ticket = None if found.ticket_id is None else tickets.load(db, office.id, found.ticket_id)
    path = f"/appointment/{found.token}"
    return AppointmentView(
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        office_address=office.address,
        languages=list(office.languages),
        service=service.id,
        service_name=texts(service.name),
        documents=[texts(document) for document in service.documents],
        slot=found.slot,
        ends=found.slot + plan.slot,
        opens=found.slot - plan.early,
        keeps_until=found.slot + plan.late,
        state=found.state.value,
        code=found.code,
        path=path,
        url=public_url + path,
        ticket_code=None if ticket is None else ticket.code,
        ticket_path=None if ticket is None else f"/phone/{ticket.token}",
    )


def of_today(db: Connection, office: Office, service_ids: Collection[str], now: datetime) -> list[DeskAppointment]:
    """Today's appointments of these services in the order of their slots, cancelled ones left out."""
    found = appointments.of_day(db, office.id, calendar.business_day(office, now))
    return [_line(office, one, now) for one in found if one.service_id in service_ids]


def _left_for(office: Office, plan: AppointmentPlan, day: date, taken: int) -> int:
    return max(0, rules.phone_seats(plan, len(rules.slots_on(office, plan, day))) - taken)


def _slot(plan: AppointmentPlan, slot: datetime, taken: int, left: int | None) -> FreeSlot:
    free = max(0, plan.per_slot - taken)
    return FreeSlot(at=slot, free=free if left is None else min(free, left))


def _line(office: Office, found: Appointment, now: datetime) -> DeskAppointment:
    service = office.past_service(found.service_id)
    plan = service.appointments or AppointmentPlan()
    return DeskAppointment(
        code=found.code,
        service=service.id,
        service_name=texts(service.name),
        slot=found.slot,
        state=found.state.value,
        is_late=found.state is AppointmentState.BOOKED and now > found.slot + plan.late,
        ticket_code=None if found.ticket_id is None else code_of(found.ticket_id),
    )
