"""An appointment is booked, moved, cancelled, checked in, or missed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from queue_server.domain import appointment as rules
from queue_server.domain import calendar
from queue_server.domain.appointment import Appointment, AppointmentState, BookedBy, Standing
from queue_server.domain.errors import Conflict, NotAllowed
from queue_server.domain.journal import Json
from queue_server.domain.moments import micros
from queue_server.domain.office import AppointmentPlan, Service
from queue_server.domain.ticket import Ticket
from queue_server.store import appointments, tickets
from queue_server.usecases.kiosk import Issued, new_ticket, ticket_facts, with_quote
from queue_server.usecases.work import Done, Touched, Work

_TOKEN_BYTES = 16
_ID_BYTES = 6


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """The ticket of an appointment. `again` when it had been checked in before: the same ticket once more."""

    issued: Issued
    slot: datetime
    standing: Standing
    again: bool


def book(work: Work, service_id: str, slot: datetime, by: BookedBy) -> Done[Appointment]:
    """Promise a seat of a slot.

    Raises NotFound `unknown_service`; NotAllowed `no_phone_booking`; Conflict `slot_full` or as
    `appointment.refuse_unbookable` says.
    """
    service = work.office.service(service_id)
    if by == "phone" and not work.office.phone.booking:
        raise NotAllowed("no_phone_booking")
    seat = _seat(work, service, slot, by)
    booked = Appointment(
        id=secrets.token_hex(_ID_BYTES),
        service_id=service.id,
        slot=slot,
        seat=seat,
        code=_new_code(work),
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        booked_at=work.now,
        booked_by=by,
    )
    appointments.insert(work.db, work.office.id, _day(work, slot), booked)
    work.record("appointment_booked", {**_facts(booked), "by": by})
    return _done(booked)


def move(work: Work, found: Appointment, slot: datetime) -> Done[Appointment]:
    """To another slot of the same service; to its own slot, it changes nothing. Raises Conflict as `book`."""
    found.refuse_unless_booked()
    if slot == found.slot:
        return Done(found)
    seat = _seat(work, work.office.service(found.service_id), slot, found.booked_by, leaving=found)
    moved = found.move(slot, seat)
    appointments.save(work.db, work.office.id, _day(work, slot), moved)
    work.record("appointment_moved", {**_facts(moved), "from": micros(found.slot)})
    return _done(moved)


def cancel(work: Work, found: Appointment) -> Done[Appointment]:
    """Give the seat back. Cancelling twice changes nothing. Raises Conflict `appointment_used` or `…_missed`."""
    if found.state is AppointmentState.CANCELLED:
        return Done(found)
    cancelled = found.cancel(work.now)
    appointments.save(work.db, work.office.id, _day(work, found.slot), cancelled)
    work.record("appointment_cancelled", _facts(cancelled))
    return _done(cancelled)


def check_in(work: Work, key: str, language: str) -> Done[CheckedIn]:
    """The citizen is here: a ticket for the code that was typed, or the token that was scanned.

    On time it is given whatever the issuing hours and the daily limit, for it was promised; too late it is a ticket
    like any other. Checked in before, it gets the same ticket. Raises NotFound `unknown_appointment`; Conflict as
    `Appointment.check_in` and `appointment.standing` say, `already_ended` when its ticket's visit is over, and as
    `kiosk.issue` when too late.
    """
    found = _found(work, key)
    service = work.office.service(found.service_id)
    if found.ticket_id is not None:
        return Done(_once_more(work, service, found, tickets.load(work.db, work.office.id, found.ticket_id)))
    found.refuse_unless_booked()
    standing = _standing(work, service, found)
    ticket = _ticket(work, service, found, standing, language)
    issued = with_quote(work, service, ticket, promised=standing is not Standing.TOO_LATE)
    tickets.insert(work.db, work.office.id, ticket)
    tickets.save_quote(work.db, work.office.id, ticket.id, issued.wait)
    after = found.check_in(ticket.id, work.now)
    appointments.save(work.db, work.office.id, _day(work, found.slot), after)
    facts: dict[str, Json] = {"appointment": found.id, **ticket_facts(ticket), "standing": standing.value}
    work.record("checked_in", facts)
    touched = Touched(services=frozenset({service.id}), tickets=frozenset({ticket.id}))
    return Done(CheckedIn(issued, found.slot, standing, again=False), touched)


def miss_earlier(work: Work, today: date) -> frozenset[str]:
    """End the appointments of earlier days that nobody came to, each at its own day's midnight; their services."""
    left = appointments.booked_before(work.db, work.office.id, today)
    for found in left:
        day = _day(work, found.slot)
        missed = found.miss(calendar.day_end(work.office, day))
        appointments.save(work.db, work.office.id, day, missed)
        work.record("appointment_missed", _facts(missed))
    return frozenset(found.service_id for found in left)


