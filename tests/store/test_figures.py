"""The figures of closed days and months: kept as sketches, and what the turns themselves say."""

from __future__ import annotations

from datetime import date, timedelta
from sqlite3 import Connection

import pytest

from queue_server.domain.figures import Figures
from queue_server.domain.moments import moment
from queue_server.store import figures, summaries
from queue_server.store.packing import last_day
from queue_server.usecases.runner import Runner, summarise_closed_days
from tests.store.journalled_day import DAYS, WARD

NEXT_DAY = DAYS[-1] + timedelta(days=1)
NOVEMBER = date(2026, 11, 1)
NOVEMBER_S_END = date(2026, 11, 30)
LATER = moment(2**52)
YEARLY = (*figures.KINDS, figures.WEEKDAY, figures.WEEKDAY_HOUR)


def from_the_turns(db: Connection, kind: str) -> figures.OfKind:
    """The figures of the three days as their turns give them, as sketches."""
    gathered = [figures.gather(db, WARD, day, LATER) for day in DAYS]
    added = figures.added(figures.of_kind(groups, kind) for groups in gathered)
    return {name: found.sketched() for name, found in added.items()}


def from_days(db: Connection, kind: str, first: date, last: date) -> figures.OfKind:
    """The figures of some days as their own rows give them, without those of months."""
    kept = figures.kept_days(db, WARD.id, figures.day_kind(kind), first, last)
    return as_sketches(figures.added(figures.renamed(day, kind, found) for day, found in kept))


def between(db: Connection, kind: str, first: date = DAYS[0], last: date = DAYS[-1]) -> figures.OfKind:
    return figures.between(db, WARD, kind, first, last, LATER)


def as_sketches(of_kind: figures.OfKind) -> figures.OfKind:
    return {name: found.sketched() for name, found in of_kind.items()}


@pytest.mark.parametrize("kind", figures.KINDS)
async def test_what_is_kept_of_closed_days_is_what_their_turns_say(worked: Runner, kind: str) -> None:
    right = await worked.database.read(lambda db: from_the_turns(db, kind))
    assert right
    await summarise_closed_days(worked, NEXT_DAY)
    found = await worked.database.read(lambda db: between(db, kind))
    assert as_sketches(found) == right


async def forget(worked: Runner, where: str) -> None:
    """Forget kept rows, so that what is asked next can only come from the others."""

    def query(db: Connection) -> None:
        db.execute(f"DELETE FROM day_summaries WHERE {where}")

    await worked.database.write(query)


async def test_a_closed_month_is_read_from_its_own_row(worked: Runner) -> None:
    await summarise_closed_days(worked, NEXT_DAY)
    right = await worked.database.read(lambda db: between(db, "service", DAYS[0], NOVEMBER_S_END))
    assert right
    await forget(worked, "kind LIKE 'figures:%' OR business_day >= '2026-12-01'")
    assert await worked.database.read(lambda db: between(db, "service", NOVEMBER, NOVEMBER_S_END)) == right


@pytest.mark.parametrize("day", DAYS)
async def test_this_month_is_one_row_that_grows_with_each_closed_day(worked: Runner, day: date) -> None:
    await summarise_closed_days(worked, day + timedelta(days=1))
    first = day.replace(day=1)

    def read(db: Connection) -> tuple[list[tuple[date, date]], dict[str, figures.OfKind], dict[str, figures.OfKind]]:
        kept = [(start, last_day(text)) for start, text in summaries.between(db, WARD.id, "month:total", first, day)]
        by_month = {kind: as_sketches(between(db, kind, first, day)) for kind in YEARLY}
        return kept, by_month, {kind: from_days(db, kind, first, day) for kind in YEARLY}

    kept, by_month, by_days = await worked.database.read(read)
    assert kept == [(first, day)]
    assert by_month == by_days
    assert by_days["total"][""].issued > 10


async def test_a_part_of_this_month_that_its_row_goes_beyond_is_read_by_days(worked: Runner) -> None:
    await summarise_closed_days(worked, NEXT_DAY)
    found = await worked.database.read(lambda db: between(db, "counter", NOVEMBER, DAYS[0]))
    right = await worked.database.read(lambda db: from_days(db, "counter", DAYS[0], DAYS[0]))
    assert as_sketches(found) == right


async def test_a_closed_year_is_read_from_its_own_row(worked: Runner) -> None:
    await summarise_closed_days(worked, NEXT_DAY)
    year, eve = date(2026, 1, 1), date(2026, 12, 31)
    right = {kind: await worked.database.read(lambda db, kind=kind: between(db, kind, year)) for kind in YEARLY}  # type: ignore[misc]
    await summarise_closed_days(worked, eve + timedelta(days=1))

    await forget(worked, "kind LIKE 'figures:%' OR kind LIKE 'month:%'")
    for kind, of_kind in right.items():
        found = await worked.database.read(
            lambda db, kind=kind: figures.between(db, WARD, kind, year, eve, LATER)  # type: ignore[misc]
        )
        assert found == of_kind, kind


async def test_months_and_days_add_up_to_the_period(worked: Runner) -> None:
    await summarise_closed_days(worked, NEXT_DAY)

    def read(db: Connection) -> tuple[figures.OfKind, figures.OfKind, figures.OfKind]:
        months = [found for _, found in figures.months(db, WARD, "total", NOVEMBER, DAYS[-1], LATER)]
        days = [found for _, found in figures.days(db, WARD, "total", NOVEMBER, DAYS[-1], LATER)]
        assert len(months) == 2
        assert len(days) == 31
        return between(db, "total", NOVEMBER), figures.added(months), figures.added(days)

    whole, by_months, by_days = await worked.database.read(read)
    assert as_sketches(whole) == as_sketches(by_months) == as_sketches(by_days)
    assert whole[""].issued > 50


async def test_weekdays_and_hours_are_the_hours_of_the_days(worked: Runner) -> None:
    await summarise_closed_days(worked, NEXT_DAY)
    found = await worked.database.read(lambda db: between(db, figures.WEEKDAY_HOUR, NOVEMBER))
    total = Figures()
    for of_hour in found.values():
        total.merge(of_hour)
    right = (await worked.database.read(lambda db: between(db, "total", NOVEMBER)))[""]
    assert {name.partition(" ")[0] for name in found} == {"0", "1", "4"}
    assert (total.issued, total.first) == (right.issued, right.first.counted())
    assert total.first.times().mean_s == right.first.times().mean_s


async def test_weekdays_are_the_days_with_their_counters_time(worked: Runner) -> None:
    before = await worked.database.read(lambda db: between(db, figures.WEEKDAY, NOVEMBER))
    await summarise_closed_days(worked, NEXT_DAY)
    found = await worked.database.read(lambda db: between(db, figures.WEEKDAY, NOVEMBER))
    assert as_sketches(found) == as_sketches(before)
    assert set(found) == {"0", "1", "4"}
    friday = await worked.database.read(lambda db: between(db, "total", DAYS[0], DAYS[0]))
    assert found["4"] == friday[""]
    assert found["4"].sessions.open_s > 0


async def test_an_open_day_is_exact(worked: Runner) -> None:
    noon = LATER.replace(year=2026, month=12, day=1, hour=5)
    found = await worked.database.read(lambda db: figures.between(db, WARD, "total", DAYS[-1], DAYS[-1], noon))
    assert found[""].first.exact is not None
    assert found[""].first.times().count == len(found[""].first.exact) > 10
