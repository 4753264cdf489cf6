"""What a manager reads of a period: reports, out of the store alone."""

from __future__ import annotations

import asyncio
from datetime import date, time

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain import calendar
from queue_server.domain.errors import Invalid, NotFound
from queue_server.protocol import Grouping, SignedDigest
from queue_server.signing import Signer
from queue_server.views.fairness import digest_view, fairness_view
from queue_server.views.report_turns import FIGURES, Filters, turns_view
from queue_server.views.reports import GROUPINGS, Asked, report_view
from queue_server.web.answers import answer
from queue_server.web.auth import staff
from queue_server.web.context import context_of


async def fairness(request: Request) -> Response:
    """GET → FairnessView: `?first=2026-11-01&last=2026-11-30`, both included; today where they are left out."""
    await staff(request, "manager")
    runner = context_of(request).runner
    office, today = runner.office, calendar.business_day(runner.office, runner.clock.now())
    first, last = asked_days(request, today)
    return answer(await runner.database.read(lambda db: fairness_view(db, office, first, last, today)))


async def report(request: Request) -> Response:
    """GET → ReportView: the figures of a period.

    `?first=…&last=…&by=service`, of one day also `starts=08:00&ends=09:30`; beside another period with
    `compare_first` and `compare_last`. Raises Invalid `bad_period`, `report_too_long`, `times_need_one_day`,
    `malformed`, Conflict `turns_archived`.
    """
    await staff(request, "manager")
    runner = context_of(request).runner
    office, now = runner.office, runner.clock.now()
    asked = asked_period(request, calendar.business_day(office, now))
    compared, by = asked_to_compare(request, asked), asked_grouping(request)
    return answer(await runner.database.read(lambda db: report_view(db, office, asked, compared, by, now)))


async def report_turns(request: Request) -> Response:
    """GET → ReportTurns: the turns behind a figure, fifty on a page.

    The period as of a report; `figure` for those that one figure of it counts (`views.report_turns.FIGURES`), all that
    arrived without it; any of `service`, `counter`, `clerk`, `hour`, `weekday`, and waits longer than `over_s`, up to
    `up_to_s`; `after` is what the page before gave as `next`. Raises Invalid as the report.
    """
    await staff(request, "manager")
    runner, given = context_of(request).runner, request.query_params
    office, now = runner.office, runner.clock.now()
    asked = asked_period(request, calendar.business_day(office, now))
    filters = Filters(
        service_id=given.get("service"),
        counter=_number(request, "counter"),
        clerk=given.get("clerk"),
        hour=_number(request, "hour"),
        weekday=_number(request, "weekday"),
        over_s=_number(request, "over_s"),
        up_to_s=_number(request, "up_to_s"),
    )
    figure, after = given.get("figure", "turns"), given.get("after")
    if figure not in FIGURES:
        raise Invalid("malformed", where="figure")
    return answer(await runner.database.read(lambda db: turns_view(db, office, asked, filters, after, now, figure)))


async def day_digest(request: Request) -> Response:
    """GET → SignedDigest of a closed day, for everybody. Raises NotFound `no_digest`, Invalid `bad_period`."""
    context = context_of(request)
    office, day = context.runner.office, _day(request.path_params["day"])
    found = await context.runner.database.read(lambda db: digest_view(db, office, day))
    if found is None:
        raise NotFound("no_digest", day=day.isoformat())
    shape, text = found
    signer = await asyncio.to_thread(Signer, context.settings.data)
    return answer(SignedDigest(digest=shape, signature=signer.sign(text), public_key=signer.public_key))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("bad_period") from error


def asked_period(request: Request, today: date) -> Asked:
    """The period of a report, with its times of day. Raises Invalid `bad_period`."""
    first, last = asked_days(request, today)
    return Asked(first, last, _time(request, "starts"), _time(request, "ends"))


def asked_to_compare(request: Request, asked: Asked) -> Asked | None:
    """The period to compare with, at the same times of day; None without one. Raises Invalid `bad_period`."""
    given = request.query_params
    if "compare_first" not in given:
        return None
    first = _day(given["compare_first"])
    last = _day(given.get("compare_last", given["compare_first"]))
    if last < first:
        raise Invalid("bad_period")
    return asked._replace(first=first, last=last)


def asked_grouping(request: Request) -> Grouping:
    """By what the lines are grouped. Raises Invalid `malformed`."""
    asked = request.query_params.get("by", "service")
    found = next((one for one in GROUPINGS if one == asked), None)
    if found is None:
        raise Invalid("malformed", where="by")
    return found


def _time(request: Request, name: str) -> time | None:
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        found = time.fromisoformat(text)
    except ValueError as error:
        raise Invalid("bad_period") from error
    if found.tzinfo is not None:
        raise Invalid("bad_period")
    return found


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7):
        raise Invalid("malformed", where=name)
    return int(text)


def asked_days(request: Request, today: date) -> tuple[date, date]:
    """The business days that a report is asked for, both included. Raises Invalid `bad_period`."""
    given = request.query_params
    try:
        first = date.fromisoformat(given.get("first", today.isoformat()))
        last = date.fromisoformat(given.get("last", max(first, today).isoformat()))
    except ValueError as error:
        raise Invalid("bad_period") from error
    if last < first:
        raise Invalid("bad_period")
    return first, last
