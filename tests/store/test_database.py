"""One writer, grouped commits: each verb succeeds or fails alone, and what was answered is on the disk."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from queue_server.store.database import Database, StoreUnavailable, connect


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Give an open database with one office."""
    one = Database(tmp_path / "office.sqlite")
    one.open()
    connection = connect(one.path)
    connection.execute("INSERT INTO offices (id, set_up, journal_hash) VALUES ('o', '', '')")
    connection.close()
    yield one
    one.close()


def add_zone(name: str) -> Callable[[sqlite3.Connection], str]:
    def verb(db: sqlite3.Connection) -> str:
        db.execute("INSERT INTO zones (office_id, id) VALUES ('o', ?)", (name,))
        if name.startswith("bad"):
            raise ValueError(name)
        return name

    return verb


async def test_a_verb_that_fails_takes_none_of_its_group_with_it(database: Database) -> None:
    names = ["a", "bad-1", "b", "bad-2", "c"]
    results = await asyncio.gather(*(database.write(add_zone(name)) for name in names), return_exceptions=True)
    assert [str(result) for result in results] == names
    kept = await database.read(lambda db: [row["id"] for row in db.execute("SELECT id FROM zones ORDER BY id")])
    assert kept == ["a", "b", "c"]


async def test_what_was_answered_is_there_after_reopening(database: Database) -> None:
    await asyncio.gather(*(database.write(add_zone(f"z{n}")) for n in range(100)))
    database.close()
    database.open()
    assert await database.read(lambda db: db.execute("SELECT COUNT(*) FROM zones").fetchone()[0]) == 100


async def test_a_full_disk_is_a_clear_refusal_and_afterwards_work_goes_on(database: Database) -> None:
    def fill(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE filler (data BLOB)")
        db.execute("INSERT INTO filler VALUES (zeroblob(10000000))")

    def limit(pages: int) -> Callable[[sqlite3.Connection], None]:
        return lambda db: db.execute(f"PRAGMA max_page_count = {pages}").close()

    await database.write(limit(200))
    with pytest.raises(StoreUnavailable):
        await database.write(fill)
    await database.write(limit(1_000_000))
    assert await database.write(add_zone("after")) == "after"


async def test_a_database_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    from queue_server.store.migrate import TooNewDatabase, migrate

    path = tmp_path / "office.sqlite"
    migrate(path)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(TooNewDatabase):
        migrate(path)


async def test_devices_paired_before_loudspeakers_were_known_stay_paired(tmp_path: Path) -> None:
    """A kiosk and a display of the first version; afterwards a loudspeaker is a device of a zone, too."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from queue_server.store.migrate import REVISIONS, migrate

    path = tmp_path / "office.sqlite"
    config = Config()
    config.set_main_option("script_location", str(REVISIONS.parent))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    with sqlite3.connect(path) as old:
        old.execute("INSERT INTO offices (id, set_up, journal_hash) VALUES ('o', '', '')")
        old.execute("INSERT INTO zones (office_id, id) VALUES ('o', 'z')")
        old.execute("INSERT INTO devices VALUES ('o', 'k', 'kiosk', NULL, 'K', 'h1', 5)")
        old.execute("INSERT INTO devices VALUES ('o', 'd', 'display', 'z', 'D', 'h2', 6)")
    old.close()
    migrate(path)
    with sqlite3.connect(path) as new:
        columns = "id, kind, zone_id, name, token_hash, paired_at"
        new.execute(f"INSERT INTO devices (office_id, {columns}) VALUES ('o', 's', 'speaker', 'z', 'S', 'h3', 7)")
        assert list(new.execute(f"SELECT {columns} FROM devices ORDER BY paired_at")) == [
            ("k", "kiosk", None, "K", "h1", 5),
            ("d", "display", "z", "D", "h2", 6),
            ("s", "speaker", "z", "S", "h3", 7),
        ]
        for row in ("'x', 'speaker', NULL", "'y', 'kiosk', 'z'", "'w', 'oven', 'z'"):
            with pytest.raises(sqlite3.IntegrityError):
                new.execute(f"INSERT INTO devices (office_id, {columns}) VALUES ('o', {row}, 'X', 'h4', 8)")
    new.close()


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        ("one active ticket per counter", "INSERT INTO turns {columns} VALUES ('o','t2',1,'d',1,'A',1,1,'called',1)"),
        (
            "a number comes once a day",
            "INSERT INTO tickets {ticket} VALUES ('o','t','d','A',1,'A3','x',1,'kiosk','vi')",
        ),
        (
            "a ticket has a service",
            "INSERT INTO tickets {ticket} VALUES ('o','t','d','X',3,'X3','x',1,'kiosk','vi')",
        ),
        ("a wait is not negative", "UPDATE turns SET first_called_at = 0 WHERE ticket_id = 't1'"),
        ("an ended turn has an outcome", "UPDATE turns SET state = 'ended' WHERE ticket_id = 't1'"),
    ],
)
async def test_the_tables_say_the_invariants_again(database: Database, rule: str, statement: str) -> None:
    columns = "(office_id, ticket_id, n, business_day, issued_at, service_id, arrived_at, rank_at, state, counter)"
    ticket = "(office_id, id, business_day, service_id, number, code, token, issued_at, channel, language)"

    def prepare(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO services (office_id, id) VALUES ('o', 'A')")
        db.execute("INSERT INTO zones (office_id, id) VALUES ('o', 'z')")
        db.execute("INSERT INTO counters (office_id, number) VALUES ('o', 1)")
        for n in (1, 2):
            db.execute(
                f"INSERT INTO tickets {ticket} VALUES ('o',?,'d','A',?,?,?,1,'kiosk','vi')",
                (f"t{n}", n, f"A00{n}", f"x{n}"),
            )
        db.execute(f"INSERT INTO turns {columns} VALUES ('o','t1',1,'d',1,'A',1,1,'called',1)")

    await database.write(prepare)
    with pytest.raises(sqlite3.IntegrityError):
        await database.write(lambda db: db.execute(statement.format(columns=columns, ticket=ticket)).close())
    assert rule
