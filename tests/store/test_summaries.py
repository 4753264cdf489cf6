"""Closed days are summarised once, and a report over them is what their journals say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from sqlite3 import Connection

import pytest

from queue_server.app import save_office
from queue_server.domain import calendar, fairness
from queue_server.store import fairness as reports
from queue_server.store import summaries
from queue_server.store.database import Database
from queue_server.usecases import day
from queue_server.usecases.runner import Runner, summarise_closed_days
from queue_server.usecases.work import Work
from tests.domain.builders import TUESDAY, at, office
from tests.store.journalled_day import Day

WARD = office()
DAYS = [TUESDAY + timedelta(days=n) for n in range(3)]


class FixedClock:
    """A clock that a test sets."""

    speed = 1.0

    def __init__(self, now: datetime) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at


@pytest.fixture
async def runner(tmp_path: Path) -> AsyncIterator[Runner]:
    """Give an office that worked on three days, in the morning of the fourth."""
    database, clock = Database(tmp_path / "office.sqlite"), FixedClock(at("07:00"))
    database.open()
    await save_office(database, WARD, "", clock.at)
    for seed, one in enumerate(DAYS):
        await database.write(partial(played, one=one, seed=seed))
    clock.at = calendar.day_end(WARD, DAYS[-1]) + timedelta(hours=8)
    yield Runner(database, WARD, clock)
    database.close()


def played(db: Connection, one: date, seed: int) -> None:
    Day(db, WARD, at("07:30", one), seed).play(200)
    day.close_earlier_days(Work(db, WARD, calendar.day_end(WARD, one), "system"))


async def test_days_that_were_closed_before_there_were_summaries_get_theirs(runner: Runner) -> None:
    await summarise_closed_days(runner, DAYS[-1] + timedelta(days=1))
    kept = await runner.database.read(
        lambda db: [day for day, _ in summaries.between(db, WARD.id, reports.KIND, DAYS[0], DAYS[-1])]
    )
    assert kept == DAYS


async def test_a_report_over_kept_days_is_what_a_replay_of_their_journals_says(runner: Runner) -> None:
    def replayed(db: Connection) -> fairness.Fairness:
        return fairness.merged(reports.of_day(db, WARD, one) for one in DAYS)

    before = await runner.database.read(replayed)
    assert before.calls > 20
    assert before.out_of_order
    await summarise_closed_days(runner, DAYS[-1] + timedelta(days=1))

    def kept(db: Connection) -> fairness.Fairness:
        return fairness.merged(reports.between(db, WARD, DAYS[0], DAYS[-1], DAYS[-1] + timedelta(days=1)))

    assert await runner.database.read(kept) == before


async def test_a_period_that_reaches_beyond_today_ends_today(runner: Runner) -> None:
    far = DAYS[-1] + timedelta(days=4000)
    found = await runner.database.read(lambda db: list(reports.between(db, WARD, DAYS[-1], far, DAYS[-1])))
    assert len(found) == 1
