"""Appointments for everybody: the kiosk's keys for the code in every mode and size, and the page that books."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.running_office import RunningOffice, new_id
from tests.screens.axe import expect_accessible
from tests.screens.conftest import opener
from tests.screens.kiosk_page import SIZES, expect_targets, kiosk_of, settle, start_again
from tests.screens.overflow import expect_whole


@pytest.fixture(scope="module")
async def kiosk(ward_office: RunningOffice, usual_chromium: Browser) -> AsyncIterator[Page]:
    async with kiosk_of(usual_chromium, ward_office) as kiosk:
        yield kiosk


@pytest.mark.parametrize("size", SIZES, ids=["upright", "across"])
@pytest.mark.parametrize("mode", ["usual", "large", "low"])
async def test_the_keys_for_an_appointment_s_code_suit_everybody(
    ward_office: RunningOffice, kiosk: Page, size: tuple[int, int], mode: str, artifacts: Path
) -> None:
    async with ward_office.client() as client:
        await client.sign_in("clerk")
        body = {"service": "A", "slot": "2026-11-24T01:30:00Z", "request_id": new_id()}
        booked = await client.http.post("/api/clerk/appointments", json=body)
        code = booked.json()["code"]
    await start_again(kiosk, size)
    if mode != "usual":
        await kiosk.click(f"[data-mode={mode}]")
    await kiosk.click("[data-action=appointment]")
    await expect(kiosk.locator("[data-key=Q]")).to_be_visible()
    await settle(kiosk)
    await kiosk.screenshot(path=artifacts / f"kiosk-appointment-{mode}-{size[0]}x{size[1]}.png")
    await expect_accessible(kiosk)
    await expect_targets(kiosk, size, low=mode == "low")
    await expect(kiosk.locator("[data-action=more]")).to_have_count(0)
    for sign in code:
        await kiosk.click(f"[data-key='{sign}']")
    await kiosk.click("[data-action=appointment_done]")
    await expect(kiosk.locator("[data-standing=on_time]")).to_be_visible()
    await settle(kiosk)
    await kiosk.screenshot(path=artifacts / f"kiosk-appointment-{mode}-{size[0]}x{size[1]}-number.png")
    await expect_accessible(kiosk)
    await expect_targets(kiosk, size, low=mode == "low")


@pytest.mark.parametrize(("size", "locale"), [((320, 568), "en-GB"), ((390, 844), "vi-VN"), ((1366, 768), "vi-VN")])
async def test_each_step_of_a_booking_is_whole_and_accessible(
    ward_office: RunningOffice, usual_chromium: Browser, artifacts: Path, size: tuple[int, int], locale: str
) -> None:
    page = await opener(usual_chromium)(f"{ward_office.address}/book", size, locale)
    for step in ("[data-service=A]", "[data-slot='14:00']", "[data-action=confirm]"):
        await expect(page.locator(step)).to_be_visible()
        await expect_accessible(page)
        await expect_whole(page)
        await page.click(step)
    await expect(page.locator(".appointment [data-code]")).to_be_visible()
    await expect_accessible(page)
    await expect_whole(page)
    await page.screenshot(path=artifacts / f"phone-appointment-{size[0]}-{locale}.png", full_page=True)
