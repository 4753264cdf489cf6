"""The report of the bank's day, against the same figures recomputed from its file by other means."""

from __future__ import annotations

import csv
import math
import statistics
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from datetime import date, time, timedelta
from sqlite3 import Connection

import pytest

from queue_server.domain import calendar
from queue_server.domain.errors import QueueError
from queue_server.domain.lengths import RELATIVE_ERROR
from queue_server.protocol import Grouping, ReportLine, ReportView, Times
from queue_server.store import offices
from queue_server.store.database import Database, connect
from queue_server.usecases.runner import Runner, summarise_closed_days
from queue_server.views.report_turns import Filters, turns_view
from queue_server.views.reports import Asked, report, report_view
from tests.store.conftest import FixedClock
from tests.views import bank_day
from tests.views.bank_day import DAY, FILE, TARGET

BANK = bank_day.bank()
EVENING = calendar.day_end(BANK, DAY) - timedelta(minutes=1)
MORNING_AFTER = calendar.day_end(BANK, DAY) + timedelta(hours=8)
Row = dict[str, str]


@pytest.fixture(scope="module")
def file() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
async def bank(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Runner]:
    """Give the office on the evening of the bank's day; tests only read it."""
    database = Database(tmp_path_factory.mktemp("open") / "office.sqlite")
    database.open()
    await database.write(lambda db: offices.save(db, BANK, bank_day.set_up()))
    await database.write(lambda db: bank_day.load(db, BANK))
    yield Runner(database, BANK, FixedClock(EVENING))
    database.close()


@pytest.fixture(scope="module")
async def closed_bank(bank: Runner, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Runner]:
    """Give the office on the morning after, its day closed and summarised."""
    database = Database(tmp_path_factory.mktemp("closed") / "office.sqlite")
    with connect(bank.database.path) as source:
        source.execute("VACUUM INTO ?", (str(database.path),))
    source.close()
    database.open()
    runner = Runner(database, BANK, FixedClock(MORNING_AFTER))
    await summarise_closed_days(runner, DAY + timedelta(days=1))
    yield runner
    database.close()


async def read(bank: Runner, asked: Asked | None = None, by: Grouping = "service") -> ReportView:
    now = bank.clock.now()
    return await bank.database.read(lambda db: report_view(db, BANK, asked or Asked(DAY, DAY), None, by, now))


def seconds(clock: str) -> int:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def waits(rows: Iterable[Row]) -> list[int]:
    return [seconds(row["left_queue"]) - seconds(row["arrival"]) for row in rows if row["outcome"] == "AGENT"]


def services(rows: Iterable[Row]) -> list[int]:
    """A few rows of the file have the service begin before the queue was left; nobody is served before being called."""
    found = []
    for row in (one for one in rows if one["outcome"] == "AGENT"):
        start = max(seconds(row["service_start"]), seconds(row["left_queue"]))
        found.append(max(seconds(row["service_end"]) - start, 0))
    return found


def assert_same_times(found: Times, right: Sequence[int], error: float) -> None:
    """`error`: how far, in shares, the ranks may be off; counts, means and maxima may not."""
    assert found.count == len(right)
    if not right:
        assert found.median_s is None
        return
    assert found.mean_s == pytest.approx(statistics.fmean(right), rel=1e-9)
    assert found.max_s == max(right)
    # A sketch tells lengths of up to a second as half a second.
    assert found.median_s == pytest.approx(statistics.median(right), rel=error, abs=0.5 if error > 1e-6 else 0)
    ninth = sorted(right)[math.ceil(0.9 * len(right)) - 1]
    assert found.p90_s == pytest.approx(ninth, rel=error, abs=0.5 if error > 1e-6 else 0)


def assert_same(line: ReportLine, rows: Sequence[Row], error: float) -> None:
    waited = waits(rows)
    assert line.issued == len(rows)
    assert (line.served, line.cancelled) == (len(waited), len(rows) - len(waited))
    assert_same_times(line.wait_to_first_call, waited, error)
    assert_same_times(line.service_time, services(rows), error)
    within = sum(wait <= TARGET.total_seconds() for wait in waited)
    assert line.within_target_of_called == (within / len(waited) if waited else None)
    assert line.within_target_of_issued == within / len(rows)
    assert line.abandoned_rate == (len(rows) - len(waited)) / len(rows)


GROUPED: list[tuple[Grouping, Callable[[Row], str]]] = [
    ("service", lambda row: row["type"].strip()),
    ("hour", lambda row: f"{seconds(row['arrival']) // 3600:02}"),
    ("weekday", lambda _row: "1"),
    ("day", lambda _row: "2026-11-24"),
    ("month", lambda _row: "2026-11"),
]


