"""Tells phones after each commit. Nobody waits for it: a verb, a screen and another phone go on while one is slow.

What a phone could not be told is tried again a few times, later and later, and dropped when it is stale, when there is
something newer to tell, or when the address is gone. Nothing is sent twice because of a restart: what is near is noted
before it is sent, and a call is told by the process that made it.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import httpx2
import msgspec

from queue_server.clock import Clock
from queue_server.domain.office import Office
from queue_server.store import notices
from queue_server.store.database import Database
from queue_server.usecases.work import CallMade, Touched
from queue_server.web_push.address import NotPublic, Reach, public_target
from queue_server.web_push.due import Due, Message, due
from queue_server.web_push.keys import PushKeys
from queue_server.web_push.letter import Letter, sealed

log = logging.getLogger(__name__)

ATTEMPTS: Final = 4
FIRST_PAUSE: Final = 1.0
ANSWER_SECONDS: Final = 10.0
# A rush of calls costs two readings a second.
REST_SECONDS: Final = 0.5
AT_ONCE: Final = 16
GONE: Final = frozenset({404, 410})
TOO_MANY: Final = 429


class Pusher:
    """`touched` is for whoever commits; it never waits. `reach` looks an address up and refuses what is not public."""

    def __init__(
        self,
        database: Database,
        office: Callable[[], Office],
        clock: Clock,
        keys: PushKeys,
        reach: Reach = public_target,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self.keys, self._reach, self._pause = keys, reach, pause
        self._called: dict[str, CallMade] = {}
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        self._room = asyncio.Semaphore(AT_ONCE)

    def touched(self, what: Touched) -> None:
        """Something was committed."""
        if what.call is not None:
            self._called[what.call.ticket_id] = what.call
        if what.services or what.tickets or what.call:
            self._news.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep telling while the context lasts."""
        async with httpx2.AsyncClient(timeout=ANSWER_SECONDS, follow_redirects=False) as http:
            telling = asyncio.create_task(self._tell_for_ever(http))
            try:
                yield
            finally:
                tasks = [telling, *self._sending.values()]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell_for_ever(self, http: httpx2.AsyncClient) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self._tell(http)
            except Exception:
                log.exception("phones could not be told by push; the next change tries again")
            await asyncio.sleep(REST_SECONDS)

    async def _tell(self, http: httpx2.AsyncClient) -> None:
        called, self._called = self._called, {}
        office, now = self._office(), self._clock.now()
        found: Due = await self._database.read(lambda db: due(db, office, now, called))
        if found.near:
            await self._database.write(lambda db: notices.note_near(db, office.id, found.near))
        for message in found.messages:
            self._send_newest(http, message)

    def _send_newest(self, http: httpx2.AsyncClient, message: Message) -> None:
        ticket_id = message.wanted.ticket_id
        if (older := self._sending.get(ticket_id)) is not None:
            older.cancel()
        task = asyncio.create_task(self._send(http, message))
        self._sending[ticket_id] = task

        def done(ended: asyncio.Task[None]) -> None:
            if self._sending.get(ticket_id) is ended:
                del self._sending[ticket_id]

        task.add_done_callback(done)

    async def _send(self, http: httpx2.AsyncClient, message: Message) -> None:
        """Try until it is taken, stale or hopeless. An address is in no line of the log, nor is a ticket beside one."""
        began = time.monotonic()
        for attempt in range(ATTEMPTS):
            async with self._room:
                status, wait = await self._try(http, message)
            if status in GONE:
                await self._forget(message)
                return
            if not _may_succeed_later(status):
                if not 200 <= status < 300:
                    log.warning("a push service refused a message: HTTP %d", status)
                return
            wait = max(wait, FIRST_PAUSE * 2.0**attempt * random.uniform(0.5, 1.0))  # noqa: S311  # no cryptography
            if time.monotonic() - began + wait > message.seconds:
                break
            await self._pause(wait)
        log.info("a message was not taken by its push service in time")

    async def _try(self, http: httpx2.AsyncClient, message: Message) -> tuple[int, float]:
        """The status of the answer, 0 when there was none, and how many seconds the service wants to be left alone."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                target = await self._reach(message.wanted.subscription.endpoint)
                letter = sealed(self.keys, message.wanted.subscription, _text_of(message), target, message.seconds)
                return await _post(http, letter)
        except (NotPublic, ValueError):
            # It leads into the office's own network, or its keys are none: it never was a phone's.
            return 410, 0.0
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, TimeoutError):
            return 0, 0.0

    async def _forget(self, message: Message) -> None:
        office_id, wanted = self._office().id, message.wanted
        await self._database.write(
            lambda db: notices.drop_address(db, office_id, wanted.ticket_id, wanted.subscription.endpoint)
        )


def _may_succeed_later(status: int) -> bool:
    return status in (0, TOO_MANY) or status >= 500


async def _post(http: httpx2.AsyncClient, letter: Letter) -> tuple[int, float]:
    # The name goes into the handshake, and the certificate is checked against it. The answer's body is not read.
    extensions = {"sni_hostname": letter.host}
    async with http.stream(
        "POST", letter.url, content=letter.body, headers=letter.headers, extensions=extensions
    ) as answer:
        after = answer.headers.get("retry-after", "")
        return answer.status_code, float(after) if after.isdecimal() else 0.0


def _text_of(message: Message) -> bytes:
    return msgspec.json.encode({"title": message.title, "body": message.body})
