"""Today, as the manager sees it."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from queue_server.protocol.common import CounterState, State, Texts, TicketOutcome
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
    printer_faults: dict[str, str]
    printers: list[PrinterLine]
    kiosks: list[KioskLine]
    not_printed: list[MissingPaper]
