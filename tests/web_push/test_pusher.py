"""Notices on phones, on a real store and a real socket: encrypted, signed, once, and nobody waits for them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from queue_server.app import save_office, set_up_text
from queue_server.clock import PlayClock
from queue_server.domain.errors import Invalid
from queue_server.first_start import office_of
from queue_server.settings import Settings
from queue_server.store import notices as stored
from queue_server.store import tickets
from queue_server.store.database import Database
from queue_server.usecases import clerk, counters, day, kiosk, notices, visitor
from queue_server.usecases.runner import Runner
from queue_server.web_push import pusher as pushing
from queue_server.web_push.address import NotPublic, public_target
from queue_server.web_push.keys import PushKeys, file_of, make
from queue_server.web_push.pusher import Pusher
from tests.standins.push_service import Phone, PushService, encoded

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@dataclass
class Office:
    """An office with keys; pauses between two tries are noted instead of waited for."""

    database: Database
    runner: Runner
    keys: PushKeys
    pauses: list[float] = field(default_factory=list)
    paused: asyncio.Event = field(default_factory=asyncio.Event)

    def pusher(self, service: PushService) -> Pusher:
        async def pause(seconds: float) -> None:
            self.pauses.append(seconds)
            self.paused.set()
            await asyncio.sleep(0)

        one = Pusher(self.database, lambda: self.runner.office, self.runner.clock, self.keys, service.reach, pause)
        self.runner.after_commit = one.touched
        return one

    async def take(self, count: int) -> list[str]:
        """Take numbers; the tokens of their pages."""
        issued = [
            await self.runner.run("kiosk:1", lambda work: kiosk.issue(work, "A", None, "vi")) for _ in range(count)
        ]
        return [
            await self.database.read(
                lambda db, one=one: tickets.load(db, self.runner.office.id, one.ticket_id).token  # type: ignore[misc]
            )
            for one in issued
        ]

    async def ask(self, token: str, phone: Phone, language: str = "vi") -> None:
        await self.runner.run("citizen", lambda work: notices.ask(work, token, phone.subscription(language)))

    async def at_counter(self, *verbs: str) -> None:
        known = {
            "open": counters.open_counter,
            "next": clerk.call_next,
            "recall": clerk.recall,
            "start": clerk.start,
            "finish": clerk.finish,
        }
        for verb in verbs:
            await self.runner.run("clerk:lan", lambda work, verb=verb: known[verb](work, 1))  # type: ignore[misc]

    async def subscriptions(self) -> int:
        office_id = self.runner.office.id
        return len(await self.database.read(lambda db: stored.all_wanted(db, office_id)))


async def ended(pusher: Pusher) -> None:
    """Wait until nothing is being sent."""
    await asyncio.gather(*pusher._sending.values())


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    settings, clock = Settings(data=tmp_path), PlayClock(MORNING)
    database, set_up = Database(settings.database), office_of(settings)
    database.open()
    try:
        await save_office(database, set_up, set_up_text(settings), clock.now())
        keys = make(file_of(tmp_path), "mailto:it@example.vn")
        yield Office(database, Runner(database, set_up, clock), keys)
    finally:
        database.close()


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def other_phone() -> Phone:
    return Phone("p2")


@pytest.fixture
async def service(office: Office, phone: Phone, other_phone: Phone) -> AsyncIterator[PushService]:
    async with PushService(office.keys.public, phone, other_phone).running() as one:
        yield one


async def test_a_phone_is_told_once_when_three_are_ahead_and_at_each_call(
    office: Office, service: PushService, phone: Phone
) -> None:
    tokens = await office.take(5)
    async with office.pusher(service).running():
        await office.ask(tokens[4], phone)
        await office.at_counter("open", "next")
        await service.until(lambda: len(service.told) == 1)
        for _ in range(4):
            await office.at_counter("start", "finish", "next")
        await service.until(lambda: len(service.told) == 2)
        await office.at_counter("recall")
        await service.until(lambda: len(service.told) == 3)
    near, called, again = service.told
    assert (near.title, near.body) == ("A005: còn 3 người trước quý công dân", "Xin ở gần khu vực chờ.")
    assert (called.title, called.body) == ("A005: mời đến quầy 1", "Số của quý công dân đang được gọi.")
    assert again.title == called.title
    assert near.ttl > called.ttl > 0


async def test_a_citizen_who_reads_english_is_told_in_english(
    office: Office, service: PushService, phone: Phone
) -> None:
    (token,) = await office.take(1)
    async with office.pusher(service).running():
        await office.ask(token, phone, "en")
        await service.until(lambda: len(service.told) == 1)
        await office.at_counter("open", "next")
        await service.until(lambda: len(service.told) == 2)
    assert [one.title for one in service.told] == ["A001: you are next", "A001: please go to counter 1"]


@pytest.mark.parametrize("status", [404, 410])
async def test_an_address_that_is_gone_is_forgotten(
    office: Office, service: PushService, phone: Phone, status: int
) -> None:
    (token,) = await office.take(1)
    service.statuses = [status]
    pusher = office.pusher(service)
    async with pusher.running():
        await office.ask(token, phone)
        await service.until(lambda: service.asked == 1)
        await ended(pusher)
    assert (await office.subscriptions(), service.told) == (0, [])


async def test_a_service_in_trouble_is_tried_again_later_and_later(
    office: Office, service: PushService, phone: Phone
) -> None:
    (token,) = await office.take(1)
    service.statuses = [500, 429, 503]
    async with office.pusher(service).running():
        await office.ask(token, phone)
        await service.until(lambda: len(service.told) == 1)
    assert [0.5 * 2**n <= pause <= 2**n for n, pause in enumerate(office.pauses)] == [True] * 3


async def test_what_a_service_puts_off_until_it_is_stale_is_dropped(
    office: Office, service: PushService, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    (token,) = await office.take(1)
    service.statuses, service.retry_after = [429], "3600"
    with caplog.at_level(logging.INFO):
        pusher = office.pusher(service)
        async with pusher.running():
            await office.ask(token, phone)
            await service.until(lambda: service.asked == 1)
            await ended(pusher)
    assert "not taken" in caplog.text
    assert (service.asked, office.pauses, service.told) == (1, [], [])


async def test_a_refusal_is_not_repeated_and_the_log_names_no_address(
    office: Office, service: PushService, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    (token,) = await office.take(1)
    service.statuses = [403]
    with caplog.at_level(logging.INFO, "queue_server"):
        pusher = office.pusher(service)
        async with pusher.running():
            await office.ask(token, phone)
            await service.until(lambda: service.asked == 1)
            await ended(pusher)
    assert "HTTP 403" in caplog.text
    assert (service.asked, await office.subscriptions()) == (1, 1)
    assert "push.example" not in caplog.text
    assert token not in caplog.text


async def test_a_slow_service_is_given_up_and_holds_up_neither_verbs_nor_another_phone(
    office: Office, service: PushService, phone: Phone, other_phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "ANSWER_SECONDS", 0.3)
    first, second = await office.take(2)
    service.is_slow = True
    async with office.pusher(service).running():
        await office.ask(first, phone)
        await service.until(lambda: service.asked == 1)
        await office.at_counter("open")  # the verb is done while the service has not answered
        async with asyncio.timeout(20):
            await office.paused.wait()
        service.is_slow = False
        await office.ask(second, other_phone)
        await service.until(lambda: {one.phone for one in service.told} == {"p1", "p2"})
    assert await office.subscriptions() == 2


@pytest.mark.parametrize("end", ["served", "cancelled", "stopped", "day over"])
async def test_the_address_goes_with_the_visit_or_the_wish_or_the_day_and_is_in_no_journal(
    office: Office, phone: Phone, end: str
) -> None:
    (token,) = await office.take(1)
    await office.ask(token, phone)
    assert await office.subscriptions() == 1
    match end:
        case "served":
            await office.at_counter("open", "next", "start", "finish")
        case "cancelled":
            await office.runner.run("citizen", lambda work: visitor.cancel(work, token))
        case "stopped":
            await office.runner.run("citizen", lambda work: notices.stop(work, token))
        case "day over":
            office.runner.clock = PlayClock(MORNING + timedelta(days=1))
            await office.runner.run("system", day.close_earlier_days)
    assert await office.subscriptions() == 0
    bodies = await office.database.read(lambda db: "\n".join(row[0] for row in db.execute("SELECT body FROM journal")))
    assert "push.example" not in bodies
    assert phone.subscription().p256dh not in bodies


async def test_a_second_phone_takes_the_place_of_the_first(
    office: Office, service: PushService, phone: Phone, other_phone: Phone
) -> None:
    (token,) = await office.take(1)
    await office.ask(token, phone)
    await office.ask(token, other_phone)
    async with office.pusher(service).running():
        await office.at_counter("open", "next")
        await service.until(lambda: len(service.told) == 1)
    assert service.told[0].phone == "p2"


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/send",
        "https://127.0.0.1/send",
        "https://[::1]/send",
        "https://[::ffff:10.0.0.1]/send",
        "https://192.168.1.1/send",
        "https://169.254.169.254/latest",
        "https://push.example:8443/send",
        "https://name@push.example/send",
        "https:///send",
        "file:///etc/passwd",
        "https://[broken/send",
    ],
)
async def test_a_phone_cannot_make_the_server_speak_to_the_office_s_own_network(
    office: Office, phone: Phone, endpoint: str
) -> None:
    (token,) = await office.take(1)
    bad = phone.subscription()
    object.__setattr__(bad, "endpoint", endpoint)
    with pytest.raises(Invalid, match="bad_push_address"):
        await office.runner.run("citizen", lambda work: notices.ask(work, token, bad))
    with pytest.raises(NotPublic):
        await public_target(endpoint)


async def test_a_name_that_leads_to_this_machine_is_not_told(office: Office) -> None:
    with pytest.raises(NotPublic):
        await public_target("https://localhost/send")


@pytest.mark.parametrize("spoiled", ["p256dh", "auth"])
async def test_keys_that_are_none_are_refused(office: Office, phone: Phone, spoiled: str) -> None:
    (token,) = await office.take(1)
    bad = phone.subscription()
    object.__setattr__(bad, spoiled, encoded(b"short"))
    with pytest.raises(Invalid, match="bad_push_address"):
        await office.runner.run("citizen", lambda work: notices.ask(work, token, bad))
