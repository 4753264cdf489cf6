"""Phones: thousands of pages, each with a place of its own, from one reading of the queue.

A change in the hall moves many places, and most pages stay as they are. So the places are read once for all, and only
the pages that differ from what their phone shows are built, encoded and sent; a ticket that a verb touched goes first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from queue_server.live.hub import Hub, Screen, ScreenKey
from queue_server.live.viewing import Viewing
from queue_server.views.phone import Place

log = logging.getLogger(__name__)

# A place that moved is told within this time; so a rush of calls costs four readings a second.
REST_SECONDS = 0.25
# Pages built in one go: the boards of the hall need not wait for thousands of them.
TOGETHER = 250


class Phones:
    """Keeps every connected phone on its newest page. `run` is a task that the updates own."""

    def __init__(self, viewing: Viewing, hub: Hub) -> None:
        self._viewing, self._hub = viewing, hub
        self._shown: dict[str, Place | None] = {}
        self._anew: set[str] = set()
        self._wake = asyncio.Event()

    def touched(self, ticket_ids: Iterable[str]) -> None:
        """A verb changed these tickets, and with them perhaps the places of others."""
        self._anew.update(ticket_ids)
        self._wake.set()

    def joined(self, screen: Screen) -> None:
        """A phone is connected."""
        self.touched([screen.key.name])

    def left(self, screen: Screen) -> None:
        """A phone is gone."""
        if not self._hub.screens(screen.key):
            self._shown.pop(screen.key.name, None)

    def everything(self) -> None:
        """Show all phones their page anew."""
        self.touched(key.name for key in self._hub.keys("phone"))

    async def run(self) -> None:
        """Tell the phones for ever."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._tell()
            except Exception:
                log.exception("the phones could not be told")
            await asyncio.sleep(REST_SECONDS)

    async def _tell(self) -> None:
        connected = [key.name for key in self._hub.keys("phone")]
        if not connected:
            self._anew.clear()
            return
        anew, self._anew = self._anew, set()
        found = await self._viewing.places()
        first = [ticket_id for ticket_id in connected if ticket_id in anew]
        moved = [
            ticket_id
            for ticket_id in connected
            if ticket_id not in anew and found.get(ticket_id) != self._shown.get(ticket_id)
        ]
        wanted = [*first, *moved]
        for start in range(0, len(wanted), TOGETHER):
            for ticket_id, frame in await self._viewing.phones(wanted[start : start + TOGETHER], found):
                key = ScreenKey("phone", ticket_id)
                self._hub.publish(key, frame)
                if self._hub.screens(key):
                    self._shown[ticket_id] = found.get(ticket_id)
