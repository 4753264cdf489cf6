"""A small office on a real file, without a server: verbs run as at the desk, on a clock that the test moves."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Any, TypeVar

import pytest

from queue_server.domain.ticket import Ticket
from queue_server.protocol import ClerkView
from queue_server.store import offices, tickets
from queue_server.store.database import Database
from queue_server.usecases import clerk, counters, kiosk
from queue_server.usecases.counters import DeskResult
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Done, Touched, Work
from queue_server.views.clerk import clerk_view
from tests.domain.builders import at, office

R = TypeVar("R")
WARD = office()


@dataclass
class MovedClock:
    """Stands still until a test moves it."""

    time: datetime = field(default_factory=lambda: at("08:00"))
    speed: float = 1.0

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **length: float) -> None:
        self.time += timedelta(**length)


@dataclass
class Desks:
    """The office at work: clerk `lan` at counter 1 and `minh` at counter 2, unless a test says otherwise."""

    database: Database
    runner: Runner
    clock: MovedClock
    touched: list[Touched] = field(default_factory=list)

    async def do(self, verb: Callable[..., Done[R]], *arguments: Any, by: str = "clerk:lan") -> R:
        """Carry out a verb of the use cases."""
        return await self.runner.run(by, lambda work: verb(work, *arguments))

    async def at(self, counter: int, verb: Callable[..., Done[DeskResult]], *arguments: Any) -> DeskResult:
        """Carry out a verb at a counter, by the clerk who sits there."""
        return await self.do(verb, counter, *arguments, by={1: "clerk:lan"}.get(counter, "clerk:minh"))

    async def take(self, service_id: str = "A", priority: str | None = None) -> str:
        """Take a number at the kiosk; its ticket's id."""
        issued = await self.do(kiosk.issue, service_id, priority, "vi", by="kiosk:1")
        return issued.ticket_id

    async def ticket(self, ticket_id: str) -> Ticket:
        """The ticket as it is in the store."""
        return await self.database.read(lambda db: tickets.load(db, WARD.id, ticket_id))

    async def desk(self, counter: int) -> ClerkView:
        """What the desk shows."""
        return await self.database.read(lambda db: clerk_view(db, WARD, counter, self.clock.now()))

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database holds."""
        return await self.database.read(lambda db: [tuple(row) for row in db.execute(query)])

    async def serve(self, counter: int = 1) -> DeskResult:
        """Call whoever is first, and start."""
        await self.at(counter, clerk.call_next)
        return await self.at(counter, clerk.start)


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[Desks]:
    """Give the office with counters 1 and 2 open."""
    database, clock = Database(tmp_path / "office.sqlite"), MovedClock()
    database.open()

    def set_up(db: Connection) -> None:
        offices.save(db, WARD, "")
        Work(db, WARD, clock.now(), "administrator").record("office_set_up", {"office": WARD.id})

    await database.write(set_up)
    runner = Runner(database, WARD, clock)
    known = Desks(database, runner, clock)
    runner.after_commit = known.touched.append
    for counter in (1, 2):
        await known.at(counter, counters.open_counter)
    yield known
    database.close()
