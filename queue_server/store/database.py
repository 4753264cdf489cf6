"""The embedded database: one writer thread that groups verbs into commits, one reader thread beside it.

Every verb runs under a SAVEPOINT of its own, so it succeeds or fails alone; all verbs that were waiting share one
COMMIT, and nobody is answered before it is on the disk (WAL, synchronous=FULL). Being the only writer, the thread
is the office's lock, too. See docs/decisions/0002-one-writer-group-commit.md for what was measured.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from queue_server.domain.errors import QueueError
from queue_server.store.migrate import migrate

T = TypeVar("T")
log = logging.getLogger(__name__)

# Bounds how long the first of a group waits for the last: at some 100 µs a verb, about 25 ms.
LARGEST_GROUP = 256


class StoreUnavailable(QueueError):
    """The disk is full, gone or locked: nothing was saved, and the same request may be sent again."""

    status = 503


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection as every part of this project uses it: rows by name, foreign keys, FULL durability, 5 s patience."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=5.0, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    # Secure: what was personal is overwritten when it is deleted, not only let go of.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


@dataclass(slots=True)
class _Job(Generic[T]):
    verb: Callable[[sqlite3.Connection], T]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[T]


@dataclass(frozen=True, slots=True)
class _Failed:
    error: Exception


class Database:
    """`await write(verb)` and `await read(query)`; a verb or query is a plain function of the connection.

    The constructor connects to nothing; `open` migrates and starts the threads, `close` finishes what was accepted.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._readers: ThreadPoolExecutor | None = None
        self._read_connection: sqlite3.Connection | None = None

    def open(self) -> None:
        """Raises `TooNewDatabase`, or `sqlite3.Error` when the file can't be used."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        migrate(self.path)
        write_connection = connect(self.path)
        self._read_connection = connect(self.path, read_only=True)
        self._readers = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._writer = threading.Thread(target=self._write_groups, args=(write_connection,), name="writer")
        self._writer.start()

    def close(self) -> None:
        if self._writer is not None:
            self._jobs.put(None)
            self._writer.join()
            self._writer = None
        if self._readers is not None:
            self._readers.shutdown()
            self._readers = None
        if self._read_connection is not None:
            self._read_connection.close()
            self._read_connection = None

    async def write(self, verb: Callable[[sqlite3.Connection], T]) -> T:
        """Run one verb in a transaction; returns after the commit. Raises what the verb raised, or StoreUnavailable.

        A caller that goes away changes nothing: the verb is done or not done as a whole.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(verb, loop, future))
        return await future

    async def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run one query on the committed state."""
        if self._readers is None or self._read_connection is None:
            raise StoreUnavailable("store_unavailable")
        return await asyncio.get_running_loop().run_in_executor(self._readers, query, self._read_connection)

    def _write_groups(self, connection: sqlite3.Connection) -> None:
        while (first := self._jobs.get()) is not None:
            group, last = self._gather(first)
            _answer(group, _commit_together(connection, group))
            if last:
                break
        connection.close()

    def _gather(self, first: _Job[Any]) -> tuple[list[_Job[Any]], bool]:
        group = [first]
        while len(group) < LARGEST_GROUP:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return group, True
            group.append(job)
        return group, False


def _commit_together(connection: sqlite3.Connection, group: list[_Job[Any]]) -> list[Any]:
    try:
        connection.execute("BEGIN IMMEDIATE")
        results = [_run(connection, job.verb) for job in group]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        # A full disk may already have rolled back by itself; none of the group counts.
        log.error("the store could not save %d verbs: %s", len(group), error)
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return [_Failed(StoreUnavailable("store_unavailable"))] * len(group)
    return results


def _run(connection: sqlite3.Connection, verb: Callable[[sqlite3.Connection], Any]) -> Any:
    connection.execute("SAVEPOINT verb")
    try:
        result = verb(connection)
    except sqlite3.OperationalError:
        raise  # the disk's fault, not the verb's: it concerns the whole group
    except Exception as error:  # whatever it is, it belongs to this verb's caller and to nobody else
        connection.execute("ROLLBACK TO verb")
        result = _Failed(error)
    connection.execute("RELEASE verb")
    return result


def _answer(group: list[_Job[Any]], results: list[Any]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
    for job, result in zip(group, results, strict=True):
        by_loop.setdefault(job.loop, []).append((job.future, result))
    for loop, answers in by_loop.items():
        try:
            loop.call_soon_threadsafe(_resolve, answers)
        except RuntimeError:  # the loop was closed: nobody is left to be told, and the verbs are saved
            log.warning("%d verbs were saved after their callers had gone", len(answers))


def _resolve(answers: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, result in answers:
        if future.done():  # the caller went away
            continue
        if isinstance(result, _Failed):
            future.set_exception(result.error)
        else:
            future.set_result(result)
