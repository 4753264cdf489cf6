"""A report as a file to take away: a workbook for Excel, or one table as CSV."""

from __future__ import annotations

import asyncio
from sqlite3 import Connection

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain import calendar
from queue_server.protocol import Grouping, Names, Report
from queue_server.texts import SHIPPED
from queue_server.views import workbook as files
from queue_server.views.reports import GROUPINGS, clerk_names, report, report_view, too_long_by_day
from queue_server.views.workbook import Contents
from queue_server.web.auth import staff
from queue_server.web.context import context_of
from queue_server.web.reports import asked_grouping, asked_period, asked_to_compare

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def workbook(request: Request) -> Response:
    """GET → application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: the report, for Excel.

    Every grouping is on a sheet of its own; asked for as the report, `language` `vi` or `en`. A period of more than a
    year has no sheet of its days.
    """
    await staff(request, "manager")
    runner = context_of(request).runner
    office, now = runner.office, runner.clock.now()
    asked = asked_period(request, calendar.business_day(office, now))
    compared, language = asked_to_compare(request, asked), _language(request)

    def read(db: Connection) -> Contents:
        view = report_view(db, office, asked, compared, "service", now)
        tables: dict[Grouping, Report] = {"service": view.report}
        for by in GROUPINGS:
            if by != "service" and not (by == "day" and too_long_by_day(asked)):
                tables[by] = report(db, office, asked, by, now)
        return Contents(view, tables, now)

    contents = await runner.database.read(read)
    data = await asyncio.to_thread(files.workbook, office, contents, language)
    return _file(data, XLSX, f"bao-cao-{asked.first}-{asked.last}.xlsx")


async def table(request: Request) -> Response:
    """GET → text/csv: the report by one grouping, asked for as the report, `language` `vi` or `en`."""
    await staff(request, "manager")
    runner = context_of(request).runner
    office, now = runner.office, runner.clock.now()
    asked = asked_period(request, calendar.business_day(office, now))
    by, language = asked_grouping(request), _language(request)

    def read(db: Connection) -> tuple[Report, Names]:
        return report(db, office, asked, by, now), clerk_names(db, office)

    found, names = await runner.database.read(read)
    data = files.table(office, by, found, language, names)
    return _file(data, "text/csv; charset=utf-8", f"bao-cao-{by}-{asked.first}-{asked.last}.csv")


def _language(request: Request) -> str:
    asked = request.query_params.get("language", "vi")
    return asked if asked in SHIPPED else "vi"


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
