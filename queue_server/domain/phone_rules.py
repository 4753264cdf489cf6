"""What citizens may do from their phones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhoneRules:
    """`more_time_behind`: "I need more time" lets so many of the same queue go ahead.

    `more_time_limit`: how often for one turn; 0 switches it off. `booking`: whether they may book appointments.
    """

    more_time_behind: int = 3
    more_time_limit: int = 2
    booking: bool = False
