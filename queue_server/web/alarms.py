"""Quiet alarms in the manager's window; desks raise, answer and end them by their verbs."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from queue_server.protocol import Command
from queue_server.usecases import alarm
from queue_server.usecases.counters import DeskResult
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.alarms import alarm_history
from queue_server.web.answers import answer, days_asked, read
from queue_server.web.auth import staff
from queue_server.web.clerk import desk_answer
from queue_server.web.context import context_of


async def history(request: Request) -> Response:
    """GET ?days=30 → AlarmHistory: the alarms of the last days, today among them."""
    await staff(request, "manager")
    context, days = context_of(request), days_asked(request)
    office, now = context.runner.office, context.runner.clock.now()
    return answer(await context.runner.database.read(lambda db: alarm_history(db, office, now, days)))


async def reply(request: Request) -> Response:
    """POST Command → DeskAnswer: the manager comes to a counter, or sends somebody."""
    return await _do(request, "answer-alarm", alarm.answer_alarm)


async def end(request: Request) -> Response:
    """POST Command → DeskAnswer: a counter's alarm is over."""
    return await _do(request, "end-alarm", alarm.end_alarm)


async def _do(request: Request, name: str, verb: Callable[[Work, int], Done[DeskResult]]) -> Response:
    context, user = context_of(request), await staff(request, "manager")
    wish, number = await read(request, Command), int(request.path_params["number"])
    result = await context.runner.run(
        f"manager:{user.name}",
        lambda work: verb(work, number),
        Repeatable(wish.request_id, f"{name} {number}"),
        DeskResult,
    )
    return answer(desk_answer(result))
