"""What joins the loudspeakers to the office: its sentences and hours, its voice, and what was announced already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection

from queue_server.devices.loudspeaker import Loudspeaker, SpokenCall
from queue_server.live.announcer import Announcer, Pace, Spoken
from queue_server.live.announcers import Announcers
from queue_server.live.hub import Hub
from queue_server.settings import Settings
from queue_server.store import calls
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Touched


@dataclass(frozen=True, slots=True)
class OfficeVoice:
    """What the announcers ask of the store, the clock and the voice packs."""

    runner: Runner
    loudspeaker: Loudspeaker

    async def sound_for(self, spoken: Spoken, *, chime: bool, briefly: bool) -> SpokenCall:
        return self.loudspeaker.say(
            self.runner.office, spoken.kind, spoken.values, language=spoken.language, chime=chime, briefly=briefly
        )

    async def begin(self, spoken: Spoken) -> bool:
        office_id, now = self.runner.office.id, self.runner.clock.now()

        def mark(db: Connection) -> bool:
            is_wanted = calls.is_unanswered(db, office_id, spoken.id)
            return is_wanted and calls.mark_spoken(db, office_id, spoken.id, now)

        return await self.runner.database.write(mark)

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
    """What the loudspeakers do after a commit: the zone to which somebody was called says so."""

    def announce(touched: Touched) -> None:
        made = touched.call
        if made is not None:
            spoken = Spoken(made.id, made.kind, made.called_at, {"code": made.code, "counter": made.counter})
            announcers.enqueue(runner.office.counter(made.counter).zone_id, spoken)

    return announce


async def speak_what_is_left(runner: Runner, announcers: Announcers, settings: Settings) -> None:
    """After a restart: what was to be spoken before it and was not, unless it is stale."""
    office, since = runner.office, runner.clock.now() - timedelta(seconds=settings.announcement_stale_after)
    for call in await runner.database.read(lambda db: calls.unspoken(db, office.id, since)):
        kind = call.kind(office.calls_before_no_show)
        spoken = Spoken(call.announcement, kind, call.called_at, {"code": call.code, "counter": call.counter})
        announcers.enqueue(office.counter(call.counter).zone_id, spoken)
