"""`xephang journal verify` on a real file: it names the first row that was altered, removed, inserted or cut off."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from queue_server.app import save_office, set_up_text
from queue_server.cli.journal import journal
from queue_server.clock import PlayClock, SystemClock
from queue_server.domain.journal import FIRST_HASH, Row, row_hash
from queue_server.first_start import office_of
from queue_server.settings import Settings
from queue_server.signing import Signer
from queue_server.store.database import Database
from queue_server.usecases import clerk, counters, kiosk
from queue_server.usecases.runner import Runner, summarise_closed_days
from tests.domain.builders import TUESDAY, at

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


def verify(data: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(journal, ["verify", "--data", str(data), *options])
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


async def test_a_forged_chain_is_whole_but_its_call_out_of_rank_is_named(data: Path) -> None:
    settings = Settings(data=data)
    database, office = Database(settings.database), office_of(settings)
    database.open()
    try:
        runner = Runner(database, office, SystemClock())
        await runner.run("clerk:lan", lambda work: counters.open_counter(work, 1))
        called = await runner.run("clerk:lan", lambda work: clerk.call_next(work, 1))
    finally:
        database.close()
    code, words = verify(data, "--replay")
    assert code == 0
    assert "1 calls replayed, all explained" in words
    assert called.ticket_id is not None
    favoured = called.ticket_id.replace("A001", "A003")
    tamper(data, lambda db: forge(db, called.ticket_id or "", favoured))
    code, words = verify(data)
    assert code == 0, "a whole chain tells nothing of who forged it"
    code, words = verify(data, "--replay")
    assert code == 1
    assert f"row 11: {favoured} was called without a reason, but {called.ticket_id} was first" in words


async def test_of_three_calls_one_altered_one_removed_and_one_put_in_front_each_is_named(data: Path) -> None:
    settings = Settings(data=data)
    database, office = Database(settings.database), office_of(settings)
    database.open()
    try:
        runner = Runner(database, office, SystemClock())
        await runner.run("clerk:lan", lambda work: counters.open_counter(work, 1))
        for _ in range(3):
            for verb in (clerk.call_next, clerk.start, clerk.finish):
                await runner.run("clerk:lan", lambda work, verb=verb: verb(work, 1))  # type: ignore[misc]
    finally:
        database.close()

    def lay_hands_on(db: sqlite3.Connection) -> None:
        db.execute("UPDATE journal SET body = replace(body, 'A001', 'A007') WHERE seq = 11")
        db.execute("DELETE FROM journal WHERE seq = 14")
        db.execute("UPDATE journal SET body = replace(body, 'A003', 'A008') WHERE seq = 17")

    tamper(data, lay_hands_on)
    code, words = verify(data, "--replay")
    assert code == 1
    for named in (
        "row 11 does not follow",
        "row 14 is missing",
        "row 17 does not follow",
        "A007 was called without a reason, but",
        "A008 was called without a reason, but",
    ):
        assert named in words, words


@pytest.fixture
async def published(tmp_path: Path) -> Path:
    """Give the office's folder after a day that was closed and whose digest was published as `digest.json`."""
    settings, office, clock = Settings(data=tmp_path), office_of(Settings(data=tmp_path)), PlayClock(at("08:00"), 0.0)
    database = Database(settings.database)
    database.open()
    try:
        await save_office(database, office, set_up_text(settings), clock.now())
        runner = Runner(database, office, clock)
        for _ in range(TICKETS):
            await runner.run("kiosk:1", lambda work: kiosk.issue(work, "A", None, "vi"))
        await summarise_closed_days(runner, TUESDAY + timedelta(days=1))
    finally:
        database.close()
    result = CliRunner().invoke(journal, ["digest", "--data", str(tmp_path), "--day", TUESDAY.isoformat()])
    assert result.exit_code == 0, result.output
    (tmp_path / "digest.json").write_text(result.output, "utf-8")
    return tmp_path


def test_a_day_as_it_was_published_is_said_to_be_so(published: Path) -> None:
    code, words = verify(published, "--digest", str(published / "digest.json"))
    assert code == 0
    assert "2026-11-24 as published" in words
    signed = json.loads((published / "digest.json").read_text("utf-8"))
    assert signed["digest"]["events"] == {"issued": TICKETS, "office_set_up": 1}
    assert (published / "office.key").stat().st_mode & 0o077 == 0


def test_a_day_that_was_forged_with_all_its_hashes_differs_from_what_was_published(published: Path) -> None:
    def forged(db: sqlite3.Connection) -> None:
        db.execute("UPDATE journal SET actor = 'kiosk:2' WHERE seq = 4")
        forge(db, "", "")

    tamper(published, forged)
    assert verify(published, "--replay")[0] == 0
    code, words = verify(published, "--digest", str(published / "digest.json"))
    assert code == 1
    assert "differs from what was published: last_hash" in words


def test_a_row_added_to_a_published_day_afterwards_is_noticed(published: Path) -> None:
    def add(db: sqlite3.Connection) -> None:
        db.execute(
            "INSERT INTO journal SELECT office_id, seq + 1, at, actor, event, body, hash FROM journal WHERE seq = 9"
        )
        db.execute("UPDATE offices SET journal_seq = 10")
        forge(db, "", "")

    tamper(published, add)
    code, words = verify(published, "--digest", str(published / "digest.json"))
    assert code == 1
    assert "last_seq, issued" in words


def test_a_digest_that_was_altered_or_signed_by_another_key_is_refused(published: Path, tmp_path: Path) -> None:
    file = published / "digest.json"
    signed = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(signed | {"digest": signed["digest"] | {"last_seq": 8}}), "utf-8")
    assert "not that of this key" in verify(published, "--digest", str(file))[1]
    file.write_text(json.dumps(signed), "utf-8")
    other = Signer(tmp_path / "other").public_key
    code, words = verify(published, "--digest", str(file), "--key", other)
    assert (code, "not that of this key" in words) == (1, True)


def test_a_day_that_is_not_over_has_no_digest(published: Path) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    result = CliRunner().invoke(journal, ["digest", "--data", str(published), "--day", tomorrow])
    assert result.exit_code == 1
    assert "is not over yet" in result.output


def forge(db: sqlite3.Connection, ticket: str, favoured: str) -> None:
    """Let another ticket have been called, and compute every hash anew, the head's too."""
    db.execute("UPDATE journal SET body = replace(body, ?, ?) WHERE event = 'called'", (ticket, favoured))
    previous = FIRST_HASH
    for row in db.execute("SELECT office_id, seq, at, actor, event, body, hash FROM journal ORDER BY seq").fetchall():
        previous = row_hash(previous, Row(*row))
        db.execute("UPDATE journal SET hash = ? WHERE seq = ?", (previous, row[1]))
    db.execute("UPDATE offices SET journal_hash = ?", (previous,))
