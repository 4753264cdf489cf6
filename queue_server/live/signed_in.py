"""Windows of the staff whose sign-in has ended are closed: removed, disabled, expired, a new password."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from queue_server.domain.errors import QueueError
from queue_server.live.hub import Hub
from queue_server.usecases.work import Touched

log = logging.getLogger(__name__)

# A command in another process removed somebody, or twelve hours are over: nobody tells of that.
LOOK_SECONDS = 10.0


class SignedInOnly:
    """Looks who is signed in, after each change of the staff and every few seconds. `names` reads them by name."""

    def __init__(self, hub: Hub, names: Callable[[], Awaitable[frozenset[str]]]) -> None:
        self._hub, self._names = hub, names
        self._wake = asyncio.Event()

    def touched(self, what: Touched) -> None:
        """A verb was committed: perhaps somebody may not come in any more."""
        if what.staff:
            self._wake.set()

    async def look(self) -> None:
        """Close the windows of whoever is not signed in; the page then asks for the password."""
        windows = [screen for key in self._hub.keys("clerk", "manager") for screen in self._hub.screens(key)]
        if not windows:
            return
        names = await self._names()
        for screen in windows:
            if screen.user not in names:
                screen.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep looking while the context lasts."""
        task = asyncio.create_task(self._keep_looking())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _keep_looking(self) -> None:
        while True:
            with suppress(TimeoutError):  # it was quiet; look all the same
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            self._wake.clear()
            try:
                await self.look()
            except (QueueError, sqlite3.Error):
                log.exception("who is signed in could not be read; it is tried again")
