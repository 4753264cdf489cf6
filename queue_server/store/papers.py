"""What became of each ticket's paper: owed while it is being printed, then printed or not, or nobody knows."""

from __future__ import annotations

from datetime import date, datetime
from sqlite3 import Connection
from typing import NamedTuple, cast

from queue_server.domain.moments import micros, moment
from queue_server.domain.paper import PaperState


class Paper(NamedTuple):
    """A ticket's paper: its state, the printer that had it last, and the fault when it is missing."""

    state: PaperState
    printer_id: str
    fault: str | None


class Missing(NamedTuple):
    """A ticket whose citizen still waits or is served, and has no paper for sure."""

    ticket_id: str
    code: str
    service_id: str
    is_certain: bool
    printer_id: str
    fault: str
    at: datetime


def note(
    db: Connection, office_id: str, ticket_id: str, state: PaperState, printer_id: str, fault: str | None, at: datetime
) -> None:
    """Keep the newest state of a ticket's paper; `fault` is there when it is missing."""
    db.execute(
        "INSERT INTO papers (office_id, ticket_id, state, printer_id, fault, at)"
        " VALUES (:office_id, :ticket_id, :state, :printer_id, :fault, :at)"
        " ON CONFLICT (office_id, ticket_id) DO UPDATE SET state = excluded.state, printer_id = excluded.printer_id,"
        " fault = excluded.fault, at = excluded.at",
        {
            "office_id": office_id,
            "ticket_id": ticket_id,
            "state": state,
            "printer_id": printer_id,
            "fault": fault,
            "at": micros(at),
        },
    )


def owed(db: Connection, office_id: str) -> list[tuple[str, str]]:
    """Tickets that were being printed, with their printers: after a restart nobody prints them any more."""
    rows = db.execute(
        "SELECT ticket_id, printer_id FROM papers WHERE office_id = :office_id AND state = 'owed' ORDER BY at",
        {"office_id": office_id},
    )
    return [(row["ticket_id"], row["printer_id"]) for row in rows]


def of_ticket(db: Connection, office_id: str, ticket_id: str) -> Paper | None:
    """What became of a ticket's paper; None for one that was never to be printed."""
    row = db.execute(
        "SELECT state, printer_id, fault FROM papers WHERE office_id = :office_id AND ticket_id = :ticket_id",
        {"office_id": office_id, "ticket_id": ticket_id},
    ).fetchone()
    return None if row is None else Paper(cast("PaperState", row["state"]), row["printer_id"], row["fault"])


def missing(db: Connection, office_id: str, day: date) -> list[Missing]:
    """The day's tickets that are still open and without paper, or perhaps without; the oldest first."""
    rows = db.execute(
        "SELECT papers.ticket_id, code, tickets.service_id, papers.state, printer_id, fault, at FROM papers"
        " JOIN tickets ON tickets.office_id = papers.office_id AND tickets.id = papers.ticket_id"
        " WHERE papers.office_id = :office_id AND papers.state IN ('not_printed', 'uncertain')"
        " AND business_day = :day AND EXISTS (SELECT 1 FROM turns WHERE turns.office_id = papers.office_id"
        " AND turns.ticket_id = papers.ticket_id AND turns.state <> 'ended') ORDER BY at, papers.ticket_id",
        {"office_id": office_id, "day": day.isoformat()},
    )
    return [
        Missing(
            row["ticket_id"],
            row["code"],
            row["service_id"],
            row["state"] == "not_printed",
            row["printer_id"],
            row["fault"],
            moment(row["at"]),
        )
        for row in rows
    ]
