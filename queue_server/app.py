"""The composition root: opens everything in the lifespan, closes it in reverse."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from sqlite3 import Connection

from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from queue_server.alerting import watching
from queue_server.announcing import announcing, closing_told, loudspeakers, speak_what_is_left, voice_faults
from queue_server.clock import Clock, SystemClock
from queue_server.devices.dossier_system import DossierSystem
from queue_server.devices.loudspeaker import Loudspeaker
from queue_server.devices.screen_reader import ScreenReader
from queue_server.devices.stationery import Stationery
from queue_server.domain.office import Office
from queue_server.following import Follower
from queue_server.live.announcers import Announcers
from queue_server.live.heartbeat import beating
from queue_server.live.hub import Hub
from queue_server.live.media import MediaFolder
from queue_server.live.presence import Presence, Seen
from queue_server.live.printers import Fleet, PrinterSetUp, SetUps
from queue_server.live.signed_in import SignedInOnly
from queue_server.live.updates import Updates
from queue_server.live.viewing import Viewing
from queue_server.mail import Mailer
from queue_server.morning import counters_given_back
from queue_server.office_file import EXAMPLES, read_office
from queue_server.protocol import PrinterNow
from queue_server.settings import Settings
from queue_server.store import devices, offices, people, printers
from queue_server.store.database import Database
from queue_server.texts import refusal
from queue_server.usecases import access, day, paper, set_up
from queue_server.usecases.runner import Runner, day_ends, never_backwards, set_up_followed
from queue_server.usecases.work import Touched, Work
from queue_server.web.context import Context, FirstRun, TryOut
from queue_server.web.edge import Edge, refuse_http
from queue_server.web.routes import routes
from queue_server.web.screens import Pages
from queue_server.web_push import keys as push_keys
from queue_server.web_push.pusher import Pusher
from queue_server.webhooks.outbox import Outbox

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Deployment:
    """What one start of the server is given besides its settings."""

    settings: Settings
    clock: Clock = field(default_factory=SystemClock)
    public_url: str = "http://127.0.0.1:8000"
    try_out: TryOut | None = None
    first_run: FirstRun | None = None


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


async def save_office(database: Database, office: Office, text: str, now: datetime) -> Office:
    """Put the set-up that somebody wrote into the file in force, when it is new or has changed; the one in force.

    Where the day in progress does not allow it (a server that starts again at ten o'clock), the former one stays.
    """

    def save(db: Connection) -> Office:
        stored = offices.set_up_text(db, office.id)
        before = office if stored in (None, "", text) else read_office(str(stored))
        latest = offices.standing(db, office.id).latest_event_at
        work = Work(db, before, never_backwards(now, latest), "administrator")
        if before is office:
            set_up.begin(work, text)
            return office
        try:
            set_up.apply(work, text)
        except set_up.SetUpInUse as refused:
            log.error("office.toml is not in force yet, the former set-up is: %s", refused.details["problem"])
            return before
        return office

    return await database.write(save)


async def _open_store(settings: Settings, clock: Clock, stack: AsyncExitStack) -> tuple[Database, Office]:
    """The database with the set-up in force in it, and the office that it describes."""
    database = Database(settings.database)
    database.open()
    stack.callback(database.close)
    text = set_up_text(settings)
    office = await save_office(database, read_office(text), text, clock.now())
    await database.write(lambda db: printers.keep_default(db, office.id, settings.printer_dots))
    return database, office


async def _catch_up(runner: Runner, announcers: Announcers, settings: Settings) -> None:
    """Do what was due while no server ran: end earlier days, list what did not print, say what is still true."""
    await runner.run("system", day.close_earlier_days)
    await runner.run("system", paper.give_up_owed)
    await speak_what_is_left(runner, announcers, settings)


async def _open(deployment: Deployment, stack: AsyncExitStack) -> Context:
    settings, clock = deployment.settings, deployment.clock
    database, office = await _open_store(settings, clock, stack)
    dossiers = DossierSystem(settings.dossier_url, settings.dossier_secret, office.id)
    stack.push_async_callback(dossiers.close)
    hub, runner, pages = Hub(), Runner(database, office, clock), Pages()
    presence = Presence(hub, clock, _save_seen(database, office.id))
    viewing = Viewing(database, office, clock, hub, refusal, presence, pages.version)
    updates = Updates(viewing, hub, presence)
    viewing.media = MediaFolder(settings.media_folder)
    loudspeaker = Loudspeaker(settings.voice_folders(office.announcements.languages))
    reader = ScreenReader(office.region, lambda: loudspeaker.packs)
    stack.callback(reader.close)
    announcers = loudspeakers(runner, hub, settings, loudspeaker)
    viewing.voice_faults = voice_faults(loudspeaker, office, settings)
    outbox, pusher = Outbox(database, lambda: runner.office), _pusher(settings, runner)
    mailer = Mailer(settings, lambda: runner.office)
    windows = SignedInOnly(hub, _signed_in_names(runner))
    listeners = [updates.touched, windows.touched, announcing(runner, announcers), outbox.touched]
    runner.after_commit = _tell(*listeners, *([pusher.touched] if pusher else []))
    follower = Follower(settings, viewing, updates, loudspeaker, reader)
    runner.set_up_changed = follower.changed
    fleet = _fleet(database, settings, office, viewing, updates)
    if deployment.first_run is not None:
        deployment.first_run.is_needed = await database.read(lambda db: access.is_fresh(db, office.id))
    await _catch_up(runner, announcers, settings)
    at_work = [
        presence.running(),
        updates.running(),
        viewing.media.watched(updates.everything),
        beating(hub, clock.now),
        windows.running(),
        fleet.running(),
        outbox.running(),
        counters_given_back(runner, settings.office_file),
        mailer.running(),
        watching(runner, viewing, mailer.hear),
        *([pusher.running()] if pusher else []),
        announcers.running(),
        closing_told(runner, settings.announcement_stale_after),
        day_ends(runner),
        follower.running(),
        set_up_followed(runner),
    ]
    for one in at_work:
        await stack.enter_async_context(one)
    return Context(
        settings=settings,
        runner=runner,
        hub=hub,
        viewing=viewing,
        updates=updates,
        pages=pages,
        fleet=fleet,
        stationery=Stationery(settings.data),
        loudspeaker=loudspeaker,
        announcers=announcers,
        reader=reader,
        dossiers=dossiers,
        public_url=deployment.public_url,
        push_key=pusher.keys.public if pusher else None,
        try_out=deployment.try_out,
        first_run=deployment.first_run,
    )


def _pusher(settings: Settings, runner: Runner) -> Pusher | None:
    """What tells phones by Web Push; None in an office without keys, which is the default."""
    keys = push_keys.load(push_keys.file_of(settings.data))
    return None if keys is None else Pusher(runner.database, lambda: runner.office, runner.clock, keys)


def _save_seen(database: Database, office_id: str) -> Callable[[list[Seen]], Awaitable[None]]:
    async def save(seen: list[Seen]) -> None:
        await database.write(lambda db: devices.note_seen(db, office_id, seen))

    return save


def _signed_in_names(runner: Runner) -> Callable[[], Awaitable[frozenset[str]]]:
    async def names() -> frozenset[str]:
        now = runner.clock.now()
        return await runner.database.read(lambda db: people.signed_in_names(db, runner.office.id, now))

    return names


def _fleet(database: Database, settings: Settings, office: Office, viewing: Viewing, updates: Updates) -> Fleet:
    def set_ups(db: Connection) -> SetUps:
        rows = printers.all_of(db, office.id)
        found = [PrinterSetUp(row.id, row.address or settings.printer_address, row.width_dots) for row in rows]
        return found, printers.of_kiosks(db, office.id)

    def changed(now: Mapping[str, PrinterNow]) -> None:
        viewing.printers = now
        updates.everything()

    return Fleet(lambda: database.read(set_ups), changed)


def _tell(*listeners: Callable[[Touched], None]) -> Callable[[Touched], None]:
    """What happens after a commit: each of these hears of it."""

    def tell(touched: Touched) -> None:
        for listener in listeners:
            listener(touched)

    return tell
