"""The phone page of one ticket, opened by its unguessable token."""

from __future__ import annotations

from collections.abc import Callable

import segno
from starlette.requests import Request
from starlette.responses import Response

from queue_server.live.hub import ScreenKey
from queue_server.protocol import Command
from queue_server.usecases import visitor
from queue_server.usecases.work import Done, Work
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.phone import queue_proof
from queue_server.web.answers import answer, read
from queue_server.web.context import context_of


async def phone(request: Request) -> Response:
    """GET → PhoneView."""
    return await _page(request)


async def cancel(request: Request) -> Response:
    """POST Command → PhoneView: the citizen gives up."""
    await carry_out(request, "cancel", visitor.cancel)
    return await _page(request)


async def more_time(request: Request) -> Response:
    """POST Command → PhoneView: the citizen lets the next few go ahead."""
    await carry_out(request, "more time", visitor.more_time)
    return await _page(request)


async def proof(request: Request) -> Response:
    """GET → QueueProof: who was called before this ticket, and when each of them had come."""
    context = context_of(request)
    ticket_id, office = await context.viewing.ticket_of(request.path_params["token"]), context.runner.office
    return answer(await context.runner.database.read(lambda db: queue_proof(db, office, ticket_id)))


async def qr_code(request: Request) -> Response:
    """GET → image/svg+xml: the ticket's QR code, the same as on its paper."""
    context, token = context_of(request), request.path_params["token"]
    await context.viewing.ticket_of(token)  # only a ticket's own token makes a picture
    return qr_picture(f"{context.public_url}/phone/{token}")


def qr_picture(url: str) -> Response:
    """An address as a QR code, SVG; nobody keeps a copy on the way."""
    svg = segno.make(url, error="m").svg_inline(scale=8, border=4, light="white")
    document = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return Response(document, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


async def carry_out(request: Request, name: str, verb: Callable[[Work, str], Done[str]]) -> None:
    """Do what a citizen wishes about the ticket whose page the address opens, once per request id."""
    token, wish = request.path_params["token"], await read(request, Command)
    await context_of(request).runner.run(
        "citizen", lambda work: verb(work, token), Repeatable(wish.request_id, f"{name} {token}"), str
    )


async def _page(request: Request) -> Response:
    viewing = context_of(request).viewing
    ticket_id = await viewing.ticket_of(request.path_params["token"])
    return answer(await viewing.view(ScreenKey("phone", ticket_id)))
