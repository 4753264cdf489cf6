"""A clerk's desk in its second language; the manager's pages are looked at in both in their own tests."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice


async def signed_in(browser: Browser, office: RunningOffice, role: str) -> Page:
    page = await open_page(browser, office, f"/{role}")
    await sign_in(page, office, role)
    return page


async def test_a_clerk_chooses_english_and_keeps_it(office: RunningOffice, chromium: Browser, artifacts: Path) -> None:
    desk = await signed_in(chromium, office, "clerk")
    await desk.locator("a[data-counter]").first.click()
    await expect(desk.get_by_text("Gọi số tiếp")).to_be_visible()
    await desk.click("[data-action=language]")
    await expect(desk.get_by_text("Call next")).to_be_visible()
    await desk.reload()
    await expect(desk.get_by_text("Call next")).to_be_visible()
    await desk.screenshot(path=artifacts / "clerk-english.png")
