"""The manager reads who was called out of order, by whom and why, and whom it passed over."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible

REASON = "Cháu nhỏ đang sốt cao"


async def test_a_call_out_of_order_is_in_the_report_with_its_reason_and_whom_it_passed_over(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    async with office.client() as client:
        await client.sign_in("clerk")
        taken = [(await client.take()).json()["taken"] for _ in range(3)]
        assert (await client.verb(3, "open")).status_code == 200
        called = await client.verb(3, "call", ticket=taken[2]["ticket"], reason=REASON)
        assert called.status_code == 200, called.text
        assert (await client.verb(3, "start")).status_code == 200
        assert (await client.verb(3, "undo")).status_code == 200
    manager = await open_page(chromium, office, "/manager")
    await sign_in(manager, office, "manager")
    await manager.click("[data-page=fairness]")
    row = manager.locator("tr[data-order=chosen]")
    await expect(row).to_contain_text(REASON)
    await expect(row).to_contain_text("Cán bộ dùng thử")
    await expect(row.locator(".passed li")).to_have_count(2)
    await expect(row.locator(".passed")).to_contain_text("A001")
    await expect(manager.locator("[data-figure=out_of_order] dd")).to_have_text("1")
    await expect(manager.locator("[data-figure=unexplained] dd")).to_have_text("0")
    await expect(manager.locator("tr[data-undone]")).to_contain_text("A003")
    await manager.screenshot(path=artifacts / "manager-fairness.png", full_page=True)
    await expect_accessible(manager)


async def test_a_period_without_calls_says_so_and_is_kept_while_pages_are_turned(
    office: RunningOffice, chromium: Browser
) -> None:
    manager = await open_page(chromium, office, "/manager")
    await sign_in(manager, office, "manager")
    await manager.click("[data-page=fairness]")
    await manager.click("[data-period=yesterday]")
    await expect(manager.locator("[data-figure=calls] dd")).to_have_text("0")
    await expect(manager.locator("[data-period=yesterday]")).to_have_attribute("aria-pressed", "true")
    await manager.click("[data-page=today]")
    await manager.click("[data-page=fairness]")
    await expect(manager.locator("[data-period=yesterday]")).to_have_attribute("aria-pressed", "true")
