"""What a manager reads of a period: reports, out of the store alone."""

from __future__ import annotations

import asyncio
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain import calendar
from queue_server.domain.errors import Invalid, NotFound
from queue_server.protocol import SignedDigest
from queue_server.signing import Signer
from queue_server.views.fairness import digest_view, fairness_view
from queue_server.web.answers import answer
from queue_server.web.auth import staff
from queue_server.web.context import context_of


async def fairness(request: Request) -> Response:
    """GET the fairness report: `?first=2026-11-01&last=2026-11-30`, both included; today where they are left out."""
    await staff(request, "manager")
    runner = context_of(request).runner
    office, today = runner.office, calendar.business_day(runner.office, runner.clock.now())
    first, last = asked_days(request, today)
    return answer(await runner.database.read(lambda db: fairness_view(db, office, first, last, today)))


async def day_digest(request: Request) -> Response:
    """GET the signed digest of a closed day: for everybody. Raises NotFound `no_digest`, Invalid `bad_period`."""
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
