"""The kiosk, as citizens use it: by touch, by keyboard, in a hurry, and with an answer that gets lost."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.running_office import RunningOffice
from tests.screens.kiosk_page import kiosk_of, look_at, start_again

TICKETS = "**/api/kiosk/tickets"


@pytest.fixture(scope="module")
async def shared_kiosk(ward_office: RunningOffice, usual_chromium: Browser) -> AsyncIterator[Page]:
    async with kiosk_of(usual_chromium, ward_office) as kiosk:
        yield kiosk


@pytest.fixture
async def kiosk(shared_kiosk: Page) -> Page:
    """Give the kiosk as the next citizen finds it."""
    await start_again(shared_kiosk)
    return shared_kiosk


def tickets(office: RunningOffice) -> int:
    return int(office.rows("SELECT COUNT(*) FROM tickets")[0][0])


async def test_two_taps_give_a_number_and_a_hasty_second_tap_gives_none(
    ward_office: RunningOffice, kiosk: Page
) -> None:
    before = tickets(ward_office)
    take = kiosk.locator("[data-action=take]")
    await kiosk.click("[data-service=B]")
    await expect(take).to_be_visible()
    box = await take.bounding_box()
    assert box
    # As a second tap of the same hand, at once and without looking: nothing waits until the button may be pressed.
    await kiosk.mouse.click(box["x"] + 20, box["y"] + 20)
    assert tickets(ward_office) == before
    await take.click()
    await expect(kiosk.locator("[data-code=B001]")).to_be_visible()
    assert tickets(ward_office) == before + 1


async def test_the_whole_way_goes_by_keyboard_alone(ward_office: RunningOffice, kiosk: Page) -> None:
    await kiosk.keyboard.press("ArrowDown")
    await expect(kiosk.locator("[data-service=A]")).to_be_focused()
    await kiosk.keyboard.press("ArrowRight")
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
    await expect(kiosk.locator("[data-code]")).to_be_visible()
    code = await kiosk.get_attribute("[data-code]", "data-code")
    assert ward_office.rows(f"SELECT priority FROM tickets WHERE code = '{code}'") == [("cao-tuoi",)]


async def test_a_held_key_does_not_press_the_next_step_too(ward_office: RunningOffice, kiosk: Page) -> None:
    before = tickets(ward_office)
    await kiosk.focus("[data-service=A]")
    await kiosk.keyboard.down("Enter")
    await expect(kiosk.locator("[data-action=take]")).to_be_focused()
    await kiosk.keyboard.down("Enter")  # Playwright sends a second "down" as the repetition of a held key
    await kiosk.keyboard.up("Enter")
    await expect(kiosk.locator("[data-action=take]")).to_be_enabled()
    assert tickets(ward_office) == before


async def test_a_lost_answer_is_asked_for_again_and_brings_the_same_number(
    ward_office: RunningOffice, kiosk: Page, artifacts: Path
) -> None:
    before = tickets(ward_office)
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
    await expect(kiosk.locator("[data-calm=unanswered]")).to_be_visible(timeout=20_000)
    await look_at(kiosk, "unanswered", artifacts)
    answers_arrive = True
    await kiosk.click("[data-action=ask_again]")
    await expect(kiosk.locator("[data-code^=A]")).to_be_visible()
    assert len(request_ids) > 2
    assert len(set(request_ids)) == 1
    assert tickets(ward_office) == before + 1


async def test_a_kiosk_without_a_printer_tells_how_the_number_is_kept(kiosk: Page, artifacts: Path) -> None:
    await kiosk.click("[data-service=A]")
    await kiosk.click("[data-action=take]")
    await expect(kiosk.locator("[data-keep=ask_to_write]")).to_contain_text("xin nhờ cán bộ hướng dẫn viết số")
    await expect(kiosk.locator("[data-printed=false]")).not_to_contain_text("Máy in")
    code = await kiosk.locator("[data-code]").bounding_box()
    assert code
    assert code["height"] > 300
    drawn = await kiosk.locator(".number img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert drawn > 0
    await look_at(kiosk, "no-printer", artifacts)
