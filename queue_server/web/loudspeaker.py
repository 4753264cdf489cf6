"""What staff ask of the loudspeaker: the manager lets it say a text, a clerk tests the one of the counter's zone."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import Conflict
from queue_server.live.announcer import Said, Spoken
from queue_server.live.hub import ScreenKey
from queue_server.protocol import Announced, Announcing, Command, LoudspeakerTested
from queue_server.usecases import announcements
from queue_server.usecases.work import Request as Repeatable
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import Context, context_of

# A test waits for its turn behind the calls; the desk itself gives up an answer after 8 s.
TEST_SECONDS = 6.0


async def announce(request: Request) -> Response:
    """POST Announcing → Announced. Raises Conflict `words_without_clips`, which `by_engine` overcomes."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, Announcing)
    lacking = context.loudspeaker.lacks(context.runner.office, wish.text, wish.language)
    # A pack that espeak spoke is completed by the same voice; any other would change in the middle of the hall's day.
    if lacking and not (wish.by_engine or context.loudspeaker.is_engine_s_own(wish.language)):
        raise Conflict("words_without_clips", words=", ".join(lacking))
    made = await context.runner.run(
        f"manager:{user.name}",
        lambda work: announcements.announce(
            work, wish.request_id, wish.zones, wish.text, wish.language, by_engine=bool(lacking)
        ),
        Repeatable(wish.request_id, f"announce {wish.zones} {wish.text} {wish.language}"),
        list[str],
    )
    return answer(Announced(announcements=made))


async def test(request: Request) -> Response:
    """POST Command → LoudspeakerTested: a short sentence in the counter's zone, and what became of it."""
    context, _ = context_of(request), await staff(request, "clerk")
    wish, number = await read(request, Command), int(request.path_params["number"])
    zone = context.runner.office.counter(number).zone_id
    spoken = Spoken(f"test-{wish.request_id}@{zone}", "test", context.runner.clock.now())
    try:
        async with asyncio.timeout(TEST_SECONDS):
            said = await context.announcers.of(zone).said(spoken)
    except TimeoutError:
        said = Said(None, "busy")
    return answer(_tested(context, zone, said))


def _tested(context: Context, zone: str, said: Said) -> LoudspeakerTested:
    screens = context.hub.screens(ScreenKey("display", zone))
    return LoudspeakerTested(
        speaks=None if said.by is None else said.by.label,
        problem=said.problem,
        silent=[screen.label for screen in screens if not screen.sound or screen.is_mute],
    )
