"""`xephang journal verify` on a real file: it names the first row that was altered, removed, inserted or cut off."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from queue_server.app import save_office, set_up_text
from queue_server.cli.journal import journal
from queue_server.clock import SystemClock
from queue_server.first_start import office_of
from queue_server.settings import Settings
from queue_server.store.database import Database
from queue_server.usecases import kiosk
from queue_server.usecases.runner import Runner

TICKETS = 8


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """Give the folder of an office whose journal has nine rows: its set-up and eight tickets."""
    settings, clock = Settings(data=tmp_path), SystemClock()
    database, office = Database(settings.database), office_of(settings)
    database.open()
    try:
        await save_office(database, office, set_up_text(settings), clock.now())
        runner = Runner(database, office, clock)
        for _ in range(TICKETS):
            await runner.run("kiosk:1", lambda work: kiosk.issue(work, "A", None, "vi"))
    finally:
        database.close()
    return tmp_path


def verify(data: Path) -> tuple[int, str]:
    result = CliRunner().invoke(journal, ["verify", "--data", str(data)])
    return result.exit_code, result.output


def tamper(data: Path, change: Callable[[sqlite3.Connection], object]) -> None:
    connection = sqlite3.connect(data / "office.sqlite")
    with connection:
        change(connection)
    connection.close()


async def test_a_whole_journal_is_called_whole(data: Path) -> None:
    code, words = verify(data)
    assert code == 0
    assert "9 rows, whole" in words


@pytest.mark.parametrize("column", ["at", "actor", "event", "body"])
async def test_an_altered_row_is_named(data: Path, column: str) -> None:
    value = "1" if column == "at" else "'x'"
    tamper(data, lambda db: db.execute(f"UPDATE journal SET {column} = {value} WHERE seq = 5"))
    code, words = verify(data)
    assert code == 1
    assert "row 5 " in words
    assert "altered" in words


async def test_a_removed_row_is_named(data: Path) -> None:
    tamper(data, lambda db: db.execute("DELETE FROM journal WHERE seq = 4"))
    assert verify(data) == (1, "mot-cua: row 4 is missing\n")


async def test_a_row_that_was_removed_and_closed_up_is_named(data: Path) -> None:
    def close_up(db: sqlite3.Connection) -> None:
        db.execute("DELETE FROM journal WHERE seq = 4")
        for seq in range(5, 10):
            db.execute("UPDATE journal SET seq = ? WHERE seq = ?", (seq - 1, seq))

    tamper(data, close_up)
    code, words = verify(data)
    assert code == 1
    assert "row 4 " in words


async def test_rows_cut_off_at_the_end_are_noticed(data: Path) -> None:
    tamper(data, lambda db: db.execute("DELETE FROM journal WHERE seq >= 8"))
    code, words = verify(data)
    assert code == 1
    assert "before row 8" in words


async def test_an_inserted_row_is_named(data: Path) -> None:
    tamper(
        data,
        lambda db: db.execute(
            "INSERT INTO journal SELECT office_id, 10, at, actor, event, body, hash FROM journal WHERE seq = 9"
        ),
    )
    code, words = verify(data)
    assert code == 1
    assert "row 10 " in words


async def test_where_there_is_no_office_nothing_is_called_whole(tmp_path: Path) -> None:
    assert verify(tmp_path / "nowhere")[0] == 1
