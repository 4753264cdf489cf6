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
from queue_server.office_file import read_office
from queue_server.store import offices
from queue_server.store.database import Database
from queue_server.usecases import day, summaries
from queue_server.usecases.work import Done, Request, Touched, Work, once

R = TypeVar("R")
log = logging.getLogger(__name__)

DAY_CHECK_SECONDS = 30.0
SET_UP_CHECK_SECONDS = 2.0

# A clock that is set back by less than this stands still until the time has passed; beyond it, it is believed.
LARGEST_STEP_BACK = timedelta(hours=1)


class Runner:
    """The one way to change anything. `after_commit` hears on the event loop, in commit order, what a verb touched.

    `office` is the set-up in force: each transaction looks first whether there is a newer one, which this process or
    another has applied, and works with it; `set_up_changed` hears of it on the event loop, before `after_commit`.
    """

    def __init__(self, database: Database, office: Office, clock: Clock) -> None:
        self.database = database
        self.office = office
        self.clock = clock
        self.after_commit: Callable[[Touched], None] = _ignore
        self.set_up_changed: Callable[[Office], None] = _ignore
        self._version: int | None = None
        self._told = office
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
            now = self._now(self._follow(db))
            work = Work(db, self.office, now, actor)
            done = verb(work) if request is None or result is None else once(work, request, result, verb)
            if done.touched.set_up:
                self._follow(db)
            return done

        done = await self.database.write(transaction)
        if self.office is not self._told:
            self._told = self.office
            self.set_up_changed(self.office)
        self.after_commit(done.touched)
        return done.result

    async def look_for_set_up(self) -> None:
        """Follow a set-up that another process has applied: a command, while this server runs."""
        version = (await self.database.read(lambda db: offices.standing(db, self.office.id))).version
        if version != self._version:
            await self.run("system", lambda _work: Done(None))

    def _follow(self, db: Connection) -> datetime:
        """Work with the set-up that is in force; when the journal was last written.

        What a transaction saved and could not commit is left again by the next one: the version says so.
        """
        latest, version = offices.standing(db, self.office.id)
        if self._version is None:
            self._version = version
        elif version != self._version:
            self.office, self._version = read_office(str(offices.set_up_text(db, self.office.id))), version
        return latest

    def _now(self, latest: datetime) -> datetime:
        return never_backwards(self.clock.now(), latest)


def never_backwards(now: datetime, latest: datetime) -> datetime:
    """The moment of a verb: the clock's, or the journal's `latest` while the clock has been set back a little."""
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


@asynccontextmanager
async def set_up_followed(runner: Runner, every: float = SET_UP_CHECK_SECONDS) -> AsyncIterator[None]:
    """Follow set-ups that commands apply while the context lasts. `every` in real seconds."""
    task = asyncio.create_task(_follow_set_up(runner, every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _follow_set_up(runner: Runner, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await runner.look_for_set_up()
        except (QueueError, sqlite3.Error):
            log.exception("the set-up could not be read; it is tried again")


def _ignore(_touched: object) -> None:
    """Nobody is listening yet."""
