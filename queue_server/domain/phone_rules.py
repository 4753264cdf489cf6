"""What citizens may do from their phones."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Literal, NamedTuple

from queue_server.domain.errors import Invalid, NotAllowed

_EARTH_M = 6_371_000
# A phone that does not know where it is within this says nothing about being near.
WORST_ACCURACY_M = 500


class Position(NamedTuple):
    """Degrees, north and east."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class PhoneRules:
    """`more_time_behind`: "I need more time" lets so many of the same queue go ahead.

    `more_time_limit`: how often for one turn; 0 switches it off. `booking`: whether they may book appointments.
    `take`: whether a number may be taken from a phone,
    and how the phone shows that it is at the office: by the code on the hall's displays, which changes every
    `code_minutes`, or by being within `distance_m` of `location`. `daily_limit` numbers a day for one phone, of
    `services` (none: all).
    """

    more_time_behind: int = 3
    more_time_limit: int = 2
    booking: bool = False
    take: Literal["off", "code", "place"] = "off"
    code_minutes: int = 10
    location: Position | None = None
    distance_m: int = 300
    daily_limit: int = 2
    services: frozenset[str] = frozenset()

    def offers(self, service_id: str) -> bool:
        """Whether numbers of this service may be taken from a phone."""
        return self.take != "off" and (not self.services or service_id in self.services)

    def refuse_far_away(self, where: Position | None, accuracy_m: float) -> None:
        """Raise NotAllowed `too_far_away`, Invalid `no_position`. The position is compared and forgotten."""
        if self.location is None or where is None or accuracy_m > WORST_ACCURACY_M:
            raise Invalid("no_position")
        # The phone's own doubt is on the citizen's side.
        if distance_m(self.location, where) > self.distance_m + accuracy_m:
            raise NotAllowed("too_far_away", metres=self.distance_m)


def distance_m(one: Position, other: Position) -> float:
    """Metres between two places, over a round earth."""
    south, north = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude - one.longitude)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return 2 * _EARTH_M * asin(sqrt(half))
