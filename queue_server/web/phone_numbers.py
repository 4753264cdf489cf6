"""A number taken from a phone, where the office allows it and the phone shows that it is there."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import NotAllowed
from queue_server.domain.phone_rules import Position
from queue_server.protocol import TakeByPhone
from queue_server.texts import refusal
from queue_server.usecases import visitor
from queue_server.usecases.kiosk import Issued
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.phone import phone_offer
from queue_server.web.answers import answer, read
from queue_server.web.context import Context, context_of
from queue_server.web.kiosk import taken_of

COOKIE = "xephang_phone"
DAY_SECONDS = 24 * 3600


async def offer(request: Request) -> Response:
    """GET → PhoneOffer: the services of which a phone may take a number, and how it shows that it is here."""
    context = context_of(request)
    office, now = context.runner.office, context.runner.clock.now()
    return answer(await context.runner.database.read(lambda db: phone_offer(db, office, now, refusal)))


async def take(request: Request) -> Response:
    """POST TakeByPhone → TicketTaken, at most so many a day for one phone; the cookie `xephang_phone` counts them."""
    context = context_of(request)
    context.phone_rate.count(request.client.host if request.client else "")
    wish = await read(request, TakeByPhone)
    _refuse_who_is_not_here(context, wish)
    phone = request.cookies.get(COOKIE) or secrets.token_urlsafe(16)
    # The wish leaves the phone out: a first answer that was lost has not brought the cookie.
    issued = await context.runner.run(
        "phone",
        lambda work: visitor.take_number(work, wish.service, wish.language, phone),
        Repeatable(wish.request_id, f"issue {wish.service}"),
        Issued,
    )
    found = answer(taken_of(context, issued))
    is_https = request.url.scheme == "https"
    found.set_cookie(COOKIE, phone, max_age=DAY_SECONDS, httponly=True, samesite="strict", secure=is_https)
    return found


def _refuse_who_is_not_here(context: Context, wish: TakeByPhone) -> None:
    rules, now = context.runner.office.phone, context.runner.clock.now()
    match rules.take:
        case "off":
            raise NotAllowed("not_by_phone")
        case "code":
            if not context.viewing.hall_code.is_right(wish.code or "", now, rules.code_minutes):
                raise NotAllowed("wrong_hall_code")
        case "place":
            is_known = wish.latitude is not None and wish.longitude is not None
            where = Position(wish.latitude or 0.0, wish.longitude or 0.0) if is_known else None
            rules.refuse_far_away(where, wish.accuracy_m)
