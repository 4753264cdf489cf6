"""Removing the turns of days that are closed, summarised and archived. The journal and the figures stay."""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection

import msgspec

from queue_server.store import digests, fairness, figures, summaries
from queue_server.store.turn_records import ARCHIVED

# What hangs on a ticket, the leaves first.
_TABLES = ("papers", "notes", "phone_numbers", "citizen_tickets", "dossiers", "appointments", "calls", "turns")
_SUMMARIES = (digests.KIND, fairness.KIND, f"{figures.DAY_KIND}:total")


class Archived(msgspec.Struct, frozen=True, kw_only=True):
    """Where the turns of a day went: the file's name, its SHA-256, and how many turns of the day it holds."""

    file: str
    sha256: str
    turns: int


def turns_of(db: Connection, office_id: str, day: date) -> int:
    """How many turns of a day are here."""
    row = db.execute(
        "SELECT COUNT(*) AS turns FROM turns WHERE office_id = :office_id AND business_day = :day",
        {"office_id": office_id, "day": day.isoformat()},
    ).fetchone()
    return int(row["turns"])


def days_before(db: Connection, office_id: str, before: date) -> list[date]:
    """The days before this one that have turns here, in order."""
    rows = db.execute(
        "SELECT DISTINCT business_day FROM turns WHERE office_id = :office_id AND business_day < :before"
        " ORDER BY business_day",
        {"office_id": office_id, "before": before.isoformat()},
    )
    return [date.fromisoformat(row["business_day"]) for row in rows]


def is_summarised(db: Connection, office_id: str, day: date) -> bool:
    """Whether everything is kept of a day that reports over years read."""
    return all(next(summaries.between(db, office_id, kind, day, day), None) is not None for kind in _SUMMARIES)


def remove_day(db: Connection, office_id: str, day: date, archived: Archived) -> None:
    """Remove a day's tickets with all that hangs on them, and note where they went."""
    # A ticket's id begins with its day and a dash, and "." is the sign after that: a range of the primary key.
    values = {"office_id": office_id, "first": f"{day:%Y%m%d}-", "end": f"{day:%Y%m%d}."}
    for table in _TABLES:
        db.execute(
            f"DELETE FROM {table} WHERE office_id = :office_id AND ticket_id >= :first AND ticket_id < :end", values
        )
    db.execute("DELETE FROM tickets WHERE office_id = :office_id AND id >= :first AND id < :end", values)
    summaries.save(db, office_id, day, ARCHIVED, msgspec.json.encode(archived).decode())
