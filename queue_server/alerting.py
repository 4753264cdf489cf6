"""What joins the alerts to the office: somebody has to look, and whoever is not at the page has to hear."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

from queue_server.domain.alerts import Watch, look
from queue_server.domain.errors import QueueError
from queue_server.live.viewing import Viewing
from queue_server.protocol import AlertLine
from queue_server.usecases import alerts
from queue_server.usecases.runner import Runner

log = logging.getLogger(__name__)

# Alerts count in minutes.
LOOK_SECONDS = 5.0

Hear = Callable[[Sequence[AlertLine]], None]
"""Hears of the alerts that have just begun."""


@asynccontextmanager
async def watching(runner: Runner, viewing: Viewing, hear: Hear, every: float = LOOK_SECONDS) -> AsyncIterator[None]:
    """Look at the office while the context lasts, and let alerts begin and end. `every` in real seconds."""
    task = asyncio.create_task(_watch(runner, viewing, hear, every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch(runner: Runner, viewing: Viewing, hear: Hear, every: float) -> None:
    watch = Watch()
    while True:
        try:
            watch = await look_once(runner, viewing, hear, watch)
        except (QueueError, sqlite3.Error):
            log.exception("nobody could look for alerts; it is tried again")
        await asyncio.sleep(every)


async def look_once(runner: Runner, viewing: Viewing, hear: Hear, watch: Watch) -> Watch:
    """One look; what to remember for the next."""
    troubles, known = await viewing.troubles()
    seen = look(watch, known, troubles, runner.office.alerts, runner.clock.now())
    if seen.began or seen.ended:
        made = await runner.run("system", partial(alerts.change, began=seen.began, ended=seen.ended))
        ids = {alert.id for alert in made}
        hear([line for line in await viewing.alerts() if line.id in ids])
    return seen.watch
