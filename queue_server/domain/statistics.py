"""The metrics of DOMAIN.md §5, by one function for today's live page and for any report, so they can't disagree.

What belongs to a period `[start, end)`:
- a ticket by its issue: `issued`, the outcomes, the rates and `stay` speak of the tickets issued in the period, under
  the service for which they were issued and the hour of the issue;
- a turn by its arrival: the waits, `walk` and `service_time` speak of the turns that started waiting in the period,
  under the service, the counter, the clerk and the hour of arrival of the turn;
- a counter's session by its opening, whole.

Times are microseconds since the epoch, as `turn_times` has them; results are seconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from queue_server.domain.counter_session import CounterSession
from queue_server.domain.counter_times import NO_SESSIONS, Sessions, Stint, session_times, stint, sum_of
from queue_server.domain.figures import Figures, MeasuredTurn, measured
from queue_server.domain.lengths import NO_TIMES, Times
from queue_server.domain.moments import length_micros, micros, moment
from queue_server.domain.ticket import Outcome, TurnState
from queue_server.domain.turn_times import TurnTimes

_SECOND = 1_000_000
# Plain text: in the pass over thousands of rows the members of an enum cost a fifth of the time.
_WAITING = TurnState.WAITING.value

GroupKind = Literal["total", "service", "counter", "clerk", "hour"]


class Group(NamedTuple):
    """What figures are of. `name`: a service's id, a counter's number, a clerk's name, an hour `08`, or ``."""

    kind: GroupKind
    name: str


TOTAL = Group("total", "")


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open, `[start, end)`: an event at exactly 08:30 belongs to the period that starts then."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """The office or one service. Shares and rates are 0 to 1, None without a basis.

    `within_target_of_issued` counts the tickets whose first turn was called within the target: those who left, or
    still wait, don't improve it. `waiting` and `longest_wait_s` are of the turns that wait at `now`. `quoted_within` is
    the share of the `quoted` first turns whose wait was inside the range that the ticket had promised.
    """

    issued: int = 0
    served: int = 0
    no_shows: int = 0
    cancelled: int = 0
    expired: int = 0
    waiting: int = 0
    longest_wait_s: float | None = None
    wait_to_first_call: Times = NO_TIMES
    wait_to_last_call: Times = NO_TIMES
    walk: Times = NO_TIMES
    service_time: Times = NO_TIMES
    stay: Times = NO_TIMES
    within_target_of_called: float | None = None
    within_target_of_issued: float | None = None
    no_show_rate: float | None = None
    abandoned_rate: float | None = None
    quoted: int = 0
    quoted_within: float | None = None


@dataclass(frozen=True, slots=True)
class CounterLine:
    """One counter: the turns last called there, and its sessions. `service_time` counts transferred turns, too."""

    served: int = 0
    no_shows: int = 0
    wait_to_first_call: Times = NO_TIMES
    service_time: Times = NO_TIMES
    within_target_of_called: float | None = None
    sessions: Sessions = NO_SESSIONS


@dataclass(frozen=True, slots=True)
class Summary:
    """What happened in a period, in all, by service and by counter."""

    period: Period
    total: Line
    services: Mapping[str, Line]
    counters: Mapping[int, CounterLine]
    sessions: Sessions

    def service(self, service_id: str) -> Line:
        """The service's line, empty when nothing happened there."""
        return self.services.get(service_id, Line())

    def counter(self, number: int) -> CounterLine:
        """The counter's line, empty when nothing happened there."""
        return self.counters.get(number, CounterLine())


def summarise(
    turns: Iterable[TurnTimes],
    sessions: Iterable[CounterSession],
    *,
    period: Period,
    now: datetime,
    target: timedelta,
) -> Summary:
    """Summarise a period; `target` is the office's target wait, met by a wait of just that length.

    `turns`: every turn that might belong, as a rule those of the period's business days; others are left out here.
    A session's serving time is that of all the given turns, whenever they came. Running ones count up to `now`.
    """
    rows, opened = list(turns), list(sessions)
    groups = gather(rows, opened, period=period, now=now, target=target)
    waiting = _waiting(rows, period, now)
    of_kind = _by_kind(groups)
    return Summary(
        period,
        line(groups.get(TOTAL, Figures()), waiting.get(None, ())),
        {name: line(figures, waiting.get(name, ())) for name, figures in of_kind["service"].items()},
        {int(name): counter_line(figures) for name, figures in sorted(of_kind["counter"].items(), key=_number)},
        groups.get(TOTAL, Figures()).sessions,
    )


def gather(
    turns: Iterable[TurnTimes],
    sessions: Iterable[CounterSession],
    *,
    period: Period,
    now: datetime,
    target: timedelta,
    zone: tzinfo | None = None,
) -> dict[Group, Figures]:
    """The figures of every group in a period, exact; by hour only where the office's `zone` is given."""
    start, end, target_us = micros(period.start), micros(period.end), length_micros(target)
    groups: defaultdict[Group, Figures] = defaultdict(Figures)
    opened, hours = _Opened(sessions), _Hours(zone)
    stints: defaultdict[int, list[Stint]] = defaultdict(list)
    turns_of: defaultdict[Group, list[MeasuredTurn]] = defaultdict(list)
    for turn in turns:
        if start <= turn.issued_at < end:
            for group in (TOTAL, *_service_groups(turn.issued_for, hours.of(turn.issued_at))):
                groups[group].add_ticket(turn, target_us)
        if start <= turn.arrived_at < end:
            of_turn = measured(turn, target_us)
            for group in _turn_groups(turn, opened, hours):
                turns_of[group].append(of_turn)
        if turn.counter is not None and (service := stint(turn, micros(now))):
            stints[turn.counter].append(service)
    for group, of_group in turns_of.items():
        groups[group].add_turns(of_group)
    for group, times in _session_times(opened.between(start, end), stints, now):
        groups[group].sessions = sum_of((groups[group].sessions, times))
    return dict(groups)


