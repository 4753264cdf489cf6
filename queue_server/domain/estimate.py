"""How long someone will wait, said as a range: the queue's length against the pace of its counters.

With every counter busy the people are taken off the queue one service time apart, divided by the open counters. The
spread is that of a sum of independent services whose deviation is about their mean (so it is at public counters), so it
grows with the square root of the number of services that must end first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, floor, sqrt

USUAL_WEIGHT = 5
"""The service's usual time counts like this many observed services: at opening it is all there is, soon it fades."""

RECENT = 20
"""Only this many newest services count: the pace of this hour, not of the whole day."""

_STEP = 5  # minutes: to promise 17 would claim a precision that nobody has


@dataclass(frozen=True, slots=True)
class WaitRange:
    """From `low` to `high` minutes, both multiples of five, `high` greater than `low`."""

    low: int
    high: int


def expected_wait(
    ahead: int, service_times: Sequence[timedelta], usual: timedelta, counters_open: int, counters_free: int = 0
) -> WaitRange | None:
    """The wait of someone with `ahead` people before them, or None without a basis (no counter is open).

    `ahead`: those who wait and rank before, for any of the counters that this one may go to, so a counter shared with
    other services is counted with its whole queue. `service_times`: of today, newest last. `usual`: the service's
    own figure. `counters_open`: counters open for the service; `counters_free`: those of them with nobody there.
    """
    if counters_open <= 0:
        return None
    to_end = max(ahead + 1 - counters_free, 0)  # services that must end before this one is called
    pace = mean_service_time(service_times, usual) / timedelta(minutes=1) / counters_open
    mean, spread = to_end * pace, sqrt(to_end) * pace
    low = _STEP * floor((mean - spread) / _STEP)
    return WaitRange(low, max(_STEP * ceil((mean + spread) / _STEP), low + _STEP))


def mean_service_time(service_times: Sequence[timedelta], usual: timedelta) -> timedelta:
    """How long a service takes today: the newest of `service_times`, steadied by the service's own figure."""
    recent = service_times[-RECENT:]
    return sum(recent, USUAL_WEIGHT * usual) / (USUAL_WEIGHT + len(recent))
