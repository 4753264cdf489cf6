"""The open door: the public board, numbers for other programs, and the API's own description."""

from __future__ import annotations

import time

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import NotAllowed
from queue_server.protocol import TakeTicket
from queue_server.store.api_keys import ApiKey
from queue_server.texts import refusal
from queue_server.usecases import kiosk
from queue_server.usecases.access import NotSignedIn
from queue_server.usecases.kiosk import Issued
from queue_server.usecases.work import Request as Repeatable
from queue_server.views import public
from queue_server.web.answers import answer, read
from queue_server.web.auth import bearer
from queue_server.web.context import context_of
from queue_server.web.kiosk import taken_of

# A web site with a thousand visitors asks once for all of them.
BOARD_SECONDS = 5


async def key(request: Request, scope: str) -> ApiKey:
    """The key that asks. Raises NotSignedIn `unknown_key`, NotAllowed `out_of_scope`, 429 `too_many_requests`."""
    context = context_of(request)
    office, secret = context.runner.office, bearer(request)
    found = await context.runner.database.read(lambda db: public.key_of(db, office, secret))
    if found is None:
        raise NotSignedIn("unknown_key")
    context.key_rate.count(found.name)
    if scope not in found.scopes:
        raise NotAllowed("out_of_scope", scope=scope)
    return found


async def board(request: Request) -> Response:
    """GET → PublicBoard, at most 5 s old, for any web page, where the office has made it public; else by a key."""
    context = context_of(request)
    if bearer(request):
        await key(request, "read:board")
    elif not context.runner.office.public_board:
        raise HTTPException(404)
    else:
        context.board_rate.count(request.client.host if request.client else "")
    office, now = context.runner.office, context.runner.clock.now()
    made, shown = context.board or (0.0, None)
    if shown is None or time.monotonic() - made > BOARD_SECONDS:
        shown = await context.runner.database.read(lambda db: public.public_board(db, office, now, refusal))
        context.board = (time.monotonic(), shown)
    found = answer(shown)
    found.headers["Access-Control-Allow-Origin"] = "*"
    found.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    found.headers["Cache-Control"] = f"public, max-age={BOARD_SECONDS}"
    return found


async def take_ticket(request: Request) -> Response:
    """POST TakeTicket → TicketTaken: a number for another program's user, without paper. Scope `issue`."""
    context, asks = context_of(request), await key(request, "issue")
    wish = await read(request, TakeTicket)
    issued = await context.runner.run(
        f"key:{asks.name}",
        lambda work: kiosk.issue(work, wish.service, wish.priority, wish.language),
        Repeatable(wish.request_id, f"issue {wish.service} {wish.priority}"),
        Issued,
    )
    return answer(taken_of(context, issued))
