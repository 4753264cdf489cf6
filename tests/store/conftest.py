"""An office that worked on three days of two months, and whose days are over."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from sqlite3 import Connection

import pytest

from queue_server.app import save_office
from queue_server.domain import calendar
from queue_server.store.database import Database
from queue_server.usecases import day
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Work
from tests.domain.builders import at
from tests.store.journalled_day import DAYS, WARD, Day


class FixedClock:
    """A clock that a test sets."""

    speed = 1.0

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at


@pytest.fixture(scope="session")
async def worked_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of an office that worked on three days; played once, each test has its own copy."""
    path = tmp_path_factory.mktemp("worked") / "office.sqlite"
    database = Database(path)
    database.open()
    await save_office(database, WARD, "", at("07:00"))
    for seed, one in enumerate(DAYS):
        await database.write(partial(played, one=one, seed=seed))
    database.close()
    return path


@pytest.fixture
async def worked(worked_file: Path, tmp_path: Path) -> AsyncIterator[Runner]:
    """Give an office that worked on three days, in the morning after the last."""
    database = Database(Path(shutil.copy(worked_file, tmp_path)))
    database.open()
    yield Runner(database, WARD, FixedClock(calendar.day_end(WARD, DAYS[-1]) + timedelta(hours=8)))
    database.close()


def played(db: Connection, one: date, seed: int) -> None:
    Day(db, WARD, at("07:30", one), seed).play(200)
    day.close_earlier_days(Work(db, WARD, calendar.day_end(WARD, one), "system"))
