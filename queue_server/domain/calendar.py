"""Hours and days of the office: when numbers are given, when counters serve, when a business day ends.

The calendar's arithmetic is in the office's own zone, wall clock by wall clock; every moment that comes out is UTC, so
that differences stay true across a change of the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from queue_server.domain.errors import Conflict
from queue_server.domain.office import Office, Span

LOOK_AHEAD = timedelta(days=60)
"""How far `next_issuing` and `next_serving` look. Tết closes an office for about ten days, never for 60."""

_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """From `start` up to, not including, `end`; UTC."""

    start: datetime
    end: datetime


def business_day(office: Office, now: datetime) -> date:
    """The date in the office's zone: what numbers, limits and statistics belong to."""
    return now.astimezone(office.time_zone).date()


def day_start(office: Office, day: date) -> datetime:
    """The midnight at which the business day begins, UTC."""
    return _moment(office, day, time.min)


def day_end(office: Office, day: date) -> datetime:
    """The midnight at which the business day ends and its open tickets expire, UTC."""
    return _moment(office, day + _DAY, time.min)


def is_issuing(office: Office, now: datetime) -> bool:
    """Whether numbers are given now. A span is half-open: 11:15 exactly is past `07:00–11:15`."""
    return any(stretch.start <= now < stretch.end for stretch in _issuing(office, business_day(office, now)))


def is_serving(office: Office, now: datetime) -> bool:
    """Whether counters serve now."""
    return any(stretch.start <= now < stretch.end for stretch in _serving(office, business_day(office, now)))


def next_issuing(office: Office, now: datetime) -> datetime | None:
    """When the next stretch of giving numbers starts, UTC, strictly after `now`; None when none does within 60 days."""
    return _next_start((_issuing(office, day) for day in _days_from(office, now)), now)


def next_serving(office: Office, now: datetime) -> datetime | None:
    """When the next stretch of serving starts, UTC, strictly after `now`; None when none does within 60 days."""
    return _next_start((_serving(office, day) for day in _days_from(office, now)), now)


def is_working(office: Office, now: datetime) -> bool:
    """Whether it is between the day's first opening, for numbers or service, and its last closing; lunch included."""
    day = business_day(office, now)
    stretches = [*_issuing(office, day), *_serving(office, day)]
    return bool(stretches) and min(one.start for one in stretches) <= now < max(one.end for one in stretches)


def serving_stretches(office: Office, day: date) -> list[Stretch]:
    """When counters serve on a day, in order, UTC."""
    return _serving(office, day)


def next_closing(office: Office, now: datetime) -> tuple[timedelta, timedelta]:
    """Until the counters that serve now close, and for how long; no time to either while they don't serve.

    They stay closed for no time after the day's last closing: whoever still waits then waits no further.
    """
    stretches = _serving(office, business_day(office, now))
    end = next((one.end for one in stretches if one.start <= now < one.end), None)
    if end is None:
        return timedelta(0), timedelta(0)
    following = next((one.start for one in stretches if one.start >= end), end)
    return end - now, following - end


def serving_time_left(office: Office, now: datetime) -> timedelta:
    """How much serving time today still holds, lunch left out: against it the kiosk weighs those who wait."""
    stretches = _serving(office, business_day(office, now))
    return sum((max(stretch.end - max(stretch.start, now), timedelta(0)) for stretch in stretches), timedelta(0))


def next_day_issuing(office: Office, now: datetime) -> datetime | None:
    """When numbers are given again on a later day, UTC; None when none are within 60 days."""
    tomorrow = day_end(office, business_day(office, now))
    return next_issuing(office, tomorrow - timedelta.resolution)


def closing_soon_at(office: Office, now: datetime) -> datetime | None:
    """When today the hall is told that serving ends soon, UTC; None on a day without serving, and for "never"."""
    stretches = _serving(office, business_day(office, now))
    ahead = office.announcements.closing_soon
    if not stretches or not ahead:
        return None
    return max(stretch.end for stretch in stretches) - ahead


def refuse_when_not_issuing(office: Office, now: datetime) -> None:
    """Raise Conflict by name when no numbers are given now.

    `not_yet_issuing` (`opens`) before the first stretch of today, `lunch_break` (`opens`) between two,
    `issuing_over` (`opens`, `day`) after the last, `office_closed_today` (`opens`, `day`) on a day without any, and
    `closed_until_further_notice` where these two find no opening within 60 days. `opens` is `HH:MM` and `day`
    `DD/MM/YYYY`, both in the office's zone.
    """
    if is_issuing(office, now):
        return
    today = _issuing(office, business_day(office, now))
    opens = next((stretch.start for stretch in today if stretch.start > now), None)
    if opens is None:
        raise _closed("issuing_over" if today else "office_closed_today", office, next_issuing(office, now))
    code = "lunch_break" if any(stretch.end <= now for stretch in today) else "not_yet_issuing"
    raise Conflict(code, opens=clock_text(office, opens))


def clock_text(office: Office, at: datetime) -> str:
    """The time of day in the office's zone, `HH:MM`."""
    return f"{at.astimezone(office.time_zone):%H:%M}"


def day_text(office: Office, at: datetime) -> str:
    """The date in the office's zone as it is written in Việt Nam, `DD/MM/YYYY`."""
    return f"{at.astimezone(office.time_zone):%d/%m/%Y}"


def _closed(code: str, office: Office, opens: datetime | None) -> Conflict:
    if opens is None:
        return Conflict("closed_until_further_notice")
    return Conflict(code, opens=clock_text(office, opens), day=day_text(office, opens))


def _issuing(office: Office, day: date) -> list[Stretch]:
    return _stretches(office, day, office.hours.on(day).issue)


def _serving(office: Office, day: date) -> list[Stretch]:
    return _stretches(office, day, office.hours.on(day).serve)


def _stretches(office: Office, day: date, spans: Iterable[Span]) -> list[Stretch]:
    return sorted(Stretch(_moment(office, day, span.start), _end(office, day, span)) for span in spans)


def _end(office: Office, day: date, span: Span) -> datetime:
    return day_end(office, day) if span.end == time.min else _moment(office, day, span.end)


def _moment(office: Office, day: date, at: time) -> datetime:
    return datetime.combine(day, at, office.time_zone).astimezone(UTC)


def _days_from(office: Office, now: datetime) -> Iterator[date]:
    first = business_day(office, now)
    return (first + timedelta(days=n) for n in range(LOOK_AHEAD.days + 1))


def _next_start(days: Iterable[list[Stretch]], now: datetime) -> datetime | None:
    return next((stretch.start for day in days for stretch in day if stretch.start > now), None)
