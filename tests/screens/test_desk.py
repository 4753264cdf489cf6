"""The desk in every state, in both languages, at a clerk's PC and on a tablet: whole, and nothing axe-core minds."""

import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_one_visit import sign_in
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.overflow import expect_whole

SIZES = {"pc": (1366, 768), "tablet": (1024, 768)}
PASSWORD = "mat-khau-cua-minh"
# Names as long as they are in an office that has been merged from three.
OFFICE = """
[office]
id = "dai"
name = "Trung tâm Phục vụ hành chính công phường Nghĩa Phương – Nguyễn Nghiêm"
[hours]
issue = [["00:00", "24:00"]]
serve = [["00:00", "24:00"]]
[[service]]
prefix = "A"
name = { vi = "Lao động – Bảo trợ xã hội – Người có công", en = "Labour, social protection and people with merit" }
usual_minutes = 5
appointments = { slot_minutes = 30, per_slot = 2 }
[[service]]
prefix = "B"
name = { vi = "Quản lý nhà nước về nghĩa trang liệt sĩ", en = "State management of war cemeteries" }
[[service]]
prefix = "L"
name = { vi = "Đất đai – Môi trường – Tài nguyên nước", en = "Land, environment and water resources" }
[[zone]]
id = "sanh-chinh"
name = "Sảnh chính tầng trệt khu nhà A cánh phía Đông"
[[counter]]
number = 1
name = "Tiếp nhận và trả kết quả liên thông"
zone = "sanh-chinh"
services = ["A", "B"]
[[counter]]
number = 2
name = "Địa chính – Xây dựng – Nông nghiệp và Môi trường"
zone = "sanh-chinh"
services = ["L", "A"]
[[priority]]
code = "cao-tuoi"
name = { vi = "Người từ đủ 75 tuổi trở lên", en = "Aged 75 or over" }
head_start_minutes = 15
granted_by = "citizen"
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give an office of long names, running, with a second clerk."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "office.toml").write_text(OFFICE, encoding="utf-8")
    running = RunningOffice(data)
    running.start()
    command = [sys.executable, "-m", "queue_server", "user", "add", "--data", str(data), "minh"]
    subprocess.run([*command, "--display-name", "Trần Nguyễn Hoàng Minh", "--password", PASSWORD], check=True)
    yield running
    if running.process is not None:
        running.stop()


async def desk_of(
    office: RunningOffice, chromium: Browser, size: str, name: str = "clerk", counter: int = 1, language: str = "vi"
) -> Page:
    """Give the desk of a counter, signed in, in a language."""
    width, height = SIZES[size]
    context = await chromium.new_context(locale="vi-VN", viewport={"width": width, "height": height})
    await context.add_init_script(f"localStorage.setItem('xephang.language', '{language}')")
    page = await context.new_page()
    await page.goto(f"{office.address}/clerk?counter={counter}")
    if name == "clerk":
        await sign_in(page, office, "clerk")
    else:
        await page.fill("input[name=name]", name)
        await page.fill("input[name=password]", PASSWORD)
        await page.press("input[name=password]", "Enter")
    await expect(page.locator("[data-counter-state]")).to_be_visible()
    return page


class Seen:
    """Looks at a page at both sizes: a picture, nothing cut off; at its own what axe-core and a finger need, too."""

    def __init__(self, page: Page, artifacts: Path, size: str, language: str = "vi") -> None:
        self.page, self.artifacts, self.size, self.language = page, artifacts, size, language

    async def __call__(self, name: str) -> None:
        for size in sorted(SIZES, key=lambda one: one == self.size):  # its own size last
            width, height = SIZES[size]
            await self.page.set_viewport_size({"width": width, "height": height})
            await self.page.screenshot(path=self.artifacts / f"desk-{name}-{size}-{self.language}.png")
            await expect_whole(self.page)
        await expect_accessible(self.page)
        small = await self.page.evaluate(
            """[...document.querySelectorAll("button, a.button")].filter(one => one.offsetParent !== null)
               .map(one => [one.textContent, one.getBoundingClientRect()])
               .filter(([, box]) => box.height < 43.5 || box.width < 43.5).map(([text]) => text)"""
        )
        assert small == []


Step = Callable[[str, str], Awaitable[None]]


async def dialogs(page: Page, seen: Seen) -> None:
    """Every dialog that a clerk can open while somebody is put aside and others wait."""
    for name, opened in (("change", "change"), ("settings", "settings"), ("offer", "offer")):
        await page.click(f"[data-action={opened}]")
        await expect(page.locator(f"[data-dialog={name}]")).to_be_visible()
        await seen(name)
        await page.click("[data-action=dismiss]")
        await expect(page.locator("dialog")).to_have_count(0)
    for name, key in (("walk-in", "8"), ("pause", "9"), ("close", "c")):
        await page.keyboard.press(key)
        await expect(page.locator(f"[data-dialog={name}]")).to_be_visible()
        await seen(name)
        await page.click("dialog [data-action=dismiss]")
        await expect(page.locator("dialog")).to_have_count(0)
    await page.locator("[data-list=queue] [data-action=call]").last.click()
    await expect(page.locator("[data-dialog=call]")).to_be_visible()
    await seen("out-of-order")
    await page.click("[data-action=dismiss]")
    await page.click("[data-action=settings]")
    await page.click("[data-key=next]")
    await expect(page.locator("[data-key=next].asked")).to_be_visible()
    await seen("own-keys")
    await page.keyboard.press("3")
    await expect(page.locator("dialog [role=alert] .bad")).to_be_visible()
    await seen("own-keys-taken")
    await page.check("[data-choose=auto-call]")
    await page.click("[data-action=dismiss]")
    await page.click("[data-action=appointment-new]")
    await expect(page.locator("dialog [data-slot]").first).to_be_visible()
    await seen("appointment")
    await page.click("dialog [data-action=close]")


async def helped_and_handed_over(page: Page, other: Page, seen: Seen, seen_by_other: Seen) -> None:
    """A quiet alarm on both desks, and the counter offered to the other clerk."""
    await page.keyboard.down("*")
    await expect(page.locator("[data-own-alarm=colleague]")).to_be_visible()
    await page.keyboard.up("*")
    await expect(other.locator("[data-alarm='1']")).to_be_visible()
    await seen_by_other("alarm-raised")
    await other.click("[data-alarm='1'] [data-action=answer-alarm]")
    await expect(page.locator("[data-own-alarm]")).to_contain_text("Trần Nguyễn Hoàng Minh")
    await seen("alarm-answered")
    await seen_by_other("alarm-mine-to-end")
    await page.click("[data-action=end-alarm]")
    await page.click("[data-action=offer]")
    await page.locator("dialog [data-action=confirm]").click()
    await expect(page.locator("[data-offered=minh]")).to_be_visible()
    await seen("offered")
    await other.goto(other.url.replace("counter=2", "counter=1"))
    await expect(other.locator("[data-action=take-over]")).to_be_visible()
    await seen_by_other("offered-to-me")
    await page.click("[data-action=take-back-offer]")
    # What was offered is taken with one touch; what is not, with a reason.
    await expect(other.locator("[data-action=take-over].primary")).to_have_count(0)
    await other.click("[data-action=take-over]")
    await expect(other.locator("[data-dialog=take-over]")).to_be_visible()
    await seen_by_other("take-over-with-reason")
    await other.click("dialog [data-action=dismiss]")


@pytest.mark.parametrize(("size", "language"), [("pc", "vi"), ("tablet", "en")])
async def test_every_state_of_the_desk_is_whole_and_accessible(
    office: RunningOffice, chromium: Browser, artifacts: Path, size: str, language: str
) -> None:
    async with office.client() as client:
        await client.take("A")
        await client.take("A", priority="cao-tuoi")
        for service in "BABBAABABLL":
            await client.take(service)
    page = await desk_of(office, chromium, size, language=language)
    seen = Seen(page, artifacts, size, language)

    async def press(key: str, then: str) -> None:
        await page.keyboard.press(key)
        await expect(page.locator(then).first).to_be_visible()

    await seen("closed")
    await press("0", "[data-next=A002]")
    await seen("free")
    await press("1", "[data-current=A002][data-state=called]")
    await expect(page.locator("[data-action=undo]")).to_be_visible()
    await seen("called")
    await press("3", "[data-state=serving]")
    await press("7", "[data-dialog=transfer]")
    await seen("transfer")
    await page.keyboard.press("-")
    await press("n", "[data-dialog=ticket] [data-event=started]")
    # By the name that people call each other by.
    await expect(page.locator("[data-event=called] [data-doer]")).to_have_text("Cán bộ dùng thử")
    await page.fill("[name=text]", "Thiếu bản sao giấy khai sinh, đã hướng dẫn đi sao.")
    await seen("ticket")
    await page.click("[data-action=confirm]")
    await expect(page.locator("[data-note]")).to_be_visible()
    await press("6", "[data-list=held] [data-code=A002]")
    await dialogs(page, seen)
    other = await desk_of(office, chromium, size, "minh", 2, language)
    await helped_and_handed_over(page, other, seen, Seen(other, artifacts, size, language))
    await other.close()
    await press("+", "[data-current=A002][data-state=serving]")
    await press("4", "[data-auto-call]")
    await page.evaluate("window.goOn = Date.now; const now = Date.now(); Date.now = () => now;")  # nothing counts down
    await seen("auto-call-and-undo")
    await page.evaluate("Date.now = window.goOn;")
    await page.keyboard.press("Escape")
    await expect(page.locator("[data-auto-call]")).to_have_count(0)
    await press("9", "[data-counter-state=paused], [data-dialog=pause]")
    await page.locator("dialog [data-action=confirm]").click()
    await expect(page.locator("[data-counter-state=paused]")).to_be_visible()
    await seen("break")
    if size == "pc":
        await late(office, page, seen)


async def late(office: RunningOffice, page: Page, seen: Seen) -> None:
    """A service that takes longer than usual, and much longer, while others wait over the target."""
    await page.click("[data-action=unpause]")
    await page.keyboard.press("1")
    await expect(page.locator("[data-state=called]")).to_be_visible()
    await page.keyboard.press("3")
    await expect(page.locator("[data-state=serving]")).to_be_visible()
    for clock, pace in (("2026-11-24T08:07:00+07:00", "over"), ("2026-11-24T08:40:00+07:00", "much")):
        office.stop()
        office.start(clock)
        await expect(page.locator(f"[data-pace={pace}]")).to_be_visible(timeout=20_000)
        await seen(pace)
    await expect(page.locator("[data-list=queue] .overdue").first).to_be_visible()
