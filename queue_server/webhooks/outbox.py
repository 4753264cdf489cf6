"""The outbox: the journal itself. Each endpoint has a position in it and is told what follows, in order.

Nothing here is waited for by a verb: a slow or dead endpoint holds up neither the office nor another endpoint. What was
not taken is sent again, later and later, for as long as it takes; after a power cut it goes on where it was.
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

from queue_server.domain.numbering import code_of
from queue_server.domain.office import Office
from queue_server.protocol import WebhookAlert, WebhookEvent
from queue_server.store import webhooks
from queue_server.store.database import Database
from queue_server.store.webhooks import Alarm, Happened, Webhook
from queue_server.webhooks.signature import headers

log = logging.getLogger(__name__)

EVENTS: Final = {
    "issued": "ticket.issued",
    "walked_in": "ticket.issued",
    "called": "ticket.called",
    "recalled": "ticket.called",
    "finished": "ticket.finished",
    "no_show": "ticket.no_show",
    "alert_began": "alert.began",
    "alert_ended": "alert.ended",
}
BATCH = 50
ANSWER_SECONDS = 10.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 600.0
# An endpoint that an administrator adds, by a process of its own, is noticed after so long.
LOOK_SECONDS = 10.0
_encoder = msgspec.json.Encoder()


class Outbox:
    """Tells the endpoints. `touched` is for whoever commits; it never waits."""

    def __init__(
        self,
        database: Database,
        office: Callable[[], Office],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database, self._office, self._pause = database, office, pause
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._news = asyncio.Event()

    def touched(self, _what: object = None) -> None:
        """Something was committed."""
        self._news.set()
        self._news = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep telling while the context lasts."""
        async with httpx2.AsyncClient(timeout=ANSWER_SECONDS, follow_redirects=False) as http:
            watching = asyncio.create_task(self._watch(http))
            try:
                yield
            finally:
                tasks = [watching, *self._tasks.values()]
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self, http: httpx2.AsyncClient) -> None:
        while True:
            try:
                names = {hook.name for hook in await self._hooks()}
                for name in names - self._tasks.keys():
                    self._tasks[name] = asyncio.create_task(self._tell_for_ever(http, name))
            except Exception:
                log.exception("the webhooks could not be read; they are tried again")
            await asyncio.sleep(LOOK_SECONDS)

    async def _tell_for_ever(self, http: httpx2.AsyncClient, name: str) -> None:
        failures = 0
        try:
            while (hook := next((one for one in await self._hooks() if one.name == name), None)) is not None:
                news = self._news  # taken before reading: what is committed meanwhile is not slept through
                problem, is_done = await self._tell(http, hook)
                failures = failures + 1 if problem else 0
                if problem:
                    await self._pause(_back_off(failures))
                elif is_done:
                    await _either(news.wait(), LOOK_SECONDS)
        except Exception:
            log.exception("webhook %s stopped; it is started again", name)
        finally:
            self._tasks.pop(name, None)

    async def _tell(self, http: httpx2.AsyncClient, hook: Webhook) -> tuple[str, bool]:
        """Tell an endpoint the next few; what stopped it, and whether nothing is left to tell."""
        office_id = self._office().id
        happened, position = await self._database.read(
            lambda db: webhooks.happened_after(db, office_id, hook.position, EVENTS, BATCH)
        )
        told, problem = hook.position, ""
        for one in happened:
            problem = await _send(http, hook, _event(office_id, one))
            if problem:
                break
            told = one.seq
        told = told if problem else position
        if (told, problem) != (hook.position, hook.problem):
            await self._database.write(lambda db: webhooks.note(db, office_id, hook.name, told, problem))
        if problem and problem != hook.problem:
            log.warning("webhook %s: %s; it is tried again and again", hook.name, problem)
        return problem, len(happened) < BATCH

    async def _hooks(self) -> list[Webhook]:
        office_id = self._office().id
        return await self._database.read(lambda db: webhooks.all_webhooks(db, office_id))


async def _send(http: httpx2.AsyncClient, hook: Webhook, event: WebhookEvent | WebhookAlert) -> str:
    """Send one message; why it was not taken, or an empty text."""
    body = _encoder.encode(event)
    signed = headers(hook.secret, f"{event.office}-{event.id}", int(time.time()), body)
    try:
        answer = await http.post(hook.url, content=body, headers=signed)
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        return type(error).__name__  # never its text: an address may hold a password
    return "" if answer.is_success else f"HTTP {answer.status_code}"


def _event(office_id: str, happened: Happened | Alarm) -> WebhookEvent | WebhookAlert:
    kind = EVENTS[happened.event]
    if isinstance(happened, Alarm):
        return WebhookAlert(
            id=happened.seq,
            type=kind,  # type: ignore[arg-type]  # its values are those of the struct, which a test encodes
            at=happened.at,
            office=office_id,
            alert=happened.alert,
            kind=happened.kind,  # type: ignore[arg-type]  # the table's CHECK is the struct's list
            subject=happened.subject,
        )
    return WebhookEvent(
        id=happened.seq,
        type=kind,  # type: ignore[arg-type]  # its values are those of the struct, which a test encodes
        at=happened.at,
        office=office_id,
        ticket=happened.ticket_id,
        code=code_of(happened.ticket_id),
        service=happened.service_id,
        counter=happened.counter,
    )


def _back_off(failures: int) -> float:
    # Jittered, so that several offices do not meet a provider's return together. No cryptography.
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (failures - 1)) * random.uniform(0.5, 1.0)  # noqa: S311


async def _either(news: Awaitable[object], seconds: float) -> None:
    """Wait for news, but not longer than that."""
    try:
        async with asyncio.timeout(seconds):
            await news
    except TimeoutError:
        pass
