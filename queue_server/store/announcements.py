"""Announcements that are no calls, and which of them were spoken."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection
from typing import cast

from queue_server.domain.announcing import Announcement
from queue_server.domain.moments import micros, moment


def insert(db: Connection, office_id: str, made: Announcement) -> bool:
    """Keep an announcement; False when there is one of that id."""
    inserted = db.execute(
        "INSERT INTO announcements (office_id, id, zone_id, kind, language, text, minutes, by_engine, made_at)"
        " VALUES (:office_id, :id, :zone, :kind, :language, :text, :minutes, :by_engine, :made_at)"
        " ON CONFLICT DO NOTHING",
        {
            "office_id": office_id,
            "id": made.id,
            "zone": made.zone_id,
            "kind": made.kind,
            "language": made.language,
            "text": made.text,
            "minutes": made.minutes,
            "by_engine": int(made.by_engine),
            "made_at": micros(made.made_at),
        },
    )
    return inserted.rowcount == 1


def unspoken(db: Connection, office_id: str, since: datetime) -> list[Announcement]:
    """What was to be said since a moment and was not, oldest first."""
    rows = db.execute(
        "SELECT id, zone_id, kind, language, text, minutes, by_engine, made_at FROM announcements"
        " WHERE office_id = :office_id AND made_at >= :since AND spoken_at IS NULL ORDER BY made_at, id",
        {"office_id": office_id, "since": micros(since)},
    )
    return [
        Announcement(id_, zone, cast("str", kind), moment(made_at), language, text, minutes, bool(by_engine))  # type: ignore[arg-type]  # the table's CHECK says which
        for id_, zone, kind, language, text, minutes, by_engine, made_at in rows
    ]


def remove_unspoken(db: Connection, office_id: str, announcement: str) -> bool:
    """Take back a free text that nobody has begun to say; False when there is none."""
    removed = db.execute(
        "DELETE FROM announcements WHERE office_id = :office_id AND id = :id AND kind = 'free_text'"
        " AND spoken_at IS NULL",
        {"office_id": office_id, "id": announcement},
    )
    return removed.rowcount == 1


def mark_spoken(db: Connection, office_id: str, announcement: str, at: datetime) -> bool:
    """Note that a loudspeaker begins to say it; False when one has said it before."""
    marked = db.execute(
        "UPDATE announcements SET spoken_at = :at WHERE office_id = :office_id AND id = :id AND spoken_at IS NULL",
        {"at": micros(at), "office_id": office_id, "id": announcement},
    )
    return marked.rowcount == 1
