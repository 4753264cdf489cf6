"""The loudspeaker as people see it: the manager's words on the wall, the page Loa, and the clerk's test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.conftest import SOUND_WITHOUT_TOUCH, LaunchChromium
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import set_up

PATIENCE_MS = 30_000
WORDS = "Mời bà con nhường ghế phía trước cho người cao tuổi và trẻ nhỏ"
# As long as a manager may write, in words that a voice can say.
LONG_WORDS = ", ".join(["Quầy số ba tạm ngừng nhận hồ sơ đất đai vì mất điện mong bà con thông cảm"] * 3)


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give one office on a working morning."""
    running = set_up(tmp_path_factory.mktemp("loud") / "data")
    running.start()
    yield running
    running.stop()


async def open_wall(browser: Browser, office: RunningOffice, size: tuple[int, int]) -> Page:
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = await context.new_page()
    await page.goto(f"{office.address}/display/sanh#token={office.secrets['display-sanh']}")
    await expect(page.locator("[data-board=recent]")).to_be_visible(timeout=PATIENCE_MS)
    return page


async def open_staff(browser: Browser, office: RunningOffice, path: str, role: str) -> Page:
    context = await browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    page = await context.new_page()
    await page.goto(office.address + path)
    await page.fill("input[name=name]", role)
    await page.fill("input[name=password]", office.secrets[role])
    await page.press("input[name=password]", "Enter")
    return page


async def announce(manager: Page, text: str) -> None:
    await manager.fill("textarea[name=text]", text)
    await manager.click("[data-action=announce]")
    await expect(manager.locator("[data-told=good]")).to_contain_text(text)


async def test_the_manager_s_words_stand_on_the_wall_while_they_are_said_and_leave_the_last_number_in_sight(
    shared_office: RunningOffice, launch_chromium: LaunchChromium, artifacts: Path
) -> None:
    browser = await launch_chromium(SOUND_WITHOUT_TOUCH)
    across = await open_wall(browser, shared_office, (1920, 1080))
    upright = await open_wall(browser, shared_office, (1080, 1920))
    manager = await open_staff(browser, shared_office, "/manager#loudspeaker", "manager")
    await expect(manager.locator("[data-zone=sanh]")).to_contain_text("display-sanh", timeout=PATIENCE_MS)
    await expect(manager.locator("[data-voice=good]")).to_be_visible()
    await announce(manager, WORDS)
    words = across.locator("[data-announcement=free_text]")
    await expect(words).to_have_text(WORDS, timeout=PATIENCE_MS)
    await expect_accessible(manager)
    await expect_accessible(across)
    await announce(manager, LONG_WORDS)
    for wall in (across, upright):
        words = wall.locator("[data-announcement=free_text][data-long=true]")
        await expect(words).to_have_text(LONG_WORDS, timeout=PATIENCE_MS)
        await wall.screenshot(path=artifacts / f"wall-words-{'across' if wall is across else 'upright'}.png")
        box, called = await words.bounding_box(), await wall.locator(".calling").bounding_box()
        assert box
        assert called
        assert box["y"] >= called["y"] + called["height"] / 2
    await expect(words).to_have_count(0, timeout=PATIENCE_MS * 2)


async def test_words_for_no_zone_are_not_sent_and_say_why(shared_office: RunningOffice, chromium: Browser) -> None:
    manager = await open_staff(chromium, shared_office, "/manager#loudspeaker", "manager")
    await expect(manager.locator("[data-zone=sanh] .bad")).to_contain_text("người dân không nghe được")
    await manager.uncheck("input[name=zone]")
    await manager.fill("textarea[name=text]", WORDS)
    await manager.click("[data-action=announce]")
    await expect(manager.locator("[data-told=bad]")).to_be_visible()
    await expect(manager.locator("textarea[name=text]")).to_have_value(WORDS)


async def test_a_clerk_s_test_says_which_screen_spoke_or_that_none_does(
    shared_office: RunningOffice, launch_chromium: LaunchChromium
) -> None:
    browser = await launch_chromium(SOUND_WITHOUT_TOUCH)
    clerk = await open_staff(browser, shared_office, "/clerk?counter=3", "clerk")
    await clerk.click("[data-action=test-loudspeaker]")
    told = clerk.locator("[data-tested]")
    await expect(told).to_contain_text("không có màn hình hay loa nào", timeout=PATIENCE_MS)
    await open_wall(browser, shared_office, (1280, 720))
    await clerk.click("[data-action=test-loudspeaker]")
    await expect(told).to_contain_text("display-sanh", timeout=PATIENCE_MS)
