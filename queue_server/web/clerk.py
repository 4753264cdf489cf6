"""Every verb at a counter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response

from queue_server import protocol
from queue_server.domain.errors import NotFound
from queue_server.usecases import alarm, clerk, counters
from queue_server.usecases.counters import DeskResult
from queue_server.usecases.paper import Reprinted
from queue_server.usecases.undo import undo
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.history import ticket_history
from queue_server.web import loudspeaker
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import context_of
from queue_server.web.paper import print_again

C = TypeVar("C", bound=protocol.Command)
Handler = Callable[[Request], Awaitable[Response]]


def verb(name: str, kind: type[C], do: Callable[[Work, int, C], Done[DeskResult]]) -> Handler:
    """The route of one verb: POST `kind` → DeskAnswer, by the clerk who is signed in, once per request id."""

    async def handle(request: Request) -> Response:
        context, user = context_of(request), await staff(request, "clerk")
        number, wish = _number(request), await read(request, kind)
        result = await context.runner.run(
            f"clerk:{user.name}",
            lambda work: do(work, number, wish),
            Repeatable(wish.request_id, f"{name} {number} {_wish_text(wish)}"),
            DeskResult,
        )
        return answer(desk_answer(result))

    handle.__doc__ = f"POST {kind.__name__} → DeskAnswer: the verb `{name}` at a counter."
    return handle


async def reprint(request: Request) -> Response:
    """POST Reprint → Printed: the ticket once more, marked as a reprint."""
    context, user = context_of(request), await staff(request, "clerk")
    number, wish = _number(request), await read(request, protocol.Reprint)
    again = await context.runner.run(
        f"clerk:{user.name}",
        lambda work: clerk.reprint(work, number, wish.ticket, wish.printer),
        Repeatable(wish.request_id, f"reprint {number} {_wish_text(wish)}"),
        Reprinted,
    )
    return answer(await print_again(context, again, wish.request_id))


VERBS: dict[str, Handler] = {
    "open": verb("open", protocol.Command, lambda work, n, _: counters.open_counter(work, n)),
    "pause": verb("pause", protocol.Command, lambda work, n, _: counters.pause(work, n)),
    "unpause": verb("unpause", protocol.Command, lambda work, n, _: counters.unpause(work, n)),
    "close": verb("close", protocol.Close, lambda work, n, w: counters.close(work, n, release=w.release)),
    "offer": verb("offer", protocol.Offer, lambda work, n, wish: counters.offer(work, n, wish.to)),
    "take-over": verb("take-over", protocol.TakeOver, lambda work, n, w: counters.take_over(work, n, w.reason)),
    "alarm": verb("alarm", protocol.RaiseAlarm, lambda work, n, wish: alarm.raise_alarm(work, n, wish.kind)),
    "answer-alarm": verb("answer-alarm", protocol.Command, lambda work, n, _: alarm.answer_alarm(work, n)),
    "end-alarm": verb("end-alarm", protocol.Command, lambda work, n, _: alarm.end_alarm(work, n)),
    "next": verb("next", protocol.Command, lambda work, n, _: clerk.call_next(work, n)),
    "call": verb("call", protocol.CallThis, lambda work, n, wish: clerk.call_this(work, n, wish.ticket, wish.reason)),
    "recall": verb("recall", protocol.Command, lambda work, n, _: clerk.recall(work, n)),
    "start": verb("start", protocol.Command, lambda work, n, _: clerk.start(work, n)),
    "finish": verb("finish", protocol.Command, lambda work, n, _: clerk.finish(work, n)),
    "finish-next": verb("finish-next", protocol.Command, lambda work, n, _: clerk.finish_next(work, n)),
    "undo": verb("undo", protocol.Command, lambda work, n, _: undo(work, n)),
    "no-show": verb("no-show", protocol.Command, lambda work, n, _: clerk.no_show(work, n)),
    "hold": verb("hold", protocol.Command, lambda work, n, _: clerk.hold(work, n)),
    "resume": verb("resume", protocol.TicketCommand, lambda work, n, wish: clerk.resume(work, n, wish.ticket)),
    "transfer": verb(
        "transfer",
        protocol.Transfer,
        lambda work, n, wish: clerk.transfer(work, n, wish.service, wish.counter, wish.place, wish.note),
    ),
    "walk-in": verb(
        "walk-in",
        protocol.WalkIn,
        lambda work, n, wish: clerk.walk_in(work, n, wish.service, wish.priority, wish.reason),
    ),
    "reinstate": verb("reinstate", protocol.TicketCommand, lambda work, n, w: clerk.reinstate(work, n, w.ticket)),
    "cancel": verb("cancel", protocol.TicketCommand, lambda work, n, wish: clerk.cancel(work, n, wish.ticket)),
    "note": verb("note", protocol.TicketNote, lambda work, n, w: clerk.note(work, n, w.ticket, w.text)),
    "reprint": reprint,
    "test-loudspeaker": loudspeaker.test,
}


async def history(request: Request) -> Response:
    """GET /api/clerk/tickets/{ticket} → TicketHistory: what the journal has about a ticket. Raises NotFound."""
    context = context_of(request)
    await staff(request, "clerk")
    office, ticket = context.runner.office, request.path_params["ticket"]
    return answer(await context.runner.database.read(lambda db: ticket_history(db, office, ticket)))


async def at_counter(request: Request) -> Response:
    """POST /api/counters/{number}/{verb}. Raises NotFound `no_such_page` for a verb that there is not."""
    handler = VERBS.get(request.path_params["verb"])
    if handler is None:
        raise NotFound("no_such_page")
    return await handler(request)


def _number(request: Request) -> int:
    return int(request.path_params["number"])


def _wish_text(wish: protocol.Command) -> str:
    return repr([getattr(wish, name) for name in wish.__struct_fields__ if name != "request_id"])


def desk_answer(result: DeskResult) -> protocol.DeskAnswer:
    """What a verb at a counter is answered with."""
    return protocol.DeskAnswer(
        ticket=result.ticket_id,
        code=result.code,
        state=None if result.state is None else result.state.value,
        outcome=None if result.outcome is None else result.outcome.value,
        counter=result.counter,
        counter_state=result.counter_state,
        overtaken=list(result.overtaken),
        finished=result.finished,
        was_spoken=result.was_spoken,
    )
