"""The manager's message to the hall, by language; none for most of the day."""

from __future__ import annotations

from collections.abc import Mapping
from sqlite3 import Connection


def current(db: Connection, office_id: str) -> dict[str, str]:
    """The message's texts by language; empty when there is none."""
    rows = db.execute("SELECT language, text FROM messages WHERE office_id = :office_id", {"office_id": office_id})
    return {row["language"]: row["text"] for row in rows}


def replace(db: Connection, office_id: str, texts: Mapping[str, str]) -> None:
    """Put these texts in the place of the present message; none clears it."""
    db.execute("DELETE FROM messages WHERE office_id = :office_id", {"office_id": office_id})
    db.executemany(
        "INSERT INTO messages (office_id, language, text) VALUES (?, ?, ?)",
        [(office_id, language, text) for language, text in texts.items()],
    )
