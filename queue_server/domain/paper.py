"""Paper as the queue sees it: which printer a kiosk has, whether a ticket came out, how much roll is left."""

from __future__ import annotations

from typing import Literal

# The printer of the machine's settings: every kiosk's that has none of its own.
DEFAULT_PRINTER = "default"

PaperState = Literal["owed", "printed", "not_printed", "uncertain"]

DOTS_PER_MM = 8  # 203 dpi, the resolution of nearly every ticket printer
USUAL_ROLL_MM = 30_000  # what a roll 50 mm across holds, of paper 0.06 mm thick on a core of 13 mm
USUAL_TICKET_MM = 130  # the built-in ticket with a service name of two lines, until this roll has shown better


def tickets_left(roll_mm: int, used_dots: int, used_tickets: int) -> int:
    """How many more tickets a roll of `roll_mm` gives, as an estimate; never below 0.

    `used_dots` and `used_tickets` are what was printed since the roll was put in. What the cutter feeds and what failed
    jobs spoil is not known to anybody, so the sensor's "near end" is to be believed before this.
    """
    per_ticket = used_dots / used_tickets if used_tickets else USUAL_TICKET_MM * DOTS_PER_MM
    return max(0, int((roll_mm * DOTS_PER_MM - used_dots) / per_ticket))
