"""The alerts that have begun and not ended. What is over is in the journal alone."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection, Row
from typing import NamedTuple

from queue_server.domain.alerts import Trouble
from queue_server.domain.moments import micros, moment


class Alert(NamedTuple):
    """An alert: `id` is the journal row with which it began; `acknowledged_by` is the manager who has seen to it."""

    id: int
    trouble: Trouble
    began_at: datetime
    acknowledged_by: str | None


def all_alerts(db: Connection, office_id: str) -> list[Alert]:
    """Every alert, the oldest first."""
    rows = db.execute("SELECT * FROM alerts WHERE office_id = :office_id ORDER BY id", {"office_id": office_id})
    return [_alert(row) for row in rows]


def of_id(db: Connection, office_id: str, alert_id: int) -> Alert | None:
    """The alert, unless it is over."""
    row = db.execute(
        "SELECT * FROM alerts WHERE office_id = :office_id AND id = :id", {"office_id": office_id, "id": alert_id}
    ).fetchone()
    return None if row is None else _alert(row)


def insert(db: Connection, office_id: str, alert: Alert) -> None:
    """Keep one that begins. Raises sqlite3.IntegrityError where the same trouble has an alert."""
    db.execute(
        "INSERT INTO alerts (office_id, id, kind, subject, began_at) VALUES (:office_id, :id, :kind, :subject, :at)",
        {
            "office_id": office_id,
            "id": alert.id,
            "kind": alert.trouble.kind,
            "subject": alert.trouble.subject,
            "at": micros(alert.began_at),
        },
    )


def acknowledge(db: Connection, office_id: str, alert_id: int, by: str) -> None:
    """Somebody sees to it."""
    db.execute(
        "UPDATE alerts SET acknowledged_by = :by WHERE office_id = :office_id AND id = :id",
        {"by": by, "office_id": office_id, "id": alert_id},
    )


def remove(db: Connection, office_id: str, alert_id: int) -> None:
    """It is over."""
    db.execute("DELETE FROM alerts WHERE office_id = :office_id AND id = :id", {"office_id": office_id, "id": alert_id})


def _alert(row: Row) -> Alert:
    return Alert(row["id"], Trouble(row["kind"], row["subject"]), moment(row["began_at"]), row["acknowledged_by"])
