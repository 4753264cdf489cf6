"""Staff screens in their second language, and today's tables whole at a usual width."""

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


async def test_a_manager_reads_today_in_english(office: RunningOffice, chromium: Browser, artifacts: Path) -> None:
    today = await signed_in(chromium, office, "manager")
    await expect(today.locator("[data-figure=served]")).to_be_visible()
    await today.click("[data-action=language]")
    await expect(today.get_by_text("By service")).to_be_visible()
    await today.screenshot(path=artifacts / "manager-english.png")


async def test_no_table_of_today_is_cut_at_the_edge(office: RunningOffice, chromium: Browser) -> None:
    today = await signed_in(chromium, office, "manager")
    await expect(today.locator("[data-figure=served]")).to_be_visible()
    cut = await today.locator("section.card").evaluate_all("all => all.map(one => one.scrollWidth - one.clientWidth)")
    assert cut == [0] * len(cut)
    assert len(cut) == 6
