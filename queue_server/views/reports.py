"""The report of a period: figures by one grouping, and what its charts show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from sqlite3 import Connection
from typing import NamedTuple, get_args

from queue_server.domain import calendar, statistics
from queue_server.domain.errors import Conflict, Invalid
from queue_server.domain.figures import Figures
from queue_server.domain.lengths import RELATIVE_ERROR
from queue_server.domain.office import Office
from queue_server.domain.rating import LEVELS
from queue_server.domain.statistics import Period
from queue_server.protocol import Grouping, HeatCell, Names, Report, ReportLine, ReportPeriod, ReportView, WaitBin
from queue_server.store import figures, people, ratings, sessions, turn_records, turn_times
from queue_server.views.common import texts, times

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)
MOST_DAYS = 366
"""A report by day of a longer period would be a table that nobody reads."""

_US = 1_000_000
# Seconds; a distribution of waits has at most this many bins of one of these widths before its open end.
_BIN_WIDTHS = (5, 10, 15, 30, 60, 180, 300, 600, 900, 1800, 3600)
_MOST_BINS = 16


class Asked(NamedTuple):
    """Business days, both included; of a single day also times of day, `[starts, ends)` in the office's zone."""

    first: date
    last: date
    starts: time | None = None
    ends: time | None = None

    @property
    def has_times(self) -> bool:
        return self.starts is not None or self.ends is not None


class _Source:
    """The figures of one period, each kind read once, and a day that is open gathered once for all."""

    def __init__(self, db: Connection, office: Office, asked: Asked, now: datetime) -> None:
        self._db, self._office, self._asked, self._now = db, office, asked, now
        period = span(office, asked)
        self._known = _within_a_day(db, office, asked, period, now) if asked.has_times else {}
        self._gathered: figures.Gathered = {}

    def read(self, kind: str) -> figures.OfKind:
        """One kind of groups, by their names."""
        if kind not in self._known:
            self._known[kind] = figures.between(*self._between(kind))
        return self._known[kind]

    def total(self) -> Figures:
        """The whole."""
        return self.read("total").get("", Figures())

    def by(self, by: Grouping) -> Mapping[str, Figures]:
        """The groups of a report's lines. Raises Invalid `report_too_long`."""
        asked = self._asked
        if by not in ("day", "month"):
            return self.read(by)
        if asked.has_times:
            return {asked.first.isoformat()[: 10 if by == "day" else 7]: self.total()}
        if by == "month":
            found = figures.months(*self._between("total"))
            return {f"{month:%Y-%m}": of_kind[""] for month, of_kind in found if "" in of_kind}
        if too_long_by_day(asked):
            raise Invalid("report_too_long", days=MOST_DAYS)
        return {day.isoformat(): of_kind[""] for day, of_kind in figures.days(*self._between("total")) if "" in of_kind}

    def _between(self, kind: str) -> tuple[Connection, Office, str, date, date, datetime, figures.Gathered]:
        return self._db, self._office, kind, self._asked.first, self._asked.last, self._now, self._gathered


def report_view(
    db: Connection, office: Office, asked: Asked, compared: Asked | None, by: Grouping, now: datetime
) -> ReportView:
    """The report, beside another period where one is asked for.

    Raises Invalid `report_too_long`, `times_need_one_day`, Conflict `turns_archived`.
    """
    source = _Source(db, office, asked, now)
    given = ratings.levels(db, office.id, asked.first, asked.last)
    until = turn_records.archived_until(db, office.id)
    return ReportView(
        time_zone=office.time_zone.key,
        target_wait_s=int(office.target_wait.total_seconds()),
        by=by,
        error=RELATIVE_ERROR,
        report=_report(office, asked, by, source),
        compared=None if compared is None else report(db, office, compared, by, now),
        hours=_lines(source.read("hour"), "hour", office),
        counters=_lines(source.read("counter"), "counter", office),
        heat=_heat(source.read(figures.WEEKDAY_HOUR)),
        waits=_bins(source.total(), int(office.target_wait.total_seconds())),
        ratings=[given.get(level, 0) for level in LEVELS],
        service_names={service.id: texts(service.name) for service in office.services},
        clerk_names=clerk_names(db, office),
        counter_names={str(counter.number): counter.name for counter in office.counters},
        archived_until=None if until is None else until.isoformat(),
    )


def clerk_names(db: Connection, office: Office) -> Names:
    """How the clerks of a report are called."""
    return people.shown_names(db, office.id)


def report(db: Connection, office: Office, asked: Asked, by: Grouping, now: datetime) -> Report:
    """The figures of a period by one grouping. Raises as `report_view`."""
    return _report(office, asked, by, _Source(db, office, asked, now))


