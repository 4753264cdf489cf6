"""Appointments: what is free, what is promised, and checking in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.common import Command, Identifier, Texts
from queue_server.protocol.kiosk import Printed, TicketTaken

Moment = Annotated[datetime, Meta(tz=True)]
AppointmentState = Literal["booked", "checked_in", "cancelled", "missed"]
Standing = Literal["on_time", "late", "too_late"]


class BookSlot(Command, frozen=True, kw_only=True):
    """Promise a seat of the slot that starts at `slot`. Nothing about the person is asked or kept."""

    service: Identifier
    slot: Moment


class MoveAppointment(Command, frozen=True, kw_only=True):
    """To another slot of the same service; code and token stay."""

    slot: Moment


class CheckIn(Command, frozen=True, kw_only=True):
    """The code that was typed, or the token out of the QR code. `reprint` prints a ticket that was given before."""

    key: Annotated[str, Meta(min_length=1, max_length=64)]
    language: Annotated[str, Meta(max_length=8)] = "vi"
    reprint: bool = False


class CheckedInAnswer(Struct, frozen=True, kw_only=True):
    """The ticket of an appointment. `too_late`: it waits like any other. `again`: it had this ticket already.

    `reprinted`: another paper was asked for; else `paper` tells what became of the first.
    """

    taken: TicketTaken
    paper: Printed
    slot: datetime
    standing: Standing
    again: bool
    reprinted: bool


class FreeSlot(Struct, frozen=True, kw_only=True):
    """A slot and how many can still book it."""

    at: datetime
    free: int


class SlotDay(Struct, frozen=True, kw_only=True):
    """A day with slots that lie ahead; `day` is `YYYY-MM-DD` at the office."""

    day: str
    slots: list[FreeSlot]


class FreeSlots(Struct, frozen=True, kw_only=True):
    """The days of one service that can be booked; closed ones are left out, full ones are not."""

    service: str
    service_name: Texts
    time_zone: str
    days: list[SlotDay]


class BookableService(Struct, frozen=True, kw_only=True):
    """A service that takes appointments."""

    id: str
    prefix: str
    name: Texts
    group: Texts
    documents: list[Texts]


class BookingView(Struct, frozen=True, kw_only=True):
    """What can be booked from a phone."""

    office_name: Texts
    languages: list[str]
    services: list[BookableService]


class AppointmentView(Struct, frozen=True, kw_only=True):
    """One appointment. `code` is for the kiosk's keys, `path` is its own page; it can be checked in from `opens` on.

    After `keeps_until` it is a ticket like any other. `ticket_path` is that ticket's page, once there is one.
    """

    time_zone: str
    office_name: Texts
    office_address: str
    languages: list[str]
    service: str
    service_name: Texts
    documents: list[Texts]
    slot: datetime
    ends: datetime
    opens: datetime
    keeps_until: datetime
    state: AppointmentState
    code: str
    path: str
    url: str
    ticket_code: str | None
    ticket_path: str | None


class DeskAppointment(Struct, frozen=True, kw_only=True):
    """An appointment of today as staff see it. `is_late`: its slot is past the tolerance and nobody has come."""

    code: str
    service: str
    service_name: Texts
    slot: datetime
    state: AppointmentState
    is_late: bool
    ticket_code: str | None
