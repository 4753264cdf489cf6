"""Alerts on a real store: from what is wrong at the office to the manager's page and to other programs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from queue_server.alerting import look_once
from queue_server.domain.alerts import AlertRules, Watch
from queue_server.domain.office import DayHours, Hours, Office, Span
from queue_server.live.hub import Hub, Screen, ScreenKey
from queue_server.live.presence import Presence
from queue_server.live.viewing import Viewing
from queue_server.office_file import write_office
from queue_server.protocol import AlertLine, ManagerView, PrinterNow
from queue_server.store.database import Database
from queue_server.store.devices import Device
from queue_server.texts import refusal
from queue_server.usecases import alerts, clerk, counters, devices, kiosk, open_door, set_up
from queue_server.usecases.runner import Runner
from queue_server.usecases.work import Work
from queue_server.webhooks.outbox import Outbox
from tests.domain.builders import at, minutes, office
from tests.standins.webhook_receiver import WebhookReceiver
from tests.usecases.conftest import MovedClock

LUNCH = DayHours(
    issue=(Span(at("07:00").time(), at("11:15").time()), Span(at("13:15").time(), at("16:15").time())),
    serve=(Span(at("07:30").time(), at("11:30").time()), Span(at("13:30").time(), at("17:00").time())),
)
WARD = office(hours=Hours(dict.fromkeys(range(5), LUNCH)))


@dataclass
class Watchtower:
    """The office, and somebody who looks at it when a test says so."""

    runner: Runner
    viewing: Viewing
    clock: MovedClock
    hub: Hub
    watch: Watch = field(default_factory=Watch)
    heard: list[AlertLine] = field(default_factory=list)

    async def look(self, when: str | datetime | None = None) -> list[tuple[str, str]]:
        """Look, at that time; the alerts that are on the page then."""
        if when is not None:
            self.clock.time = at(when) if isinstance(when, str) else when
        self.watch = await look_once(self.runner, self.viewing, self.heard.extend, self.watch)
        return [(one.kind, one.subject) for one in (await self.page()).alerts]

    async def page(self) -> ManagerView:
        view = await self.viewing.view(ScreenKey("manager", ""))
        assert isinstance(view, ManagerView)
        return view

    async def do(self, verb: Any, *arguments: Any, by: str = "clerk:lan") -> Any:
        return await self.runner.run(by, lambda work: verb(work, *arguments))

    async def take(self, service: str = "A") -> None:
        await self.do(kiosk.issue, service, None, "vi", by="kiosk:1")

    def change(self, ward: Office) -> None:
        """Another office from now on, as the follower of the set-up does it."""
        self.runner.office = self.viewing.office = ward


@pytest.fixture
async def tower(tmp_path: Path) -> AsyncIterator[Watchtower]:
    database, clock, hub = Database(tmp_path / "office.sqlite"), MovedClock(), Hub()
    database.open()

    async def forget(_seen: object) -> None:
        """When devices were here last is in memory alone."""

    def begin(db: Any) -> None:
        set_up.begin(Work(db, WARD, clock.now(), "administrator"), write_office(WARD))

    await database.write(begin)
    presence = Presence(hub, clock, forget)
    viewing = Viewing(database, WARD, clock, hub, refusal, presence)
    hub.on_leave = presence.went
    yield Watchtower(Runner(database, WARD, clock), viewing, clock, hub)
    database.close()


async def test_a_wait_over_the_target_is_told_with_its_service_until_it_has_been_over_for_a_while(
    tower: Watchtower,
) -> None:
    tower.change(replace(WARD, alerts=AlertRules(idle=None)))
    await tower.do(counters.open_counter, 2)
    await tower.take("B")
    assert await tower.look("08:15") == []
    assert await tower.look("08:15:01") == [("wait_over_target", "B")]
    assert [one.name for one in tower.heard] == [{"vi": "Lĩnh vực B"}]
    await tower.do(clerk.call_next, 2)
    assert await tower.look("08:16") == [("wait_over_target", "B")]
    assert await tower.look("08:18") == []


async def test_a_counter_that_is_open_and_free_while_people_wait_is_told_but_not_at_lunch_or_on_a_break(
    tower: Watchtower,
) -> None:
    tower.change(replace(WARD, alerts=AlertRules(wait=None)))
    await tower.look("11:00")
    await tower.do(counters.open_counter, 1)
    await tower.take("A")
    await tower.look()
    assert await tower.look("11:03") == [("counter_idle", "1")]
    assert tower.heard[0].name == {"vi": "1 – Quầy 1"}
    await tower.do(clerk.call_next, 1)
    await tower.look("11:04")
    assert await tower.look("11:06") == []
    await tower.do(clerk.start, 1)
    await tower.do(clerk.finish, 1)
    await tower.take("A")
    for when in ("11:31", "11:40", "12:30"):
        assert await tower.look(when) == []
    assert await tower.look("13:30") == []
    await tower.do(counters.pause, 1)
    assert await tower.look("13:40") == []


async def test_a_display_that_was_here_and_is_gone_is_told_by_its_name_and_one_that_never_came_is_not(
    tower: Watchtower,
) -> None:
    for name in ("tv-1", "tv-2"):
        await tower.do(
            devices.pair_device, Device(name, "display", "hall", f"TV {name}"), f"token-{name}", by="administrator"
        )
    screen = Screen(ScreenKey("display", "hall"), "", tower.clock.now(), device="tv-1")
    tower.hub.join(screen)
    assert await tower.look("08:00") == []
    tower.hub.leave(screen)
    assert await tower.look("08:01") == []
    assert await tower.look("08:03") == [("display_gone", "tv-1")]
    assert [one.name["vi"] for one in tower.heard] == ["TV tv-1"]
    # At night the office is dark, and that is right.
    await tower.look("17:01")
    assert await tower.look("17:04") == []


async def test_a_printer_out_of_paper_is_told_and_a_low_roll_is_not(tower: Watchtower) -> None:
    low = PrinterNow(kind="tcp", prints=True, paper="near_end", fault=None)
    out = PrinterNow(kind="tcp", prints=False, paper="out", fault="printer_paper_out")
    tower.viewing.printers = {"default": out, "k2": low}
    await tower.look("08:00")
    assert await tower.look("08:02") == [("printer_out", "default")]


async def test_an_alert_that_is_seen_to_stands_last_with_the_name_of_who_does(tower: Watchtower) -> None:
    await tower.take("A")
    await tower.take("B")
    await tower.look("08:20")
    first = (await tower.page()).alerts[0]
    await tower.do(alerts.acknowledge, first.id, by="manager:huong")
    shown = (await tower.page()).alerts
    assert [one.acknowledged_by for one in shown] == [None, "huong"]
    assert shown[1].id == first.id


async def test_other_programs_hear_that_an_alert_began_and_ended_and_nothing_of_any_person(tower: Watchtower) -> None:
    async with WebhookReceiver().running() as receiver:
        receiver.secret = await tower.do(open_door.add_webhook, "board", receiver.address, by="administrator")
        outbox = Outbox(tower.runner.database, lambda: tower.runner.office)
        tower.runner.after_commit = outbox.touched
        async with outbox.running():
            await tower.take("A")
            await tower.look("08:20")
            await tower.do(counters.open_counter, 1)
            await tower.do(clerk.call_next, 1)
            await tower.look("08:21")
            await tower.look("08:24")
            heard = await receiver.until(4)
    assert [one["type"] for one in heard] == ["ticket.issued", "alert.began", "ticket.called", "alert.ended"]
    began, ended = heard[1], heard[3]
    assert (began["kind"], began["subject"]) == ("wait_over_target", "A")
    assert began["alert"] == began["id"] == ended["alert"]
    assert began.keys() == {"id", "type", "at", "office", "alert", "kind", "subject"}


async def test_a_restart_in_the_middle_of_an_alert_neither_rings_again_nor_forgets_it(tower: Watchtower) -> None:
    await tower.take("A")
    await tower.look("08:20")
    tower.watch = Watch()
    assert await tower.look("08:21") == [("wait_over_target", "A")]
    assert len(tower.heard) == 1
    assert tower.clock.now() - tower.heard[0].began_at == minutes(1)
