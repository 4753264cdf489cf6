"""An office's database of an earlier version is brought up to date with all that is in it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from queue_server.domain.figures import Figures
from queue_server.domain.lengths import Lengths
from queue_server.store.migrate import REVISIONS, migrate, newest_revision
from queue_server.store.packing import last_day, unpacked
from tests.conftest import ROOT

BEFORE_APPOINTMENTS = "0012"
SECOND = 1_000_000
TICKET = (
    "INSERT INTO tickets (office_id, id, business_day, service_id, number, code, token, issued_at, channel, language)"
    " VALUES ('o', '{day}-A001', '{day}', 'A', 1, 'A001', 't{day}', 5, '{channel}', 'vi')"
)
TURN = (
    "INSERT INTO turns (office_id, ticket_id, n, business_day, issued_at, service_id, arrived_at, rank_at, state)"
    " VALUES ('o', '20261124-A001', 1, '20261124', 5, 'A', 5, 5, 'waiting')"
)


def upgraded(path: Path, revision: str) -> None:
    """Bring a file up to some earlier version's tables."""
    config = Config()
    config.set_main_option("script_location", str(REVISIONS.parent))
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    engine.dispose()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give a file as it was before appointments, with one waiting ticket in it."""
    path = tmp_path / "office.sqlite"
    upgraded(path, BEFORE_APPOINTMENTS)
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO offices (id, set_up, journal_hash) VALUES ('o', '', '')")
        connection.exec_driver_sql("INSERT INTO services (office_id, id) VALUES ('o', 'A')")
        connection.exec_driver_sql(TICKET.format(day="20261124", channel="kiosk"))
        connection.exec_driver_sql("INSERT INTO users VALUES ('o', 'hoa', 'Hoa', 'manager', 'x')")
        connection.exec_driver_sql("INSERT INTO sign_ins VALUES ('t', 'o', 'hoa', 'manager', 9)")
        connection.exec_driver_sql(TURN)
        connection.commit()
    engine.dispose()
    return path


def test_tickets_of_before_appointments_stay_and_those_of_appointments_are_let_in(old: Path) -> None:
    migrate(old)
    with sqlite3.connect(old) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("SELECT id, code, channel, slot_at FROM tickets").fetchall() == [
            ("20261124-A001", "A001", "kiosk", None)
        ]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute(TICKET.format(day="20261125", channel="appointment"))
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            connection.execute(TICKET.format(day="20261126", channel="letter"))
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute(TICKET.format(day="20261125", channel="kiosk"))
        # Turns still refer to the tickets.
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute(TURN.replace("-A001", "-A009"))
    connection.close()


def test_a_seat_of_a_slot_can_be_had_once(old: Path) -> None:
    migrate(old)
    seat = (
        "INSERT INTO appointments (office_id, id, service_id, business_day, slot_at, seat, code, token, booked_at,"
        " booked_by, state) VALUES ('o', '{n}', 'A', '20261124', 9, {seat}, 'c{n}', 't{n}', 1, 'clerk', '{state}')"
    )
    with sqlite3.connect(old) as connection:
        connection.execute(seat.format(n=1, seat=1, state="booked"))
        with pytest.raises(sqlite3.IntegrityError, match="seat"):
            connection.execute(seat.format(n=2, seat=1, state="booked"))
    connection.close()


def test_the_staff_keeps_its_roles_and_the_set_up_in_force_is_the_first_of_its_line(old: Path) -> None:
    migrate(old)
    with sqlite3.connect(old) as connection:
        assert connection.execute("SELECT name, role, is_disabled FROM users").fetchall() == [("hoa", "manager", 0)]
        assert connection.execute("SELECT version, text, changes FROM set_ups").fetchall() == [(1, "", "[]")]
        assert connection.execute("SELECT set_up_version FROM offices").fetchall() == [(1,)]
        connection.execute("UPDATE users SET role = 'administrator'")
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            connection.execute("UPDATE users SET role = 'mayor'")


def test_figures_that_were_kept_as_json_are_packed_and_say_the_same(old: Path) -> None:
    upgraded(old, "0022")
    of_day = {"3": Figures(issued=7, first=Lengths([SECOND, 90 * SECOND])).sketched()}
    rows = [
        *(("2026-11-03", f"figures:{kind}") for kind in ("total", "counter", "clerk")),
        *(("2026-11-01", f"month:{kind}") for kind in ("counter", "clerk", "weekday")),
        ("2026-01-01", "year:clerk"),
    ]
    body = msgspec.json.encode(of_day).decode()
    with sqlite3.connect(old) as connection:
        connection.executemany("INSERT INTO day_summaries VALUES ('o', ?, ?, ?)", [(*row, body) for row in rows])
        connection.execute("INSERT INTO day_summaries VALUES ('o', '2026-11-03', 'digest', '{}')")
    connection.close()
    migrate(old)
    with sqlite3.connect(old) as connection:
        found = dict(connection.execute("SELECT kind, body FROM day_summaries").fetchall())
    connection.close()
    assert found.pop("digest") == "{}"
    assert {kind: last_day(text) for kind, text in found.items()} == {
        "figures:total": date(2026, 11, 3),
        "figures:counter_clerk": date(2026, 11, 3),
        "month:counter_clerk": date(2026, 11, 30),
        "month:weekday": date(2026, 11, 30),
        "year:counter_clerk": date(2026, 12, 31),
    }
    for row in ("figures:counter_clerk", "month:counter_clerk"):
        assert unpacked(found[row], "counter") == unpacked(found[row], "clerk") == of_day
    assert unpacked(found["month:weekday"], "weekday") == of_day


def test_the_newest_revision_by_the_files_names_is_the_one_that_upgrades_end_at() -> None:
    config = Config()
    config.set_main_option("script_location", str(REVISIONS.parent))
    assert newest_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_a_file_that_is_up_to_date_is_opened_without_the_tools_for_upgrades(tmp_path: Path) -> None:
    migrate(tmp_path / "office.sqlite")
    program = (
        "import sys; from pathlib import Path; from queue_server.store.migrate import migrate;"
        " migrate(Path(sys.argv[1])); print(*sys.modules)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "office.sqlite")]
    imported = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    assert "queue_server.store.migrate" in imported
    assert not {"alembic", "sqlalchemy"} & set(imported)
