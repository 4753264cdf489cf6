"""The what-if against a real day: the bank's day as it was, and as the simulation predicts it.

    python -m bench.bench_what_if

Each agent is a counter; the file does not tell when it was open, so longer gaps between two services are taken for
breaks, for several lengths of a gap. Waits are in seconds. Then how long the search of the counters takes that three
days of a ward need, beside one simulated day.
"""

from __future__ import annotations

import statistics
import time
from datetime import datetime, timedelta

from bench.bench_wait_estimates import BANK_DAY, office_day
from queue_server.domain import calendar
from queue_server.domain.calendar import Stretch
from queue_server.domain.lengths import Times, times_of
from queue_server.domain.office import Counter
from queue_server.domain.simulated_day import Arrival, Shift, simulate
from queue_server.domain.what_if import Needed, PastDay, counters_needed
from queue_server.office_file import EXAMPLES, read_office
from queue_server.simulation.plan import Day, read_day

MIDNIGHT = datetime(2026, 11, 24).astimezone()
GAPS = tuple(timedelta(minutes=n) for n in (1, 2, 3, 5, 10))


def at(seconds: int) -> datetime:
    return MIDNIGHT + timedelta(seconds=seconds)


def arrivals(day: Day) -> list[Arrival]:
    """The bank's customers; of those who hung up the patience is known and the service time the mean of all."""
    mean = statistics.mean(visit.service_s for visit in day.visits if visit.agent)
    return [
        Arrival(
            at(visit.arrival),
            visit.service,
            timedelta(seconds=visit.service_s if visit.agent else mean),
            patience=None if visit.agent else timedelta(seconds=visit.left_queue - visit.arrival),
        )
        for visit in day.visits
    ]


def shifts(day: Day, agent: str, gap: timedelta) -> list[Shift]:
    """When an agent worked: a longer gap between two services is taken for a break."""
    found: list[Shift] = []
    for visit in day.work_of(agent):
        start, end = at(visit.service_start), at(visit.end)
        if found and start - found[-1].end <= gap:
            found[-1] = Shift(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Shift(start, end))
    return found


def row(name: str, times: Times, recorded: Times) -> None:
    error = (times.mean_s or 0.0) / (recorded.mean_s or 1.0) - 1
    print(f"{name:24}{times.count:8}{times.mean_s:10.1f}{times.median_s:10.1f}{times.p90_s:10.1f}{error:20.0%}")


def bank() -> None:
    with BANK_DAY.open(encoding="utf-8") as lines:
        day = read_day(lines)
    counters = [Counter(n, agent, "", day.services_of(agent)) for n, agent in enumerate(day.agents, start=1)]
    recorded = times_of((visit.left_queue - visit.arrival) * 1_000_000 for visit in day.visits if visit.agent)
    print(f"{'the bank':24}{'served':>8}{'mean s':>10}{'median s':>10}{'p90 s':>10}{'error of the mean':>20}")
    row("recorded", recorded, recorded)
    for gap in GAPS:
        staffing = {counter.number: shifts(day, counter.name, gap) for counter in counters}
        turns = simulate(counters, arrivals(day), staffing)
        predicted = times_of(t.first_called_at - t.arrived_at for t in turns if t.first_called_at is not None)
        row(f"breaks over {gap // timedelta(minutes=1)} min", predicted, recorded)


def ward() -> None:
    office = read_office((EXAMPLES / "ward_office.toml").read_text("utf-8"))
    days = []
    for seed in range(3):
        came = office_day(office, seed)
        day = calendar.business_day(office, came[0].at)
        stretches = calendar.serving_stretches(office, day)
        local = [
            Stretch(one.start.astimezone(office.time_zone), one.end.astimezone(office.time_zone)) for one in stretches
        ]
        days.append(PastDay(tuple(came), tuple(local)))
    most = sum(
        len({hour for one in days[0].stretches for hour in range(one.start.hour, one.end.hour + 1)})
        for _ in office.counters
    )
    open_all = {counter.number: [Shift(*one) for one in days[0].stretches] for counter in office.counters}
    began = time.perf_counter()
    simulate(office.counters, days[0].arrivals, open_all)
    one_day = time.perf_counter() - began
    began, steps, found = time.perf_counter(), 0, None
    for step in counters_needed(office.counters, days, target=timedelta(minutes=60), share=0.5):
        steps, found = steps + 1, step
    took = time.perf_counter() - began
    assert isinstance(found, Needed)
    hours, arrived = sum(found.plan.values()), sum(len(day.arrivals) for day in days)
    print(f"\nthe ward: {arrived} arrivals of {len(days)} days; one day simulated in {one_day * 1000:.0f} ms")
    print(
        f"search: {steps} plans in {took:.1f} s ({took / one_day:.0f} simulated days): {hours} counter hours of {most}"
    )


if __name__ == "__main__":
    bank()
    ward()
