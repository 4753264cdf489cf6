"""The figures of one group (a service, a counter, an hour …) in a shape that adds up: days to months, months to years.

`statistics` says which turn belongs where; here is what is counted of it. Lengths of time are microseconds.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from queue_server.domain.counter_times import NO_SESSIONS, Sessions, sum_of
from queue_server.domain.lengths import Lengths
from queue_server.domain.ticket import Outcome
from queue_server.domain.turn_times import TurnTimes

# Plain texts: in the pass over thousands of rows the members of an enum cost a fifth of the time.
_TRANSFERRED = Outcome.TRANSFERRED.value
_COMPLETED = frozenset({Outcome.SERVED.value, Outcome.TRANSFERRED.value})
_SUMS = (
    "issued",
    "issued_within",
    "called_within",
    "quoted",
    "quoted_within",
    "quoted_low_us",
    "quoted_high_us",
    "quoted_wait_us",
)
_LENGTHS = ("first", "last", "walk", "service", "stay")
_COUNTS = ("outcomes", "turn_outcomes")


class MeasuredTurn(NamedTuple):
    """What one turn adds to each group that it belongs to; microseconds, None where it did not come to that.

    `wait` and `last_wait`: to the first and to the last call. `quoted`: the ends of the promised range.
    """

    outcome: str | None
    wait: int | None
    last_wait: int | None
    is_within: bool
    walk: int | None
    service: int | None
    quoted: tuple[int, int] | None


def measured(turn: TurnTimes, target: int) -> MeasuredTurn:
    """A turn's lengths of time; within the `target` is a wait of no more than that."""
    called, last, started, ended = turn.first_called_at, turn.last_called_at, turn.service_started_at, turn.ended_at
    if called is None or last is None:
        return MeasuredTurn(turn.outcome, None, None, False, None, None, None)
    is_done = turn.outcome in _COMPLETED
    low, high, wait = turn.quoted_low_us, turn.quoted_high_us, called - turn.arrived_at
    return MeasuredTurn(
        turn.outcome,
        wait,
        last - turn.arrived_at,
        wait <= target,
        None if started is None else started - last,
        None if started is None or ended is None or not is_done else ended - started - turn.held,
        None if low is None or high is None else (low, high),
    )


@dataclass(slots=True)
class Figures:
    """What is known of a group's tickets and turns.

    `issued_within`: tickets whose first turn was called within the target; `called_within`: turns that were.
    `outcomes` are those of tickets, `turn_outcomes` those of turns. `quoted`: called first turns that were promised a
    range; `quoted_within`: those whose wait was inside it; `quoted_low_us`, `quoted_high_us`: Σ of the promised ends;
    `quoted_wait_us`: Σ of what these waited.
    """

    issued: int = 0
    issued_within: int = 0
    called_within: int = 0
    quoted: int = 0
    quoted_within: int = 0
    quoted_low_us: int = 0
    quoted_high_us: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    turn_outcomes: dict[str, int] = field(default_factory=dict)
    first: Lengths = field(default_factory=Lengths)
    last: Lengths = field(default_factory=Lengths)
    walk: Lengths = field(default_factory=Lengths)
    service: Lengths = field(default_factory=Lengths)
    stay: Lengths = field(default_factory=Lengths)
    sessions: Sessions = NO_SESSIONS
    quoted_wait_us: int = 0

    def add_ticket(self, turn: TurnTimes, target: int) -> None:
        """Count the ticket of a turn: once, by its first turn; and its outcome, by its last."""
        if turn.n == 1:
            self.issued += 1
            if turn.first_called_at is not None and turn.first_called_at - turn.arrived_at <= target:
                self.issued_within += 1
        # Every turn but a ticket's last ends transferred; the last one's outcome is the ticket's.
        if turn.ended_at is not None and turn.outcome is not None and turn.outcome != _TRANSFERRED:
            self.outcomes[turn.outcome] = self.outcomes.get(turn.outcome, 0) + 1
            self.stay.extend((turn.ended_at - turn.issued_at,))

    def add_turns(self, turns: Sequence[MeasuredTurn]) -> None:
        """Count turns: their waits, their walks, their services. All at once: a report of today waits for this."""
        for outcome, count in Tally(turn.outcome for turn in turns if turn.outcome is not None).items():
            self.turn_outcomes[outcome] = self.turn_outcomes.get(outcome, 0) + count
        called = [turn for turn in turns if turn.wait is not None]
        self.first.extend([turn.wait for turn in called if turn.wait is not None])
        self.last.extend([turn.last_wait for turn in called if turn.last_wait is not None])
        self.walk.extend([turn.walk for turn in called if turn.walk is not None])
        self.service.extend([turn.service for turn in called if turn.service is not None])
        self.called_within += sum(turn.is_within for turn in called)
        quotes = [(turn.wait, *turn.quoted) for turn in called if turn.quoted is not None and turn.wait is not None]
        self.quoted += len(quotes)
        self.quoted_within += sum(low <= wait <= high for wait, low, high in quotes)
        self.quoted_low_us += sum(low for _, low, _ in quotes)
        self.quoted_high_us += sum(high for *_, high in quotes)
        self.quoted_wait_us += sum(wait for wait, *_ in quotes)

    def merge(self, other: Figures) -> None:
        """Take in all of another group, or of another day."""
        for name in _SUMS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in _COUNTS:
            mine: dict[str, int] = getattr(self, name)
            for outcome, count in getattr(other, name).items():
                mine[outcome] = mine.get(outcome, 0) + count
        for name in _LENGTHS:
            getattr(self, name).merge(getattr(other, name))
        self.sessions = sum_of((self.sessions, other.sessions))

    def sketched(self) -> Figures:
        """The same with sketches instead of every length: what is kept of a closed day."""
        sketch = Figures(
            first=Lengths(None), last=Lengths(None), walk=Lengths(None), service=Lengths(None), stay=Lengths(None)
        )
        sketch.merge(self)
        return sketch

    def counted(self) -> Figures:
        """The same without what medians need: for the many small groups of a heat map."""
        found = Figures(
            first=Lengths(None), last=Lengths(None), walk=Lengths(None), service=Lengths(None), stay=Lengths(None)
        )
        found.merge(replace(self, **{name: getattr(self, name).counted() for name in _LENGTHS}))
        return found
