"""What if: a manager's questions, answered by a process beside the server, line by line."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from queue_server.domain import calendar
from queue_server.domain.errors import Conflict, Invalid
from queue_server.domain.office import Counter, Office
from queue_server.domain.simulated_day import Shift
from queue_server.protocol import AskCounters, AskReplay, CounterRule
from queue_server.simulation.what_if import Question, Staffed, summary
from queue_server.views import what_if as views
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import Context, context_of

# More days say hardly more of what an hour needs, and take longer.
MOST_DAYS = 31
_DAY = timedelta(days=1)


async def day_rules(request: Request) -> Response:
    """GET → PastDayRules of a closed day. Raises Invalid `bad_period`, Conflict `day_not_closed`."""
    await staff(request, "manager")
    context = context_of(request)
    office, day = context.runner.office, _closed_day(context, request.path_params["day"])
    return answer(await context.runner.database.read(lambda db: views.past_day_rules(db, office, day)))


async def counters(request: Request) -> Response:
    """POST AskCounters → application/x-ndjson: WhatIfProgress, at last CountersNeeded.

    Raises Invalid `bad_period`, Conflict `day_not_closed` or `nobody_came`.
    """
    await staff(request, "manager")
    context, wish = context_of(request), await read(request, AskCounters)
    first, last = _closed_day(context, wish.first), _closed_day(context, wish.last)
    if not timedelta(0) <= last - first < MOST_DAYS * _DAY:
        raise Invalid("bad_period")
    office, days = context.runner.office, [first + n * _DAY for n in range((last - first).days + 1)]
    found = await context.runner.database.read(lambda db: views.past_days(db, office, days))
    if not found:
        raise Conflict("nobody_came")
    target = office.target_wait if wish.target_minutes is None else timedelta(minutes=wish.target_minutes)
    was = [Staffed(counters=list(office.counters), staffing=staffing) for _, staffing in found]
    return _streamed(context, Question(target=target, days=[day for day, _ in found], was=was, share=wish.share))


async def replay(request: Request) -> Response:
    """POST AskReplay → application/x-ndjson: at last DayReplayed.

    Raises Invalid `bad_period`, NotFound `unknown_service`, Conflict `day_not_closed` or `nobody_came`.
    """
    await staff(request, "manager")
    context, wish = context_of(request), await read(request, AskReplay)
    office, day = context.runner.office, _closed_day(context, wish.day)
    found = await context.runner.database.read(lambda db: views.past_days(db, office, [day]))
    if not found:
        raise Conflict("nobody_came")
    turns = await context.runner.database.read(lambda db: views.turns_of(db, office, day))
    (past, staffing), minute = found[0], 60_000_000
    return _streamed(
        context,
        Question(
            target=office.target_wait,
            days=[past],
            was=[Staffed(counters=list(office.counters), staffing=staffing)],
            changed=_changed(office, day, wish.counters),
            head_starts_us={int(old) * minute: new * minute for old, new in wish.head_starts.items()},
            recorded=summary(turns, office.target_wait),
        ),
    )


def _closed_day(context: Context, text: str) -> date:
    office = context.runner.office
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("bad_period") from error
    if day >= calendar.business_day(office, context.runner.clock.now()):
        raise Conflict("day_not_closed")
    return day


def _changed(office: Office, day: date, rules: list[CounterRule]) -> Staffed:
    for rule in rules:
        for service_id in (*rule.services, *rule.preferred):
            office.service(service_id)
    return Staffed(
        counters=[Counter(one.number, "", "", tuple(one.services), tuple(one.preferred)) for one in rules],
        staffing={one.number: [_shift(office, day, *span) for span in one.open] for one in rules},
    )


def _shift(office: Office, day: date, start: str, end: str) -> Shift:
    begins, ends = (datetime.combine(day, time.fromisoformat(at), office.time_zone) for at in (start, end))
    if ends <= begins:
        raise Invalid("bad_period")
    return Shift(begins, ends)


def _streamed(context: Context, question: Question) -> Response:
    return StreamingResponse(_lines(context, msgspec.json.encode(question)), media_type="application/x-ndjson")


async def _lines(context: Context, question: bytes) -> AsyncIterator[bytes]:
    # A second manager waits, the counters don't.
    async with context.simulating:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "queue_server.simulation.what_if",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None  # noqa: S101 - it was asked for
        assert process.stdout is not None  # noqa: S101 - it was asked for
        try:
            process.stdin.write(question)
            process.stdin.close()
            async for line in process.stdout:
                yield line
        finally:
            # Whoever asked has gone away, or has the answer.
            if process.returncode is None:
                process.kill()
            await process.wait()
