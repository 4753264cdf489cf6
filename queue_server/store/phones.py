"""Numbers that phones took today, by a hash of the phone's random token: for the daily limit, gone after the day."""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection

from queue_server.store.people import token_hash


def taken(db: Connection, office_id: str, day: date, phone: str) -> int:
    """How many numbers this phone took on a day."""
    row = db.execute(
        "SELECT COUNT(*) AS taken FROM phone_numbers WHERE office_id = ? AND business_day = ? AND phone_hash = ?",
        (office_id, day.isoformat(), token_hash(phone)),
    ).fetchone()
    return int(row["taken"])


def note(db: Connection, office_id: str, day: date, phone: str, ticket_id: str) -> None:
    """Remember that this phone took a number."""
    db.execute(
        "INSERT INTO phone_numbers (office_id, business_day, phone_hash, ticket_id) VALUES (?, ?, ?, ?)",
        (office_id, day.isoformat(), token_hash(phone), ticket_id),
    )


def forget_before(db: Connection, office_id: str, day: date) -> None:
    """Drop what was remembered of earlier days."""
    db.execute("DELETE FROM phone_numbers WHERE office_id = ? AND business_day < ?", (office_id, day.isoformat()))
