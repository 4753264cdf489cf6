"""The kiosk, as citizens use it: by touch, by keyboard, in a hurry, at lunch, and with a line that breaks."""

import json
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from tests.running_office import RunningOffice
from tests.screens.conftest import OpenScreen

PORTRAIT = (1080, 1920)
LANDSCAPE = (1366, 768)
LUNCH = "2026-11-24T11:40:00+07:00"
# Fires when the page is read and before its modules run.
QUIET_SOON = """document.addEventListener(
  "readystatechange", () => (document.getElementById("screen").dataset.quietSeconds = "1"), {once: true});"""
TICKETS = "**/api/kiosk/tickets"

# Pixels to 20 mm: 1080 on the 267.7 mm of a 21.5 inch screen, 1366 on the 345.4 mm of a 15.6 inch one.
TARGET_PX = {PORTRAIT: 1080 / 267.7 * 20, LANDSCAPE: 1366 / 345.4 * 20}


async def open_kiosk(open_screen: OpenScreen, office: RunningOffice, size: tuple[int, int] = PORTRAIT) -> Page:
    kiosk = await open_screen(f"{office.address}/kiosk#token={office.secrets['kiosk']}", size)
    await expect(kiosk.locator("header h1")).to_be_visible()
    return kiosk


async def test_two_taps_give_a_number_and_a_hasty_second_tap_gives_none(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    kiosk = await open_kiosk(open_screen, office)
    take = kiosk.locator("[data-action=take]")
    await kiosk.click("[data-service=B]")
    await expect(take).to_be_visible()
    box = await take.bounding_box()
    assert box
    # As a second tap of the same hand, at once and without looking: nothing waits until the button may be pressed.
    await kiosk.mouse.click(box["x"] + 20, box["y"] + 20)
    assert office.rows("SELECT COUNT(*) FROM tickets") == [(0,)]
    await take.click()
    await expect(kiosk.locator("[data-code=B001]")).to_be_visible()
    assert office.rows("SELECT COUNT(*) FROM tickets") == [(1,)]


async def test_the_whole_way_goes_by_keyboard_alone(office: RunningOffice, open_screen: OpenScreen) -> None:
    kiosk = await open_kiosk(open_screen, office)
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    await kiosk.keyboard.press("ArrowDown")
    await expect(kiosk.locator("[data-service=A]")).to_be_focused()
    await kiosk.keyboard.press("ArrowDown")
    await expect(kiosk.locator("[data-service=B]")).to_be_focused()
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("[data-action=take]")).to_be_focused()
    await kiosk.keyboard.press("Escape")
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    await kiosk.keyboard.press("ArrowDown")
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("[data-action=take]")).to_be_focused()
    await kiosk.keyboard.press("ArrowDown")
    await expect(kiosk.locator("[data-priority=cao-tuoi]")).to_be_focused()
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("[data-code=A001]")).to_be_visible()
    assert office.rows("SELECT priority FROM tickets") == [("cao-tuoi",)]


async def test_a_held_key_does_not_press_the_next_step_too(office: RunningOffice, open_screen: OpenScreen) -> None:
    kiosk = await open_kiosk(open_screen, office)
    await kiosk.focus("[data-service=A]")
    await kiosk.keyboard.down("Enter")
    await expect(kiosk.locator("[data-action=take]")).to_be_focused()
    await kiosk.keyboard.down("Enter")  # Playwright sends a second "down" as the repetition of a held key
    await kiosk.keyboard.up("Enter")
    await expect(kiosk.locator("[data-action=take]")).to_be_enabled()
    assert office.rows("SELECT COUNT(*) FROM tickets") == [(0,)]


async def test_a_lost_answer_is_asked_for_again_and_brings_the_same_number(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    kiosk = await open_kiosk(open_screen, office)
    request_ids: list[str] = []
    answers_arrive = False

    async def lose_the_answer(route: Route) -> None:
        request_ids.append(json.loads(route.request.post_data or "{}")["request_id"])
        if answers_arrive:
            await route.continue_()
        else:
            await route.fetch()  # the server does it …
            await route.abort()  # … and the kiosk never hears of it

    await kiosk.route(TICKETS, lose_the_answer)
    await kiosk.click("[data-service=A]")
    await kiosk.click("[data-action=take]")
    await expect(kiosk.locator("[data-action=ask_again]")).to_be_visible(timeout=20_000)
    answers_arrive = True
    await kiosk.click("[data-action=ask_again]")
    await expect(kiosk.locator("[data-code=A001]")).to_be_visible()
    assert len(request_ids) > 2
    assert len(set(request_ids)) == 1
    assert office.rows("SELECT COUNT(*) FROM tickets") == [(1,)]


async def test_a_number_without_paper_is_large_with_its_code_and_says_so(
    office: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    kiosk = await open_kiosk(open_screen, office)
    await kiosk.click("[data-service=A]")
    await kiosk.click("[data-action=take]")
    await expect(kiosk.locator("[data-printed=false]")).to_contain_text("ghi nhớ số này hoặc quét mã")
    code = await kiosk.locator("[data-code=A001]").bounding_box()
    assert code
    assert code["height"] > 300
    drawn = await kiosk.locator(".number img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert drawn > 0
    await kiosk.screenshot(path=artifacts / "kiosk-not-printed.png")


async def test_a_service_whose_numbers_are_used_up_says_why(office: RunningOffice, open_screen: OpenScreen) -> None:
    async with office.client() as client:
        await client.take("C")
    kiosk = await open_kiosk(open_screen, office)
    await kiosk.click("[data-service=C]")
    await expect(kiosk.locator("[data-refusal=daily_limit_reached]")).to_contain_text("đã đủ 1 số của hôm nay")
    await kiosk.click("[data-action=other_service]")
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()


async def test_at_lunch_the_kiosk_says_when_it_goes_on_in_either_language(
    closed_office: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    closed_office.start(LUNCH)
    kiosk = await open_kiosk(open_screen, closed_office, LANDSCAPE)
    why = kiosk.locator("[data-refusal=lunch_break]")
    await expect(why).to_contain_text("Đang nghỉ trưa")
    await expect(why).to_contain_text("13:15")
    await kiosk.screenshot(path=artifacts / "kiosk-lunch.png")
    await kiosk.click("[data-language=en]")
    await expect(why).to_contain_text("13:15")
    await expect(why).not_to_contain_text("nghỉ trưa")


async def test_a_kiosk_that_nobody_touches_returns_to_the_start_and_to_vietnamese(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    address = f"{office.address}/kiosk#token={office.secrets['kiosk']}"
    kiosk = await open_screen(address, script=QUIET_SOON)
    await kiosk.click("[data-language=en]")
    await kiosk.click("[data-service=A]")
    await expect(kiosk.get_by_text("Documents to bring")).to_be_visible()
    await expect(kiosk.locator("[data-service=A]")).to_contain_text("Chứng thực")


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
async def test_every_button_is_at_least_twenty_millimetres_and_nothing_leaves_the_screen(
    office: RunningOffice, open_screen: OpenScreen, size: tuple[int, int], artifacts: Path
) -> None:
    kiosk = await open_kiosk(open_screen, office, size)
    for step, following in enumerate(("[data-service=A]", "[data-action=take]", "[data-action=restart]")):
        await expect(kiosk.locator(following)).to_be_visible()
        await kiosk.screenshot(path=artifacts / f"kiosk-{size[0]}x{size[1]}-{step + 1}.png")
        for button in await kiosk.locator("button").all():
            box = await button.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= TARGET_PX[size], await button.inner_text()
        overflow = await kiosk.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0
        await kiosk.click(following)
