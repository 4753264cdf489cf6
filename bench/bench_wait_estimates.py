"""Which wait estimate is worth printing: on the bank's recorded day without peeking, and on simulated office days.

    python -m bench.bench_wait_estimates

Mean absolute error and bias (estimate − wait) of the point estimates, in seconds; and what a citizen sees: the share of
waits that lay inside the printed range, and the range's mean width in minutes. See docs/decisions/.
"""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from math import sqrt
from pathlib import Path
from random import Random

from bench.estimators import ESTIMATORS, Seen, mean_service
from queue_server.domain import calendar
from queue_server.domain.estimate import WaitRange, expected_wait, rounded_range
from queue_server.domain.office import Office
from queue_server.domain.ranking import Waiting
from queue_server.domain.simulated_day import Arrival, Listener, Shift, simulate
from queue_server.office_file import EXAMPLES, read_office
from queue_server.simulation.plan import Day, Visit, read_day

BANK_DAY = Path(__file__).resolve().parent.parent / "tests" / "simulation" / "bank_day.csv"
SEEDS = range(12)
STAGES = 4
PRIORITY = 0.12
LEAVE, PATIENCE_MINUTES = 0.08, (20, 60)
# How many of the day's citizens come in each half hour from 7:00, as offices know it: at opening, and after lunch.
RUSH = (3, 8, 10, 9, 7, 6, 5, 4, 2, 0, 0, 0, 0, 7, 8, 6, 5, 4, 2)
STEP = timedelta(minutes=30)
Pair = tuple[Seen, float]


def bank_pairs(day: Day) -> Iterator[Pair]:
    """Everybody who was served in the bank's day: what was known when they came, and how long they waited."""
    for own_agents in (True, False):
        visits = [visit for visit in day.visits if (visit.service == "IN") is own_agents]
        yield from _pool_pairs(visits)


def _pool_pairs(visits: list[Visit]) -> Iterator[Pair]:
    served = sorted((v for v in visits if v.agent is not None), key=lambda v: v.service_start)
    ended = sorted(served, key=lambda v: v.end)
    starts, ends = [v.service_start for v in served], [v.end for v in ended]
    for visit in visits:
        if visit.agent is None:
            continue
        at = visit.arrival
        line = [other for other in visits if other.arrival < at < other.left_queue]
        entered = served[: bisect_right(starts, at)]
        done = ended[: bisect_right(ends, at)]
        busy = {other.agent for other in entered if other.end > at}
        # An agent is at work who serves now, or has ended a service within the last ten minutes.
        idle = {other.agent for other in done if at - other.end < 600} - busy
        open_now = len(busy) + len(idle)
        if open_now == 0:
            continue
        last = entered[-1].service_start - entered[-1].arrival if entered else None
        yield (
            Seen(
                ahead=len(line),
                open=open_now,
                free=len(idle),
                usual=180.0,
                recent=tuple(float(other.service_s) for other in done[-20:]),
                last_entered=None if last is None else float(max(last, 0)),
                head_waited=float(max((at - other.arrival for other in line), default=0)),
                work=len(line) * bank_mean(done),
                mean=bank_mean(done),
            ),
            float(visit.left_queue - visit.arrival),
        )


def bank_mean(done: list[Visit]) -> float:
    recent = [other.service_s for other in done[-20:]]
    return (sum(recent) + 5 * 180.0) / (len(recent) + 5)


@dataclass(slots=True)
class Hall:
    """Watches a simulated day and notes what each arrival could have known."""

    office: Office
    seen: list[Seen] = field(default_factory=list)
    recent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    entered: dict[str, float] = field(default_factory=dict)

    def arrives(self, arrival: Arrival, waiting: list[Waiting], busy: set[int]) -> None:
        counters = self.office.counters_serving(arrival.service_id)
        rivals = {service for counter in counters for service in counter.service_ids}
        own = (arrival.at - arrival.head_start, arrival.at)
        line = [turn for turn in waiting if turn.service_id in rivals and turn[:2] < own]
        is_open = calendar.is_serving(self.office, arrival.at)
        numbers = {counter.number for counter in counters}
        left, gap = calendar.next_closing(self.office, arrival.at)
        work = sum(self.mean(turn.service_id) for turn in line)
        self.seen.append(
            Seen(
                ahead=len(line),
                open=len(numbers) if is_open else 0,
                free=len(numbers - busy) if is_open else 0,
                usual=self.office.service(arrival.service_id).usual.total_seconds(),
                recent=tuple(self.recent[arrival.service_id][-20:]),
                last_entered=self.entered.get(arrival.service_id),
                head_waited=max(((arrival.at - turn.arrived_at).total_seconds() for turn in line), default=0.0),
                left=left.total_seconds(),
                gap=gap.total_seconds(),
                work=work,
                mean=work / len(line) if line else self.mean(arrival.service_id),
            )
        )

    def mean(self, service_id: str) -> float:
        """How long this service takes today, steadied by its own figure."""
        usual, recent = self.office.service(service_id).usual.total_seconds(), self.recent[service_id][-20:]
        return (sum(recent) + 5 * usual) / (len(recent) + 5)

    def calls(self, _at: datetime, _counter: int, service_id: str, waited: timedelta) -> None:
        self.entered[service_id] = waited.total_seconds()

    def finishes(self, _at: datetime, _counter: int, service_id: str, served: timedelta) -> None:
        self.recent[service_id].append(served.total_seconds())


