"""The manager asks what if: how many counters yesterday would have needed, and yesterday under other rules."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible

NEXT_DAY = "2026-11-25T08:00:00+07:00"
TUESDAY = "2026-11-24"
SERVED = 4


@pytest.fixture
async def next_day(office: RunningOffice) -> RunningOffice:
    """Give the office on the day after a short one: six came, four were served, one after the other."""
    async with office.client() as client:
        await client.sign_in("clerk")
        assert (await client.verb(3, "open")).status_code == 200
        for number in range(6):
            priority = {"priority": "cao-tuoi"} if number == 5 else {}
            assert (await client.take("A", **priority)).status_code == 200
        for verb in ("next", "start", "finish") * SERVED:
            assert (await client.verb(3, verb)).status_code == 200
    office.stop()
    office.start(NEXT_DAY)
    return office


async def test_the_counters_that_yesterday_needed_stand_beside_what_was_open(
    next_day: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    manager = await open_page(chromium, next_day, "/manager#what-if")
    await sign_in(manager, next_day, "manager")
    await manager.fill("[name=first]", TUESDAY)
    await manager.fill("[name=share]", "50")
    await manager.click("[data-action=ask]")
    answer = manager.locator("[data-answer=needed]")
    await expect(answer.locator("[data-needed]").first).to_be_visible(timeout=20_000)
    await expect(answer.locator("tr[data-service=A]")).to_be_visible()
    await expect(manager.locator("[data-action=ask]")).to_be_enabled()
    await manager.screenshot(path=artifacts / "manager-what-if-counters.png", full_page=True)
    await expect_accessible(manager)


async def test_yesterday_is_played_again_with_other_counters_and_head_starts(
    next_day: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    manager = await open_page(chromium, next_day, "/manager#what-if")
    await sign_in(manager, next_day, "manager")
    await manager.click("[data-question=replay]")
    opened = manager.locator("tr[data-counter='3'] [name=open]")
    await opened.fill("7 giờ")
    await expect(opened).to_have_attribute("aria-invalid", "true")
    await opened.fill("07:30-11:30, 13:30-17:00")
    await manager.fill("[name=head-start-15]", "0")
    await manager.click("[data-action=ask]")
    rows = manager.locator("[data-answer=replayed] tbody tr")
    await expect(rows).to_have_count(2, timeout=20_000)
    await expect(rows.nth(1)).to_contain_text("Chứng thực")
    await expect(manager.locator("[data-error]")).to_contain_text("%")
    await manager.screenshot(path=artifacts / "manager-what-if-replay.png", full_page=True)
    await expect_accessible(manager)


async def test_a_calculation_that_breaks_off_says_so_and_one_that_takes_long_can_be_stopped(
    next_day: RunningOffice, chromium: Browser
) -> None:
    manager = await open_page(chromium, next_day, "/manager#what-if")
    await sign_in(manager, next_day, "manager")
    await manager.fill("[name=first]", TUESDAY)
    half = '{"type": "progress", "done": 3, "most": 9}\n'

    async def break_off(route: Route) -> None:
        await route.fulfill(status=200, content_type="application/x-ndjson", body=half)

    await manager.route("**/what-if/counters", break_off)
    await manager.click("[data-action=ask]")
    await expect(manager.locator(".message[role=alert]")).to_contain_text("dừng giữa chừng")
    await expect(manager.locator("[data-action=ask]")).to_be_enabled()
    await manager.unroute("**/what-if/counters")

    async def never(_route: Route) -> None:
        """Leave the question unanswered."""

    await manager.route("**/what-if/counters", never)
    await manager.click("[data-action=ask]")
    await expect(manager.locator("[data-progress]")).to_be_visible()
    await manager.click("[data-action=stop]")
    await expect(manager.locator("[data-progress]")).to_have_count(0)
    await expect(manager.locator(".message[role=alert]")).to_have_count(0)


async def test_a_day_that_is_not_over_or_had_nobody_is_refused_in_words(next_day: RunningOffice) -> None:
    async with next_day.client() as client:
        await client.sign_in("manager")
        today = await client.http.get("/api/manager/what-if/days/2026-11-25")
        assert (today.status_code, today.json()["refusal"]["code"]) == (409, "day_not_closed")
        empty = {"first": "2026-11-23", "last": "2026-11-23"}
        nobody = await client.http.post("/api/manager/what-if/counters", json=empty)
        assert (nobody.status_code, nobody.json()["refusal"]["code"]) == (409, "nobody_came")
        wrong = await client.http.post(
            "/api/manager/what-if/counters", json={"first": "2026-11-24", "last": "2026-11-20"}
        )
        assert (wrong.status_code, wrong.json()["refusal"]["code"]) == (422, "bad_period")
