"""Notices to the phone of one ticket, where the office has keys for Web Push."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import NotFound
from queue_server.domain.notices import Subscription
from queue_server.protocol import AskNotices, Notices
from queue_server.texts import languages
from queue_server.usecases import notices
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.phone import has_notices
from queue_server.web.answers import answer, read
from queue_server.web.context import context_of
from queue_server.web.visitor import carry_out


async def state(request: Request) -> Response:
    """GET → Notices: whether the office sends any, and whether this ticket's phone gets them."""
    return await _state(request)


async def ask(request: Request) -> Response:
    """POST AskNotices → Notices: this phone is told from now on, in place of another."""
    context, token = context_of(request), request.path_params["token"]
    wish = await read(request, AskNotices)
    if context.push_key is None:
        raise NotFound("no_notices")
    language = wish.language if wish.language in languages() else "vi"
    wanted = Subscription(wish.endpoint, wish.p256dh, wish.auth, language)
    await context.runner.run(
        "citizen", lambda work: notices.ask(work, token, wanted), Repeatable(wish.request_id, f"notices {token}"), str
    )
    return await _state(request)


async def stop(request: Request) -> Response:
    """POST Command → Notices: this phone is told nothing more."""
    await carry_out(request, "no notices", notices.stop)
    return await _state(request)


async def _state(request: Request) -> Response:
    context = context_of(request)
    ticket_id, office = await context.viewing.ticket_of(request.path_params["token"]), context.runner.office
    is_on = await context.runner.database.read(lambda db: has_notices(db, office, ticket_id))
    return answer(Notices(key=context.push_key, is_on=is_on))
