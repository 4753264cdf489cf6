"""Databases of earlier versions come up to this one with all that they held."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from queue_server.store import migrate as migrating
from queue_server.store.database import connect
from queue_server.store.migrate import migrate


def at_revision(path: Path, revision: str) -> sqlite3.Connection:
    """A database as a version of that revision would have made it."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    return connect(path)


def test_devices_that_were_paired_before_screens_had_kinds_stay_paired(tmp_path: Path) -> None:
    path = tmp_path / "office.sqlite"
    old = at_revision(path, "0001")
    old.execute("INSERT INTO offices (id, set_up, journal_hash) VALUES ('o', '', '')")
    old.execute("INSERT INTO zones VALUES ('o', 'sanh')")
    columns = "(office_id, id, kind, zone_id, name, token_hash, paired_at)"
    old.execute(f"INSERT INTO devices {columns} VALUES ('o', 'tv', 'display', 'sanh', 'TV', 'h1', 5)")
    old.execute(f"INSERT INTO devices {columns} VALUES ('o', 'kiosk-1', 'kiosk', NULL, 'Kiosk', 'h2', 6)")
    old.close()
    migrate(path)
    new = connect(path)
    rows = new.execute("SELECT id, kind, zone_id, counter, token_hash, paired_at, theme, extras, seen_at FROM devices")
    assert [tuple(row) for row in rows] == [
        ("tv", "display", "sanh", None, "h1", 5, "dark", 1, None),
        ("kiosk-1", "kiosk", None, None, "h2", 6, "dark", 1, None),
    ]
    with pytest.raises(sqlite3.IntegrityError):
        new.execute(f"INSERT INTO devices {columns} VALUES ('o', 'x', 'counter', 'sanh', 'X', 'h3', 7)")
    new.close()
