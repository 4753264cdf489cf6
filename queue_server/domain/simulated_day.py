"""A day played in no time with the domain's own ranking: who had waited how long, had counters been open like this.

Nothing is assumed away: arrivals and service times are given one by one, lunch closes counters, head starts overtake,
counters prefer services, people leave when their patience ends. The result is turns, which `statistics` summarises.
"""

from __future__ import annotations

import heapq
from bisect import insort
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain

from queue_server.domain import ranking
from queue_server.domain.moments import micros
from queue_server.domain.office import Counter
from queue_server.domain.ranking import Waiting
from queue_server.domain.ticket import NO_TIME, Outcome, TurnState
from queue_server.domain.turn_times import TurnTimes


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody comes for a service. `service_time` is what they will need at a counter, the walk there included.

    `patience`: they leave unless they are called within it; None stays until the end.
    """

    at: datetime
    service_id: str
    service_time: timedelta
    head_start: timedelta = NO_TIME
    patience: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A counter is open, half-open `[start, end)`: nobody is called at the end or later, who is there is served out."""

    start: datetime
    end: datetime


Staffing = Mapping[int, Sequence[Shift]]
"""The shifts of each counter by its number, in order."""


def simulate(
    counters: Iterable[Counter], arrivals: Iterable[Arrival], staffing: Staffing, *, told: Listener | None = None
) -> list[TurnTimes]:
    """Play the day; the turns in the order of arrival. Whoever is never called ends expired at the last shift's end.

    `told` hears of every call as it happens: what an estimator could have known.
    """
    day = _Day([counter for counter in counters if staffing.get(counter.number)], staffing, told)
    day.run(sorted(arrivals, key=lambda one: one.at))
    return day.turns()


@dataclass(slots=True)
class Listener:
    """Hears of a simulated day as it goes. `on_arrival` comes before the arrival joins those who wait.

    It is given the arrival, who waits, and the numbers of the counters that serve; the others get moment, counter,
    service, and how long was waited or served.
    """

    on_arrival: Callable[[Arrival, list[Waiting], set[int]], None] = lambda _arrival, _waiting, _serving: None
    on_call: Callable[[datetime, int, str, timedelta], None] = lambda _at, _counter, _service, _waited: None
    on_finish: Callable[[datetime, int, str, timedelta], None] = lambda _at, _counter, _service, _served: None


_COMES, _LEAVES, _FREE, _OPENS = range(4)


@dataclass(slots=True)
class _Visit:
    arrival: Arrival
    waiting: Waiting
    counter: int | None = None
    called_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome = Outcome.EXPIRED


@dataclass(slots=True)
class _Day:
    counters: list[Counter]
    staffing: Staffing
    told: Listener | None
    visits: list[_Visit] = field(default_factory=list)
    lines: dict[str, list[Waiting]] = field(default_factory=dict)
    events: list[tuple[datetime, int, int]] = field(default_factory=list)
    idle: set[int] = field(default_factory=set)
    serving: dict[int, _Visit] = field(default_factory=dict)

    def run(self, arrivals: Sequence[Arrival]) -> None:
        for n, arrival in enumerate(arrivals):
            rank_at = arrival.at - arrival.head_start
            waiting = Waiting(rank_at, arrival.at, f"{n:06}", f"{n:06}", arrival.service_id, None, arrival.at)
            self.visits.append(_Visit(arrival, waiting))
            heapq.heappush(self.events, (arrival.at, _COMES, n))
        by_number = {counter.number: counter for counter in self.counters}
        for number in by_number:
            for shift in self.staffing[number]:
                heapq.heappush(self.events, (shift.start, _OPENS, number))
        while self.events:
            now, kind, n = heapq.heappop(self.events)
            self._happens(now, kind, n, by_number)

    def _happens(self, now: datetime, kind: int, n: int, counters: Mapping[int, Counter]) -> None:
        if kind == _COMES:
            self._comes(n)
        elif kind == _LEAVES:
            self._leaves(now, n)
        elif kind == _FREE:
            self._finishes(now, n)
        elif n not in self.serving:
            self.idle.add(n)
        # In the office's order, as clerks would press their keys at the same moment.
        for number in [number for number in counters if number in self.idle]:
            self._calls(now, counters[number])

    def _comes(self, n: int) -> None:
        visit = self.visits[n]
        if self.told is not None:
            self.told.on_arrival(visit.arrival, list(chain.from_iterable(self.lines.values())), set(self.serving))
        insort(self.lines.setdefault(visit.arrival.service_id, []), visit.waiting)
        if visit.arrival.patience is not None:
            heapq.heappush(self.events, (visit.arrival.at + visit.arrival.patience, _LEAVES, n))

    def _leaves(self, now: datetime, n: int) -> None:
        visit = self.visits[n]
        if visit.called_at is None:
            self.lines[visit.arrival.service_id].remove(visit.waiting)
            visit.ended_at, visit.outcome = now, Outcome.CANCELLED

    def _finishes(self, now: datetime, number: int) -> None:
        visit = self.serving.pop(number)
        self.idle.add(number)
        if self.told is not None:
            self.told.on_finish(now, number, visit.arrival.service_id, visit.arrival.service_time)

    def _calls(self, now: datetime, counter: Counter) -> None:
        if not any(shift.start <= now < shift.end for shift in self.staffing[counter.number]):
            self.idle.discard(counter.number)
            return
        # The first of each service are enough to know who is next: the rest of a long line need not be ranked.
        heads = [line[0] for service_id in counter.service_ids if (line := self.lines.get(service_id))]
        chosen = ranking.next_in(ranking.queue_of(counter, heads), counter)
        if chosen is None:
            return
        self.idle.discard(counter.number)
        self.lines[chosen.service_id].pop(0)
        visit = self.serving[counter.number] = self.visits[int(chosen.ticket_id)]
        visit.counter, visit.called_at = counter.number, now
        visit.ended_at, visit.outcome = now + visit.arrival.service_time, Outcome.SERVED
        heapq.heappush(self.events, (visit.ended_at, _FREE, counter.number))
        if self.told is not None:
            self.told.on_call(now, counter.number, chosen.service_id, now - visit.arrival.at)

    def turns(self) -> list[TurnTimes]:
        end = max((shift.end for shifts in self.staffing.values() for shift in shifts), default=None)
        return [_turn(visit, end) for visit in self.visits]


def _turn(visit: _Visit, day_end: datetime | None) -> TurnTimes:
    arrived = micros(visit.arrival.at)
    called = None if visit.called_at is None else micros(visit.called_at)
    ended = visit.ended_at or max(visit.arrival.at, day_end or visit.arrival.at)
    return TurnTimes(
        issued_for=visit.arrival.service_id,
        issued_at=arrived,
        n=1,
        service_id=visit.arrival.service_id,
        counter=visit.counter,
        state=TurnState.ENDED.value,
        outcome=visit.outcome.value,
        arrived_at=arrived,
        first_called_at=called,
        last_called_at=called,
        service_started_at=called,
        held_since=None,
        held=0,
        ended_at=micros(ended),
    )
