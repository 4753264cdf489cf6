"""What the journal shows about fairness: each call with what explains it, each place given anew, and their report.

The values come from `replay`, which recomputes them from the journal's rows alone.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Problem = Literal["not_first", "wrong_rank", "wrong_overtaken", "impossible", "no_rules", "unreadable"]
Place = Literal["reinstated", "postponed", "keep", "first", "last", "moved", "moved_first", "moved_last"]
Order = Literal["first", "preferred", "chosen", "walk_in", "unexplained"]


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A row that the rows before it do not explain. `ticket_id` is whom it is about; `expected` what would have been
    right, a ticket's id or a rank time, empty when nothing would.
    """

    seq: int
    problem: Problem
    ticket_id: str
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Who was passed over: how long they had waited by then, and by how much their rank time was the earlier one."""

    ticket_id: str
    waited: timedelta
    by: timedelta


@dataclass(frozen=True, slots=True)
class Call:
    """A first call of a waiting ticket, or a walk-in. `order` says why it was this one.

    `first`: nobody ranked before. `preferred`: the counter's preferred services come first. `chosen`: the clerk chose,
    with a `reason`. `walk_in`: served without waiting, with a `reason`.
    """

    seq: int
    at: datetime
    actor: str
    counter: int
    ticket_id: str
    service_id: str
    order: Order
    reason: str | None
    overtaken: tuple[Overtaken, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A place in the queue that was given anew: a reinstated no-show, a transfer, or a citizen who asked for more time;
    or a manager's move, with a `reason`.

    `place` is the clerk's choice, or the manager's: `moved` kept the rank.
    """

    seq: int
    at: datetime
    actor: str
    ticket_id: str
    service_id: str
    place: Place
    overtaken: tuple[Overtaken, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody took a number. `head_start` is that of their priority class."""

    seq: int
    at: datetime
    ticket_id: str
    service_id: str
    head_start: timedelta


@dataclass(frozen=True, slots=True)
class Undone:
    """A verb that its clerk took back within ten seconds: the rows `undoes` count for nothing, but they stay."""

    seq: int
    at: datetime
    actor: str
    ticket_id: str
    undoes: tuple[int, ...]


Finding = Unexplained | Call | Moved | Came | Undone


@dataclass(frozen=True, slots=True)
class Group:
    """Calls of one clerk or one service: how many, out of order with a reason, unexplained; whom these passed over."""

    name: str
    calls: int = 0
    out_of_order: int = 0
    unexplained: int = 0
    overtaken: int = 0
    longest_overtaken_wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class PriorityUse:
    """A service's tickets with a head start among all its tickets."""

    service_id: str
    issued: int
    with_head_start: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """The report. `out_of_order` are the calls that were not the first in rank; a counter's preference is `preferred`.

    `moved` are the reinstatements, the transfers whose place is not that of the original arrival, and every move by a
    manager. What was undone is in `undone` alone.
    """

    calls: int
    out_of_order: tuple[Call, ...]
    preferred: int
    unexplained: tuple[Unexplained, ...]
    by_clerk: tuple[Group, ...]
    by_service: tuple[Group, ...]
    priority: tuple[PriorityUse, ...]
    moved: tuple[Moved, ...]
    longest_overtaken: Overtaken | None
    undone: tuple[Undone, ...] = ()


OUT_OF_ORDER = frozenset({"chosen", "walk_in", "unexplained"})


def report(findings: Iterable[Finding]) -> Fairness:
    """The fairness report of what a replay found."""
    calls: list[Call] = []
    moved: list[Moved] = []
    unexplained: list[Unexplained] = []
    came: list[Came] = []
    undone: list[Undone] = []
    for found in findings:
        match found:
            case Call():
                calls.append(found)
            case Moved():
                moved.append(found)
            case Unexplained():
                unexplained.append(found)
            case Came():
                came.append(found)
            case Undone():
                undone.append(found)
    void = {seq for one in undone for seq in one.undoes}
    calls = [call for call in calls if call.seq not in void]
    moved = [move for move in moved if move.seq not in void]
    out_of_order = tuple(call for call in calls if is_out_of_order(call))
    passed = [one for call in out_of_order for one in call.overtaken]
    return Fairness(
        calls=len(calls),
        out_of_order=out_of_order,
        preferred=sum(call.order == "preferred" for call in calls),
        unexplained=tuple(unexplained),
        by_clerk=_groups(calls, lambda call: call.actor.partition(":")[2]),
        by_service=_groups(calls, lambda call: call.service_id),
        priority=_priority(came),
        moved=tuple(one for one in moved if one.place not in ("keep", "postponed")),
        longest_overtaken=max(passed, key=lambda one: one.waited, default=None),
        undone=tuple(undone),
    )


def merged(reports: Iterable[Fairness]) -> Fairness:
    """One report of several days."""
    days = list(reports)
    longest = (day.longest_overtaken for day in days if day.longest_overtaken is not None)
    return Fairness(
        calls=sum(day.calls for day in days),
        out_of_order=tuple(call for day in days for call in day.out_of_order),
        preferred=sum(day.preferred for day in days),
        unexplained=tuple(one for day in days for one in day.unexplained),
        by_clerk=_merged_groups(group for day in days for group in day.by_clerk),
        by_service=_merged_groups(group for day in days for group in day.by_service),
        priority=_merged_priority(use for day in days for use in day.priority),
        moved=tuple(one for day in days for one in day.moved),
        longest_overtaken=max(longest, key=lambda one: one.waited, default=None),
        undone=tuple(one for day in days for one in day.undone),
    )


def is_out_of_order(call: Call) -> bool:
    """Whether somebody who ranked before was passed over by choice. A chosen one who was first anyway was not."""
    return call.order == "unexplained" or (call.order in OUT_OF_ORDER and bool(call.overtaken))


def _groups(calls: Iterable[Call], name_of: Callable[[Call], str]) -> tuple[Group, ...]:
    by_name: dict[str, list[Call]] = {}
    for call in calls:
        by_name.setdefault(name_of(call), []).append(call)
    return tuple(_group(name, by_name[name]) for name in sorted(by_name))


def _group(name: str, calls: list[Call]) -> Group:
    chosen = [call for call in calls if is_out_of_order(call)]
    waits = [one.waited for call in chosen for one in call.overtaken]
    return Group(
        name,
        len(calls),
        len(chosen),
        sum(call.order == "unexplained" for call in calls),
        len(waits),
        max(waits, default=None),
    )


def _priority(came: Iterable[Came]) -> tuple[PriorityUse, ...]:
    issued: Tally[str] = Tally()
    favoured: Tally[str] = Tally()
    for one in came:
        issued[one.service_id] += 1
        favoured[one.service_id] += bool(one.head_start)
    return _priority_uses(issued, favoured)


def _merged_groups(groups: Iterable[Group]) -> tuple[Group, ...]:
    by_name: dict[str, list[Group]] = {}
    for group in groups:
        by_name.setdefault(group.name, []).append(group)
    return tuple(_sum_of_groups(name, by_name[name]) for name in sorted(by_name))


def _sum_of_groups(name: str, groups: Sequence[Group]) -> Group:
    waits = [group.longest_overtaken_wait for group in groups if group.longest_overtaken_wait is not None]
    return Group(
        name,
        sum(group.calls for group in groups),
        sum(group.out_of_order for group in groups),
        sum(group.unexplained for group in groups),
        sum(group.overtaken for group in groups),
        max(waits, default=None),
    )


def _merged_priority(uses: Iterable[PriorityUse]) -> tuple[PriorityUse, ...]:
    issued: Tally[str] = Tally()
    favoured: Tally[str] = Tally()
    for use in uses:
        issued[use.service_id] += use.issued
        favoured[use.service_id] += use.with_head_start
    return _priority_uses(issued, favoured)


def _priority_uses(issued: Tally[str], favoured: Tally[str]) -> tuple[PriorityUse, ...]:
    return tuple(PriorityUse(service_id, issued[service_id], favoured[service_id]) for service_id in sorted(issued))
