"""Today, as the manager sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.appointments import DeskAppointment
from queue_server.protocol.clerk import AlarmLine
from queue_server.protocol.common import Command, CounterState, Identifier, State, Texts, TicketOutcome
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


class ServiceLine(Struct, frozen=True, kw_only=True):
    """A service's day."""

    id: str
    prefix: str
    name: Texts
    line: ManagerLine


class CounterLine(Struct, frozen=True, kw_only=True):
    """A counter's day; seconds of its sessions."""

    number: int
    name: str
    state: CounterState
    clerk: str | None
    code: str | None
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

    `lacking` are the words without a clip; none: the pack can't be used at all.
    """

    language: str
    pack: str
    lacking: list[str]
    command: str


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
