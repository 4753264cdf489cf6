"""Whether a database file has this version's tables; what upgrades it is imported only when there is something to do.

A server starts after every power cut, and finds nothing to do nearly always: Alembic and SQLAlchemy would cost it a
fifth of its start.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

REVISIONS = Path(__file__).parent / "migrations" / "versions"


class TooNewDatabase(RuntimeError):
    """The file was written by a later version, which this one does not understand."""


def migrate(path: Path) -> None:
    """Upgrade the SQLite file at `path` (made when missing) in one transaction.

    Raises TooNewDatabase when the file knows a revision that this version does not, sqlite3.Error for no database.
    """
    present = revision_of(path)
    if present != newest_revision():
        from queue_server.store.upgrade import upgrade

        upgrade(path, present)


def newest_revision() -> str:
    """The last of the revisions: their files begin with their numbers."""
    return max(file.name for file in REVISIONS.glob("[0-9]*.py")).partition("_")[0]


def revision_of(path: Path) -> str | None:
    """The revision of a file's tables; None when there is no file or nothing in it."""
    if not path.exists():
        return None
    connection = sqlite3.connect(path)
    try:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = known and connection.execute("SELECT version_num FROM alembic_version").fetchone()
    finally:
        connection.close()
    return str(row[0]) if row else None
