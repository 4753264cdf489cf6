"""The figures of days and months: kept of closed ones, gathered from the turns of days that are not.

A closed month's figures are kept as one, so a year is read from twelve rows of each kind and not from its days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from sqlite3 import Connection
from typing import Final

import msgspec

from queue_server.domain import calendar, statistics
from queue_server.domain.figures import Figures
from queue_server.domain.office import Office
from queue_server.domain.statistics import Group, GroupKind, Period
from queue_server.store import sessions, summaries, tickets

KINDS: Final[tuple[GroupKind, ...]] = ("total", "service", "counter", "clerk", "hour", "service_hour")
DAY_KIND: Final = "figures"
MONTH_KIND: Final = "month"
WEEKDAY_HOUR: Final = "weekday_hour"
"""Kept of months alone: of a day it is its hours. Named `0 08`, Monday 8 o'clock."""

_DAY = timedelta(days=1)
_decoder = msgspec.json.Decoder(dict[str, Figures])
_encoder = msgspec.json.Encoder()
OfKind = dict[str, Figures]


def gather(db: Connection, office: Office, day: date, now: datetime) -> dict[Group, Figures]:
    """The exact figures of a business day, up to `now`."""
    period = Period(calendar.day_start(office, day), calendar.day_end(office, day))
    return statistics.gather(
        tickets.turn_times(db, office.id, day),
        sessions.of_day(db, office.id, day),
        period=period,
        now=min(now, period.end),
        target=office.target_wait,
        zone=office.time_zone,
    )


def of_kind(groups: Mapping[Group, Figures], kind: str) -> OfKind:
    """One kind of groups by their names."""
    return {group.name: figures for group, figures in groups.items() if group.kind == kind}


def summaries_of_day(db: Connection, office: Office, day: date) -> Iterator[tuple[date, str, str]]:
    """What is kept of a closed day: (day, kind, text); with a month's last day what is kept of the month."""
    groups = {
        group: found.sketched() for group, found in gather(db, office, day, calendar.day_end(office, day)).items()
    }
    for kind in KINDS:
        yield day, f"{DAY_KIND}:{kind}", _text(of_kind(groups, kind))
    if (day + _DAY).month != day.month:
        yield from _summaries_of_month(db, office, day, groups)


def _summaries_of_month(
    db: Connection, office: Office, last: date, of_last: Mapping[Group, Figures]
) -> Iterator[tuple[date, str, str]]:
    first = last.replace(day=1)
    for kind in KINDS:
        days = [*kept_days(db, office.id, kind, first, last - _DAY), (last, of_kind(of_last, kind))]
        yield first, f"{MONTH_KIND}:{kind}", _text(added(figures for _, figures in days))
        if kind == "hour":
            yield first, f"{MONTH_KIND}:{WEEKDAY_HOUR}", _text(added(_by_weekday(day, hours) for day, hours in days))


def kept_days(db: Connection, office_id: str, kind: str, first: date, last: date) -> Iterator[tuple[date, OfKind]]:
    """The kept figures of closed days, both ends included, in order."""
    found = summaries.between(db, office_id, f"{DAY_KIND}:{kind}", first, last)
    return ((day, _decoder.decode(text)) for day, text in found)


def days(
    db: Connection, office: Office, kind: str, first: date, last: date, now: datetime
) -> Iterator[tuple[date, OfKind]]:
    """The figures of each business day of a period, both ends included, as far as today; empty days too."""
    today = calendar.business_day(office, now)
    kept = dict(kept_days(db, office.id, kind, first, min(last, today - _DAY)))
    for n in range((min(last, today) - first).days + 1):
        day = first + n * _DAY
        yield day, kept[day] if day in kept else of_kind(gather(db, office, day, now), kind)


def between(db: Connection, office: Office, kind: str, first: date, last: date, now: datetime) -> OfKind:
    """The figures of a whole period, both ends included: whole closed months from their own rows, the rest by days.

    `kind` may be `weekday_hour`, too.
    """
    months = dict(_kept_months(db, office.id, kind, first, last))
    parts: list[OfKind] = list(months.values())
    for start, end in _gaps(first, last, [*months]):
        parts += (
            _by_weekday(day, figures) if kind == WEEKDAY_HOUR else figures
            for day, figures in days(db, office, "hour" if kind == WEEKDAY_HOUR else kind, start, end, now)
        )
    return added(parts)


def months(
    db: Connection, office: Office, kind: str, first: date, last: date, now: datetime
) -> Iterator[tuple[date, OfKind]]:
    """The figures of each calendar month of a period, as far as it lies in the period; by the month's first day."""
    start = first
    while start <= last:
        end = min(_month_end(start), last)
        yield start.replace(day=1), between(db, office, kind, start, end, now)
        start = end + _DAY


def added(parts: Iterable[Mapping[str, Figures]]) -> OfKind:
    """Several days or months as one. What is given stays as it was."""
    total: OfKind = {}
    for part in parts:
        for name, figures in part.items():
            total.setdefault(name, Figures()).merge(figures)
    return total


def _kept_months(db: Connection, office_id: str, kind: str, first: date, last: date) -> Iterator[tuple[date, OfKind]]:
    found = summaries.between(db, office_id, f"{MONTH_KIND}:{kind}", first, last)
    return ((month, _decoder.decode(text)) for month, text in found if _month_end(month) <= last)


def _gaps(first: date, last: date, months: Iterable[date]) -> Iterator[tuple[date, date]]:
    """The stretches of days between whole months."""
    start = first
    for month in sorted(months):
        if start < month:
            yield start, month - _DAY
        start = _month_end(month) + _DAY
    if start <= last:
        yield start, last


def _by_weekday(day: date, hours: Mapping[str, Figures]) -> OfKind:
    return {f"{day.weekday()} {hour}": figures for hour, figures in hours.items()}


def _month_end(day: date) -> date:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following - _DAY


def _text(figures: Mapping[str, Figures]) -> str:
    return _encoder.encode(figures).decode()
