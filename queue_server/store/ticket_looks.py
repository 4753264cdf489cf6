"""How tickets looked, in versions: the files in the data folder are what is in use, these are what can come back."""

from __future__ import annotations

import base64
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain.moments import micros, moment

KEPT_VERSIONS = 20


class SavedLook(NamedTuple):
    """A look that somebody chose. `template` None: the built-in one; `logo` is a PNG, None for none."""

    version: int
    at: datetime
    actor: str
    template: str | None
    logo: bytes | None


def keep(db: Connection, office_id: str, saved: SavedLook) -> None:
    """Put a look at the end of the line; the oldest of more than KEPT_VERSIONS goes."""
    logo = None if saved.logo is None else base64.b64encode(saved.logo).decode()
    db.execute(
        "INSERT INTO ticket_looks (office_id, version, at, actor, template, logo)"
        " VALUES (:office_id, :version, :at, :actor, :template, :logo)",
        {"office_id": office_id, **saved._asdict(), "at": micros(saved.at), "logo": logo},
    )
    db.execute(
        "DELETE FROM ticket_looks WHERE office_id = :office_id AND version <= :oldest",
        {"office_id": office_id, "oldest": saved.version - KEPT_VERSIONS},
    )


def versions(db: Connection, office_id: str) -> list[SavedLook]:
    """The looks that are kept, the newest first."""
    rows = db.execute(
        "SELECT version, at, actor, template, logo FROM ticket_looks WHERE office_id = :office_id"
        " ORDER BY version DESC",
        {"office_id": office_id},
    )
    return [
        SavedLook(version, moment(at), actor, template, None if logo is None else base64.b64decode(logo))
        for version, at, actor, template, logo in rows
    ]
