"""The office's set-up: the text of its file, its former versions, and the rows that foreign keys hold on to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain.journal import FIRST_HASH
from queue_server.domain.moments import micros, moment
from queue_server.domain.office import Office
from queue_server.domain.set_up import Change

# Former set-ups that can be applied again; the journal knows all changes for ever.
KEPT_VERSIONS = 50


class SavedSetUp(NamedTuple):
    """A set-up that was in force from `at` on: who applied it, its file, and what it changed."""

    version: int
    at: datetime
    actor: str
    text: str
    changes: tuple[Change, ...]


class Standing(NamedTuple):
    """What every verb asks first: when the journal was last written, and which set-up is in force."""

    latest_event_at: datetime
    version: int


def office_ids(db: Connection) -> list[str]:
    """The offices in this database; one when it is embedded."""
    return [row["id"] for row in db.execute("SELECT id FROM offices ORDER BY id")]


def set_up_text(db: Connection, office_id: str) -> str | None:
    """The set-up as it was last saved, or None for an office that is not there yet."""
    row = db.execute("SELECT set_up FROM offices WHERE id = :id", {"id": office_id}).fetchone()
    return None if row is None else str(row["set_up"])


def save(db: Connection, office: Office, text: str) -> int:
    """Save a set-up, new or changed; its version.

    What tickets refer to stays for ever; the set-up says what is in use.
    """
    db.execute(
        "INSERT INTO offices (id, set_up, journal_hash) VALUES (:id, :text, :first)"
        " ON CONFLICT (id) DO UPDATE SET set_up = excluded.set_up, set_up_version = offices.set_up_version + 1",
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
    return standing(db, office.id).version


def keep_version(db: Connection, office_id: str, saved: SavedSetUp) -> None:
    """Put a set-up at the end of the line; the oldest of more than KEPT_VERSIONS goes."""
    db.execute(
        "INSERT INTO set_ups (office_id, version, at, actor, text, changes)"
        " VALUES (:office_id, :version, :at, :actor, :text, :changes)",
        {
            "office_id": office_id,
            "version": saved.version,
            "at": micros(saved.at),
            "actor": saved.actor,
            "text": saved.text,
            "changes": json.dumps(saved.changes, ensure_ascii=False),
        },
    )
    db.execute(
        "DELETE FROM set_ups WHERE office_id = :office_id AND version <= :oldest",
        {"office_id": office_id, "oldest": saved.version - KEPT_VERSIONS},
    )


def versions(db: Connection, office_id: str) -> Sequence[SavedSetUp]:
    """The set-ups that are kept, the newest first."""
    rows = db.execute(
        "SELECT version, at, actor, text, changes FROM set_ups WHERE office_id = :office_id ORDER BY version DESC",
        {"office_id": office_id},
    )
    return [
        SavedSetUp(
            row["version"],
            moment(row["at"]),
            row["actor"],
            row["text"],
            tuple(Change(*one) for one in json.loads(row["changes"])),
        )
        for row in rows
    ]


def standing(db: Connection, office_id: str) -> Standing:
    """The office's standing; the epoch for an empty journal, version 0 for an office that is not there."""
    row = db.execute("SELECT journal_at, set_up_version FROM offices WHERE id = :id", {"id": office_id}).fetchone()
    return Standing(moment(0), 0) if row is None else Standing(moment(row["journal_at"]), row["set_up_version"])


def _keep(db: Connection, statement: str, office_id: str, key: str | int) -> None:
    db.execute(statement, (office_id, key))
