"""What a manager does from the page of today: tickets, counters, alerts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from queue_server import protocol
from queue_server.usecases import alerts, counters_today, supervision
from queue_server.usecases.supervision import CounterNow, Moved
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import context_of
from queue_server.web.set_up import kept

C = TypeVar("C", bound=protocol.Command)
R = TypeVar("R")


async def move(request: Request) -> Response:
    """POST MoveTicket → TicketMoved: a waiting ticket waits elsewhere."""
    ticket: str = request.path_params["ticket"]

    def verb(work: Work, wish: protocol.MoveTicket) -> Done[Moved]:
        return supervision.move(work, ticket, wish.service, wish.counter, wish.place, wish.reason)

    return answer(_moved(await _do(request, protocol.MoveTicket, f"move {ticket}", verb, Moved)))


async def cancel(request: Request) -> Response:
    """POST CancelTicket → TicketMoved: a ticket ends."""
    ticket: str = request.path_params["ticket"]

    def verb(work: Work, wish: protocol.CancelTicket) -> Done[Moved]:
        return supervision.cancel(work, ticket, wish.reason)

    return answer(_moved(await _do(request, protocol.CancelTicket, f"cancel {ticket}", verb, Moved)))


async def open_counter(request: Request) -> Response:
    """POST OpenFor → CounterSet: a counter is opened for a clerk who is signed in."""
    number: int = request.path_params["number"]

    def verb(work: Work, wish: protocol.OpenFor) -> Done[CounterNow]:
        return supervision.open_for(work, number, wish.clerk)

    return answer(_counter(await _do(request, protocol.OpenFor, f"open {number}", verb, CounterNow)))


async def pause(request: Request) -> Response:
    """POST Command → CounterSet: a break begins at a counter whose clerk has gone."""
    return await _at_counter(request, "pause", supervision.pause)


async def close(request: Request) -> Response:
    """POST Command → CounterSet: a counter that was left open is closed."""
    return await _at_counter(request, "close", supervision.close)


async def serve_today(request: Request) -> Response:
    """POST ServeToday → SetUpApplied: the counter serves these until the end of the day."""
    context, number = context_of(request), int(request.path_params["number"])

    def verb(work: Work, wish: protocol.ServeToday) -> Done[int]:
        return kept(context, lambda inside: counters_today.serve_today(inside, number, wish.services))(work)

    return answer(protocol.SetUpApplied(await _do(request, protocol.ServeToday, f"serve today {number}", verb, int)))


async def acknowledge(request: Request) -> Response:
    """POST Command → AlertAnswer: somebody sees to an alert."""
    alert: int = request.path_params["alert"]
    done = await _do(
        request, protocol.Command, f"acknowledge {alert}", lambda work, _: alerts.acknowledge(work, alert), int
    )
    return answer(protocol.AlertAnswer(alert=done))


async def _at_counter(request: Request, name: str, verb: Callable[[Work, int], Done[CounterNow]]) -> Response:
    number: int = request.path_params["number"]
    done = await _do(request, protocol.Command, f"{name} {number}", lambda work, _: verb(work, number), CounterNow)
    return answer(_counter(done))


async def _do(
    request: Request, kind: type[C], wish_text: str, verb: Callable[[Work, C], Done[R]], result: type[R]
) -> R:
    """Carry out the verb of the manager who is signed in, once per request id."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, kind)
    asked = repr([getattr(wish, name) for name in wish.__struct_fields__ if name != "request_id"])
    return await context.runner.run(
        f"manager:{user.name}",
        lambda work: verb(work, wish),
        Repeatable(wish.request_id, f"{wish_text} {asked}"),
        result,
    )


def _moved(done: Moved) -> protocol.TicketMoved:
    return protocol.TicketMoved(
        code=done.code,
        state=done.state.value,
        service=done.service_id,
        counter=done.counter,
        overtaken=list(done.overtaken),
    )


def _counter(done: CounterNow) -> protocol.CounterSet:
    return protocol.CounterSet(counter=done.counter, state=done.state, clerk=done.clerk)
