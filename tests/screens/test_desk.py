"""The desk in every state, at a clerk's PC and on a tablet: seen, and nothing that axe-core minds."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_one_visit import sign_in
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible

SIZES = {"pc": (1366, 768), "tablet": (1024, 768)}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give the starter office, running, with a second clerk."""
    running = RunningOffice(tmp_path / "data")
    running.start()
    add_clerk(running, "minh", "Trần Văn Minh")
    yield running
    if running.process is not None:
        running.stop()


def add_clerk(office: RunningOffice, name: str, display_name: str) -> None:
    command = [sys.executable, "-m", "queue_server", "user", "add", "--data", str(office.data), name]
    subprocess.run([*command, "--display-name", display_name, "--password", "mat-khau-cua-minh"], check=True)


async def desk_of(office: RunningOffice, chromium: Browser, size: str, name: str = "clerk", counter: int = 1) -> Page:
    """Give the desk of a counter, signed in."""
    width, height = SIZES[size]
    context = await chromium.new_context(locale="vi-VN", viewport={"width": width, "height": height})
    page = await context.new_page()
    await page.goto(f"{office.address}/clerk?counter={counter}")
    if name == "clerk":
        await sign_in(page, office, "clerk")
    else:
        await page.fill("input[name=name]", name)
        await page.fill("input[name=password]", "mat-khau-cua-minh")
        await page.press("input[name=password]", "Enter")
    await expect(page.locator("[data-counter-state]")).to_be_visible()
    return page


class Seen:
    """Looks at a page: keeps a picture, asks axe-core, and sees to it that nothing sticks out at the right."""

    def __init__(self, page: Page, artifacts: Path, size: str) -> None:
        self.page, self.artifacts, self.size = page, artifacts, size

    async def __call__(self, name: str) -> None:
        await self.page.screenshot(path=self.artifacts / f"desk-{name}-{self.size}.png")
        await expect_accessible(self.page)
        assert await self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        small = await self.page.evaluate(
            """[...document.querySelectorAll("button, a.button")].filter(one => one.offsetParent !== null)
               .map(one => [one.textContent, one.getBoundingClientRect()])
               .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([text]) => text)"""
        )
        assert small == []


@pytest.mark.parametrize("size", SIZES)
async def test_every_state_of_the_desk_is_whole_and_accessible(  # noqa: PLR0915  # one day, state by state
    office: RunningOffice, chromium: Browser, artifacts: Path, size: str
) -> None:
    async with office.client() as client:
        await client.take("A")
        await client.take("A", priority="cao-tuoi")
        for service in "BABBAABAB":
            await client.take(service)
    page = await desk_of(office, chromium, size)
    seen = Seen(page, artifacts, size)
    await seen("closed")
    await page.keyboard.press("0")
    await expect(page.locator("[data-next=A002]")).to_be_visible()
    await seen("free")
    await page.keyboard.press("1")
    await expect(page.locator("[data-current=A002][data-state=called]")).to_be_visible()
    await expect(page.locator("[data-action=undo]")).to_be_visible()
    await seen("called")
    await page.keyboard.press("3")
    await expect(page.locator("[data-state=serving]")).to_be_visible()
    await page.keyboard.press("7")
    await expect(page.locator("dialog[open]")).to_be_visible()
    await seen("transfer")
    await page.keyboard.press("-")
    await page.keyboard.press("n")
    await expect(page.locator("[data-dialog=ticket] [data-event=started]")).to_be_visible()
    await page.fill("[name=text]", "Thiếu bản sao giấy khai sinh, đã hướng dẫn đi sao.")
    await seen("ticket")
    await page.click("[data-action=confirm]")
    await expect(page.locator("[data-note]")).to_be_visible()
    await page.keyboard.press("6")
    await expect(page.locator("[data-list=held] [data-code=A002]")).to_be_visible()
    await page.keyboard.press("8")
    await expect(page.locator("[data-dialog=walk-in]")).to_be_visible()
    await seen("walk-in")
    await page.keyboard.press("-")
    await page.keyboard.press("9")
    await expect(page.locator("[data-dialog=pause] [data-left=held]")).to_be_visible()
    await seen("pause")
    await page.click("[data-action=dismiss]")
    await page.click("[data-action=change]")
    await expect(page.locator("[data-dialog=change]")).to_be_visible()
    await seen("change")
    await page.click("[data-action=dismiss]")
    await page.click("[data-action=settings]")
    await seen("settings")
    await page.click("[data-action=dismiss]")
    await page.click("[data-action=offer]")
    await seen("offer")
    await page.click("[data-action=dismiss]")
    await page.keyboard.press("+")
    await expect(page.locator("[data-current=A002][data-state=serving]")).to_be_visible()
    office.stop()
    office.start("2026-11-24T08:07:00+07:00")
    await expect(page.locator("[data-pace=over]")).to_be_visible(timeout=20_000)
    await seen("over")
    office.stop()
    office.start("2026-11-24T08:40:00+07:00")
    await expect(page.locator("[data-pace=much]")).to_be_visible(timeout=20_000)
    await expect(page.locator("[data-list=queue] .overdue").first).to_be_visible()
    await seen("much")
