"""After each commit: which screens must see what. Views are computed once per key, encoded once, the newest wins."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from queue_server.live.hub import Hub, Screen, ScreenKey
from queue_server.live.phones import Phones
from queue_server.live.presence import Presence
from queue_server.live.viewing import Viewing
from queue_server.usecases.work import Touched

log = logging.getLogger(__name__)

# Today's figures are a summary over the whole day: once a second is as live as a person can read.
MANAGER_SECONDS = 1.0
# Opening hours, ages and estimates change without anybody doing anything.
TICK_SECONDS = 15.0


class Updates:
    """Keeps every connected screen on the newest view. `run` it while the server lives."""

    def __init__(self, viewing: Viewing, hub: Hub, presence: Presence | None = None) -> None:
        self._viewing, self._hub, self._presence = viewing, hub, presence
        # True: it has changed; False: only whoever came since needs it.
        self._dirty: dict[str, dict[ScreenKey, bool]] = {"fast": {}, "slow": {}}
        self._wake = {"fast": asyncio.Event(), "slow": asyncio.Event()}
        self._phones = Phones(viewing, hub)
        hub.on_join = self.joined
        hub.on_leave = self.left

    def touched(self, what: Touched) -> None:
        """A verb was committed: mark what must be shown anew."""
        if what.staff:
            self._mark(self._hub.keys("clerk", "manager"))
        if what.manager:
            self._mark(self._hub.keys("manager"))
        if not (what.services or what.counters or what.tickets):
            return
        office = self._viewing.office
        counters = set(what.counters)
        for service_id in what.services:
            counters |= {counter.number for counter in office.counters_serving(service_id)}
        zones = {office.counter(number).zone_id for number in counters}
        self._mark(ScreenKey("display", zone) for zone in zones)
        self._mark(ScreenKey(kind, str(number)) for number in counters for kind in ("clerk", "counter"))
        self._mark(self._hub.keys("kiosk", "manager"))
        self._phones.touched(what.tickets)

    def joined(self, screen: Screen) -> None:
        """A screen is connected: it gets its view, and the manager sees it."""
        if screen.key.kind == "phone":
            self._phones.joined(screen)
            return
        # Not shown to the others of its key: hundreds that return after a restart would all be told of each return.
        self._mark([screen.key], is_changed=False)
        self._mark(self._hub.keys("manager"))

    def left(self, screen: Screen) -> None:
        """A screen is gone: the manager sees it."""
        if screen.key.kind == "phone":
            self._phones.left(screen)
            return
        if self._presence is not None:
            self._presence.went(screen)
        self.devices()

    def devices(self) -> None:
        """A device came, went, was paired or changed: the manager sees it."""
        self._mark(self._hub.keys("manager"))

    def everything(self) -> None:
        """Show all screens anew: a printer's fault, or time itself."""
        self._mark(self._hub.keys("kiosk", "display", "counter", "clerk", "manager", "pairing"))
        self._phones.everything()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep publishing while the context lasts."""
        tasks = [
            asyncio.create_task(self._publish("fast", 0.0)),
            asyncio.create_task(self._publish("slow", MANAGER_SECONDS)),
            asyncio.create_task(self._tick()),
            asyncio.create_task(self._phones.run()),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _mark(self, keys: Iterable[ScreenKey], *, is_changed: bool = True) -> None:
        for key in keys:
            lane = "slow" if key.kind == "manager" else "fast"
            self._dirty[lane][key] = is_changed or self._dirty[lane].get(key, False)
            self._wake[lane].set()

    async def _publish(self, lane: str, rest: float) -> None:
        while True:
            await self._wake[lane].wait()
            self._wake[lane].clear()
            dirty, self._dirty[lane] = self._dirty[lane], {}
            wanted = [key for key in dirty if self._hub.screens(key)]
            try:
                for key, view in await self._viewing.encoded(wanted):
                    self._hub.publish(key, view, only_new=not dirty[key])
            except Exception:
                # The next commit or tick shows them.
                log.exception("%d views could not be shown", len(wanted))
            await asyncio.sleep(rest)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self._mark(self._hub.keys("kiosk", "display", "clerk", "manager"))
            self._phones.touched(())
