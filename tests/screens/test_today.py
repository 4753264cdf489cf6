"""The manager's page of today: what is wrong is seen and heard first, and can be acted on there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_one_visit import sign_in
from tests.running_office import Client, RunningOffice
from tests.screens.axe import expect_accessible

SIZE = {"width": 1366, "height": 768}
LATER = "2026-11-24T08:20:00+07:00"
# Counts the bells, at the one place where the page meets the loudspeaker.
LISTEN = """
window.tones = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give the starter office at eight o'clock."""
    running = RunningOffice(tmp_path / "data")
    running.start()
    yield running
    if running.process is not None:
        running.stop()


async def open_today(browser: Browser, office: RunningOffice) -> Page:
    context = await browser.new_context(locale="vi-VN", viewport=SIZE)  # type: ignore[arg-type]
    await context.add_init_script(LISTEN)
    page = await context.new_page()
    await page.goto(f"{office.address}/manager")
    await sign_in(page, office, "manager")
    await expect(page.locator("[data-figure=waiting]")).to_be_visible()
    return page


async def take(client: Client, services: str) -> list[str]:
    return [(await client.take(service)).json()["taken"]["code"] for service in services]


def journal(office: RunningOffice, event: str) -> list[tuple[str, dict[str, Any]]]:
    rows = office.rows(f"SELECT actor, body FROM journal WHERE event = '{event}' ORDER BY seq")
    return [(actor, json.loads(body)) for actor, body in rows]


async def first_cells(page: Page, rows: str, attribute: str) -> list[str]:
    return [str(await one.get_attribute(attribute)) for one in await page.locator(rows).all()]


