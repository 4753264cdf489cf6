"""Bring a database file up to this version's tables; a copy is kept beside it before anything changes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection


class TooNewDatabase(RuntimeError):
    """The file was written by a later version, which this one does not understand."""


def migrate(path: Path) -> None:
    """Upgrade the SQLite file at `path` (made when missing) in one transaction.

    Raises TooNewDatabase when the file knows a revision that this version does not.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _let_alembic_begin)
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            present, latest = _revisions(connection, config)
            if present == latest:
                return
            if present is not None:
                _keep_copy(path, present)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()


def _revisions(connection: Connection, config: Config) -> tuple[str | None, str | None]:
    present = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(config)
    if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
        raise TooNewDatabase(f"the database is of revision {present}, which this version does not know")
    connection.rollback()
    return present, scripts.get_current_head()


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
