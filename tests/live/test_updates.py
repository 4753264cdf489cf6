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
from queue_server.store.database import Database
from queue_server.texts import refusal
from queue_server.usecases import kiosk
from queue_server.usecases.runner import Runner

MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 8:00 in Việt Nam, a Tuesday
HALL, UPSTAIRS = ScreenKey("display", "sanh-chinh"), ScreenKey("display", "lau-1")


@dataclass
class Office:
    """An office whose screens are shown what happens."""

    hub: Hub
    runner: Runner

    async def take(self) -> str:
        return (await self.runner.run("kiosk:1", lambda work: kiosk.issue(work, "A", None, "vi"))).code

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


async def test_a_view_that_can_t_be_read_holds_back_no_other_and_its_token_stays_out_of_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.screen(ScreenKey("phone", "khong-con-nua"))
    wall = office.screen(HALL)
    assert waiting(await shown(wall)) == 0
    assert "phone" in caplog.text
    assert "khong-con-nua" not in caplog.text
