"""What joins the loudspeakers to the office: its sentences and hours, its voice, and what was announced already."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from queue_server.devices.loudspeaker import Loudspeaker, SpokenCall, lacking
from queue_server.domain import calendar
from queue_server.domain.announcing import Announcement
from queue_server.domain.errors import QueueError
from queue_server.domain.office import Office
from queue_server.live.announcer import Announcer, Pace, Spoken
from queue_server.live.announcers import Announcers
from queue_server.live.hub import Hub
from queue_server.protocol import VoiceFault
from queue_server.settings import Settings
from queue_server.store import announcements, calls
from queue_server.usecases.announcements import closing_soon
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Touched

log = logging.getLogger(__name__)
CLOSING_CHECK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class OfficeVoice:
    """What the announcers ask of the store, the clock and the voice packs."""

    runner: Runner
    loudspeaker: Loudspeaker

    async def sound_for(self, spoken: Spoken, *, chime: bool, briefly: bool) -> SpokenCall:
        office = self.runner.office
        if spoken.by_engine:
            # It takes a process of the engine and some 100 ms: never on the loop that serves the calls.
            return await asyncio.to_thread(
                self.loudspeaker.say_by_engine, office, str(spoken.values["text"]), spoken.language, chime=chime
            )
        briefly = briefly or spoken.kind == "test"
        return self.loudspeaker.say(
            office, spoken.kind, spoken.values, language=spoken.language, chime=chime, briefly=briefly
        )

    async def begin(self, spoken: Spoken) -> bool:
        office_id, now = self.runner.office.id, self.runner.clock.now()

        def mark(db: Connection) -> bool:
            if spoken.kind == "test":
                return True
            if spoken.kind in ("closing_soon", "free_text"):
                return announcements.mark_spoken(db, office_id, spoken.id, now)
            is_wanted = calls.is_unanswered(db, office_id, spoken.id)
            return is_wanted and calls.mark_spoken(db, office_id, spoken.id, now)

        return await self.runner.database.write(mark)

    async def is_due(self, spoken: Spoken) -> bool:
        if spoken.kind in ("test", "closing_soon", "free_text"):
            return True
        office_id = self.runner.office.id
        return await self.runner.database.read(lambda db: calls.is_unanswered(db, office_id, spoken.id))

    def volume(self, zone: str) -> int:
        office = self.runner.office
        now = self.runner.clock.now().astimezone(office.time_zone).time()
        return 0 if office.zone(zone).is_quiet(now) else office.zone(zone).volume

    def now(self) -> datetime:
        return self.runner.clock.now()


def loudspeakers(runner: Runner, hub: Hub, settings: Settings, loudspeaker: Loudspeaker) -> Announcers:
    """The announcers of all zones, not yet speaking."""
    voice = OfficeVoice(runner, loudspeaker)
    # A clock that runs N times as fast makes calls stale N times as soon: a replay is not judged by that.
    pace = Pace(settings.announcement_gap, settings.announcement_stale_after * runner.clock.speed)
    return Announcers(lambda zone: Announcer(zone, hub, voice, pace))


def announcing(runner: Runner, announcers: Announcers) -> Callable[[Touched], None]:
    """What the loudspeakers do after a commit: say who was called in its zone, and what was announced."""

    def announce(touched: Touched) -> None:
        made = touched.call
        if made is not None:
            spoken = Spoken(made.id, made.kind, made.called_at, {"code": made.code, "counter": made.counter})
            announcers.enqueue(runner.office.counter(made.counter).zone_id, spoken)
        for one in touched.announcements:
            announcers.enqueue(one.zone_id, _spoken(one))

    return announce


async def speak_what_is_left(runner: Runner, announcers: Announcers, settings: Settings) -> None:
    """After a restart: what was to be spoken before it and was not, unless it is stale."""
    office, since = runner.office, runner.clock.now() - timedelta(seconds=settings.announcement_stale_after)

    def read(db: Connection) -> tuple[list[calls.CallRow], list[Announcement]]:
        return calls.unspoken(db, office.id, since), announcements.unspoken(db, office.id, since)

    left_calls, left = await runner.database.read(read)
    for call in left_calls:
        kind = call.kind(office.calls_before_no_show)
        spoken = Spoken(call.announcement, kind, call.called_at, {"code": call.code, "counter": call.counter})
        announcers.enqueue(office.counter(call.counter).zone_id, spoken)
    for one in left:
        announcers.enqueue(one.zone_id, _spoken(one))


@asynccontextmanager
async def closing_told(runner: Runner, stale_after: float, every: float = CLOSING_CHECK_SECONDS) -> AsyncIterator[None]:
    """Tell the hall in time that it closes soon, while the context lasts. `every` in real seconds."""
    task = asyncio.create_task(_tell_closing(runner, timedelta(seconds=stale_after * runner.clock.speed), every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _tell_closing(runner: Runner, late: timedelta, every: float) -> None:
    while True:
        now = runner.clock.now()
        at = calendar.closing_soon_at(runner.office, now)
        # Later it would not be true any more: 15 minutes that are 5. A restart in between tells nobody twice.
        if at is not None and at <= now < at + late:
            try:
                await runner.run("system", closing_soon)
            except QueueError:
                log.exception("the hall could not be told that it closes soon; it is tried again")
        await asyncio.sleep(every)


def _spoken(made: Announcement) -> Spoken:
    values: dict[str, str | int] = {}
    if made.text is not None:
        values["text"] = made.text
    if made.minutes is not None:
        values["minutes"] = made.minutes
    return Spoken(made.id, made.kind, made.made_at, values, made.language, made.by_engine)


def voice_faults(loudspeaker: Loudspeaker, office: Office, settings: Settings) -> tuple[VoiceFault, ...]:
    """The languages that the loudspeaker can't speak as the office wants; each is logged with what mends it."""
    faults = []
    for language, folder in settings.voice_folders(office.announcements.languages).items():
        pack = loudspeaker.packs.get(language)
        missing = [] if pack is None else lacking(pack, office, language)
        if pack is None or missing:
            engine = "espeak" if pack is None else pack.manifest.engine
            command = f"xephang voice build --engine {engine} --name {folder.name} --language {language}"
            faults.append(VoiceFault(language=language, pack=folder.name, lacking=missing, command=command))
            log.warning("the voice pack %s can't say %s: %s", folder.name, "; ".join(missing) or "anything", command)
    return tuple(faults)
