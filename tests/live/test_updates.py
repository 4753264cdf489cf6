"""After a commit, on a real store: whom it concerns is shown the new view, the others are left in peace."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from queue_server.app import save_office, set_up_text
from queue_server.clock import PlayClock
from queue_server.first_start import office_of
from queue_server.live.hub import Hub, Screen, ScreenKey
from queue_server.live.updates import Updates
from queue_server.live.viewing import Viewing
from queue_server.settings import Settings
from queue_server.store import tickets
from queue_server.store.database import Database
from queue_server.texts import refusal
from queue_server.usecases import kiosk, visitor
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Done, Work

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 8:00 in Việt Nam, a Tuesday
HALL, UPSTAIRS = ScreenKey("display", "sanh-chinh"), ScreenKey("display", "lau-1")


@dataclass
class Office:
    """An office whose screens are shown what happens."""

    hub: Hub
    runner: Runner

    async def take(self, service: str = "A") -> str:
        """A new ticket's id."""
        return (await self.runner.run("kiosk:1", lambda work: kiosk.issue(work, service, None, "vi"))).ticket_id

    async def cancel(self, ticket_id: str) -> None:
        def cancel(work: Work) -> Done[str]:
            return visitor.cancel(work, tickets.load(work.db, work.office.id, ticket_id).token)

        await self.runner.run("citizen", cancel)

    def phone(self, ticket_id: str) -> Screen:
        return self.screen(ScreenKey("phone", ticket_id))

    def screen(self, key: ScreenKey) -> Screen:
        screen = Screen(key, "", MORNING)
        self.hub.join(screen)
        return screen


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    settings, clock, hub = Settings(data=tmp_path), PlayClock(MORNING), Hub()
    database, set_up = Database(settings.database), office_of(settings)
    database.open()
    try:
        await save_office(database, set_up, set_up_text(settings), clock.now())
        updates = Updates(Viewing(database, set_up, clock, hub, refusal), hub)
        runner = Runner(database, set_up, clock)
        runner.after_commit = updates.touched
        async with updates.running():
            yield Office(hub, runner)
    finally:
        database.close()


async def shown(screen: Screen) -> dict[str, Any]:
    """The screen's next view."""
    frame = await asyncio.wait_for(screen.next_frame(), 5)
    assert frame is not None
    view: dict[str, Any] = msgspec.json.decode(frame)["view"]
    return view


def waiting(view: dict[str, Any]) -> int:
    return sum(service["waiting"] for service in view["waiting"])


async def test_a_screen_that_comes_is_shown_its_view_and_the_others_none_anew(office: Office) -> None:
    first = office.screen(HALL)
    assert waiting(await shown(first)) == 0
    second = office.screen(HALL)
    assert waiting(await shown(second)) == 0
    await office.take()
    # Nothing came in between: hundreds that return after a restart would else show each other's return.
    assert waiting(await shown(first)) == 1
    assert waiting(await shown(second)) == 1


async def test_a_screen_that_comes_while_something_happens_is_not_forgotten(office: Office) -> None:
    first = office.screen(HALL)
    await shown(first)
    taking = asyncio.create_task(office.take())
    second = office.screen(HALL)
    await taking
    for screen in (first, second):
        while waiting(await shown(screen)) != 1:
            pass


async def test_a_view_that_can_t_be_read_holds_back_no_other(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.screen(ScreenKey("clerk", "99"))
    wall = office.screen(HALL)
    assert waiting(await shown(wall)) == 0
    assert "clerk" in caplog.text


async def ahead(phone: Screen) -> int | None:
    return (await shown(phone))["ahead"]  # type: ignore[no-any-return]


async def test_a_phone_is_sent_its_page_only_when_it_changes(office: Office) -> None:
    first, second = await office.take("A"), await office.take("B")
    phone, other = office.phone(first), office.phone(second)
    assert (await ahead(phone), await ahead(other)) == (0, 0)
    # Somebody comes for the same service, behind: neither page changes, and neither phone is woken.
    third = office.phone(await office.take("A"))
    assert await ahead(third) == 1
    assert not any(screen.has_something for screen in (phone, other))
    await office.cancel(first)
    assert (await shown(phone))["outcome"] == "cancelled"
    assert await ahead(third) == 0
    assert not other.has_something


async def test_two_phones_with_the_same_ticket_show_the_same(office: Office) -> None:
    ticket = await office.take("A")
    first = office.phone(ticket)
    assert (await shown(first))["state"] == "waiting"
    second = office.phone(ticket)
    assert (await shown(second))["state"] == "waiting"
    await office.cancel(ticket)
    for phone in (first, second):
        while (await shown(phone))["state"] != "ended":
            pass


async def test_a_ticket_that_is_gone_holds_back_no_other_phone(office: Office) -> None:
    office.screen(ScreenKey("phone", "20261124-A999"))
    assert await ahead(office.phone(await office.take("A"))) == 0
