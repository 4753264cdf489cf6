"""Webhooks on a real store and a real socket: in order, signed, again until taken, and nobody waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from queue_server.app import save_office, set_up_text
from queue_server.clock import PlayClock
from queue_server.first_start import office_of
from queue_server.settings import Settings
from queue_server.store.database import Database
from queue_server.usecases import clerk, counters, kiosk, open_door
from queue_server.usecases.runner import Runner
from queue_server.webhooks.outbox import Outbox
from tests.standins.webhook_receiver import WebhookReceiver

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@dataclass
class Office:
    """An office with an outbox; pauses between two tries are noted instead of waited for."""

    database: Database
    runner: Runner
    pauses: list[float] = field(default_factory=list)

    def outbox(self) -> Outbox:
        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)
            await asyncio.sleep(0)

        outbox = Outbox(self.database, lambda: self.runner.office, pause)
        self.runner.after_commit = outbox.touched
        return outbox

    async def add(self, receiver: WebhookReceiver, name: str = "board") -> None:
        receiver.secret = await self.runner.run(
            "administrator", lambda work: open_door.add_webhook(work, name, receiver.address)
        )

    async def take(self, priority: str | None = None) -> str:
        return (await self.runner.run("kiosk:1", lambda work: kiosk.issue(work, "A", priority, "vi"))).code

    async def serve_one(self) -> None:
        for verb in (counters.open_counter, clerk.call_next, clerk.recall, clerk.start, clerk.finish):
            await self.runner.run("clerk:lan", lambda work, verb=verb: verb(work, 1))  # type: ignore[misc]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    settings, clock = Settings(data=tmp_path), PlayClock(MORNING)
    database, set_up = Database(settings.database), office_of(settings)
    database.open()
    try:
        await save_office(database, set_up, set_up_text(settings), clock.now())
        yield Office(database, Runner(database, set_up, clock))
    finally:
        database.close()


@pytest.fixture
async def receiver() -> AsyncIterator[WebhookReceiver]:
    async with WebhookReceiver().running() as one:
        yield one


async def test_what_happens_is_told_in_order_and_without_anything_about_the_person(
    office: Office, receiver: WebhookReceiver
) -> None:
    await office.take()  # before anybody listened: not told
    await office.add(receiver)
    async with office.outbox().running():
        await office.take("cao-tuoi")
        await office.serve_one()
        heard = await receiver.until(4)
    assert [(message["type"], message["counter"]) for message in heard] == [
        ("ticket.issued", None),
        ("ticket.called", 1),
        ("ticket.called", 1),
        ("ticket.finished", 1),
    ]
    assert [message["id"] for message in heard] == sorted({message["id"] for message in heard})
    assert {(message["code"], message["service"]) for message in heard} == {("A002", "A")}
    # Neither the priority class nor the rank, from which a head start could be worked out.
    allowed = {"id", "type", "at", "office", "ticket", "code", "service", "counter"}
    assert all(message.keys() == allowed for message in heard)


async def test_what_was_not_taken_is_sent_again_later_and_later_and_never_twice_once_taken(
    office: Office, receiver: WebhookReceiver
) -> None:
    await office.add(receiver)
    receiver.statuses = [500, 302, 404]
    async with office.outbox().running():
        codes = [await office.take() for _ in range(3)]
        heard = await receiver.until(3)
    assert [message["code"] for message in heard] == codes
    assert receiver.refused == 3
    assert [0.5 * 2**n <= seconds <= 2**n for n, seconds in enumerate(office.pauses)] == [True] * 3


async def test_after_a_restart_it_goes_on_where_it_was(office: Office, receiver: WebhookReceiver) -> None:
    await office.add(receiver)
    async with office.outbox().running():
        for code in ("A001", "A002"):
            assert await office.take() == code
            await receiver.until_heard(code)
    await office.take()
    async with office.outbox().running():
        heard = await receiver.until_heard("A003")
    # The answer to the last message before the end may have been lost; what was heard before it is not told again.
    assert heard in (["A001", "A002", "A003"], ["A001", "A002", "A002", "A003"])


async def test_an_endpoint_that_answers_nothing_holds_up_neither_the_office_nor_another_endpoint(
    office: Office, receiver: WebhookReceiver
) -> None:
    never = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await never.wait()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        stuck = WebhookReceiver()
        stuck.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        await office.add(stuck, "stuck")
        await office.add(receiver)
        async with office.outbox().running():
            codes = [await office.take() for _ in range(5)]
            assert [message["code"] for message in await receiver.until(5)] == codes
        never.set()


async def test_a_secret_that_is_not_the_endpoint_s_is_noticed_there(office: Office, receiver: WebhookReceiver) -> None:
    await office.add(receiver)
    right, receiver.secret = receiver.secret, "whsec_AAAA"
    async with office.outbox().running():
        await office.take()
        await receiver.until_refused()
        receiver.secret = right
        assert [message["code"] for message in await receiver.until(1)] == ["A001"]
