"""A rating comes in from a counter's display, and goes out to the manager in sums."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import NotAllowed
from queue_server.protocol import Rate, Rated
from queue_server.usecases import rating
from queue_server.usecases.work import Request as Repeatable
from queue_server.views.ratings import ratings_view
from queue_server.web.answers import answer, days_asked, read
from queue_server.web.auth import bearer, known_device, staff
from queue_server.web.context import context_of


async def rate(request: Request) -> Response:
    """POST Rate → Rated: one answer to the question that the counter's display shows."""
    context = context_of(request)
    paired = await known_device(context, bearer(request))
    counter = None if paired is None else paired.counter
    if counter is None:
        raise NotAllowed("not_paired")
    wish = await read(request, Rate)
    # Kept for a repeated request is what was asked, never how it was answered.
    await context.runner.run(
        "citizen",
        lambda work: rating.rate(work, counter, wish.token, wish.level, wish.reason),
        Repeatable(wish.request_id, f"rate {wish.token}"),
        bool,
    )
    return answer(Rated())


async def ratings(request: Request) -> Response:
    """GET ?days=30 → Ratings."""
    await staff(request, "manager")
    context, days = context_of(request), days_asked(request)
    office, now = context.runner.office, context.runner.clock.now()
    return answer(await context.runner.database.read(lambda db: ratings_view(db, office, now, days)))