def by_token(work: Work, token: str) -> Appointment:
    """The appointment of a page's token. Raises NotFound `unknown_appointment`."""
    return appointments.by_token(work.db, work.office.id, token)


def by_code(work: Work, code: str) -> Appointment:
    """The appointment of a code as people write it. Raises NotFound `unknown_appointment`."""
    return appointments.by_code(work.db, work.office.id, rules.plain_code(code))


def _found(work: Work, key: str) -> Appointment:
    plain = rules.plain_code(key)
    return by_code(work, plain) if len(plain) == rules.CODE_LENGTH else by_token(work, key)


def _seat(work: Work, service: Service, slot: datetime, by: BookedBy, leaving: Appointment | None = None) -> int:
    rules.refuse_unbookable(work.office, service, slot, work.now)
    plan = rules.plan_of(service)
    if by == "phone":
        _refuse_beyond_phones_share(work, service, slot, leaving)
    return rules.free_seat(plan, appointments.seats_taken(work.db, work.office.id, service.id, slot))


def _refuse_beyond_phones_share(work: Work, service: Service, slot: datetime, leaving: Appointment | None) -> None:
    plan, day = rules.plan_of(service), _day(work, slot)
    if leaving is not None and _day(work, leaving.slot) == day:
        return  # it gives a seat of the same day back
    taken = appointments.taken_by_phones(work.db, work.office.id, service.id, day, day).get(day, 0)
    if taken >= rules.phone_seats(plan, len(rules.slots_on(work.office, plan, day))):
        raise Conflict("slot_full")


def _standing(work: Work, service: Service, found: Appointment) -> Standing:
    # A service that takes no more appointments still keeps those that it promised, by the usual tolerances.
    plan = service.appointments or AppointmentPlan()
    standing = rules.standing(work.office, plan, found.slot, work.now)
    closed_today = not calendar.serving_stretches(work.office, calendar.business_day(work.office, work.now))
    if standing is Standing.TOO_LATE or closed_today:
        calendar.refuse_when_not_issuing(work.office, work.now)
    return standing


def _ticket(work: Work, service: Service, found: Appointment, standing: Standing, language: str) -> Ticket:
    if standing is Standing.TOO_LATE:
        return new_ticket(work, service, None, channel="kiosk", language=language)
    plan = service.appointments or AppointmentPlan()
    promised = replace(service, daily_limit=None)
    ticket = new_ticket(work, promised, None, channel="appointment", language=language)
    return ticket.keep_slot(found.slot, plan.head_start)


def _once_more(work: Work, service: Service, found: Appointment, ticket: Ticket) -> CheckedIn:
    if not ticket.is_open:
        raise Conflict("already_ended", code=ticket.code)
    standing = Standing.TOO_LATE if ticket.slot is None else Standing.ON_TIME
    if standing is Standing.ON_TIME and ticket.issued_at > found.slot:
        standing = Standing.LATE
    return CheckedIn(with_quote(work, service, ticket, promised=True), found.slot, standing, again=True)


def _new_code(work: Work) -> str:
    while True:
        code = "".join(secrets.choice(rules.CODE_SIGNS) for _ in range(rules.CODE_LENGTH))
        if not appointments.code_is_taken(work.db, work.office.id, code):
            return code


def _day(work: Work, slot: datetime) -> date:
    return calendar.business_day(work.office, slot)


def _facts(found: Appointment) -> dict[str, Json]:
    """What the journal keeps: neither code nor token, which let somebody else come in the citizen's place."""
    return {"appointment": found.id, "service": found.service_id, "slot": micros(found.slot)}


def _done(changed: Appointment) -> Done[Appointment]:
    return Done(changed, Touched(services=frozenset({changed.service_id})))
