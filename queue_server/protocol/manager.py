"""Today, as the manager sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.alarms import AlarmLine
from queue_server.protocol.appointments import DeskAppointment
from queue_server.protocol.common import (
    AlertKind,
    Command,
    CounterState,
    Identifier,
    Names,
    Place,
    Reason,
    State,
    Texts,
    TicketOutcome,
)
from queue_server.protocol.devices import DeviceLine, ZoneChoice
from queue_server.protocol.paper import KioskLine, MissingPaper, PrinterLine


class Times(Struct, frozen=True, kw_only=True):
    """Seconds; all None when there is nothing to summarise."""

    count: int
    mean_s: float | None
    median_s: float | None
    p90_s: float | None
    max_s: float | None


class ManagerLine(Struct, frozen=True, kw_only=True):
    """The metrics of DOMAIN.md §5 for the office, a service or a counter; shares are 0 to 1, None without a basis."""

    issued: int
    served: int
    no_shows: int
    cancelled: int
    expired: int
    waiting: int
    longest_wait_s: float | None
    wait_to_first_call: Times
    wait_to_last_call: Times
    walk: Times
    service_time: Times
    within_target_of_called: float | None
    within_target_of_issued: float | None
    no_show_rate: float | None
    abandoned_rate: float | None


class AlertLine(Struct, frozen=True, kw_only=True):
    """An alert that has begun and not ended.

    `subject` is a service's id, a counter's number, a device's or a printer's id; `name` is how people call it.
    `acknowledged_by`: the manager who sees to it.
    """

    id: int
    kind: AlertKind
    subject: str
    name: Texts
    began_at: datetime
    acknowledged_by: str | None


class WaitingTicket(Struct, frozen=True, kw_only=True):
    """Somebody who waits. `counter` is set when only that counter may call them."""

    ticket: str
    code: str
    service: str
    counter: int | None
    arrived_at: datetime


class ClerkChoice(Struct, frozen=True, kw_only=True):
    """A clerk who is signed in, with the counters that they have open."""

    name: str
    display_name: str
    counters: list[int]


class OpenFor(Command, frozen=True, kw_only=True):
    """A counter is to be opened for a clerk who is signed in."""

    clerk: Identifier


class ServeToday(Command, frozen=True, kw_only=True):
    """The services that a counter is to serve until the end of the day; its usual ones end the change."""

    services: Annotated[list[Identifier], Meta(min_length=1, max_length=100)]


class MoveTicket(Command, frozen=True, kw_only=True):
    """A waiting ticket is to wait for another service or counter, or at another place; the reason is kept for ever."""

    service: Identifier
    counter: Annotated[int, Meta(ge=1)] | None = None
    place: Place = "keep"
    reason: Reason


class CancelTicket(Command, frozen=True, kw_only=True):
    """A ticket is to be cancelled; the reason is kept for ever."""

    reason: Reason


class TicketMoved(Struct, frozen=True, kw_only=True):
    """How a ticket stands after a manager's verb; `overtaken` are the numbers that it was put before."""

    code: str
    state: State
    service: str
    counter: int | None
    overtaken: list[str]


class CounterSet(Struct, frozen=True, kw_only=True):
    """How a counter stands after a manager's verb."""

    counter: int
    state: CounterState
    clerk: str | None


class AlertAnswer(Struct, frozen=True, kw_only=True):
    """The alert that somebody sees to."""

    alert: int


class ServiceLine(Struct, frozen=True, kw_only=True):
    """A service's day."""

    id: str
    prefix: str
    name: Texts
    line: ManagerLine


class CounterLine(Struct, frozen=True, kw_only=True):
    """A counter's day; seconds of its sessions.

    `waiting` may be called by it; `since` its clerk is on a break, serves `code`, or has it open. `usual` are its
    services on other days, where a manager gave it others for today.
    """

    number: int
    name: str
    services: list[str]
    usual: list[str] | None
    state: CounterState
    clerk: str | None
    code: str | None
    waiting: int
    since: datetime | None
    served: int
    service_time: Times
    open_s: float
    serving_s: float
    idle_s: float
    break_s: float


class TurnRecord(Struct, frozen=True, kw_only=True):
    """One turn of today with its wait and service times; the newest first on the manager's page."""

    code: str
    service: str
    counter: int | None
    state: State
    outcome: TicketOutcome | None
    arrived_at: datetime
    wait_s: float | None
    service_s: float | None


class ScreenLine(Struct, frozen=True, kw_only=True):
    """A screen of the staff that is connected now."""

    kind: str
    name: str
    since: datetime


class VoiceFault(Struct, frozen=True, kw_only=True):
    """A language that the loudspeaker can't speak as the office wants, and the `command` that mends it.

    `lacking` are the words without a clip; none: the pack can't be used at all. `state`: the office's own offline voice
    is completed by itself after a change of the set-up; any other waits for the command.
    """

    language: str
    pack: str
    lacking: list[str]
    command: str
    state: Literal["lacking", "making", "failed"] = "lacking"


class ZoneSound(Struct, frozen=True, kw_only=True):
    """A zone's loudspeaker: the screen that speaks now, and those that cannot make sound or do not answer."""

    zone: str
    zone_name: Texts
    speaks: str | None
    silent: list[str]
    volume: int
    is_quiet: bool


class Announcing(Command, frozen=True, kw_only=True):
    """A text to be said once in these zones. `by_engine`: by the offline engine where the pack lacks its words."""

    zones: Annotated[list[Identifier], Meta(min_length=1, max_length=50)]
    text: Annotated[str, Meta(min_length=3, max_length=300)]
    language: Literal["vi", "en"] = "vi"
    by_engine: bool = False


class Listen(Struct, frozen=True, kw_only=True):
    """Let me hear a text before the hall does. `by_engine` as in `Announcing`."""

    text: Annotated[str, Meta(min_length=3, max_length=300)]
    language: Literal["vi", "en"] = "vi"
    by_engine: bool = False


class Listened(Struct, frozen=True, kw_only=True):
    """What is said, in words, and its sound; no sound where the office has no voice. `seconds` long."""

    text: str
    sound: str | None
    seconds: float


class TakeBack(Command, frozen=True, kw_only=True):
    """These announcements of free text, by id, are not to be said."""

    announcements: Annotated[list[Identifier], Meta(min_length=1, max_length=50)]


class Announced(Struct, frozen=True, kw_only=True):
    """The ids under which it is said, one for each zone."""

    announcements: list[str]


class ManagerView(Struct, frozen=True, kw_only=True, tag="manager", tag_field="screen"):
    """Today."""

    now: datetime
    time_zone: str
    office_name: Texts
    business_day: str
    target_wait_s: int
    alerts: list[AlertLine]
    waiting: list[WaitingTicket]
    clerks: list[ClerkChoice]
    total: ManagerLine
    services: list[ServiceLine]
    counters: list[CounterLine]
    latest: list[TurnRecord]
    screens: list[ScreenLine]
    devices: list[DeviceLine]
    zones: list[ZoneChoice]
    message: Texts
    printer_faults: dict[str, str]
    printers: list[PrinterLine]
    kiosks: list[KioskLine]
    not_printed: list[MissingPaper]
    voice_faults: list[VoiceFault]
    sound: list[ZoneSound]
    appointments: list[DeskAppointment]
    alarms: list[AlarmLine]
    names: Names
