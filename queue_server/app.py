"""The composition root: opens everything in the lifespan, closes it in reverse."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from sqlite3 import Connection

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from queue_server.clock import Clock, SystemClock
from queue_server.devices.loudspeaker import Loudspeaker, SpokenCall
from queue_server.devices.printer import open_printer
from queue_server.devices.spooler import Spooler
from queue_server.domain.journal import Json, canonical
from queue_server.domain.office import Office
from queue_server.domain.rules import rules_of
from queue_server.live.announcer import Announcer, Pace, Spoken, speaking
from queue_server.live.heartbeat import beating
from queue_server.live.hub import Hub
from queue_server.live.presence import Presence, Seen
from queue_server.live.updates import Updates
from queue_server.live.viewing import Viewing
from queue_server.office_file import EXAMPLES, read_office
from queue_server.settings import Settings
from queue_server.store import calls, devices, journal, offices
from queue_server.store.database import Database
from queue_server.texts import refusal
from queue_server.usecases import day
from queue_server.usecases.runner import Runner, day_ends
from queue_server.usecases.work import Touched, Work
from queue_server.web.context import Context, TryOut
from queue_server.web.edge import Edge, refuse_http
from queue_server.web.routes import routes
from queue_server.web.screens import Pages

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Deployment:
    """What one start of the server is given besides its settings."""

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    public_url: str = "http://127.0.0.1:8000"
    try_out: TryOut | None = None


def create_app(deployment: Deployment) -> Starlette:
    """The ASGI application; nothing is opened before its lifespan starts."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            app.state.context = await _open(deployment, stack)
            yield
            app.state.context.hub.close()

    app = Starlette(routes=routes(), lifespan=lifespan, exception_handlers={HTTPException: refuse_http})
    app.router.redirect_slashes = False  # an address is right or it is refused in words
    app.add_middleware(Edge, allowed_hosts=deployment.settings.allowed_hosts)
    return app


def set_up_text(settings: Settings) -> str:
    """`office.toml` of the data folder; at a first start the starter office is written there."""
    if not settings.office_file.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        settings.office_file.write_bytes((EXAMPLES / "starter_office.toml").read_bytes())
    return settings.office_file.read_text(encoding="utf-8")


async def save_office(database: Database, office: Office, text: str, now: datetime) -> None:
    """Save the set-up when it is new or has changed, with the rules of its order in the journal."""
    facts: dict[str, Json] = {"office": office.id, "rules": rules_of(office)}

    def save(db: Connection) -> None:
        last = journal.set_up_before(db, office.id)
        # A journal that an older version began does not have the rules yet.
        if offices.set_up_text(db, office.id) == text and last is not None and last.body == canonical(facts):
            return
        offices.save(db, office, text)
        Work(db, office, now, "administrator").record("office_set_up", facts)

    await database.write(save)


async def _open(deployment: Deployment, stack: AsyncExitStack) -> Context:
    settings, clock = deployment.settings, deployment.clock
    database = Database(settings.database)
    database.open()
    stack.callback(database.close)
    text = set_up_text(settings)
    office = read_office(text)
    await save_office(database, office, text, clock.now())
    hub, runner, pages = Hub(), Runner(database, office, clock), Pages()
    presence = Presence(hub, clock, _save_seen(database, office.id))
    viewing = Viewing(database, office, clock, hub, refusal, presence, pages.version)
    updates = Updates(viewing, hub, presence)
    loudspeaker = Loudspeaker(settings.voice_folder, office.region)
    announcers = _announcers(office, hub, settings, _OfficeVoice(database, office, clock, loudspeaker))
    runner.after_commit = _tell(office, updates, announcers)
    await runner.run("system", day.close_earlier_days)
    await _speak_what_is_left(database, office, announcers, clock.now(), settings)
    await stack.enter_async_context(presence.running())
    await stack.enter_async_context(updates.running())
    await stack.enter_async_context(beating(hub, clock.now))
    await stack.enter_async_context(speaking(list(announcers.values())))
    await stack.enter_async_context(day_ends(runner))
    return Context(
        settings=settings,
        runner=runner,
        hub=hub,
        viewing=viewing,
        updates=updates,
        pages=pages,
        spooler=Spooler(open_printer(settings.printer_address, width_dots=settings.printer_dots)),
        loudspeaker=loudspeaker,
        public_url=deployment.public_url,
        try_out=deployment.try_out,
    )


def _save_seen(database: Database, office_id: str) -> Callable[[list[Seen]], Awaitable[None]]:
    async def save(seen: list[Seen]) -> None:
        await database.write(lambda db: devices.note_seen(db, office_id, seen))

    return save


@dataclass(frozen=True, slots=True)
class _OfficeVoice:
    """What the announcers ask of the store, the clock and the voice pack."""

    database: Database
    office: Office
    clock: Clock
    loudspeaker: Loudspeaker

    async def sound_for(self, spoken: Spoken, *, chime: bool) -> SpokenCall:
        return self.loudspeaker.say(spoken.kind, spoken.code, spoken.counter, chime=chime)

    async def begin(self, spoken: Spoken) -> bool:
        now = self.clock.now()

        def mark(db: Connection) -> bool:
            is_wanted = calls.is_unanswered(db, self.office.id, spoken.id)
            return is_wanted and calls.mark_spoken(db, self.office.id, spoken.id, now)

        return await self.database.write(mark)

    def now(self) -> datetime:
        return self.clock.now()


def _announcers(office: Office, hub: Hub, settings: Settings, voice: _OfficeVoice) -> dict[str, Announcer]:
    # A clock that runs N times as fast makes calls stale N times as soon: a replay is not judged by that.
    pace = Pace(settings.announcement_gap, settings.announcement_stale_after * voice.clock.speed)
    return {zone.id: Announcer(zone.id, hub, voice, pace) for zone in office.zones}


def _tell(office: Office, updates: Updates, announcers: dict[str, Announcer]) -> Callable[[Touched], None]:
    """What happens after a commit: the screens, and the loudspeaker of the zone to which somebody was called."""

    def tell(touched: Touched) -> None:
        updates.touched(touched)
        made = touched.call
        if made is not None:
            zone = office.counter(made.counter).zone_id
            announcers[zone].enqueue(Spoken(made.id, made.code, made.counter, made.kind, made.called_at))

    return tell


async def _speak_what_is_left(
    database: Database, office: Office, announcers: dict[str, Announcer], now: datetime, settings: Settings
) -> None:
    since = now - timedelta(seconds=settings.announcement_stale_after)
    for call in await database.read(lambda db: calls.unspoken(db, office.id, since)):
        zone = office.counter(call.counter).zone_id
        announcers[zone].enqueue(Spoken(call.announcement, call.code, call.counter, call.kind, call.called_at))
