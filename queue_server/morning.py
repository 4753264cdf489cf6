"""What a new day undoes of the last: counters that served other services for a day are as usual again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from queue_server.domain import calendar
from queue_server.domain.errors import QueueError
from queue_server.office_file import keep_file
from queue_server.store import counters_today
from queue_server.usecases import set_up
from queue_server.usecases.counters_today import give_back
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Done, Work

log = logging.getLogger(__name__)
CHECK_SECONDS = 30.0


@asynccontextmanager
async def counters_given_back(runner: Runner, office_file: Path, every: float = CHECK_SECONDS) -> AsyncIterator[None]:
    """Make yesterday's changes of counters undone, at once and while the context lasts. `every` in real seconds."""
    await give_back_now(runner, office_file)
    task = asyncio.create_task(_keep_giving_back(runner, office_file, every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def give_back_now(runner: Runner, office_file: Path) -> None:
    """Make them undone, where there are some of an earlier day; what is refused is tried again next time."""

    def verb(work: Work) -> Done[int]:
        done = give_back(work)
        # As on the set-up's pages, inside the transaction: what the file says is what a restart will say.
        keep_file(office_file, set_up.text_of(work, done.result))
        return done

    today = calendar.business_day(runner.office, runner.clock.now())
    kept = await runner.database.read(lambda db: counters_today.all_of(db, runner.office.id))
    if any(one.day < today for one in kept):
        try:
            await runner.run("system", verb)
        except (QueueError, OSError):
            log.exception("the counters could not be made as usual again; it is tried again")


async def _keep_giving_back(runner: Runner, office_file: Path, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        await give_back_now(runner, office_file)
