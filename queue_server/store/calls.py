"""Calls as the wall and the loudspeaker need them: the newest of a zone, and which were spoken already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from sqlite3 import Connection, Row
from typing import NamedTuple

from queue_server.domain.announcing import CallKind, kind_of_call
from queue_server.domain.moments import micros, moment
from queue_server.domain.numbering import code_of

# The newest call of its turn that was not undone.
_IS_LAST = (
    "calls.n = (SELECT MAX(good.n) FROM calls AS good WHERE good.office_id = calls.office_id"
    " AND good.ticket_id = calls.ticket_id AND good.turn = calls.turn AND good.undone_at IS NULL)"
)


class CallRow(NamedTuple):
    """One call. `state` is that of its turn now, so `called` means that the citizen has not come yet."""

    ticket_id: str
    turn: int
    n: int
    counter: int
    called_at: datetime
    state: str
    calls_now: int

    @property
    def announcement(self) -> str:
        """The id under which the loudspeaker says it, once: `20261124-A012.1.2`."""
        return announcement_id(self.ticket_id, self.turn, self.n)

    def kind(self, allowed_calls: int) -> CallKind:
        """What the loudspeaker says of it."""
        return kind_of_call(turn=self.turn, calls=self.n, calls_now=self.calls_now, allowed_calls=allowed_calls)

    @property
    def code(self) -> str:
        return code_of(self.ticket_id)


def announcement_id(ticket_id: str, turn: int, n: int) -> str:
    """The name of the n-th call of a turn: the same call has the same name for ever."""
    return f"{ticket_id}.{turn}.{n}"


def latest(db: Connection, office_id: str, day: date, counters: Sequence[int], limit: int) -> list[CallRow]:
    """The newest call of each of the last called turns at these counters today, newest first."""
    rows = db.execute(
        "SELECT calls.ticket_id, calls.turn, calls.n, calls.counter, called_at, state, calls_now FROM turns"
        " JOIN calls ON calls.office_id = turns.office_id AND calls.ticket_id = turns.ticket_id"
        f" AND calls.turn = turns.n AND {_IS_LAST}"
        " WHERE turns.office_id = ? AND turns.business_day = ?"
        f" AND calls.counter IN ({', '.join('?' * len(counters))})"
        " ORDER BY called_at DESC, calls.ticket_id DESC LIMIT ?",
        (office_id, day.isoformat(), *counters, limit),
    )
    return [_row(row) for row in rows]


def unspoken(db: Connection, office_id: str, since: datetime) -> list[CallRow]:
    """Calls since a moment that no loudspeaker has said and nobody has answered, oldest first."""
    rows = db.execute(
        "SELECT calls.ticket_id, calls.turn, calls.n, calls.counter, called_at, state, calls_now FROM calls"
        " JOIN turns ON calls.office_id = turns.office_id AND calls.ticket_id = turns.ticket_id"
        f" AND calls.turn = turns.n AND {_IS_LAST}"
        " WHERE calls.office_id = :office_id AND called_at >= :since AND spoken_at IS NULL AND state = 'called'"
        " ORDER BY called_at, calls.ticket_id",
        {"office_id": office_id, "since": micros(since)},
    )
    return [_row(row) for row in rows]


def is_unanswered(db: Connection, office_id: str, announcement: str) -> bool:
    """Whether the call is still the last of its turn and the citizen has not come."""
    ticket_id, turn, n = split_announcement(announcement)
    row = db.execute(
        "SELECT 1 FROM calls JOIN turns ON calls.office_id = turns.office_id AND calls.ticket_id = turns.ticket_id"
        " AND calls.turn = turns.n WHERE calls.office_id = :office_id AND calls.ticket_id = :ticket_id"
        f" AND calls.turn = :turn AND calls.n = :n AND state = 'called' AND {_IS_LAST}",
        {"office_id": office_id, "ticket_id": ticket_id, "turn": turn, "n": n},
    ).fetchone()
    return row is not None


def made(db: Connection, office_id: str, ticket_id: str, turn: int) -> int:
    """How often a turn was called, without the calls that were undone."""
    row = db.execute(
        "SELECT COUNT(*) AS made FROM calls WHERE office_id = :office_id AND ticket_id = :ticket_id AND turn = :turn"
        " AND undone_at IS NULL",
        {"office_id": office_id, "ticket_id": ticket_id, "turn": turn},
    ).fetchone()
    return int(row["made"])


def mark_spoken(db: Connection, office_id: str, announcement: str, at: datetime) -> bool:
    """Note that a loudspeaker begins to say this call; False when one has said it before."""
    ticket_id, turn, n = split_announcement(announcement)
    marked = db.execute(
        "UPDATE calls SET spoken_at = :at WHERE office_id = :office_id AND ticket_id = :ticket_id AND turn = :turn"
        " AND n = :n AND spoken_at IS NULL",
        {"at": micros(at), "office_id": office_id, "ticket_id": ticket_id, "turn": turn, "n": n},
    )
    return marked.rowcount == 1


def take_back(db: Connection, office_id: str, ticket_id: str, turn: int, n: int, at: datetime) -> bool:
    """Note that a call was undone, so that no board shows it and no loudspeaker says it; whether one had said it."""
    values = {"office_id": office_id, "ticket_id": ticket_id, "turn": turn, "n": n, "at": micros(at)}
    of_call = " WHERE office_id = :office_id AND ticket_id = :ticket_id AND turn = :turn AND n = :n"
    db.execute("UPDATE calls SET undone_at = :at" + of_call, values)
    row = db.execute("SELECT spoken_at FROM calls" + of_call, values).fetchone()
    return row is not None and row["spoken_at"] is not None


def split_announcement(announcement: str) -> tuple[str, int, int]:
    """Ticket id, turn and call number out of an announcement's id."""
    ticket_id, turn, n = announcement.rsplit(".", 2)
    return ticket_id, int(turn), int(n)


def _row(row: Row) -> CallRow:
    ticket_id, turn, n, counter, called_at, state, calls_now = row
    return CallRow(ticket_id, turn, n, counter, moment(called_at), state, calls_now)


class FirstCall(NamedTuple):
    """A turn's first call: who, since when they waited, when and where they were called."""

    ticket_id: str
    arrived_at: datetime
    called_at: datetime
    counter: int


def called_between(
    db: Connection, office_id: str, day: date, services: Sequence[str], start: datetime, end: datetime
) -> list[FirstCall]:
    """The first calls of a day's turns for these services in the half-open period, in the order of the calls."""
    marks = ", ".join("?" * len(services))
    rows = db.execute(
        "SELECT ticket_id, arrived_at, first_called_at, counter FROM turns WHERE office_id = ? AND business_day = ?"
        f" AND first_called_at >= ? AND first_called_at < ? AND service_id IN ({marks})"
        " ORDER BY first_called_at, ticket_id",
        (office_id, day.isoformat(), micros(start), micros(end), *services),
    )
    return [FirstCall(ticket, moment(arrived), moment(called), counter) for ticket, arrived, called, counter in rows]
