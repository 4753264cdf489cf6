"""The office's set-up: the text of its file, and the rows that foreign keys hold on to."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection

from queue_server.domain.journal import FIRST_HASH
from queue_server.domain.moments import moment
from queue_server.domain.office import Office


def office_ids(db: Connection) -> list[str]:
    """The offices in this database; one when it is embedded."""
    return [row["id"] for row in db.execute("SELECT id FROM offices ORDER BY id")]


def set_up_text(db: Connection, office_id: str) -> str | None:
    """The set-up as it was last saved, or None for an office that is not there yet."""
    row = db.execute("SELECT set_up FROM offices WHERE id = :id", {"id": office_id}).fetchone()
    return None if row is None else str(row["set_up"])


def save(db: Connection, office: Office, text: str) -> None:
    """Save a set-up, new or changed. What tickets refer to stays for ever; the set-up says what is in use."""
    db.execute(
        "INSERT INTO offices (id, set_up, journal_hash) VALUES (:id, :text, :first)"
        " ON CONFLICT (id) DO UPDATE SET set_up = excluded.set_up",
        {"id": office.id, "text": text, "first": FIRST_HASH},
    )
    for zone in office.zones:
        _keep(db, "INSERT INTO zones (office_id, id) VALUES (?, ?) ON CONFLICT DO NOTHING", office.id, zone.id)
    for service in office.services:
        _keep(db, "INSERT INTO services (office_id, id) VALUES (?, ?) ON CONFLICT DO NOTHING", office.id, service.id)
    for counter in office.counters:
        _keep(
            db,
            "INSERT INTO counters (office_id, number) VALUES (?, ?) ON CONFLICT DO NOTHING",
            office.id,
            counter.number,
        )


def latest_event_at(db: Connection, office_id: str) -> datetime:
    """When the office's journal was last written; the epoch when it is empty."""
    row = db.execute("SELECT journal_at FROM offices WHERE id = :id", {"id": office_id}).fetchone()
    return moment(row["journal_at"])


def _keep(db: Connection, statement: str, office_id: str, key: str | int) -> None:
    db.execute(statement, (office_id, key))
