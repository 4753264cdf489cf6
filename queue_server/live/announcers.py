"""The loudspeakers of all zones. A zone that the office gets while it runs has one from its first announcement on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from queue_server.live.announcer import Announcer, Spoken


class Announcers:
    """One announcer for each zone; `make` gives that of a zone. They speak while `running`."""

    def __init__(self, make: Callable[[str], Announcer]) -> None:
        self._make = make
        self._zones: dict[str, Announcer] = {}
        self._tasks: dict[str, asyncio.Task[None]] | None = None

    def of(self, zone: str) -> Announcer:
        """The zone's announcer."""
        if zone not in self._zones:
            self._zones[zone] = self._make(zone)
            self._start(zone)
        return self._zones[zone]

    def enqueue(self, zone: str, spoken: Spoken) -> None:
        """Put an announcement at the end of a zone's line."""
        self.of(zone).enqueue(spoken)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let every zone speak while the context lasts."""
        self._tasks = {}
        for zone in self._zones:
            self._start(zone)
        try:
            yield
        finally:
            tasks, self._tasks = self._tasks.values(), None
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, zone: str) -> None:
        if self._tasks is not None:
            self._tasks[zone] = asyncio.create_task(self._zones[zone].run())