async def test_what_is_wrong_comes_first_rings_once_and_is_quiet_when_somebody_sees_to_it(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    async with office.client() as client:
        await take(client, "BBAAAAAL")
        await client.sign_in("clerk")
        await client.verb(1, "open")
        await client.verb(1, "next")
    office.stop()
    # Twenty minutes later, those who took a number then have waited too long.
    office.start(LATER)
    async with office.client() as client:
        await take(client, "CCC")
        page = await open_today(chromium, office)
        alerts = page.locator("[data-alert=wait_over_target]")
        await expect(alerts).to_have_count(3, timeout=15_000)
        assert await first_cells(page, "[data-now-service]", "data-now-service") == ["B", "A", "L", "C"]
        assert await first_cells(page, "[data-now-service]", "data-state") == ["over", "over", "over", "fine"]
        assert (await first_cells(page, "[data-now-counter]", "data-standing"))[0] == "closed_alone"
        assert await page.title() == "(3) Quản lý"
        await page.screenshot(path=artifacts / "manager-today-alerts.png")

        assert await page.evaluate("tones") == 0
        await page.click("[data-action=bell]")
        await expect(page.locator("[data-action=bell]")).to_have_attribute("data-sound", "on")
        rung = await page.evaluate("tones")
        assert rung >= 4
        await page.click("[data-alert=wait_over_target][data-subject=B] [data-action=acknowledge]")
        await expect(page.locator("[data-subject=B]")).to_contain_text("đang xử lý")
        await take(client, "CC")
        await expect(page.locator("[data-now-service=C] td >> nth=1")).to_have_text("5")
        assert await page.evaluate("tones") == rung

        await page.click("[data-page=screens]")
        await expect(page.locator("[data-action=to-alerts]")).to_contain_text("2")
        await page.click("[data-action=to-alerts]")
        await expect_accessible(page)
        await page.click("[data-action=bell]")
        await expect(page.locator("[data-action=bell]")).to_have_attribute("data-sound", "off")
    begun = journal(office, "alert_began")
    assert [(actor, body["kind"]) for actor, body in begun] == [("system", "wait_over_target")] * 3
    assert [actor for actor, _ in journal(office, "alert_acknowledged")] == ["manager:manager"]


async def test_a_manager_moves_and_cancels_tickets_with_a_reason_and_sees_whom_that_overtook(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    async with office.client() as client:
        await take(client, "AABB")
    page = await open_today(chromium, office)
    await page.click("[data-waiting=B002] [data-action=move]")
    dialog = page.locator("[data-dialog=move]")
    await dialog.locator("[name=service]").select_option("A")
    await dialog.locator("[name=place]").select_option("first")
    await dialog.locator("[name=reason]").fill("Cháu nhỏ đang sốt")
    await page.screenshot(path=artifacts / "manager-move.png")
    await expect_accessible(page)
    await dialog.locator("[data-action=confirm]").click()
    await expect(page.locator("[data-told=good]")).to_contain_text("A001")
    await expect(page.locator("[data-waiting=B002]")).to_contain_text("Chứng thực")

    # The second click changes nothing and says so; the dialog stays.
    await page.click("[data-waiting=A001] [data-action=move]")
    await dialog.locator("[name=reason]").fill("Thử lại")
    await dialog.locator("[data-action=confirm]").click()
    await expect(dialog.locator("[role=alert]")).to_contain_text("A001")
    await dialog.locator("[data-action=dismiss]").click()

    await page.click("[data-waiting=A002] [data-action=cancel]")
    await page.fill("[data-dialog=cancel] [name=reason]", "Công dân đã về")
    await page.click("[data-dialog=cancel] [data-action=confirm]")
    await expect(page.locator("[data-waiting=A002]")).to_have_count(0)
    await page.fill("[name=queue-code]", "b00")
    await expect(page.locator("[data-waiting]")).to_have_count(2)
    (actor, moved) = journal(office, "moved")[0]
    assert (actor, moved["reason"], len(moved["overtaken"])) == ("manager:manager", "Cháu nhỏ đang sốt", 3)

    await page.click("[data-page=fairness]")
    row = page.locator("tr:has-text('Cháu nhỏ đang sốt')")
    await expect(row).to_contain_text("quản lý chuyển lên đầu")
    await expect(row.locator(".passed li")).to_have_count(3)
    await expect(page.locator("[data-figure=unexplained] dd")).to_have_text("0")


async def test_a_manager_closes_a_forgotten_counter_and_opens_one_for_a_clerk_who_is_there(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    async with office.client() as client:
        await take(client, "AAB")
        page = await open_today(chromium, office)
        await page.click("[data-now-counter='2'] [data-action=counter-open]")
        await expect(page.locator("[data-dialog=counter-open] [data-action=confirm]")).to_be_disabled()
        await page.click("[data-dialog=counter-open] [data-action=dismiss]")
        await client.sign_in("clerk")
        await client.verb(1, "open")
        await expect(page.locator("[data-now-counter='1']")).to_have_attribute("data-standing", "idle_waiting")
        assert (await first_cells(page, "[data-now-counter]", "data-now-counter"))[0] == "1"
        await page.screenshot(path=artifacts / "manager-today-counters.png", full_page=True)
        cut = await page.locator("section.card").evaluate_all(
            "all => all.map(one => one.scrollWidth - one.clientWidth)"
        )
        assert set(cut) == {0}
        await page.click("[data-now-counter='1'] [data-action=counter-close]")
        await page.click("[data-dialog=counter-close] [data-action=confirm]")
        await expect(page.locator("[data-now-counter='1']")).not_to_have_attribute("data-standing", "idle_waiting")
        await page.click("[data-now-counter='2'] [data-action=counter-open]")
        await page.click("[data-dialog=counter-open] [data-action=confirm]")
        await expect(page.locator("[data-now-counter='2']")).to_have_attribute("data-standing", "idle_waiting")
        await page.click("[data-now-counter='2'] [data-action=counter-services]")
        await page.check("[data-dialog=counter-services] [name=service][value=L]")
        await page.screenshot(path=artifacts / "manager-services-today.png")
        await expect_accessible(page)
        await page.click("[data-dialog=counter-services] [data-action=confirm]")
        await expect(page.locator("[data-unusual='2']")).to_contain_text("L")
        # The clerk goes on there as if they had opened it themselves.
        called = await client.verb(2, "next")
        assert called.status_code == 200, called.text
        await expect(page.locator("[data-now-counter='2']")).to_have_attribute("data-standing", "busy")
        await expect(page.locator("[data-now-counter='2'] [data-action=counter-close]")).to_have_count(0)
    opened = journal(office, "counter_opened")
    assert [actor for actor, _ in opened] == ["clerk:clerk", "manager:manager"]
    assert opened[1][1] == {"counter": 2, "clerk": "clerk"}
