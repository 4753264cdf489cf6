"""Turns one by one, as people read them: the pages behind a report's figures, and what an archive keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from sqlite3 import Connection
from typing import Final, NamedTuple

from queue_server.domain.numbering import code_of
from queue_server.store import summaries

ARCHIVED: str = "archived"
"""The kind of a day's summary that says where its turns were archived before they were removed."""


class TurnRecord(NamedTuple):
    """One turn. Times are microseconds since the epoch, `held` microseconds, quotes minutes."""

    day: str
    ticket_id: str
    n: int
    issued_for: str
    service_id: str
    channel: str
    counter: int | None
    clerk: str | None
    issued_at: int
    arrived_at: int
    head_start: int
    calls: int
    first_called_at: int | None
    last_called_at: int | None
    service_started_at: int | None
    held: int
    ended_at: int | None
    state: str
    outcome: str | None
    quoted_low: int | None
    quoted_high: int | None

    @property
    def code(self) -> str:
        return code_of(self.ticket_id)

    @property
    def wait(self) -> int | None:
        """To the first call."""
        return None if self.first_called_at is None else self.first_called_at - self.arrived_at

    @property
    def service_time(self) -> int | None:
        """Of a turn that was served or transferred, its hold time excluded."""
        if self.service_started_at is None or self.ended_at is None or self.outcome not in ("served", "transferred"):
            return None
        return self.ended_at - self.service_started_at - self.held


class Wanted(NamedTuple):
    """Which turns: those of the days from `first` to `last`, both included, that a figure of `[start, end)` counts.

    `figure` is one of FIGURES; `counter` makes outcomes those of turns. Waits in microseconds: longer than `over`, up
    to `up_to`; the target is `target`.
    """

    first: date
    last: date
    start: int
    end: int
    figure: str
    target: int
    service_id: str | None = None
    counter: int | None = None
    clerk: str | None = None
    over: int | None = None
    up_to: int | None = None

    @property
    def is_of_tickets(self) -> bool:
        """Whether tickets are counted, by their issue, and not turns, by their arrival (see `domain.statistics`)."""
        is_at_counter = self.counter is not None or self.clerk is not None
        return self.figure in _OF_TICKETS and not (self.figure in _OUTCOMES and is_at_counter)


class Cursor(NamedTuple):
    """The turn after which a page begins."""

    arrived_at: int
    ticket_id: str
    n: int


_RECORDS = (
    "SELECT turns.business_day, turns.ticket_id, n, tickets.service_id, turns.service_id, channel, turns.counter,"
    " (SELECT clerk FROM counter_sessions WHERE counter_sessions.office_id = turns.office_id"
    "  AND counter_sessions.counter = turns.counter AND opened_at <= last_called_at"
    "  ORDER BY opened_at DESC LIMIT 1),"
    " turns.issued_at, arrived_at, head_start_us, calls, first_called_at, last_called_at, service_started_at, held_us,"
    " ended_at, state, outcome, quoted_low, quoted_high FROM turns"
    " JOIN tickets ON tickets.office_id = turns.office_id AND tickets.id = turns.ticket_id"
    " WHERE turns.office_id = :office_id AND turns.business_day BETWEEN :first AND :last"
)
_WAIT = "first_called_at - arrived_at"
_CALLED = "first_called_at IS NOT NULL"
_QUOTED = f"{_CALLED} AND n = 1 AND quoted_low IS NOT NULL AND quoted_high IS NOT NULL"
_OUTCOMES: Final[Mapping[str, str]] = {
    "served": "outcome = 'served'",
    "no_shows": "outcome = 'no_show'",
    "cancelled": "outcome = 'cancelled'",
    "expired": "outcome = 'expired'",
    "abandoned": "outcome IN ('cancelled', 'expired')",
}
_OF_TICKETS: Final[Mapping[str, str]] = {
    **_OUTCOMES,
    "issued": "n = 1",
    "within_issued": f"n = 1 AND {_WAIT} <= :target",
    # Every turn of a ticket but its last ends transferred.
    "stay": "ended_at IS NOT NULL AND outcome <> 'transferred'",
}
FIGURES: Final[Mapping[str, str]] = {
    **_OF_TICKETS,
    "turns": "1 = 1",
    "called": _CALLED,
    "within_called": f"{_WAIT} <= :target",
    "walk": f"{_CALLED} AND service_started_at IS NOT NULL",
    "service": f"{_CALLED} AND service_started_at IS NOT NULL AND outcome IN ('served', 'transferred')",
    "quoted": _QUOTED,
    "quoted_within": f"{_QUOTED} AND {_WAIT} BETWEEN quoted_low * 60000000 AND quoted_high * 60000000",
}
"""Which turns are behind each figure, as `domain.figures` counts it; `turns`: all that arrived."""

_ORDER = " ORDER BY turns.business_day, arrived_at, turns.ticket_id, n"


def of_days(db: Connection, office_id: str, first: date, last: date) -> Iterator[TurnRecord]:
    """Every turn of these days, both included, in the order of arrival."""
    values = {"office_id": office_id, "first": first.isoformat(), "last": last.isoformat()}
    return (TurnRecord(*row) for row in db.execute(_RECORDS + _ORDER, values))


def wanted(db: Connection, office_id: str, which: Wanted, after: Cursor | None) -> Iterator[TurnRecord]:
    """The turns that are wanted, in the order of arrival, from the one after `after` on; read as they are taken.

    Of which clerk each turn is, is not asked here but by whoever takes them.
    """
    at, service = ("turns.issued_at", "tickets") if which.is_of_tickets else ("arrived_at", "turns")
    where = f" AND {at} >= :start AND {at} < :end AND {FIGURES[which.figure]}"
    values: dict[str, object] = {**which._asdict(), "office_id": office_id}
    values |= {"first": which.first.isoformat(), "last": which.last.isoformat()}
    narrowed = {
        "service_id": f"{service}.service_id = :service_id",
        "counter": "turns.counter = :counter",
        "over": f"{_WAIT} > :over",
        "up_to": f"{_WAIT} <= :up_to",
    }
    where += "".join(f" AND {condition}" for name, condition in narrowed.items() if values[name] is not None)
    if after is not None:
        where += " AND (arrived_at, turns.ticket_id, n) > (:after_at, :after_id, :after_n)"
        values |= {"after_at": after.arrived_at, "after_id": after.ticket_id, "after_n": after.n}
    return (TurnRecord(*row) for row in db.execute(_RECORDS + where + _ORDER, values))


def archived_until(db: Connection, office_id: str) -> date | None:
    """The newest day whose turns were archived and removed; None when all are still here."""
    return summaries.last_day(db, office_id, ARCHIVED)
