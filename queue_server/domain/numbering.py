"""Numbers: prefix letter + digits, one sequence per service and business day (DOMAIN.md §3)."""

from __future__ import annotations

from datetime import date

from queue_server.domain.errors import Conflict
from queue_server.domain.office import Service

# The letters that a loudspeaker keeps apart, in the order in which a new service gets one (DOMAIN.md §3).
CLEAR_PREFIXES = ("A", "B", "C", "E", "G", "H", "K", "L", "V")


def next_number(service: Service, last: int | None, issued: int) -> int:
    """The number after `last` (None: none yet today) when `issued` tickets were given today.

    Raises Conflict `daily_limit_reached`, or `numbers_used_up` past the end of the range: it never wraps
    onto a live number.
    """
    if service.daily_limit is not None and issued >= service.daily_limit:
        raise Conflict("daily_limit_reached", service=service.id, limit=service.daily_limit)
    number = service.first_number if last is None else last + 1
    if number > service.last_number:
        raise Conflict("numbers_used_up", service=service.id)
    return number


def ticket_code(service: Service, number: int) -> str:
    """What is printed and called: `A012`."""
    return f"{service.prefix}{number:0{service.digits}d}"


def ticket_id(day: date, code: str) -> str:
    """The ticket's name in store and journal, unique in an office for ever: `20261124-A012`."""
    return f"{day:%Y%m%d}-{code}"


def code_of(ticket_id: str) -> str:
    """The number on the paper, out of the ticket's id."""
    return ticket_id.partition("-")[2]
