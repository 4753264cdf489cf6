"""Runs a verb: one transaction under the office's lock, one reading of the clock, the world told after the commit."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from functools import partial
from sqlite3 import Connection
from typing import Any, TypeVar

from queue_server.clock import Clock
from queue_server.domain import calendar
from queue_server.domain.errors import QueueError
from queue_server.domain.office import Office
from queue_server.store import offices
from queue_server.store.database import Database
from queue_server.usecases import day, summaries
from queue_server.usecases.work import Done, Request, Touched, Work, once

R = TypeVar("R")
log = logging.getLogger(__name__)

DAY_CHECK_SECONDS = 30.0

# A clock that is set back by less than this stands still until the time has passed; beyond it, it is believed.
LARGEST_STEP_BACK = timedelta(hours=1)


class Runner:
    """The one way to change anything. `after_commit` hears on the event loop, in commit order, what a verb touched."""

    def __init__(self, database: Database, office: Office, clock: Clock) -> None:
        self.database = database
        self.office = office
        self.clock = clock
        self.after_commit: Callable[[Touched], None] = _ignore
        self._running: set[asyncio.Task[Any]] = set()

    async def run(
        self, actor: str, verb: Callable[[Work], Done[R]], request: Request | None = None, result: type[R] | None = None
    ) -> R:
        """Carry out the verb, once per request id. Raises what the verb raises, or StoreUnavailable.

        `result` is the type of the answer, which a repeated request gets from the store. Whoever goes away in the
        middle of it changes nothing: screens are told of every commit.
        """
        task = asyncio.create_task(self._run(actor, verb, request, result))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _run(
        self, actor: str, verb: Callable[[Work], Done[R]], request: Request | None, result: type[R] | None
    ) -> R:
        def transaction(db: Connection) -> Done[R]:
            # The clock is read inside the lock, so arrivals are in the order of the numbers.
            work = Work(db, self.office, self._now(db), actor)
            if request is None or result is None:
                return verb(work)
            return once(work, request, result, verb)

        done = await self.database.write(transaction)
        self.after_commit(done.touched)
        return done.result

    def _now(self, db: Connection) -> datetime:
        now, latest = self.clock.now(), offices.latest_event_at(db, self.office.id)
        return latest if now < latest <= now + LARGEST_STEP_BACK else now


@asynccontextmanager
async def day_ends(runner: Runner, every: float = DAY_CHECK_SECONDS) -> AsyncIterator[None]:
    """Close each business day soon after it is over, while the context lasts. `every` in real seconds."""
    task = asyncio.create_task(_close_days(runner, every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _close_days(runner: Runner, every: float) -> None:
    today = calendar.business_day(runner.office, runner.clock.now())
    while True:
        await summarise_closed_days(runner, today)
        await asyncio.sleep(every)
        day_now = calendar.business_day(runner.office, runner.clock.now())
        if day_now != today:
            try:
                await runner.run("system", day.close_earlier_days)
            except QueueError:
                log.exception("the day %s could not be closed; it is tried again", today)
            else:
                today = day_now


async def summarise_closed_days(runner: Runner, today: date) -> None:
    """Summarise every closed day that has none yet.

    Made by the reader and kept by the writer, so that nobody waits at a kiosk while an old day is added up.
    """
    try:
        while made := await runner.database.read(partial(summaries.next_summaries, office=runner.office, today=today)):
            await runner.run("system", partial(summaries.keep, made=made))
    except (QueueError, sqlite3.Error):
        log.exception("closed days could not be summarised; it is tried again")


def _ignore(_touched: Touched) -> None:
    """Nobody is listening yet."""
