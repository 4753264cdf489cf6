"""A counter's display: its number, whom it has, and the rating that it asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from queue_server.protocol.common import Command, CounterState, Identifier, State, Texts


class RatingReason(Struct, frozen=True, kw_only=True):
    """Why somebody was not satisfied, to choose from."""

    code: str
    name: Texts


class RatingQuestion(Struct, frozen=True, kw_only=True):
    """The question about the service that was just finished; `token` is good for one answer, shown until `until`."""

    token: str
    service_name: Texts
    until: datetime
    reasons: list[RatingReason]


class Rate(Command, frozen=True, kw_only=True):
    """One answer: `level` from 1, very dissatisfied, to 5; a reason with 1 and 2 only."""

    token: Identifier
    level: Annotated[int, Meta(ge=1, le=5)]
    reason: Identifier | None = None


class Rated(Struct, frozen=True):
    """The rating counts."""


class CounterView(Struct, frozen=True, kw_only=True, tag="counter", tag_field="screen"):
    """What hangs above a desk, or stands on it."""

    now: datetime
    time_zone: str
    office_name: Texts
    languages: list[str]
    counter: int
    counter_name: str
    state: CounterState
    code: str | None
    ticket_state: State | None
    calls: int
    rating: RatingQuestion | None


class RatingLine(Struct, frozen=True, kw_only=True):
    """`levels`: how many of 1, 2, 3, 4 and 5; `mean` is None without any."""

    count: int
    mean: float | None
    levels: list[int]


class ServiceRatings(Struct, frozen=True, kw_only=True):
    """A service's ratings; `line` is None while there are fewer than `least`."""

    id: str
    prefix: str
    name: Texts
    line: RatingLine | None


class CounterRatings(Struct, frozen=True, kw_only=True):
    """A counter's ratings; `line` is None while there are fewer than `least`."""

    number: int
    name: str
    line: RatingLine | None


class ReasonCount(Struct, frozen=True, kw_only=True):
    """How often a reason was chosen."""

    name: Texts
    count: int


class Ratings(Struct, frozen=True, kw_only=True):
    """The ratings of the last `days` days, today among them."""

    days: int
    least: int
    total: RatingLine
    services: list[ServiceRatings]
    counters: list[CounterRatings]
    reasons: list[ReasonCount]