def _session_times(
    opened: Mapping[int, Sequence[CounterSession]], stints: Mapping[int, Sequence[Stint]], now: datetime
) -> Iterator[tuple[Group, Sessions]]:
    """What each session adds to each group that it belongs to."""
    for counter, of_counter in opened.items():
        found = session_times(of_counter, stints.get(counter, ()), now)
        for session, times in zip(of_counter, found, strict=True):
            for group in (TOTAL, Group("counter", str(counter)), Group("clerk", session.clerk)):
                yield group, times


def line(figures: Figures, waiting: Sequence[int] = ()) -> Line:
    """A group's figures as shares, rates and times; `waiting` are the waits so far of those who wait, microseconds."""
    count = figures.outcomes.get
    no_shows, cancelled, expired = count(Outcome.NO_SHOW, 0), count(Outcome.CANCELLED, 0), count(Outcome.EXPIRED, 0)
    first = figures.first.times()
    return Line(
        issued=figures.issued,
        served=count(Outcome.SERVED, 0),
        no_shows=no_shows,
        cancelled=cancelled,
        expired=expired,
        waiting=len(waiting),
        longest_wait_s=max(waiting) / _SECOND if waiting else None,
        wait_to_first_call=first,
        wait_to_last_call=figures.last.times(),
        walk=figures.walk.times(),
        service_time=figures.service.times(),
        stay=figures.stay.times(),
        within_target_of_called=_share(figures.called_within, first.count),
        within_target_of_issued=_share(figures.issued_within, figures.issued),
        no_show_rate=_share(no_shows, figures.issued),
        abandoned_rate=_share(cancelled + expired, figures.issued),
        quoted=figures.quoted,
        quoted_within=_share(figures.quoted_within, figures.quoted),
    )


def counter_line(figures: Figures) -> CounterLine:
    """A counter's or a clerk's figures."""
    first = figures.first.times()
    return CounterLine(
        served=figures.turn_outcomes.get(Outcome.SERVED, 0),
        no_shows=figures.turn_outcomes.get(Outcome.NO_SHOW, 0),
        wait_to_first_call=first,
        service_time=figures.service.times(),
        within_target_of_called=_share(figures.called_within, first.count),
        sessions=figures.sessions,
    )


class _Opened:
    """The sessions by counter, in the order of opening: who sat there at a moment."""

    def __init__(self, sessions: Iterable[CounterSession]) -> None:
        self._of: defaultdict[int, list[CounterSession]] = defaultdict(list)
        for session in sorted(sessions, key=lambda one: one.opened_at):
            self._of[session.counter].append(session)
        self._since = {number: [micros(one.opened_at) for one in of_n] for number, of_n in self._of.items()}

    def between(self, start: int, end: int) -> dict[int, list[CounterSession]]:
        """Those opened in the period, by counter; counters without one are left out."""
        found = {n: [one for one in of_n if start <= micros(one.opened_at) < end] for n, of_n in self._of.items()}
        return {n: of_n for n, of_n in found.items() if of_n}

    def clerk_at(self, counter: int, at: int) -> str | None:
        """Who had the counter at a moment."""
        earlier = bisect_right(self._since.get(counter, ()), at)
        return self._of[counter][earlier - 1].clerk if earlier else None


class _Hours:
    """The hour of the day in the office's zone, each stretch of an hour looked up once."""

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._known: dict[int, str] = {}

    def of(self, at: int) -> str | None:
        if self._zone is None:
            return None
        # A quarter of an hour: there are zones that are not whole hours off.
        quarter = at // (900 * _SECOND)
        if quarter not in self._known:
            self._known[quarter] = f"{moment(at).astimezone(self._zone):%H}"
        return self._known[quarter]


def _service_groups(service_id: str, hour: str | None) -> tuple[Group, ...]:
    of_service = (Group("service", service_id),)
    return of_service if hour is None else (*of_service, Group("hour", hour))


def _turn_groups(turn: TurnTimes, opened: _Opened, hours: _Hours) -> tuple[Group, ...]:
    of_turn = (TOTAL, *_service_groups(turn.service_id, hours.of(turn.arrived_at)))
    if turn.counter is None:
        return of_turn
    at_counter = (*of_turn, Group("counter", str(turn.counter)))
    clerk = None if turn.last_called_at is None else opened.clerk_at(turn.counter, turn.last_called_at)
    return at_counter if clerk is None else (*at_counter, Group("clerk", clerk))


def _by_kind(groups: Mapping[Group, Figures]) -> dict[str, dict[str, Figures]]:
    found: dict[str, dict[str, Figures]] = {"service": {}, "counter": {}}
    for group, figures in groups.items():
        found.setdefault(group.kind, {})[group.name] = figures
    return found


def _number(item: tuple[str, Figures]) -> int:
    return int(item[0])


def _waiting(turns: Iterable[TurnTimes], period: Period, now: datetime) -> dict[str | None, list[int]]:
    """How long those have waited who wait now: by service, and under None all."""
    start, end, now_us = micros(period.start), micros(period.end), micros(now)
    found: defaultdict[str | None, list[int]] = defaultdict(list)
    for turn in turns:
        if turn.state == _WAITING and start <= turn.arrived_at < end:
            waited = max(now_us - turn.arrived_at, 0)
            found[None].append(waited)
            found[turn.service_id].append(waited)
    return found


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