def office_day(office: Office, seed: int) -> list[Arrival]:
    """A day with a rush at opening and after lunch, some with priority, service times as at public counters."""
    chance, found = Random(seed), []
    start = datetime(2026, 11, 24, 7, tzinfo=office.time_zone)
    for service in office.services:
        counters = sum(1 / len(counter.service_ids) for counter in office.counters_serving(service.id))
        wanted = counters * timedelta(hours=7) / service.usual * 0.9
        for n, share in enumerate(RUSH):
            for _ in range(round(wanted * share / sum(RUSH) + chance.uniform(-0.5, 0.5))):
                at = start + n * STEP + STEP * chance.random()
                minutes = chance.gammavariate(STAGES, service.usual / timedelta(minutes=1) / STAGES)
                head_start = timedelta(minutes=15) if chance.random() < PRIORITY else timedelta(0)
                leaves = chance.random() < LEAVE
                patience = timedelta(minutes=chance.uniform(*PATIENCE_MINUTES)) if leaves else None
                found.append(Arrival(at, service.id, timedelta(minutes=minutes), head_start, patience))
    return found


def simulated_pairs(office: Office, seed: int) -> Iterator[Pair]:
    """Everybody who was called in a simulated day, with what was known when they came while counters were open."""
    hall, arrivals = Hall(office), office_day(office, seed)
    day = datetime(2026, 11, 24, 12, tzinfo=office.time_zone)
    shifts = [Shift(*one) for one in calendar.serving_stretches(office, calendar.business_day(office, day))]
    staffing = {counter.number: shifts for counter in office.counters}
    told = Listener(hall.arrives, hall.calls, hall.finishes)
    turns = simulate(office.counters, arrivals, staffing, told=told)
    for turn, seen in zip(turns, hall.seen, strict=True):
        if turn.first_called_at is not None and seen.open:
            yield seen, (turn.first_called_at - turn.arrived_at) / 1e6


def table(title: str, pairs: list[Pair]) -> None:
    waits = [wait for _, wait in pairs]
    print(
        f"\n{title}: {len(pairs)} waits, mean {statistics.mean(waits):.0f} s, median {statistics.median(waits):.0f} s"
    )
    print(f"{'estimate':24}{'MAE s':>8}{'bias s':>8}{'in range':>10}{'width min':>11}")
    for name, estimate in ESTIMATORS.items():
        errors = [estimate(seen) - wait for seen, wait in pairs]
        mae, bias = statistics.mean(map(abs, errors)), statistics.mean(errors)
        kept, width = promises([printed(seen, estimate(seen)) for seen, _ in pairs], waits)
        print(f"{name:24}{mae:8.0f}{bias:8.0f}{kept:10.0%}{width:11.1f}")
    kept, width = promises([ours(seen) for seen, _ in pairs], waits)
    print(f"{'what a ticket says':24}{'':16}{kept:10.0%}{width:11.1f}")


def promises(ranges: list[WaitRange], waits: list[float]) -> tuple[float, float]:
    """The share of the waits inside their range, and the ranges' mean width in minutes."""
    inside = sum(one.low <= wait / 60 <= one.high for one, wait in zip(ranges, waits, strict=True))
    return inside / len(waits), statistics.mean(one.high - one.low for one in ranges)


def ours(seen: Seen) -> WaitRange:
    """The range as `domain.estimate` gives it."""
    work, mean = timedelta(seconds=seen.work), timedelta(seconds=seen.mean)
    until_closed = None if seen.left == float("inf") else timedelta(seconds=seen.left)
    gap = timedelta(seconds=seen.gap)
    said = expected_wait(seen.ahead, work, mean, seen.open, seen.free, until_closed=until_closed, closed_for=gap)
    assert said is not None
    return said


def printed(seen: Seen, wait: float) -> WaitRange:
    """The range as the ticket says it: a deviation of a service for each that must end first, rounded to 5 minutes."""
    to_end = max(seen.ahead + 1 - seen.free, 0)
    spread = sqrt(to_end) * mean_service(seen) / seen.open
    return rounded_range(timedelta(seconds=wait), timedelta(seconds=spread))


def main() -> None:
    with BANK_DAY.open(encoding="utf-8") as lines:
        table("the bank's day", list(bank_pairs(read_day(lines))))
    office = read_office((EXAMPLES / "ward_office.toml").read_text("utf-8"))
    every = list(chain.from_iterable(simulated_pairs(office, seed) for seed in SEEDS))
    table(f"{len(SEEDS)} simulated days of a ward office", every)
    near: Iterable[Pair] = (pair for pair in every if pair[0].left < 3600)
    table("of these, in the hour before the counters close", list(near))


if __name__ == "__main__":
    main()
