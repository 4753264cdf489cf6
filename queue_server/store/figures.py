"""The figures of days, months and years: kept of closed ones, gathered from the turns of days that are not.

A month's closed days are kept as one, and so are a year's closed months: "this month" is one row and today, five years
are a few rows of each kind. A row says up to which day it reaches, and grows when the next one is closed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from sqlite3 import Connection
from typing import Final, NamedTuple

from queue_server.domain import calendar, statistics
from queue_server.domain.figures import Figures
from queue_server.domain.office import Office
from queue_server.domain.statistics import Group, GroupKind, Period
from queue_server.store import sessions, summaries, turn_times
from queue_server.store.packing import last_day, packed, unpacked

KINDS: Final[tuple[GroupKind, ...]] = ("total", "service", "counter", "clerk", "hour")
DAY_KIND: Final = "figures"
MONTH_KIND: Final = "month"
YEAR_KIND: Final = "year"
WEEKDAY: Final = "weekday"
"""Kept of months and years alone: of a day it is its total. Named `0`, Monday."""
WEEKDAY_HOUR: Final = "weekday_hour"
"""Kept of months and years alone, without medians: of a day it is its hours. Named `0 08`, Monday 8 o'clock."""
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "total": ("total",),
    "service": ("service",),
    "hour": ("hour",),
    "counter_clerk": ("counter", "clerk"),
}
"""Which kinds are kept in one row. A day's total stands alone: a report by day reads three hundred of them."""

KEPT_SUMS = 128
"""How many sums of closed days and months are remembered, so that the next page of a report need not add them again."""

_DAY = timedelta(days=1)
_ROWS_OF_MONTHS = {**ROWS, WEEKDAY: (WEEKDAY,), WEEKDAY_HOUR: (WEEKDAY_HOUR,)}
_ROW_OF = {kind: row for row, kinds in _ROWS_OF_MONTHS.items() for kind in kinds}
OfKind = dict[str, Figures]
Gathered = dict[date, dict[Group, Figures]]
"""Days that were gathered from their turns while one report is made: each once, for all kinds."""


class _Part(NamedTuple):
    """One kept row: which kind of it, what its names begin with in the sum, whether medians are left out, its text."""

    kind: str
    prefix: str
    counted: bool
    text: str


_sums: OrderedDict[bytes, OfKind] = OrderedDict()


