"""From a screen's key to its view, and to the bytes that go over the wire."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from sqlite3 import Connection

import msgspec

from queue_server.clock import Clock
from queue_server.domain.alerts import Trouble
from queue_server.domain.errors import QueueError
from queue_server.domain.office import Office, Zone
from queue_server.live.hall_code import HallCode
from queue_server.live.hub import Hub, ScreenKey
from queue_server.live.media import MediaFolder
from queue_server.live.pairing import PairingCodes
from queue_server.live.presence import Presence
from queue_server.protocol import (
    AlertLine,
    PairingView,
    PrinterNow,
    Refusal,
    ScreenLine,
    View,
    ViewFrame,
    VoiceFault,
    ZoneSound,
)
from queue_server.store.database import Database
from queue_server.views.alerts import alert_lines, open_alerts, troubles
from queue_server.views.clerk import clerk_view
from queue_server.views.common import Surroundings, texts
from queue_server.views.counter import counter_view
from queue_server.views.display import display_view
from queue_server.views.kiosk import kiosk_view
from queue_server.views.manager import manager_view
from queue_server.views.phone import Places, id_of, phone_view, phone_views, places

log = logging.getLogger(__name__)
_encoder = msgspec.json.Encoder()

STAFF = frozenset({"clerk", "manager"})


class Viewing:
    """Reads views of `office`, the set-up in force.

    `printers` is how each printer is, by id, kept up to date by whoever asks them.
    `version` is that of the screens' files; `presence` knows which devices are here.
    `media` is what walls show besides.
    """

    def __init__(
        self,
        database: Database,
        office: Office,
        clock: Clock,
        hub: Hub,
        refuse: Callable[[QueueError], Refusal],
        presence: Presence | None = None,
        version: str = "",
    ) -> None:
        self._database, self._clock, self._hub, self._refuse = database, clock, hub, refuse
        self.office = office
        self._presence, self._version = presence, version
        self.pairing = PairingCodes()
        self.hall_code = HallCode()
        self.media: MediaFolder | None = None
        self.printers: Mapping[str, PrinterNow] = {}
        self.voice_faults: Sequence[VoiceFault] = ()

    async def view(self, key: ScreenKey) -> View:
        """The view of a key now. Raises NotFound as the views do."""
        now, surroundings = self._clock.now(), self._surroundings([key])
        return await self._database.read(lambda db: self._view(db, key, now, surroundings))

    async def troubles(self) -> tuple[frozenset[Trouble], frozenset[Trouble]]:
        """What is wrong now, and what of it has an alert."""
        now, surroundings = self._clock.now(), self._surroundings([ScreenKey("manager", "")])
        return await self._database.read(
            lambda db: (troubles(db, self.office, now, surroundings), open_alerts(db, self.office))
        )

    async def alerts(self) -> list[AlertLine]:
        """The alerts that have begun and not ended."""
        surroundings = self._surroundings([ScreenKey("manager", "")])
        return await self._database.read(lambda db: alert_lines(db, self.office, surroundings))

    async def encoded(self, keys: Iterable[ScreenKey]) -> list[tuple[ScreenKey, bytes]]:
        """The frames of several keys from one reading, encoded off the event loop; one that fails is left out."""
        wanted, now = list(keys), self._clock.now()
        if not wanted:
            return []
        surroundings = self._surroundings(wanted)

        def read(db: Connection) -> list[tuple[ScreenKey, bytes]]:
            frames = ((key, self._frame(db, key, now, surroundings)) for key in wanted)
            return [(key, frame) for key, frame in frames if frame is not None]

        return await self._database.read(read)

    async def ticket_of(self, token: str) -> str:
        """The id of the ticket whose page the token opens. Raises NotFound `unknown_ticket`."""
        return await self._database.read(lambda db: id_of(db, self.office, token))

    async def places(self) -> Places:
        """The places of all who wait."""
        now = self._clock.now()
        return await self._database.read(lambda db: places(db, self.office, now))

    async def phones(self, ticket_ids: Iterable[str], found: Places) -> list[tuple[str, bytes]]:
        """The frames of several phones, by the tickets' ids, encoded off the event loop."""
        now = self._clock.now()

        def read(db: Connection) -> list[tuple[str, bytes]]:
            pages = phone_views(db, self.office, ticket_ids, found, now)
            return [(ticket_id, _encoder.encode(ViewFrame(page))) for ticket_id, page in pages]

        return await self._database.read(read)

    def _frame(self, db: Connection, key: ScreenKey, now: datetime, surroundings: Surroundings) -> bytes | None:
        try:
            return _encoder.encode(ViewFrame(self._view(db, key, now, surroundings)))
        except Exception:
            # It must not take the other screens' views with it.
            log.exception("a %s's view can't be shown", key.kind)
            return None

    def _view(self, db: Connection, key: ScreenKey, now: datetime, surroundings: Surroundings) -> View:
        match key.kind:
            case "kiosk":
                printer = surroundings.printers.get(key.name)
                return kiosk_view(db, self.office, now, self._refuse, printer.fault if printer else None)
            case "display":
                media = () if self.media is None else self.media.of_zone(key.name)
                return display_view(db, self.office, key.name, now, self._hall_code(now), media)
            case "counter":
                return counter_view(db, self.office, int(key.name), now)
            case "clerk":
                return clerk_view(db, self.office, int(key.name), now, surroundings)
            case "manager":
                return manager_view(db, self.office, now, surroundings)
            case "phone":
                return phone_view(db, self.office, key.name, now)
            case "pairing":
                return self._pairing_view(key.name, now)
        raise ValueError(f"no screen is called {key.kind!r}")

    def _hall_code(self, now: datetime) -> str | None:
        rules = self.office.phone
        return self.hall_code.at(now, rules.code_minutes) if rules.take == "code" else None

    def _surroundings(self, wanted: Iterable[ScreenKey]) -> Surroundings:
        # Only the manager is told who is there: with thousands of screens the list takes longer than a board.
        if self._presence is None or not any(key.kind == "manager" for key in wanted):
            return Surroundings(self.printers)
        return Surroundings(
            self.printers,
            self._screens(),
            self._presence.here(),
            dict(self._presence.left),
            self._version,
            tuple(self.voice_faults),
            tuple(zone_sound(self._hub, self.office, zone, self._clock.now()) for zone in self.office.zones),
        )

    def _screens(self) -> tuple[ScreenLine, ...]:
        return tuple(
            ScreenLine(kind="speaker" if screen.is_speaker else screen.key.kind, name=screen.label, since=screen.since)
            for screen in self._hub.present()
            if screen.key.kind in STAFF
        )

    def _pairing_view(self, token: str, now: datetime) -> PairingView:
        code = self.pairing.code_for(token, now)
        return PairingView(
            now=now,
            time_zone=self.office.time_zone.key,
            office_name=texts(self.office.name),
            code=code.digits,
            expires_at=code.expires_at,
        )


def zone_sound(hub: Hub, office: Office, zone: Zone, now: datetime) -> ZoneSound:
    """Which screen speaks in a zone, and which can't."""
    key = ScreenKey("display", zone.id)
    speaker = hub.speaker(key)
    return ZoneSound(
        zone=zone.id,
        zone_name=texts(zone.name),
        speaks=None if speaker is None else speaker.label,
        silent=[screen.label for screen in hub.screens(key) if not screen.sound or screen.is_mute],
        volume=zone.volume,
        is_quiet=zone.is_quiet(now.astimezone(office.time_zone).time()),
    )