@pytest.mark.parametrize(("by", "group_of"), GROUPED, ids=[by for by, _ in GROUPED])
async def test_the_report_is_what_the_file_says_exactly_while_open_and_within_the_error_when_closed(
    bank: Runner, closed_bank: Runner, file: list[Row], by: Grouping, group_of: Callable[[Row], str]
) -> None:
    rows: dict[str, list[Row]] = {}
    for row in file:
        rows.setdefault(group_of(row), []).append(row)
    for runner, error in ((bank, 1e-9), (closed_bank, RELATIVE_ERROR)):
        found = (await read(runner, by=by)).report
        assert found.is_exact is (runner is bank)
        assert_same(found.total, file, error)
        assert {line.name for line in found.lines} == set(rows)
        for line in found.lines:
            assert_same(line, rows[line.name], error)


@pytest.mark.parametrize("by", ["counter", "clerk"])
async def test_counters_and_clerks_have_the_turns_that_the_file_gives_their_agents(
    bank: Runner, file: list[Row], by: Grouping
) -> None:
    agents = sorted({row["agent"].strip() for row in file if row["outcome"] == "AGENT"})
    found = {line.name: line for line in (await read(bank, by=by)).report.lines}
    assert len(found) == len(agents)
    for number, agent in enumerate(agents, start=1):
        own = [row for row in file if row["agent"].strip() == agent and row["outcome"] == "AGENT"]
        line = found[str(number) if by == "counter" else agent]
        assert line.served == len(own)
        assert_same_times(line.wait_to_first_call, waits(own), 1e-9)
        assert_same_times(line.service_time, services(own), 1e-9)
        assert line.open_s == pytest.approx(line.serving_s + line.idle_s + line.break_s)


async def test_an_event_at_exactly_the_period_s_start_belongs_to_it_and_at_its_end_does_not(
    bank: Runner, closed_bank: Runner, file: list[Row]
) -> None:
    arrival = seconds(file[len(file) // 2]["arrival"]) // 60 * 60
    edge = time(arrival // 3600, arrival % 3600 // 60)
    until = (await read(bank, Asked(DAY, DAY, None, edge))).report.total
    since = (await read(bank, Asked(DAY, DAY, edge, None))).report.total
    assert_same(until, [row for row in file if seconds(row["arrival"]) < arrival], 1e-9)
    assert_same(since, [row for row in file if seconds(row["arrival"]) >= arrival], 1e-9)
    # A part of a closed day is told from its turns, so it stays exact.
    again = (await read(closed_bank, Asked(DAY, DAY, edge, None))).report
    assert again.is_exact
    assert again.total == since


async def test_the_charts_show_the_same_turns(bank: Runner, file: list[Row]) -> None:
    view = await read(bank)
    waited = waits(file)
    assert sum(one.count for one in view.waits) == len(waited)
    within = sum(one.count for one in view.waits if one.up_to_s is not None and one.up_to_s <= view.target_wait_s)
    assert within == sum(wait <= view.target_wait_s for wait in waited)
    assert sum(cell.issued for cell in view.heat) == len(file)
    assert {cell.weekday for cell in view.heat} == {1}


async def test_each_turn_behind_a_figure_is_on_exactly_one_page(bank: Runner, file: list[Row]) -> None:
    agent = next(row["agent"].strip() for row in file if row["outcome"] == "AGENT")
    for filters, count in (
        (Filters(), len(file)),
        (Filters(clerk=agent), sum(row["agent"].strip() == agent for row in file)),
        (Filters(hour=10), sum(seconds(row["arrival"]) // 3600 == 10 for row in file)),
        (Filters(weekday=2), 0),
        (Filters(service_id="PS", counter=1), None),
    ):
        seen: list[tuple[str, str, int]] = []
        after: str | None = None
        while True:
            page = await bank.database.read(
                lambda db, filters=filters, after=after: turns_view(  # type: ignore[misc]
                    db, BANK, Asked(DAY, DAY), filters, after, EVENING
                )
            )
            seen += [(turn.day, turn.code, turn.n) for turn in page.turns]
            if (after := page.next) is None:
                break
        assert len(seen) == len(set(seen))
        assert count is None or len(seen) == count


async def refused(bank: Runner, query: Callable[[Connection], object]) -> str:
    with pytest.raises(QueueError) as refusal:
        await bank.database.read(query)
    return refusal.value.code


async def test_what_can_t_be_told_is_refused_by_name(bank: Runner) -> None:
    two_days = Asked(DAY, DAY + timedelta(days=1), time(8), None)
    assert await refused(bank, lambda db: report(db, BANK, two_days, "service", EVENING)) == "times_need_one_day"
    backwards = Asked(DAY, DAY, time(9), time(8))
    assert await refused(bank, lambda db: report(db, BANK, backwards, "service", EVENING)) == "bad_period"
    years = Asked(date(2024, 1, 1), DAY)
    assert await refused(bank, lambda db: report(db, BANK, years, "day", EVENING)) == "report_too_long"
    assert await refused(bank, lambda db: turns_view(db, BANK, Asked(DAY, DAY), Filters(), "x", EVENING)) == "malformed"
