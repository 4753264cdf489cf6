"""What if: the counters that each hour needs, and a past day under other rules. Answers come as lines of JSON."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from queue_server.protocol.common import Identifier, Texts

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class AskCounters(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Asks how many counters would have kept `share` (0 to 1) of every service within the target on closed days.

    `target_minutes`: None takes the office's own.
    """

    first: Day
    last: Day
    share: Annotated[float, Meta(gt=0, le=1)] = 0.9
    target_minutes: Annotated[int, Meta(ge=1, le=240)] | None = None


class CounterRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A counter as it might have been: its services in order, those that it prefers, and when it was open."""

    number: int
    services: Annotated[list[Identifier], Meta(max_length=50)]
    preferred: Annotated[list[Identifier], Meta(max_length=50)] = []
    open: Annotated[list[tuple[Clock, Clock]], Meta(max_length=10)]


class AskReplay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Asks how a closed day would have gone with these counters and head starts.

    `head_starts`: minutes by the minutes that they were; those that are not named stay.
    """

    day: Day
    counters: Annotated[list[CounterRule], Meta(max_length=100)]
    head_starts: dict[Annotated[str, Meta(pattern=r"^\d{1,4}$")], Annotated[int, Meta(ge=0, le=1440)]] = {}


class HourNeed(Struct, frozen=True, kw_only=True):
    """Of counters that are alike, how many one hour of the office's clock needs, and how many were open on average."""

    counters: list[int]
    hour: int
    needed: int
    were_open: float


class ServiceKept(Struct, frozen=True, kw_only=True):
    """The share of a service's people that is called within the target."""

    service: str
    within: float


class CountersNeeded(Struct, frozen=True, kw_only=True, tag="needed", tag_field="type"):
    """The last line of the answer to `AskCounters`. `is_enough` is false when not even all counters were enough."""

    hours: list[HourNeed]
    services: list[ServiceKept]
    is_enough: bool
    days: int


class DayUnderRules(Struct, frozen=True, kw_only=True):
    """The day of one service, or of all. Waits to the first call in seconds, of those who were called."""

    service: str | None
    came: int
    called: int
    mean_s: float | None
    p90_s: float | None
    within: float | None


class DayReplayed(Struct, frozen=True, kw_only=True, tag="replayed", tag_field="type"):
    """The last line of the answer to `AskReplay`: the day as it was, as it is simulated, and under the new rules.

    What `simulated` differs from `was` is the simulation's own error; compare `changed` with `simulated`.
    """

    was: list[DayUnderRules]
    simulated: list[DayUnderRules]
    changed: list[DayUnderRules]


class WhatIfProgress(Struct, frozen=True, kw_only=True, tag="progress", tag_field="type"):
    """How far it is: `done` of at most `most` plans."""

    done: int
    most: int


WhatIfLine = WhatIfProgress | CountersNeeded | DayReplayed


class PastDayRules(Struct, frozen=True, kw_only=True):
    """A closed day as it was, to be changed and asked about: its counters, and the head starts that were in use."""

    day: str
    counters: list[CounterRule]
    counter_names: dict[int, str]
    head_start_minutes: list[int]
    came: int
    services: dict[str, Texts]
