"""How satisfied a citizen was: five levels, a reason for the low ones, and what may be told of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

LEVELS = (1, 2, 3, 4, 5)
LOW = 2
"""The highest level at which a reason is asked for."""

ASKED_FOR = timedelta(seconds=30)
# A tap in the last second, over a line that has to be mended first.
GRACE = timedelta(seconds=30)

LEAST = 5
"""Fewer ratings than this are not told of a counter or service: they would be those of people one remembers."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a counter's display asks after a service: good once, and not for long."""

    counter: int
    service_id: str
    token: str
    asked_at: datetime

    @property
    def until(self) -> datetime:
        """When the question goes from the screen."""
        return self.asked_at + ASKED_FOR

    def is_asked(self, now: datetime) -> bool:
        return now < self.until

    def is_taken(self, now: datetime) -> bool:
        """Whether an answer still counts."""
        return now < self.until + GRACE


@dataclass(frozen=True, slots=True)
class Given:
    """So many ratings of one level, with one reason or none ("")."""

    counter: int
    service_id: str
    level: int
    reason: str
    given: int


@dataclass(frozen=True, slots=True)
class Summary:
    """How many ratings of each level, 1 to 5, and their mean; None without any."""

    levels: tuple[int, ...]

    @property
    def count(self) -> int:
        return sum(self.levels)

    @property
    def mean(self) -> float | None:
        weighted = sum(level * given for level, given in zip(LEVELS, self.levels, strict=True))
        return weighted / self.count if self.count else None


def summarise(ratings: Iterable[Given]) -> Summary:
    """The ratings, summed by level."""
    levels = dict.fromkeys(LEVELS, 0)
    for one in ratings:
        levels[one.level] += one.given
    return Summary(tuple(levels.values()))


def told(ratings: Iterable[Given]) -> Summary | None:
    """The same for one counter or service; None while there are too few to hide a single person."""
    summary = summarise(ratings)
    return summary if summary.count >= LEAST else None
