"""Personal data, apart from the journal and gone within a day: marks of citizens with their key, and dossier codes."""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection
from typing import cast

from queue_server.domain.dossier import Dossier, DossierState


def key_of(db: Connection, office_id: str, day: date) -> bytes | None:
    """The key that hides the identity numbers of a business day, or None when nobody has shown a card yet."""
    row = db.execute(
        "SELECT key FROM citizen_keys WHERE office_id = :office_id AND business_day = :day",
        {"office_id": office_id, "day": day.isoformat()},
    ).fetchone()
    return None if row is None else bytes.fromhex(row["key"])


def save_key(db: Connection, office_id: str, day: date, key: bytes) -> None:
    """Keep a day's key until the day is over."""
    db.execute(
        "INSERT INTO citizen_keys (office_id, business_day, key) VALUES (:office_id, :day, :key)",
        {"office_id": office_id, "day": day.isoformat(), "key": key.hex()},
    )


def tickets_of(db: Connection, office_id: str, day: date, mark: str) -> int:
    """How many numbers this citizen has taken on the day."""
    row = db.execute(
        "SELECT COUNT(*) AS taken FROM citizen_tickets"
        " WHERE office_id = :office_id AND business_day = :day AND mark = :mark",
        {"office_id": office_id, "day": day.isoformat(), "mark": mark},
    ).fetchone()
    return int(row["taken"])


def keep_citizen(db: Connection, office_id: str, day: date, ticket_id: str, mark: str) -> None:
    """Note that a ticket was taken by the citizen of this mark."""
    db.execute(
        "INSERT INTO citizen_tickets (office_id, ticket_id, business_day, mark)"
        " VALUES (:office_id, :ticket_id, :day, :mark)",
        {"office_id": office_id, "ticket_id": ticket_id, "day": day.isoformat(), "mark": mark},
    )


def keep_dossier(db: Connection, office_id: str, day: date, ticket_id: str, dossier: Dossier) -> None:
    """Note which dossier's result the holder of a ticket comes for."""
    db.execute(
        "INSERT INTO dossiers (office_id, ticket_id, business_day, code, state, expected)"
        " VALUES (:office_id, :ticket_id, :day, :code, :state, :expected)",
        {
            "office_id": office_id,
            "ticket_id": ticket_id,
            "day": day.isoformat(),
            "code": dossier.code,
            "state": dossier.state,
            "expected": None if dossier.expected is None else dossier.expected.isoformat(),
        },
    )


def dossiers_of(db: Connection, office_id: str, day: date) -> dict[str, Dossier]:
    """The day's dossiers by ticket."""
    rows = db.execute(
        "SELECT ticket_id, code, state, expected FROM dossiers WHERE office_id = :office_id AND business_day = :day",
        {"office_id": office_id, "day": day.isoformat()},
    )
    return {row["ticket_id"]: _dossier(row["code"], row["state"], row["expected"]) for row in rows}


def forget_before(db: Connection, office_id: str, day: date) -> None:
    """Drop all that is personal of earlier business days, the keys first: without them the marks say nothing."""
    for table in ("citizen_keys", "citizen_tickets", "dossiers"):
        db.execute(
            f"DELETE FROM {table} WHERE office_id = :office_id AND business_day < :day",
            {"office_id": office_id, "day": day.isoformat()},
        )


def _dossier(code: str, state: str, expected: str | None) -> Dossier:
    return Dossier(code, cast("DossierState", state), None if expected is None else date.fromisoformat(expected))
