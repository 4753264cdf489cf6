"""What staff ask of the loudspeaker: the manager lets it say a text, a clerk tests the one of the counter's zone."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from queue_server.domain.errors import Conflict
from queue_server.live.announcer import Said, Spoken
from queue_server.live.hub import ScreenKey
from queue_server.protocol import Announced, Announcing, Command, Listen, Listened, LoudspeakerTested, TakeBack
from queue_server.usecases import announcements
from queue_server.usecases.work import Request as Repeatable
from queue_server.web.answers import answer, read
from queue_server.web.auth import staff
from queue_server.web.context import Context, context_of

# A test waits for its turn behind the calls; the desk itself gives up an answer after 8 s.
TEST_SECONDS = 6.0


async def announce(request: Request) -> Response:
    """POST Announcing → Announced.

    Raises Invalid `nothing_to_say`, Conflict `words_without_clips`, which `by_engine` overcomes.
    """
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, Announcing)
    by_engine = _needs_engine(context, wish)
    made = await context.runner.run(
        f"manager:{user.name}",
        lambda work: announcements.announce(
            work, wish.request_id, wish.zones, wish.text, wish.language, by_engine=by_engine
        ),
        Repeatable(wish.request_id, f"announce {wish.zones} {wish.text} {wish.language}"),
        list[str],
    )
    return answer(Announced(announcements=made))


async def listen(request: Request) -> Response:
    """POST Listen → Listened: the text as the hall would hear it. Raises Conflict `words_without_clips`."""
    context, _ = context_of(request), await staff(request, "manager")
    wish = await read(request, Listen)
    office, loudspeaker = context.runner.office, context.loudspeaker
    if _needs_engine(context, wish):
        # A process of the engine and some 100 ms: not on the loop that serves the calls.
        said = await asyncio.to_thread(loudspeaker.say_by_engine, office, wish.text, wish.language, chime=False)
    else:
        said = loudspeaker.say(
            office, "free_text", {"text": wish.text}, language=wish.language, chime=False, briefly=True
        )
    sound = None if said.key is None else f"/audio/{said.key}.mp3"
    return answer(Listened(text=said.text, sound=sound, seconds=said.seconds))


async def take_back(request: Request) -> Response:
    """POST TakeBack → Announced: those that are not said after all. Raises Conflict `already_said` for none."""
    context, user = context_of(request), await staff(request, "manager")
    wish = await read(request, TakeBack)
    taken = await context.runner.run(
        f"manager:{user.name}",
        lambda work: announcements.take_back(work, wish.announcements),
        Repeatable(wish.request_id, f"take back {wish.announcements}"),
        list[str],
    )
    return answer(Announced(announcements=taken))


def _needs_engine(context: Context, wish: Announcing | Listen) -> bool:
    """Whether the offline engine must say it. Raises Conflict `words_without_clips` where it may not."""
    lacking = context.loudspeaker.lacks(context.runner.office, wish.text, wish.language)
    # A pack that espeak spoke is completed by the same voice; any other would change in the middle of the hall's day.
    if lacking and not (wish.by_engine or context.loudspeaker.is_engine_s_own(wish.language)):
        raise Conflict("words_without_clips", words=", ".join(lacking))
    return bool(lacking)


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