def span(office: Office, asked: Asked) -> Period:
    """From when, up to when; UTC. Raises Invalid `times_need_one_day`, `bad_period`."""
    start, end = calendar.day_start(office, asked.first), calendar.day_end(office, asked.last)
    if asked.has_times and asked.first != asked.last:
        raise Invalid("times_need_one_day")
    if asked.starts is not None:
        start = datetime.combine(asked.first, asked.starts, office.time_zone)
    if asked.ends is not None:
        end = datetime.combine(asked.first, asked.ends, office.time_zone)
    if end <= start:
        raise Invalid("bad_period")
    return Period(start, end)


def too_long_by_day(asked: Asked) -> bool:
    """Whether the period has too many days for a line each."""
    return asked.last - asked.first >= timedelta(days=MOST_DAYS)


def _within_a_day(
    db: Connection, office: Office, asked: Asked, period: Period, now: datetime
) -> dict[str, figures.OfKind]:
    """A part of a day can only be told from its turns."""
    until = turn_records.archived_until(db, office.id)
    if until is not None and asked.first <= until:
        raise Conflict("turns_archived", day=f"{until:%d/%m/%Y}")
    groups = statistics.gather(
        turn_times.of_day(db, office.id, asked.first),
        sessions.of_day(db, office.id, asked.first),
        period=period,
        now=min(now, calendar.day_end(office, asked.first)),
        target=office.target_wait,
        zone=office.time_zone,
    )
    known: dict[str, figures.OfKind] = {kind: figures.of_kind(groups, kind) for kind in figures.KINDS}
    for kind in (figures.WEEKDAY, figures.WEEKDAY_HOUR):
        known[kind] = figures.renamed(asked.first, kind, known[figures.day_kind(kind)])
    return known


def _report(office: Office, asked: Asked, by: Grouping, source: _Source) -> Report:
    total = source.total()
    return Report(
        period=ReportPeriod(
            first=asked.first.isoformat(),
            last=asked.last.isoformat(),
            starts=None if asked.starts is None else f"{asked.starts:%H:%M}",
            ends=None if asked.ends is None else f"{asked.ends:%H:%M}",
        ),
        is_exact=total.first.exact is not None,
        total=_line("", total, by_turns=False),
        lines=_lines(source.by(by), by, office),
    )


def _lines(groups: Mapping[str, Figures], by: Grouping, office: Office) -> list[ReportLine]:
    order = {service.id: n for n, service in enumerate(office.services)}

    def key(name: str) -> tuple[int, str]:
        if by == "counter":
            return int(name), ""
        return (order.get(name, len(order)), name) if by == "service" else (0, name)

    return [_line(name, groups[name], by_turns=by in ("counter", "clerk")) for name in sorted(groups, key=key)]


def _line(name: str, found: Figures, *, by_turns: bool) -> ReportLine:
    line = statistics.line(found)
    outcomes = found.turn_outcomes if by_turns else found.outcomes
    return ReportLine(
        name=name,
        issued=line.issued,
        served=outcomes.get("served", 0),
        no_shows=outcomes.get("no_show", 0),
        cancelled=outcomes.get("cancelled", 0),
        expired=outcomes.get("expired", 0),
        wait_to_first_call=times(line.wait_to_first_call),
        wait_to_last_call=times(line.wait_to_last_call),
        walk=times(line.walk),
        service_time=times(line.service_time),
        stay=times(line.stay),
        within_target_of_called=line.within_target_of_called,
        within_target_of_issued=line.within_target_of_issued,
        no_show_rate=line.no_show_rate,
        abandoned_rate=line.abandoned_rate,
        quoted=line.quoted,
        quoted_within=line.quoted_within,
        quoted_low_s=_mean(found.quoted_low_us, found.quoted),
        quoted_high_s=_mean(found.quoted_high_us, found.quoted),
        quoted_wait_s=_mean(found.quoted_wait_us, found.quoted),
        open_s=found.sessions.open_s,
        serving_s=found.sessions.serving_s,
        idle_s=found.sessions.idle_s,
        break_s=found.sessions.break_s,
    )


def _heat(groups: Mapping[str, Figures]) -> list[HeatCell]:
    return [
        HeatCell(
            weekday=int(name[0]),
            hour=int(name[2:]),
            issued=found.issued,
            wait_mean_s=found.first.times().mean_s,
        )
        for name, found in sorted(groups.items())
    ]


def _bins(total: Figures, target_s: int) -> list[WaitBin]:
    """The waits in bins of equal width, the last one open; the target is a bin's end where its width allows it."""
    reach = max(total.first.times().p90_s or 0, target_s)
    width = next((one for one in _BIN_WIDTHS if reach / one <= _MOST_BINS and target_s % one == 0), _BIN_WIDTHS[-1])
    limits = [width * n for n in range(1, int(reach // width) + 2)]
    return [
        WaitBin(up_to_s=limit, count=count)
        for limit, count in zip([*limits, None], total.first.histogram(limits), strict=True)
    ]


def _mean(total_us: int, count: int) -> float | None:
    return total_us / count / _US if count else None
