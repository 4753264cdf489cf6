"""Reports of a period: every metric by one grouping, what the charts show, and the turns behind a figure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from queue_server.protocol.common import Names, State, Texts, TicketOutcome
from queue_server.protocol.manager import Times

Grouping = Literal["service", "counter", "clerk", "hour", "weekday", "day", "month"]


class ReportPeriod(Struct, frozen=True, kw_only=True):
    """Business days, both included; of a single day also times of day, from `starts` up to, not including, `ends`."""

    first: str
    last: str
    starts: str | None
    ends: str | None


class ReportLine(Struct, frozen=True, kw_only=True):
    """One group's figures; shares and rates are 0 to 1, None without a basis.

    `name`: a service's id, a counter's number, a clerk's name, an hour `08`, a weekday `0` (Monday), a day
    `2026-11-24`, a month `2026-11`, or "" for all. Of a counter and a clerk the outcomes are those of turns, and
    `issued`, `stay` and the rates are empty; else they are of tickets, as DOMAIN.md §5 has it. `quoted_*_s`: the means
    of the ends of the ranges that were promised, and of what those who were promised one waited. `open_s` and its parts
    are those of counter sessions.
    """

    name: str
    issued: int
    served: int
    no_shows: int
    cancelled: int
    expired: int
    wait_to_first_call: Times
    wait_to_last_call: Times
    walk: Times
    service_time: Times
    stay: Times
    within_target_of_called: float | None
    within_target_of_issued: float | None
    no_show_rate: float | None
    abandoned_rate: float | None
    quoted: int
    quoted_within: float | None
    quoted_low_s: float | None
    quoted_high_s: float | None
    quoted_wait_s: float | None
    open_s: float
    serving_s: float
    idle_s: float
    break_s: float


class Report(Struct, frozen=True, kw_only=True):
    """A period's figures. `is_exact`: medians and 90th percentiles are; else they are within the view's `error`."""

    period: ReportPeriod
    is_exact: bool
    total: ReportLine
    lines: list[ReportLine]


class HeatCell(Struct, frozen=True, kw_only=True):
    """An hour of a weekday (0 is Monday): the tickets that were issued, and the mean wait of who came."""

    weekday: int
    hour: int
    issued: int
    wait_mean_s: float | None


class WaitBin(Struct, frozen=True, kw_only=True):
    """How many waited longer than the bin before says, up to `up_to_s`; None: any longer time."""

    up_to_s: int | None
    count: int


class ReportView(Struct, frozen=True, kw_only=True):
    """A report and what its charts show. `ratings`: how many of the levels 1 to 5.

    `archived_until`: the turns of the days up to this one were archived and removed; their figures are kept.
    """

    time_zone: str
    target_wait_s: int
    by: Grouping
    error: float
    report: Report
    compared: Report | None
    hours: list[ReportLine]
    counters: list[ReportLine]
    heat: list[HeatCell]
    waits: list[WaitBin]
    ratings: list[int]
    service_names: dict[str, Texts]
    clerk_names: Names
    counter_names: dict[str, str]
    archived_until: str | None


class ReportTurn(Struct, frozen=True, kw_only=True):
    """One turn behind a figure."""

    day: str
    code: str
    n: int
    service: str
    counter: int | None
    clerk: str | None
    arrived_at: datetime
    wait_s: float | None
    service_s: float | None
    state: State
    outcome: TicketOutcome | None


class ReportTurns(Struct, frozen=True, kw_only=True):
    """A page of turns in the order of their arrival; `next` is what `after` has to be for the page that follows."""

    time_zone: str
    turns: list[ReportTurn]
    next: str | None
    archived_until: str | None
    service_names: dict[str, Texts]
    clerk_names: Names
