"""How long someone will wait, said as a range: the work of those before them against the counters that do it.

With every counter busy the people are taken off the queue one service after the other, each as long as its own service
takes today, divided by the open counters; what can't be done before lunch is done after it. The spread is that of a sum
of independent services whose deviation is about their mean (so it is at public counters), so it grows with the square
root of the number of services that must end first. Chosen among others in docs/decisions/0006-wait-estimate.md.
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

_MINUTE = timedelta(minutes=1)
_STEP = 5  # minutes: to promise 17 would claim a precision that nobody has


@dataclass(frozen=True, slots=True)
class WaitRange:
    """From `low` to `high` minutes, both multiples of five, `high` greater than `low`."""

    low: int
    high: int


def expected_wait(  # each is a fact about the hall
    ahead: int,
    work: timedelta,
    mean: timedelta,
    counters_open: int,
    counters_free: int = 0,
    *,
    until_closed: timedelta | None = None,
    closed_for: timedelta = timedelta(0),
) -> WaitRange | None:
    """The wait of someone with `ahead` people before them, or None without a basis (no counter is open).

    `ahead`: those who wait and rank before, for any of the counters that this one may go to, so a counter shared with
    other services is counted with its whole queue. `work`: how long their services take together. `mean`: how long a
    service of that queue takes. `counters_open`: counters open for the service; `counters_free`: those of them with
    nobody there. `until_closed`, `closed_for`: serving time until the counters close next, and for how long.
    """
    if counters_open <= 0:
        return None
    to_end = max(ahead + 1 - counters_free, 0)  # services that must end before this one is called
    wait = (work + mean) * to_end / (ahead + 1) / counters_open
    spread = sqrt(to_end) * mean / counters_open
    if until_closed is not None and wait >= until_closed:
        wait += closed_for
    return rounded_range(wait, spread)


def rounded_range(wait: timedelta, spread: timedelta) -> WaitRange:
    """`wait` ± `spread`, the ends outwards to whole five minutes, never below nought and never without a width."""
    low = max(_STEP * floor((wait - spread) / _MINUTE / _STEP), 0)
    return WaitRange(low, max(_STEP * ceil((wait + spread) / _MINUTE / _STEP), low + _STEP))


def mean_service_time(service_times: Sequence[timedelta], usual: timedelta) -> timedelta:
    """How long a service takes today: the newest of `service_times`, steadied by the service's own figure."""
    recent = service_times[-RECENT:]
    return sum(recent, USUAL_WEIGHT * usual) / (USUAL_WEIGHT + len(recent))
