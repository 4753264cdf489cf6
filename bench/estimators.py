"""Ways to estimate a wait from what is known at the arrival. The product's own is `domain.estimate`; these are peers.

The names are the literature's (Ibrahim and Whitt, "Real-time delay estimation", 2009): QL queue length, LES wait of the
last to enter service, HOL wait of the head of the line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

RECENT = 20
USUAL_WEIGHT = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known when somebody arrives; seconds. `ahead` rank before them for the same counters.

    `left` is the serving time until the counters next close, and `gap` how long they are closed then. `work`: what
    those before need, each by their own service's mean; `mean`: how long a service of that queue takes.
    """

    ahead: int
    open: int
    free: int
    usual: float
    recent: tuple[float, ...]
    last_entered: float | None
    head_waited: float
    left: float = float("inf")
    gap: float = 0.0
    work: float = 0.0
    mean: float = 0.0


def mean_service(seen: Seen) -> float:
    recent = seen.recent[-RECENT:]
    return (sum(recent) + USUAL_WEIGHT * seen.usual) / (len(recent) + USUAL_WEIGHT)


def queue_length(seen: Seen) -> float:
    """QL: services that must end first, at the pace of the open counters."""
    return max(seen.ahead + 1 - seen.free, 0) * mean_service(seen) / seen.open


def work_ahead(seen: Seen) -> float:
    """QL, but with the service times of those services for which the people before have come."""
    return 0.0 if seen.free > seen.ahead else (seen.work + seen.mean) / seen.open


def last_to_enter(seen: Seen) -> float:
    """LES: as long as the last one who was called had waited; nothing where a counter is free."""
    if seen.free > seen.ahead:
        return 0.0
    return queue_length(seen) if seen.last_entered is None else seen.last_entered


def head_of_line(seen: Seen) -> float:
    """HOL: as long as the one who is next has waited so far; with nobody waiting, as QL."""
    return seen.head_waited if seen.ahead else queue_length(seen)


def blend(share: float, other: Callable[[Seen], float]) -> Callable[[Seen], float]:
    """A share of LES in another."""
    return lambda seen: share * last_to_enter(seen) + (1 - share) * other(seen)


def over_the_gap(estimate: Callable[[Seen], float]) -> Callable[[Seen], float]:
    """The same, with lunch: what the counters can't do before they close they do after they are open again."""

    def stepped(seen: Seen) -> float:
        wait = estimate(seen)
        return wait + seen.gap if wait >= seen.left else wait

    return stepped


ESTIMATORS: dict[str, Callable[[Seen], float]] = {
    "QL": queue_length,
    "LES": last_to_enter,
    "HOL": head_of_line,
    "work ahead": work_ahead,
    "QL 3/4 + LES 1/4": blend(0.25, queue_length),
    "work 3/4 + LES 1/4": blend(0.25, work_ahead),
    "QL, over lunch": over_the_gap(queue_length),
    "LES, over lunch": over_the_gap(last_to_enter),
    "work, over lunch": over_the_gap(work_ahead),
    "3/4 + 1/4, over lunch": over_the_gap(blend(0.25, work_ahead)),
}
