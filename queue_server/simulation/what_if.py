"""The simulations of `what_if` in a process of their own, of low priority: the hall is called meanwhile as ever.

Reads one Question as JSON from standard input, and writes progress and the answer as lines of JSON.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

import msgspec

from queue_server.domain.lengths import times_of
from queue_server.domain.office import Counter
from queue_server.domain.simulated_day import Shift, simulate
from queue_server.domain.turn_times import TurnTimes
from queue_server.domain.what_if import (
    Block,
    Needed,
    PastDay,
    Progress,
    counters_needed,
    with_head_starts,
    within_target,
)
from queue_server.protocol import (
    CountersNeeded,
    DayReplayed,
    DayUnderRules,
    HourNeed,
    ServiceKept,
    WhatIfLine,
    WhatIfProgress,
)

# Below everything that a citizen waits for.
_NICE = 10


class Staffed(msgspec.Struct, frozen=True, kw_only=True):
    """Counters and when each was open."""

    counters: list[Counter]
    staffing: dict[int, list[Shift]]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """The days; for the counters that are needed the `share`, for a day under other rules `changed`.

    `was` is what was open on each of the days. `head_starts_us` maps old head starts to new ones, microseconds.
    """

    target: timedelta
    days: list[PastDay]
    was: list[Staffed]
    share: float | None = None
    changed: Staffed | None = None
    head_starts_us: dict[int, int] = {}
    recorded: list[DayUnderRules] = []


def answer(question: Question) -> Iterator[WhatIfLine]:
    """Progress, and the answer last."""
    if question.changed is not None:
        yield _replayed(question, question.changed)
        return
    counters = question.was[0].counters
    for step in counters_needed(counters, question.days, target=question.target, share=question.share or 0.9):
        match step:
            case Progress():
                yield WhatIfProgress(done=step.done, most=step.most)
            case Needed():
                yield _needed(question, step)


def _needed(question: Question, found: Needed) -> CountersNeeded:
    return CountersNeeded(
        hours=[
            HourNeed(
                counters=list(block.counters), hour=block.hour, needed=needed, were_open=_were_open(question, block)
            )
            for block, needed in sorted(found.plan.items(), key=lambda item: (item[0].counters, item[0].hour))
        ],
        services=[ServiceKept(service=service, within=within) for service, within in found.within.items()],
        is_enough=found.is_enough,
        days=len(question.days),
    )


def _were_open(question: Question, block: Block) -> float:
    """How many of a block's counters were open in its hour, on average over the days."""
    hour, open_time = timedelta(hours=1), timedelta(0)
    for day, staffed in zip(question.days, question.was, strict=True):
        for stretch in day.stretches[:1]:
            start = stretch.start.replace(hour=block.hour, minute=0, second=0, microsecond=0)
            for number in block.counters:
                for shift in staffed.staffing.get(number, ()):
                    open_time += max(min(shift.end, start + hour) - max(shift.start, start), timedelta(0))
    return round(open_time / hour / len(question.days), 1)


def _replayed(question: Question, changed: Staffed) -> DayReplayed:
    (day,), (was,) = question.days, question.was
    simulated = simulate(was.counters, day.arrivals, was.staffing)
    head_starts = {
        timedelta(microseconds=old): timedelta(microseconds=new) for old, new in question.head_starts_us.items()
    }
    other = simulate(changed.counters, with_head_starts(day.arrivals, head_starts), changed.staffing)
    return DayReplayed(
        was=question.recorded,
        simulated=summary(simulated, question.target),
        changed=summary(other, question.target),
    )


def summary(turns: Sequence[TurnTimes], target: timedelta) -> list[DayUnderRules]:
    """All turns together, then each service's."""
    by_service: dict[str, list[TurnTimes]] = {}
    for turn in turns:
        by_service.setdefault(turn.service_id, []).append(turn)
    within = within_target(turns, target)
    return [_line(None, turns, _of_all(within, by_service))] + [
        _line(service, by_service[service], within[service]) for service in sorted(by_service)
    ]


def _of_all(within: Mapping[str, float], by_service: Mapping[str, Sequence[TurnTimes]]) -> float | None:
    came = sum(len(of_service) for of_service in by_service.values())
    return sum(within[service] * len(turns) for service, turns in by_service.items()) / came if came else None


def _line(service: str | None, turns: Sequence[TurnTimes], within: float | None) -> DayUnderRules:
    waits = times_of(turn.first_called_at - turn.arrived_at for turn in turns if turn.first_called_at is not None)
    return DayUnderRules(
        service=service, came=len(turns), called=waits.count, mean_s=waits.mean_s, p90_s=waits.p90_s, within=within
    )


def main() -> None:
    """Answer the question on standard input."""
    os.nice(_NICE)
    question = msgspec.json.decode(sys.stdin.buffer.read(), type=Question)
    for line in answer(question):
        sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
