"""Old turns leave the database for files, and the reports stay what they were."""

from __future__ import annotations

import asyncio
import csv
import gzip
import shutil
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from queue_server.cli import main
from queue_server.clock import SystemClock
from queue_server.domain import calendar
from queue_server.domain.errors import QueueError
from queue_server.office_file import read_office
from queue_server.protocol import ReportView
from queue_server.store import offices
from queue_server.store.archive import Archived
from queue_server.store.database import Database
from queue_server.usecases.archive import purge_day
from queue_server.usecases.runner import Runner, summarise_closed_days
from queue_server.usecases.work import Work
from queue_server.views.report_turns import Filters, turns_view
from queue_server.views.reports import Asked, report_view
from tests.store.conftest import FixedClock
from tests.views import bank_day

# A Thursday and a Friday, and the Monday of the next month: long past, whatever the machine's clock says.
DAYS = [date(2024, 11, 28), date(2024, 11, 29), date(2024, 12, 2)]
BANK = read_office(bank_day.set_up())
NOW = calendar.day_end(BANK, DAYS[-1]) + timedelta(hours=8)
ALL = Asked(DAYS[0], DAYS[-1])


@dataclass
class Folder:
    """A data folder, opened for each question."""

    data: Path

    def read(self, query: Any) -> Any:
        database = Database(self.data / "office.sqlite")

        async def ask() -> Any:
            database.open()
            try:
                return await database.read(query)
            finally:
                database.close()

        return asyncio.run(ask())

    def report(self) -> ReportView:
        found: ReportView = self.read(lambda db: report_view(db, BANK, ALL, None, "service", NOW))
        return found

    def count(self, table: str) -> int:
        return int(self.read(lambda db: db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]))

    def xephang(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "--data", str(self.data)])


@pytest.fixture(scope="module")
async def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the bank's office with its day three times, closed and summarised; each test has a copy."""
    data = tmp_path_factory.mktemp("closed")
    (data / "office.toml").write_text(bank_day.set_up(), encoding="utf-8")
    database = Database(data / "office.sqlite")
    database.open()
    await database.write(lambda db: offices.save(db, BANK, bank_day.set_up()))
    for day in DAYS:
        await database.write(lambda db, day=day: bank_day.load(db, BANK, day))  # type: ignore[misc]
    await summarise_closed_days(Runner(database, BANK, FixedClock(NOW)), DAYS[-1] + timedelta(days=1))
    database.close()
    return data


@pytest.fixture
def folder(closed: Path, tmp_path: Path) -> Folder:
    """Give the office's folder to one test."""
    return Folder(Path(shutil.copytree(closed, tmp_path / "data")))


def test_archived_turns_leave_the_database_and_the_reports_stay_what_they_were(folder: Folder, tmp_path: Path) -> None:
    before, journal = folder.report(), folder.count("journal")
    archive = ("archive", "--before", "2024-12-01", "--to", str(tmp_path / "kho"))
    result = folder.xephang(*archive)
    assert result.exit_code == 0, result.output
    visits = bank_day.recorded().visits
    assert folder.count("turns") == 3 * len(visits)
    result = folder.xephang(*archive, "--purge")
    assert result.exit_code == 0, result.output
    (file,) = (tmp_path / "kho").iterdir()
    assert file.name == "turns-2024-11-28-2024-11-29.csv.gz"
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 2 * len(visits)
    assert sum(row["outcome"] == "served" for row in rows) == 2 * bank_day.recorded().served
    assert folder.count("turns") == folder.count("tickets") == len(visits)
    assert folder.count("journal") == journal + 2
    assert folder.xephang("journal", "verify").exit_code == 0
    after = folder.report()
    assert after.archived_until == "2024-11-29"
    assert msgspec.structs.replace(after, archived_until=None) == before
    page = folder.read(lambda db: turns_view(db, BANK, Asked(DAYS[0], DAYS[1]), Filters(), None, NOW))
    assert (page.turns, page.archived_until) == ([], "2024-11-29")
    again = folder.xephang(*archive, "--purge")
    assert "0 days archived" in again.output


def test_a_rule_for_a_timer_keeps_the_last_months_and_takes_the_older_ones(folder: Folder, tmp_path: Path) -> None:
    visits = len(bank_day.recorded().visits)
    nothing = folder.xephang("archive", "--keep-months", "1200", "--to", str(tmp_path / "kho"), "--purge")
    assert nothing.exit_code == 0
    assert folder.count("turns") == 3 * visits
    today = SystemClock().now().date()
    since_december = (today.year - 2024) * 12 + today.month - 12
    result = folder.xephang("archive", "--keep-months", str(since_december), "--to", str(tmp_path / "kho"), "--purge")
    assert result.exit_code == 0, result.output
    assert folder.count("turns") == visits
    assert [file.name for file in (tmp_path / "kho").iterdir()] == ["turns-2024-11-28-2024-11-29.csv.gz"]
    assert folder.xephang("archive", "--to", str(tmp_path)).exit_code == 2


def test_a_part_of_an_archived_day_is_refused_by_name(folder: Folder, tmp_path: Path) -> None:
    assert folder.xephang("archive", "--before", "2024-11-29", "--to", str(tmp_path), "--purge").exit_code == 0
    morning = Asked(DAYS[0], DAYS[0], time(8), None)
    with pytest.raises(QueueError) as refusal:
        folder.read(lambda db: report_view(db, BANK, morning, None, "service", NOW))
    assert refusal.value.code == "turns_archived"


def test_a_file_that_holds_something_else_is_not_written_over(folder: Folder, tmp_path: Path) -> None:
    other = tmp_path / "turns-2024-11-28-2024-11-28.csv.gz"
    other.write_bytes(b"something else")
    result = folder.xephang("archive", "--before", "2024-11-29", "--to", str(tmp_path), "--purge")
    assert result.exit_code == 1
    assert other.read_bytes() == b"something else"
    assert folder.count("turns") == 3 * len(bank_day.recorded().visits)


def test_days_that_are_open_not_summarised_or_not_whole_in_the_archive_keep_their_turns(folder: Folder) -> None:
    turns = len(bank_day.recorded().visits)

    def refused(day: date, held: int) -> Any:
        def query(db: Connection) -> str:
            db.execute("PRAGMA query_only = OFF")
            work = Work(db, BANK, calendar.day_start(BANK, DAYS[-1]) + timedelta(hours=9), "administrator")
            with pytest.raises(QueueError) as refusal:
                purge_day(work, day, Archived(file="x", sha256="0", turns=held))
            return refusal.value.code

        return folder.read(query)

    assert refused(DAYS[-1], turns) == "day_not_closed"
    assert refused(DAYS[0], turns - 1) == "archive_differs"
    assert refused(DAYS[0] - timedelta(days=1), 0) == "day_not_summarised"
    assert folder.count("turns") == 3 * turns
