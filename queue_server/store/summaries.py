"""What is kept of closed days: one small JSON text for each kind of summary, so that years cost as little as days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection


def save(db: Connection, office_id: str, day: date, kind: str, body: str) -> None:
    """Keep a closed day's summary; a newer one of the same day and kind takes its place."""
    db.execute(
        "INSERT INTO day_summaries (office_id, business_day, kind, body) VALUES (:office_id, :day, :kind, :body)"
        " ON CONFLICT (office_id, kind, business_day) DO UPDATE SET body = excluded.body",
        {"office_id": office_id, "day": day.isoformat(), "kind": kind, "body": body},
    )


def between(db: Connection, office_id: str, kind: str, first: date, last: date) -> Iterator[tuple[date, str]]:
    """The summaries of a kind from `first` to `last`, both included, in order; days without one are left out."""
    rows = db.execute(
        "SELECT business_day, body FROM day_summaries WHERE office_id = :office_id AND kind = :kind"
        " AND business_day BETWEEN :first AND :last ORDER BY business_day",
        {"office_id": office_id, "kind": kind, "first": first.isoformat(), "last": last.isoformat()},
    )
    return ((date.fromisoformat(row["business_day"]), row["body"]) for row in rows)


def last_day(db: Connection, office_id: str, kind: str) -> date | None:
    """The newest day that has a summary of this kind; None when none has."""
    row = db.execute(
        "SELECT MAX(business_day) AS last FROM day_summaries WHERE office_id = :office_id AND kind = :kind",
        {"office_id": office_id, "kind": kind},
    ).fetchone()
    return None if row["last"] is None else date.fromisoformat(row["last"])
