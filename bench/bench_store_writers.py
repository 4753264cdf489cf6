"""Durable tickets a second by four ways of writing to SQLite from asyncio: what docs/decisions/0002 stands on.

Every way does the same for each ticket, in one transaction on the product's own tables, WAL and synchronous=FULL:
read the last number, insert the ticket with the next, append a row of the journal. The caller has its answer after
the commit. The ways take turns, so that a change of the machine's mood falls on all of them.

Run `python -m bench.bench_store_writers`; `--seconds` is for each way, round and number of callers.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import create_async_engine

from queue_server.store.database import Database, connect
from queue_server.store.migrate import migrate

CALLERS = (1, 16, 64)
ROUNDS = 3
OURS = "one group-commit writer"
LAST_NUMBER = (
    "SELECT MAX(number) FROM tickets WHERE office_id = 'o' AND service_id = 'A' AND business_day = '2026-11-24'"
)
TICKET = (
    "INSERT INTO tickets (office_id, id, business_day, service_id, number, code, token, issued_at, channel, language)"
    " VALUES ('o', :id, '2026-11-24', 'A', :number, :id, :id, :at, 'kiosk', 'vi')"
)
JOURNAL = (
    "INSERT INTO journal (office_id, seq, at, actor, event, body, hash)"
    " VALUES ('o', :number, :at, 'kiosk:1', 'issued', :id, '')"
)

Take = Callable[[], Awaitable[None]]
"""Take one ticket; returns when it is on the disk."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a way did: `rate` in tickets a second, `waits` in seconds, one per ticket."""

    rate: float
    waits: list[float] = field(repr=False)


def values(last: int | None) -> dict[str, Any]:
    """The parameters of the ticket after `last`."""
    number = (last or 0) + 1
    return {"number": number, "id": f"A{number:09d}", "at": time.time_ns() // 1000}


def take(db: sqlite3.Connection) -> None:
    """The verb itself, as a plain function of a connection."""
    new = values(db.execute(LAST_NUMBER).fetchone()[0])
    db.execute(TICKET, new)
    db.execute(JOURNAL, new)


@asynccontextmanager
async def by_sqlalchemy(path: Path) -> AsyncIterator[Take]:
    """SQLAlchemy Core's asyncio engine over aiosqlite, one connection, callers in line."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}", pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    line = asyncio.Lock()
    statements = [text(statement) for statement in (LAST_NUMBER, TICKET, JOURNAL)]

    async def write() -> None:
        async with line, engine.begin() as connection:
            new = values((await connection.execute(statements[0])).scalar())
            await connection.execute(statements[1], new)
            await connection.execute(statements[2], new)

    yield write
    await engine.dispose()


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


@asynccontextmanager
async def by_aiosqlite(path: Path) -> AsyncIterator[Take]:
    """aiosqlite by its public API, one connection, callers in line: a round trip to its thread for each statement."""
    line = asyncio.Lock()
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"):
            await connection.execute(f"PRAGMA {pragma}")

        async def write() -> None:
            async with line:
                await connection.execute("BEGIN IMMEDIATE")
                (row,) = await connection.execute_fetchall(LAST_NUMBER)
                new = values(row[0])
                await connection.execute(TICKET, new)
                await connection.execute(JOURNAL, new)
                await connection.execute("COMMIT")

        yield write


@asynccontextmanager
async def by_thread(path: Path) -> AsyncIterator[Take]:
    """sqlite3 in one thread of an executor: one call to the thread, and one commit, for each ticket."""
    connection = connect(path)

    def whole() -> None:
        connection.execute("BEGIN IMMEDIATE")
        take(connection)
        connection.execute("COMMIT")

    with ThreadPoolExecutor(1) as thread:
        loop = asyncio.get_running_loop()
        yield lambda: loop.run_in_executor(thread, whole)
    connection.close()


@asynccontextmanager
async def by_group_commit(path: Path) -> AsyncIterator[Take]:
    """The product's own `Database`: whoever waits shares a commit."""
    database = Database(path)
    database.open()
    yield lambda: database.write(take)
    database.close()


WAYS: dict[str, Callable[[Path], AbstractAsyncContextManager[Take]]] = {
    "SQLAlchemy Core asyncio": by_sqlalchemy,
    "aiosqlite": by_aiosqlite,
    "sqlite3 in a thread": by_thread,
    OURS: by_group_commit,
}


async def measure(way: str, path: Path, callers: int, seconds: float) -> Run:
    """Let so many callers take tickets one after the other until the time is over."""
    waits: list[float] = []
    async with WAYS[way](path) as write:
        begin = time.perf_counter()
        await asyncio.gather(*(_caller(write, waits, begin + seconds) for _ in range(callers)))
        took = time.perf_counter() - begin
    _check(path, len(waits))
    return Run(len(waits) / took, waits)


async def _caller(write: Take, waits: list[float], until: float) -> None:
    while (start := time.perf_counter()) < until:
        await write()
        waits.append(time.perf_counter() - start)


def _check(path: Path, acknowledged: int) -> None:
    """Nobody's speed counts unless every answered ticket is there, numbered without a gap."""
    connection = connect(path, read_only=True)
    found = connection.execute("SELECT COUNT(*), MAX(number) FROM tickets").fetchone()
    rows = connection.execute("SELECT COUNT(*) FROM journal").fetchone()
    connection.close()
    if (tuple(found), rows[0]) != ((acknowledged, acknowledged), acknowledged):
        raise AssertionError(
            f"{acknowledged} tickets were acknowledged, but {tuple(found)} and {rows[0]} rows are there"
        )


def new_office(folder: Path) -> Path:
    """A fresh database with one office and one service."""
    path = folder / "office.sqlite"
    migrate(path)
    connection = connect(path)
    connection.execute("INSERT INTO offices (id, set_up, journal_hash) VALUES ('o', '', '')")
    connection.execute("INSERT INTO services (office_id, id) VALUES ('o', 'A')")
    connection.close()
    return path


def measure_all(callers: int, seconds: float, folder: Path) -> dict[str, list[Run]]:
    """Every way in turn, ROUNDS times, each on a fresh file of the same disk."""
    runs: dict[str, list[Run]] = {way: [] for way in WAYS}
    for _, way in itertools.product(range(ROUNDS), WAYS):
        with tempfile.TemporaryDirectory(dir=folder, prefix=".bench-") as fresh:
            runs[way].append(asyncio.run(measure(way, new_office(Path(fresh)), callers, seconds)))
    return runs


def show(callers: int, runs: dict[str, list[Run]]) -> None:
    """Medians over the rounds; the ratio is ours over the other's."""
    ours = statistics.median(run.rate for run in runs[OURS])
    print(f"c = {callers}")
    for way, rounds in runs.items():
        rate = statistics.median(run.rate for run in rounds)
        waits = sorted(wait for run in rounds for wait in run.waits)
        p50, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.50, 0.99))
        ratio = "" if way == OURS else f"   ours is × {ours / rate:.1f}"
        print(f"  {way:<24} {rate:>9,.0f} tickets/s   p50 {p50:7.2f} ms   p99 {p99:7.2f} ms{ratio}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--folder", type=Path, default=Path(), help="a folder on the disk that is to be measured")
    options = parser.parse_args()
    print("durable tickets, SQLite WAL, synchronous=FULL")
    for callers in CALLERS:
        show(callers, measure_all(callers, options.seconds, options.folder))


if __name__ == "__main__":
    main()
