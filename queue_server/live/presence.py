"""Which paired devices are here, and when the others were last: kept in the store, so that it outlives a restart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from queue_server.clock import Clock
from queue_server.domain.errors import QueueError
from queue_server.live.hub import Hub, Screen
from queue_server.views.common import Here

log = logging.getLogger(__name__)

# After a power cut the manager's page is wrong by this much at most.
SAVE_SECONDS = 60.0

Seen = tuple[str, datetime, str]
"""A device's id, when it was here, and the version of its page."""


class Presence:
    """Knows who is here, and of the others when they went. `save` keeps it; `running` calls it."""

    def __init__(self, hub: Hub, clock: Clock, save: Callable[[list[Seen]], Awaitable[None]]) -> None:
        self._hub, self._clock, self._save = hub, clock, save
        self.left: dict[str, datetime] = {}
        self._unsaved: dict[str, Seen] = {}

    def here(self) -> Mapping[str, Here]:
        """The devices that are connected now, by id; of two screens with one token the older."""
        found: dict[str, Here] = {}
        for screen in self._hub.present():
            if screen.device:
                found.setdefault(screen.device, Here(screen.since, screen.version, screen.sound))
        return found

    def went(self, screen: Screen) -> None:
        """A screen is gone."""
        if screen.device:
            now = self.left[screen.device] = self._clock.now()
            self._unsaved[screen.device] = screen.device, now, screen.version

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Save who was here every minute while the context lasts, and at its end."""
        task = asyncio.create_task(self._keep_saving())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self.save()

    async def save(self) -> None:
        """Save who is here and who went since the last time. A disk that does not save is tried again next time."""
        now = self._clock.now()
        here = {device: (device, now, here.version) for device, here in self.here().items()}
        rows = self._unsaved | here
        if not rows:
            return
        try:
            await self._save(list(rows.values()))
        except QueueError as error:
            log.warning("who was here is not saved: %s", error.code)
        else:
            self._unsaved = {device: seen for device, seen in self._unsaved.items() if rows.get(device) != seen}

    async def _keep_saving(self) -> None:
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            await self.save()
