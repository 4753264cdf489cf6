"""What if: how many counters it would have taken, hour by hour, and a day played again under other rules.

Both by `simulated_day`, that is by the domain's own ranking with lunch, preference and head starts, and never by a
formula that has to assume them away. A service is kept within the target when the wanted share of all who came for it
was called in time; those who left or were never called count as not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from queue_server.domain.calendar import Stretch
from queue_server.domain.moments import length_micros
from queue_server.domain.office import Counter
from queue_server.domain.simulated_day import Arrival, Shift, simulate
from queue_server.domain.turn_times import TurnTimes

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class PastDay:
    """Who came on a day, and when counters serve on it."""

    arrivals: tuple[Arrival, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One hour of the office's day at counters that are alike. `hour` is that of the office's clock."""

    counters: tuple[int, ...]
    hour: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is: `done` of at most `most` plans tried."""

    done: int
    most: int


@dataclass(frozen=True, slots=True)
class Needed:
    """How many of each block's counters must be open. `within`: the share of each service that is then within target.

    `is_enough` is false when not even all counters together keep every service within it.
    """

    plan: Mapping[Block, int]
    within: Mapping[str, float]
    is_enough: bool


def counters_needed(
    counters: Sequence[Counter], days: Sequence[PastDay], *, target: timedelta, share: float
) -> Iterator[Progress | Needed]:
    """Search the fewest open counters that keep `share` of every service within the target on these days together.

    From all counters in all hours, counters are closed hour by hour, the least busy first, as long as it holds. Yields
    progress, and the result last. The same days give the same result.
    """
    search = _Search(counters, days, target)
    within = search.within()
    if not _holds(within, share):
        yield Needed(search.plan, within, is_enough=False)
        return
    most, done = sum(search.plan.values()) + len(search.plan), 0
    blocks, is_smaller = search.least_busy_first(), True
    # Who is called where changes with every hour that is closed: one that could not be closed may be closed later.
    while is_smaller:
        is_smaller = False
        for block in blocks:
            while search.plan[block] > 0:
                done += 1
                yield Progress(done, max(most, done))
                search.plan[block] -= 1
                fewer = search.within()
                if not _holds(fewer, share):
                    search.plan[block] += 1
                    break
                within, is_smaller = fewer, True
    yield Needed(search.plan, within, is_enough=True)


def with_head_starts(arrivals: Sequence[Arrival], changed: Mapping[timedelta, timedelta]) -> list[Arrival]:
    """The same people under other head starts, by the length of the old one."""
    return [replace(one, head_start=changed.get(one.head_start, one.head_start)) for one in arrivals]


def within_target(turns: Sequence[TurnTimes], target: timedelta) -> dict[str, float]:
    """The share of those who came for each service that was called within the target."""
    limit = length_micros(target)
    came: defaultdict[str, int] = defaultdict(int)
    in_time: defaultdict[str, int] = defaultdict(int)
    for turn in turns:
        came[turn.service_id] += 1
        if turn.first_called_at is not None and turn.first_called_at - turn.arrived_at <= limit:
            in_time[turn.service_id] += 1
    return {service_id: in_time[service_id] / count for service_id, count in sorted(came.items())}


class _Search:
    def __init__(self, counters: Sequence[Counter], days: Sequence[PastDay], target: timedelta) -> None:
        self._counters, self._days, self._target = counters, days, target
        self._alike = _alike(counters)
        hours = sorted({hour for day in days for hour in _hours(day.stretches)})
        self.plan = {Block(group, hour): len(group) for group in self._alike for hour in hours}

    def within(self) -> dict[str, float]:
        """The shares within the target under the present plan, over all days."""
        return within_target([turn for day in self._days for turn in self._played(day)], self._target)

    def least_busy_first(self) -> list[Block]:
        """The blocks by how much of an hour each of their counters serves when all are open."""
        serving: defaultdict[Block, float] = defaultdict(float)
        by_counter = {number: group for group in self._alike for number in group}
        for day in self._days:
            zone = day.stretches[0].start.tzinfo if day.stretches else None
            for turn in self._played(day):
                if turn.counter is not None and turn.first_called_at is not None and turn.ended_at is not None:
                    hour = datetime.fromtimestamp(turn.first_called_at / 1e6, zone).hour
                    serving[Block(by_counter[turn.counter], hour)] += turn.ended_at - turn.first_called_at
        return sorted(self.plan, key=lambda block: (serving[block] / len(block.counters), block.hour, block.counters))

    def _played(self, day: PastDay) -> list[TurnTimes]:
        return simulate(self._counters, day.arrivals, self._staffing(day))

    def _staffing(self, day: PastDay) -> dict[int, list[Shift]]:
        staffing: defaultdict[int, list[Shift]] = defaultdict(list)
        for stretch in day.stretches:
            for part in _hourly(stretch):
                for group in self._alike:
                    for number in group[: self.plan[Block(group, part.start.hour)]]:
                        _extend(staffing[number], part)
        return dict(staffing)


def _extend(shifts: list[Shift], part: Shift) -> None:
    """Put an hour behind a counter's shifts; one that follows at once prolongs the last."""
    if shifts and shifts[-1].end == part.start:
        shifts[-1] = Shift(shifts[-1].start, part.end)
    else:
        shifts.append(part)


def _alike(counters: Sequence[Counter]) -> list[tuple[int, ...]]:
    """The counters' numbers by what they serve: counters that serve the same in the same way stand for each other."""
    groups: defaultdict[tuple[frozenset[str], frozenset[str]], list[int]] = defaultdict(list)
    for counter in counters:
        groups[frozenset(counter.service_ids), frozenset(counter.preferred)].append(counter.number)
    return [tuple(sorted(group)) for group in groups.values()]


def _hours(stretches: Sequence[Stretch]) -> Iterator[int]:
    for stretch in stretches:
        for part in _hourly(stretch):
            yield part.start.hour


def _hourly(stretch: Stretch) -> Iterator[Shift]:
    """A stretch cut at the full hours of its own zone."""
    start = stretch.start
    while start < stretch.end:
        full = start.replace(minute=0, second=0, microsecond=0) + _HOUR
        end = min(full, stretch.end)
        yield Shift(start, end)
        start = end


def _holds(within: Mapping[str, float], share: float) -> bool:
    return all(kept >= share for kept in within.values())
