"""The turns behind a report's figure, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from sqlite3 import Connection
from typing import NamedTuple, cast

from queue_server.domain import calendar
from queue_server.domain.errors import Invalid
from queue_server.domain.moments import length_micros, micros, moment
from queue_server.domain.office import Office
from queue_server.protocol import ReportTurn, ReportTurns, State, TicketOutcome
from queue_server.store import people, turn_records
from queue_server.store.turn_records import Cursor, TurnRecord, Wanted
from queue_server.views.common import texts
from queue_server.views.reports import Asked, span

PAGE = 50
_US = 1_000_000


class Filters(NamedTuple):
    """Which group's turns, or those that waited longer than `over_s` and up to `up_to_s`; None: all of that kind."""

    service_id: str | None = None
    counter: int | None = None
    clerk: str | None = None
    hour: int | None = None
    weekday: int | None = None
    over_s: int | None = None
    up_to_s: int | None = None


FIGURES = tuple(turn_records.FIGURES)
"""What can be asked for: the turns that arrived, or those that one figure of the report counts."""


def turns_view(
    db: Connection,
    office: Office,
    asked: Asked,
    filters: Filters,
    after: str | None,
    now: datetime,
    figure: str = "turns",
) -> ReportTurns:
    """Fifty of the turns that a figure counts, in the order of their arrival.

    `figure` is one of FIGURES. Raises Invalid `bad_period`, `times_need_one_day`, `malformed`.
    """
    period = span(office, asked)
    cursor = None if after is None else _cursor(after)
    first = asked.first
    if cursor is not None:
        first = max(first, calendar.business_day(office, moment(cursor.arrived_at)))
    last = min(asked.last, calendar.business_day(office, now))
    which = Wanted(
        first=first,
        last=last,
        start=micros(period.start),
        end=micros(period.end),
        figure=figure,
        target=length_micros(office.target_wait),
        service_id=filters.service_id,
        counter=filters.counter,
        clerk=filters.clerk,
        over=None if filters.over_s is None else filters.over_s * _US,
        up_to=None if filters.up_to_s is None else filters.up_to_s * _US,
    )
    records = turn_records.wanted(db, office.id, which, cursor)
    found = list(islice(_matching(office, filters, records, by_issue=which.is_of_tickets), PAGE + 1))
    until = turn_records.archived_until(db, office.id)
    return ReportTurns(
        time_zone=office.time_zone.key,
        turns=[_turn(one) for one in found[:PAGE]],
        next=_text(found[PAGE - 1]) if len(found) > PAGE else None,
        archived_until=None if until is None or until < asked.first else until.isoformat(),
        service_names={service.id: texts(service.name) for service in office.services},
        clerk_names=people.shown_names(db, office.id),
    )


def _matching(
    office: Office, filters: Filters, records: Iterator[TurnRecord], *, by_issue: bool
) -> Iterator[TurnRecord]:
    for one in records:
        if filters.clerk is not None and one.clerk != filters.clerk:
            continue
        if filters.weekday is not None and date.fromisoformat(one.day).weekday() != filters.weekday:
            continue
        at = one.issued_at if by_issue else one.arrived_at
        if filters.hour is not None and moment(at).astimezone(office.time_zone).hour != filters.hour:
            continue
        yield one


def _turn(one: TurnRecord) -> ReportTurn:
    return ReportTurn(
        day=one.day,
        code=one.code,
        n=one.n,
        service=one.service_id,
        counter=one.counter,
        clerk=one.clerk,
        arrived_at=moment(one.arrived_at),
        wait_s=None if one.wait is None else one.wait / _US,
        service_s=None if one.service_time is None else one.service_time / _US,
        state=cast("State", one.state),
        outcome=cast("TicketOutcome | None", one.outcome),
    )


def _text(one: TurnRecord) -> str:
    return f"{one.arrived_at}.{one.n}.{one.ticket_id}"


def _cursor(text: str) -> Cursor:
    arrived, _, rest = text.partition(".")
    n, _, ticket_id = rest.partition(".")
    if not (arrived.isdecimal() and n.isdecimal() and len(arrived) < 17 and len(n) < 6):
        raise Invalid("malformed", where="after")
    return Cursor(int(arrived), ticket_id, int(n))
