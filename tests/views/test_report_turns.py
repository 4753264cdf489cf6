"""Behind each figure of a report are as many turns as it says: on days with transfers, no-shows, holds, promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection

import pytest

from queue_server.domain.moments import moment
from queue_server.protocol import Grouping, ReportLine
from queue_server.usecases.runner import Runner
from queue_server.views.report_turns import Filters, turns_view
from queue_server.views.reports import GROUPINGS, Asked, report, report_view
from tests.store.journalled_day import DAYS, WARD

LATER = moment(2**52)
ALL = Asked(DAYS[0], DAYS[-1])


def behind(line: ReportLine) -> dict[str, int]:
    """How many turns the figures of a line speak of."""
    called = line.wait_to_first_call.count
    return {
        "called": called,
        "served": line.served,
        "no_shows": line.no_shows,
        "cancelled": line.cancelled,
        "expired": line.expired,
        "abandoned": line.cancelled + line.expired,
        "within_called": round((line.within_target_of_called or 0) * called),
        "walk": line.walk.count,
        "service": line.service_time.count,
        "quoted": line.quoted,
        "quoted_within": round((line.quoted_within or 0) * line.quoted),
    }


def narrowed(by: Grouping, name: str) -> tuple[Asked, Filters]:
    """What the page asks for when a figure of a group is opened."""
    if by == "day":
        return Asked(date.fromisoformat(name), date.fromisoformat(name)), Filters()
    if by == "month":
        of_month = [day for day in DAYS if f"{day:%Y-%m}" == name]
        return Asked(of_month[0], of_month[-1]), Filters()
    own = {"service": "service_id"}.get(by, by)
    return ALL, Filters(**{own: int(name) if by in ("counter", "hour", "weekday") else name})  # type: ignore[arg-type]


def listed(db: Connection, asked: Asked, filters: Filters, figure: str) -> Iterator[tuple[str, str, int]]:
    after: str | None = None
    while True:
        page = turns_view(db, WARD, asked, filters, after, LATER, figure)
        yield from ((turn.day, turn.code, turn.n) for turn in page.turns)
        if (after := page.next) is None:
            return


@pytest.mark.parametrize("by", GROUPINGS)
async def test_as_many_turns_are_listed_as_the_figure_says(worked: Runner, by: Grouping) -> None:
    def read(db: Connection) -> None:
        db.execute("PRAGMA query_only = OFF")
        db.execute("UPDATE tickets SET quoted_low = 0, quoted_high = 5 WHERE number % 2 = 0")
        found = report(db, WARD, ALL, by, LATER)
        for line in (*found.lines, found.total):
            asked, filters = narrowed(by, line.name) if line.name else (ALL, Filters())
            figures = behind(line)
            if not line.name or by not in ("counter", "clerk"):
                within = round((line.within_target_of_issued or 0) * line.issued)
                figures |= {"issued": line.issued, "within_issued": within, "stay": line.stay.count}
            for figure, count in figures.items():
                turns = list(listed(db, asked, filters, figure))
                assert len(turns) == len(set(turns)) == count, (line.name, figure)
        assert found.total.issued > 50
        assert min(found.total.no_shows, found.total.quoted, found.total.cancelled) > 0
        db.execute("PRAGMA query_only = ON")

    await worked.database.read(read)


async def test_as_many_turns_are_listed_as_the_bars_and_cells_of_the_charts_say(worked: Runner) -> None:
    def read(db: Connection) -> None:
        view = report_view(db, WARD, ALL, None, "service", LATER)
        before = None
        for one in view.waits:
            filters = Filters(over_s=before, up_to_s=one.up_to_s)
            assert len(list(listed(db, ALL, filters, "called"))) == one.count
            before = one.up_to_s
        assert sum(one.count for one in view.waits) > 30
        for cell in view.heat:
            filters = Filters(weekday=cell.weekday, hour=cell.hour)
            assert len(list(listed(db, ALL, filters, "issued"))) == cell.issued

    await worked.database.read(read)
