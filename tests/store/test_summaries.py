"""Closed days are summarised once, and a report over them is what their journals say."""

from __future__ import annotations

from datetime import timedelta
from sqlite3 import Connection

from queue_server.domain import fairness
from queue_server.store import fairness as reports
from queue_server.store import summaries
from queue_server.usecases.runner import Runner, summarise_closed_days
from tests.store.journalled_day import DAYS, WARD


async def test_days_that_were_closed_before_there_were_summaries_get_theirs(worked: Runner) -> None:
    await summarise_closed_days(worked, DAYS[-1] + timedelta(days=1))
    kept = await worked.database.read(
        lambda db: [day for day, _ in summaries.between(db, WARD.id, reports.KIND, DAYS[0], DAYS[-1])]
    )
    assert kept == [DAYS[0] + timedelta(days=n) for n in range(5)]


async def test_a_report_over_kept_days_is_what_a_replay_of_their_journals_says(worked: Runner) -> None:
    def replayed(db: Connection) -> fairness.Fairness:
        return fairness.merged(reports.of_day(db, WARD, one) for one in DAYS)

    before = await worked.database.read(replayed)
    assert before.calls > 20
    assert before.out_of_order
    await summarise_closed_days(worked, DAYS[-1] + timedelta(days=1))

    def kept(db: Connection) -> fairness.Fairness:
        return fairness.merged(reports.between(db, WARD, DAYS[0], DAYS[-1], DAYS[-1] + timedelta(days=1)))

    assert await worked.database.read(kept) == before


async def test_a_period_that_reaches_beyond_today_ends_today(worked: Runner) -> None:
    far = DAYS[-1] + timedelta(days=4000)
    found = await worked.database.read(lambda db: list(reports.between(db, WARD, DAYS[-1], far, DAYS[-1])))
    assert len(found) == 1
