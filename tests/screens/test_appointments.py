"""Appointments for everybody: the kiosk's keys for the code in every mode and size, and the page that books."""

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.running_office import RunningOffice, new_id
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OFFICE, OpenScreen
from tests.screens.test_kiosk_for_everybody import SIZES, USUAL_INCHES, each, open_kiosk


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give one office on a working morning, that promises slots of its first service, also to phones."""
    data = tmp_path_factory.mktemp("promised") / "data"
    data.mkdir()
    slots = "appointments = { slot_minutes = 30, per_slot = 20 }\ndocuments"
    text = OFFICE.replace("documents", slots, 1) + "\n[phone]\nbooking = true\n"
    (data / "office.toml").write_text(text, encoding="utf-8")
    running = RunningOffice(data)
    running.start()
    yield running
    running.stop()


@pytest.mark.parametrize("size", SIZES, ids=["upright", "across"])
@pytest.mark.parametrize("mode", ["usual", "large", "low"])
async def test_the_keys_for_an_appointment_s_code_suit_everybody(
    shared_office: RunningOffice, open_screen: OpenScreen, size: tuple[int, int], mode: str, artifacts: Path
) -> None:
    async with shared_office.client() as client:
        await client.sign_in("clerk")
        body = {"service": "A", "slot": "2026-11-24T01:30:00Z", "request_id": new_id()}
        booked = await client.http.post("/api/clerk/appointments", json=body)
        code = booked.json()["code"]
    kiosk = await open_kiosk(open_screen, shared_office, size)
    if mode != "usual":
        await kiosk.click(f"[data-mode={mode}]")
    await kiosk.click("[data-action=appointment]")
    await expect(kiosk.locator("[data-key=Q]")).to_be_visible()
    await kiosk.mouse.move(0, 0)
    await kiosk.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))")
    await kiosk.screenshot(path=artifacts / f"kiosk-appointment-{mode}-{size[0]}x{size[1]}.png")
    await expect_accessible(kiosk)
    mm = math.hypot(*size) / (USUAL_INCHES[size] * 25.4)
    highest = 0.0 if mode != "low" else size[1] * (0.5 if size[1] > size[0] else 0.42)
    async for name, box in each(kiosk.locator("button:visible, label.search")):
        assert min(box["width"], box["height"]) >= 20 * mm, name
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= size[0], name
        assert box["y"] >= highest - 1, name
        assert box["y"] + box["height"] <= size[1], name
    for sign in code:
        await kiosk.click(f"[data-key='{sign}']")
    await kiosk.click("[data-action=appointment_done]")
    await expect(kiosk.locator("[data-standing=on_time]")).to_be_visible()
    await kiosk.mouse.move(0, 0)
    await kiosk.screenshot(path=artifacts / f"kiosk-appointment-{mode}-{size[0]}x{size[1]}-number.png")
    await expect_accessible(kiosk)


@pytest.mark.parametrize("size", [(390, 844), (1366, 768)], ids=["phone", "computer"])
async def test_each_step_of_a_booking_is_accessible(
    shared_office: RunningOffice, open_screen: OpenScreen, size: tuple[int, int]
) -> None:
    page = await open_screen(f"{shared_office.address}/book", size)
    for step in ("[data-service=A]", "[data-slot='14:00']", "[data-action=confirm]"):
        await expect(page.locator(step)).to_be_visible()
        await expect_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        await page.click(step)
    await expect(page.locator(".appointment [data-code]")).to_be_visible()
    await expect_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