def gather(db: Connection, office: Office, day: date, now: datetime) -> dict[Group, Figures]:
    """The exact figures of a business day, up to `now`."""
    period = Period(calendar.day_start(office, day), calendar.day_end(office, day))
    return statistics.gather(
        turn_times.of_day(db, office.id, day),
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
    """What is kept of a closed day: (day, kind, text); also its month so far, and with a month's last day its year."""
    groups = {
        group: found.sketched() for group, found in gather(db, office, day, calendar.day_end(office, day)).items()
    }
    of_day: dict[str, OfKind] = {kind: of_kind(groups, kind) for kind in KINDS}
    for row, kinds in ROWS.items():
        yield day, f"{DAY_KIND}:{row}", packed({kind: of_day[kind] for kind in kinds}, day)
    steps = [(MONTH_KIND, day.replace(day=1))]
    if (day + _DAY).day == 1:
        steps.append((YEAR_KIND, date(day.year, 1, 1)))
    gathered: Gathered = {}

    def since(first: date, kind: str) -> OfKind:
        before = between(db, office, kind, first, day - _DAY, calendar.day_end(office, day), gathered)
        return added([before, renamed(day, kind, of_day[day_kind(kind)])])

    for step, first in steps:
        for row, kinds in _ROWS_OF_MONTHS.items():
            yield first, f"{step}:{row}", packed({kind: since(first, kind) for kind in kinds}, day)


def kept_days(db: Connection, office_id: str, kind: str, first: date, last: date) -> Iterator[tuple[date, OfKind]]:
    """The kept figures of closed days, both ends included, in order."""
    found = summaries.between(db, office_id, f"{DAY_KIND}:{_ROW_OF[kind]}", first, last)
    return ((day, unpacked(text, kind)) for day, text in found)


def day_kind(kind: str) -> str:
    """The kind that is kept of days, out of which this one is made."""
    return {WEEKDAY: "total", WEEKDAY_HOUR: "hour"}.get(kind, kind)


def days(
    db: Connection, office: Office, kind: str, first: date, last: date, now: datetime, gathered: Gathered | None = None
) -> Iterator[tuple[date, OfKind]]:
    """The figures of each business day of a period, both ends included, as far as today; empty days too."""
    today = calendar.business_day(office, now)
    kept = dict(kept_days(db, office.id, kind, first, min(last, today - _DAY)))
    for n in range((min(last, today) - first).days + 1):
        day = first + n * _DAY
        yield day, kept[day] if day in kept else _gathered(db, office, kind, day, now, gathered)


def between(
    db: Connection, office: Office, kind: str, first: date, last: date, now: datetime, gathered: Gathered | None = None
) -> OfKind:
    """The figures of a whole period, both ends included: years and months from their own rows, the rest by days.

    `kind` may be `weekday` or `weekday_hour`, too. What was `gathered` for another kind need not be again. The figures
    are not to be changed.
    """
    today, source = calendar.business_day(office, now), day_kind(kind)
    parts: list[_Part] = []
    open_days: list[OfKind] = []
    gaps = [(first, min(last, today))]
    for step in (YEAR_KIND, MONTH_KIND):
        left = gaps
        gaps = []
        for start, end in left:
            found = _kept_whole(db, office.id, f"{step}:{_ROW_OF[kind]}", start, end)
            parts += (_Part(kind, "", False, text) for *_, text in found)
            gaps += _gaps(start, end, [(one, until) for one, until, _ in found])
    for start, end in gaps:
        kept = dict(summaries.between(db, office.id, f"{DAY_KIND}:{_ROW_OF[source]}", start, min(end, today - _DAY)))
        for day in (start + n * _DAY for n in range((end - start).days + 1)):
            if day in kept:
                parts.append(_Part(source, _prefix(day, kind), kind == WEEKDAY_HOUR, kept[day]))
            else:
                open_days.append(renamed(day, kind, _gathered(db, office, source, day, now, gathered)))
    closed = _sum_of(parts)
    return added([closed, *open_days]) if open_days else closed


def months(
    db: Connection, office: Office, kind: str, first: date, last: date, now: datetime, gathered: Gathered | None = None
) -> Iterator[tuple[date, OfKind]]:
    """The figures of each calendar month of a period, as far as it lies in the period; by the month's first day."""
    start = first
    while start <= last:
        end = min(_month_end(start), last)
        yield start.replace(day=1), between(db, office, kind, start, end, now, gathered)
        start = end + _DAY


def added(parts: Iterable[Mapping[str, Figures]]) -> OfKind:
    """Several days or months as one. What is given stays as it was."""
    total: OfKind = {}
    for part in parts:
        for name, figures in part.items():
            total.setdefault(name, Figures()).merge(figures)
    return total


def _gathered(db: Connection, office: Office, kind: str, day: date, now: datetime, gathered: Gathered | None) -> OfKind:
    if gathered is None:
        return of_kind(gather(db, office, day, now), kind)
    if day not in gathered:
        gathered[day] = gather(db, office, day, now)
    return of_kind(gathered[day], kind)


def _sum_of(parts: Sequence[_Part]) -> OfKind:
    """The sum of kept rows, from memory where the same rows were added before; not to be changed.

    Remembered by what the rows hold, so it can't be out of date.
    """
    digest = blake2b()
    for part in parts:
        digest.update(f"{part.kind}\0{part.prefix}\0{part.counted:d}\0{part.text}\0".encode())
    key = digest.digest()
    found = _sums.get(key)
    if found is None:
        found = _sums[key] = added(_decoded(part) for part in parts)
        while len(_sums) > KEPT_SUMS:
            _sums.popitem(last=False)
    _sums.move_to_end(key)
    return found


def _decoded(part: _Part) -> OfKind:
    found = unpacked(part.text, part.kind)
    return {part.prefix + name: figures.counted() if part.counted else figures for name, figures in found.items()}


def _kept_whole(db: Connection, office_id: str, kind: str, first: date, last: date) -> list[tuple[date, date, str]]:
    """The kept months or years that lie in the period, as far as they are kept: first day, last day, text."""
    found = summaries.between(db, office_id, kind, first, last)
    return [(start, end, text) for start, text in found if (end := last_day(text)) <= last]


def _gaps(first: date, last: date, spans: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """The stretches of days that the spans leave; these are in order."""
    start = first
    for begins, ends in spans:
        if start < begins:
            yield start, begins - _DAY
        start = ends + _DAY
    if start <= last:
        yield start, last


def _prefix(day: date, kind: str) -> str:
    return {WEEKDAY: f"{day.weekday()}", WEEKDAY_HOUR: f"{day.weekday()} "}.get(kind, "")


def renamed(day: date, kind: str, of_day: Mapping[str, Figures]) -> OfKind:
    """The figures of one day under the names that they have in a sum of this kind."""
    prefix, counted = _prefix(day, kind), kind == WEEKDAY_HOUR
    return {prefix + name: figures.counted() if counted else figures for name, figures in of_day.items()}


def _month_end(day: date) -> date:
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return following - _DAY


def forget_sums() -> None:
    """Add everything again the next time: for what measures that."""
    _sums.clear()
