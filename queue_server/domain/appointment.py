"""Lịch hẹn: a promise of a slot of a service, which the citizen turns into a ticket by checking in.

A booking holds no name and no telephone number: its code and its token are all that the citizen needs. How a
checked-in appointment ranks among the others is `ticket.rank_on_arrival`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from queue_server.domain import calendar
from queue_server.domain.errors import Conflict
from queue_server.domain.office import AppointmentPlan, Office, Service

CODE_LENGTH = 6
# No 0 O D Q, 1 I J, 2 Z, 5 S, 6 G, 8 B, U: whoever reads a code from paper must not have to guess.
CODE_SIGNS = "3479ACEFHKLMNPRTVWXY"

BookedBy = Literal["clerk", "phone"]


class AppointmentState(StrEnum):
    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    MISSED = "missed"


class Standing(StrEnum):
    """How a check-in lies to its slot: `LATE` still keeps the appointment, `TOO_LATE` is a ticket like any other."""

    ON_TIME = "on_time"
    LATE = "late"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One promised seat of a slot. `slot` is its start, `seat` counts from 1; a cancelled one has none.

    `token` opens its own page and is in its QR code; `code` is for the kiosk's keys. `id` is its name in the journal.
    """

    id: str
    service_id: str
    slot: datetime
    seat: int | None
    code: str
    token: str
    booked_at: datetime
    booked_by: BookedBy
    state: AppointmentState = AppointmentState.BOOKED
    ticket_id: str | None = None
    ended_at: datetime | None = None

    def move(self, slot: datetime, seat: int) -> Appointment:
        """To another slot, code and token unchanged. Raises Conflict as `refuse_unless_booked`."""
        self.refuse_unless_booked()
        return replace(self, slot=slot, seat=seat)

    def cancel(self, now: datetime) -> Appointment:
        """The seat is free again. Raises Conflict as `refuse_unless_booked`."""
        self.refuse_unless_booked()
        return replace(self, state=AppointmentState.CANCELLED, seat=None, ended_at=now)

    def check_in(self, ticket_id: str, now: datetime) -> Appointment:
        """The citizen is here and has got this ticket. Raises Conflict as `refuse_unless_booked`."""
        self.refuse_unless_booked()
        return replace(self, state=AppointmentState.CHECKED_IN, ticket_id=ticket_id, ended_at=now)

    def miss(self, at: datetime) -> Appointment:
        """Nobody came on its day. Raises Conflict as `refuse_unless_booked`."""
        self.refuse_unless_booked()
        return replace(self, state=AppointmentState.MISSED, ended_at=at)

    def refuse_unless_booked(self) -> None:
        """Raise Conflict `appointment_used`, `appointment_cancelled` or `appointment_missed` once it is over."""
        match self.state:
            case AppointmentState.CHECKED_IN:
                raise Conflict("appointment_used")
            case AppointmentState.CANCELLED:
                raise Conflict("appointment_cancelled")
            case AppointmentState.MISSED:
                raise Conflict("appointment_missed")


def plain_code(code: str) -> str:
    """A code as it is kept, however people wrote it: `347-ace`, `347 ACE`."""
    return "".join(sign for sign in code.upper() if sign not in " -")


def plan_of(service: Service) -> AppointmentPlan:
    """How the service is booked ahead. Raises Conflict `no_appointments`."""
    if service.appointments is None:
        raise Conflict("no_appointments", service=service.id)
    return service.appointments


def slots_on(office: Office, plan: AppointmentPlan, day: date) -> list[datetime]:
    """The starts of a day's slots, UTC: the whole ones of each stretch of serving hours, so none over lunch."""
    return [start for first, end in calendar.serving_stretches(office, day) for start in _starts(first, end, plan.slot)]


def bookable_days(office: Office, plan: AppointmentPlan, now: datetime) -> list[date]:
    """Today and the days ahead that may be booked, closed ones included: these have no slots."""
    today = calendar.business_day(office, now)
    return [today + timedelta(days=n) for n in range(plan.days_ahead + 1)]


def open_slots(office: Office, plan: AppointmentPlan, day: date, now: datetime) -> list[datetime]:
    """The slots of a day that still lie ahead."""
    return [slot for slot in slots_on(office, plan, day) if slot > now]


def refuse_unbookable(office: Office, service: Service, slot: datetime, now: datetime) -> None:
    """Raise Conflict `no_appointments`, `service_closed`, `slot_past` or `no_such_slot` when it can't be promised."""
    plan = plan_of(service)
    if not service.is_open:
        raise Conflict("service_closed", service=service.id)
    if slot <= now:
        raise Conflict("slot_past", opens=calendar.clock_text(office, slot))
    day = calendar.business_day(office, slot)
    if day not in bookable_days(office, plan, now) or slot not in slots_on(office, plan, day):
        raise Conflict("no_such_slot", service=service.id)


def free_seat(plan: AppointmentPlan, taken: Iterable[int]) -> int:
    """The lowest seat of a slot that nobody has. Raises Conflict `slot_full`."""
    taken = frozenset(taken)
    seat = next((seat for seat in range(1, plan.per_slot + 1) if seat not in taken), None)
    if seat is None:
        raise Conflict("slot_full")
    return seat


def phone_seats(plan: AppointmentPlan, slots: int) -> int:
    """How many seats of a day phones may book: half of all, so that no hostile phone leaves the clerks none."""
    return (slots * plan.per_slot + 1) // 2


def standing(office: Office, plan: AppointmentPlan, slot: datetime, now: datetime) -> Standing:
    """How a check-in now lies to its slot.

    Raises Conflict `appointment_too_early` with when to come (`opens`, `day`), `appointment_missed` after its day.
    """
    if calendar.business_day(office, now) > calendar.business_day(office, slot):
        raise Conflict("appointment_missed")
    if now < slot - plan.early:
        opens = slot - plan.early
        raise Conflict(
            "appointment_too_early",
            opens=calendar.clock_text(office, opens),
            day=calendar.day_text(office, opens),
            slot=calendar.clock_text(office, slot),
        )
    if now <= slot:
        return Standing.ON_TIME
    return Standing.LATE if now <= slot + plan.late else Standing.TOO_LATE


def _starts(first: datetime, end: datetime, length: timedelta) -> Iterator[datetime]:
    while first + length <= end:
        yield first
        first += length
