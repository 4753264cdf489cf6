"""A clerk's notes for the next: free text, so it may be personal. Never in the journal, and purged every day."""

from __future__ import annotations

from datetime import date, datetime
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain.moments import micros, moment


class Note(NamedTuple):
    """What a clerk wrote about a ticket, at which counter and when."""

    ticket_id: str
    text: str
    clerk: str
    counter: int
    at: datetime


def save(db: Connection, office_id: str, day: date, note: Note) -> None:
    """Keep the note in the place of an earlier one."""
    db.execute(
        "INSERT INTO notes (office_id, ticket_id, business_day, text, clerk, counter, at)"
        " VALUES (:office_id, :ticket_id, :day, :text, :clerk, :counter, :at)"
        " ON CONFLICT (office_id, ticket_id) DO UPDATE SET text = excluded.text, clerk = excluded.clerk,"
        " counter = excluded.counter, at = excluded.at",
        {"office_id": office_id, **note._asdict(), "day": day.isoformat(), "at": micros(note.at)},
    )


def delete(db: Connection, office_id: str, ticket_id: str) -> None:
    """Drop a ticket's note, if there is one."""
    db.execute(
        "DELETE FROM notes WHERE office_id = :office_id AND ticket_id = :ticket_id",
        {"office_id": office_id, "ticket_id": ticket_id},
    )


def by_ticket(db: Connection, office_id: str) -> dict[str, Note]:
    """All notes, by ticket; there are only today's."""
    rows = db.execute(
        "SELECT ticket_id, text, clerk, counter, at FROM notes WHERE office_id = :office_id", {"office_id": office_id}
    )
    return {ticket: Note(ticket, text, clerk, counter, moment(at)) for ticket, text, clerk, counter, at in rows}


def forget_before(db: Connection, office_id: str, day: date) -> int:
    """Purge the notes of earlier business days; how many."""
    return db.execute(
        "DELETE FROM notes WHERE office_id = :office_id AND business_day < :day",
        {"office_id": office_id, "day": day.isoformat()},
    ).rowcount
