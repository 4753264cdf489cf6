"""Bring a database file up to this version's tables by Alembic; a copy is kept beside it before anything changes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection

from queue_server.store.migrate import REVISIONS, TooNewDatabase


def upgrade(path: Path, present: str | None) -> None:
    """Upgrade the SQLite file at `path`, which is of the revision `present` (None: new), in one transaction.

    Raises TooNewDatabase when the file knows a revision that this version does not.
    """
    config = Config()
    config.set_main_option("script_location", str(REVISIONS.parent))
    if present is not None:
        if present not in {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}:
            raise TooNewDatabase(f"the database is of revision {present}, which this version does not know")
        _keep_copy(path, present)
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _let_alembic_begin)
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()


def _keep_copy(path: Path, revision: str) -> None:
    copy = path.with_name(f"{path.name}.before-upgrade-from-{revision}")
    copy.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    connection.close()


def _let_alembic_begin(connection: Any, _record: object) -> None:
    # Python's sqlite3 commits before DDL unless it is told to keep its hands off: then half an upgrade could stay.
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
