"""The metrics of DOMAIN.md §5, by one function for today's live page and for any report, so they can't disagree.

What belongs to a period `[start, end)`:
- a ticket by its issue: `issued`, the outcomes, the rates and `stay` speak of the tickets issued in the period, under
  the service for which they were issued;
- a turn by its arrival: the waits, `walk` and `service_time` speak of the turns that started waiting in the period,
  under the service and the counter of the turn;
- a counter's session by its opening, whole.

Times are microseconds since the epoch, as `turn_times` has them; results are seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from queue_server.domain.counter_session import CounterSession
from queue_server.domain.counter_times import NO_SESSIONS, Sessions, Stint, session_times, stint, sum_of
from queue_server.domain.moments import length_micros, micros
from queue_server.domain.ticket import Outcome, TurnState
from queue_server.domain.turn_times import TurnTimes

_SECOND = 1_000_000
# Plain texts: in the pass over thousands of rows the members of an enum cost a fifth of the time.
_WAITING = TurnState.WAITING.value
_TRANSFERRED = Outcome.TRANSFERRED.value
_COMPLETED = frozenset({Outcome.SERVED.value, Outcome.TRANSFERRED.value})


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open, `[start, end)`: an event at exactly 08:30 belongs to the period that starts then."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds; all None when there is nothing to summarise.

    `median_s` is the middle value, or the mean of the two middle ones; `p90_s` is by nearest rank: the smallest value
    that at least 90 % of the values don't exceed, so it is always a wait that somebody had.
    """

    count: int = 0
    mean_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None
    max_s: float | None = None


NO_TIMES = Times()


@dataclass(frozen=True, slots=True)
class Line:
    """The office or one service. Shares and rates are 0 to 1, None without a basis.

    `within_target_of_issued` counts the tickets whose first turn was called within the target: those who left, or
    still wait, don't improve it. `waiting` and `longest_wait_s` are of the turns that wait at `now`.
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
    start, end, now_us, target_us = micros(period.start), micros(period.end), micros(now), length_micros(target)
    services: defaultdict[str, _Tally] = defaultdict(_Tally)
    counters: defaultdict[int, _Tally] = defaultdict(_Tally)
    stints: defaultdict[int, list[Stint]] = defaultdict(list)
    opened: defaultdict[int, list[CounterSession]] = defaultdict(list)
    for turn in turns:
        if start <= turn.issued_at < end:
            services[turn.issued_for].add_ticket(turn, target_us)
        if start <= turn.arrived_at < end:
            services[turn.service_id].add_turn(turn, now_us)
            if turn.counter is not None:
                counters[turn.counter].add_turn(turn, now_us)
        if turn.counter is not None and (service := stint(turn, now_us)):
            stints[turn.counter].append(service)
    for session in sessions:
        if start <= micros(session.opened_at) < end:
            opened[session.counter].append(session)
    by_counter = {n: sum_of(session_times(of_counter, stints[n], now)) for n, of_counter in opened.items()}
    return Summary(
        period,
        _line(_merged(services.values()), target_us),
        {service_id: _line(tally, target_us) for service_id, tally in services.items()},
        {
            n: _counter_line(counters[n], by_counter.get(n, NO_SESSIONS), target_us)
            for n in sorted({*counters, *opened})
        },
        sum_of(list(by_counter.values())),
    )


def times_of(values: Iterable[int]) -> Times:
    """Summarise lengths of time in microseconds."""
    ordered = sorted(values)
    if not ordered:
        return NO_TIMES
    count = len(ordered)
    return Times(
        count,
        sum(ordered) / count / _SECOND,
        (ordered[(count - 1) // 2] + ordered[count // 2]) / 2 / _SECOND,
        ordered[-(-count * 9 // 10) - 1] / _SECOND,
        ordered[-1] / _SECOND,
    )


@dataclass(slots=True)
class _Tally:
    """What one pass over the turns gathers for one line, in microseconds."""

    issued: int = 0
    issued_within: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    turn_outcomes: dict[str, int] = field(default_factory=dict)
    waiting: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    walk: list[int] = field(default_factory=list)
    service: list[int] = field(default_factory=list)
    stay: list[int] = field(default_factory=list)

    def add_ticket(self, turn: TurnTimes, target: int) -> None:
        if turn.n == 1:
            self.issued += 1
            if turn.first_called_at is not None and turn.first_called_at - turn.arrived_at <= target:
                self.issued_within += 1
        # Every turn but a ticket's last ends transferred; the last one's outcome is the ticket's.
        if turn.ended_at is not None and turn.outcome is not None and turn.outcome != _TRANSFERRED:
            self.outcomes[turn.outcome] = self.outcomes.get(turn.outcome, 0) + 1
            self.stay.append(turn.ended_at - turn.issued_at)

    def add_turn(self, turn: TurnTimes, now: int) -> None:
        if turn.state == _WAITING:
            self.waiting.append(max(now - turn.arrived_at, 0))
        if turn.outcome is not None:
            self.turn_outcomes[turn.outcome] = self.turn_outcomes.get(turn.outcome, 0) + 1
        if turn.first_called_at is None or turn.last_called_at is None:
            return
        self.first.append(turn.first_called_at - turn.arrived_at)
        self.last.append(turn.last_called_at - turn.arrived_at)
        if turn.service_started_at is not None:
            self.walk.append(turn.service_started_at - turn.last_called_at)
            if turn.ended_at is not None and turn.outcome in _COMPLETED:
                self.service.append(turn.ended_at - turn.service_started_at - turn.held)


def _merged(tallies: Iterable[_Tally]) -> _Tally:
    total = _Tally()
    for tally in tallies:
        total.issued += tally.issued
        total.issued_within += tally.issued_within
        for outcome, count in tally.outcomes.items():
            total.outcomes[outcome] = total.outcomes.get(outcome, 0) + count
        for name in ("waiting", "first", "last", "walk", "service", "stay"):
            getattr(total, name).extend(getattr(tally, name))
    return total


def _line(tally: _Tally, target: int) -> Line:
    count = tally.outcomes.get
    no_shows, cancelled, expired = count(Outcome.NO_SHOW, 0), count(Outcome.CANCELLED, 0), count(Outcome.EXPIRED, 0)
    return Line(
        issued=tally.issued,
        served=count(Outcome.SERVED, 0),
        no_shows=no_shows,
        cancelled=cancelled,
        expired=expired,
        waiting=len(tally.waiting),
        longest_wait_s=max(tally.waiting) / _SECOND if tally.waiting else None,
        wait_to_first_call=times_of(tally.first),
        wait_to_last_call=times_of(tally.last),
        walk=times_of(tally.walk),
        service_time=times_of(tally.service),
        stay=times_of(tally.stay),
        within_target_of_called=_within(tally.first, target),
        within_target_of_issued=_share(tally.issued_within, tally.issued),
        no_show_rate=_share(no_shows, tally.issued),
        abandoned_rate=_share(cancelled + expired, tally.issued),
    )


def _counter_line(tally: _Tally, sessions: Sessions, target: int) -> CounterLine:
    return CounterLine(
        served=tally.turn_outcomes.get(Outcome.SERVED, 0),
        no_shows=tally.turn_outcomes.get(Outcome.NO_SHOW, 0),
        wait_to_first_call=times_of(tally.first),
        service_time=times_of(tally.service),
        within_target_of_called=_within(tally.first, target),
        sessions=sessions,
    )


def _within(waits: Sequence[int], target: int) -> float | None:
    return _share(sum(wait <= target for wait in waits), len(waits))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
