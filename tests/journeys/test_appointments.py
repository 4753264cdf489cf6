"""An appointment from its booking to the call: by the clerk and its code, and by a phone and its QR code."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from queue_server.office_file import EXAMPLES
from tests.journeys.test_desk import desk_of
from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give the starter office, which takes appointments for A, with booking from phones."""
    data = tmp_path / "data"
    data.mkdir()
    text = (EXAMPLES / "starter_office.toml").read_text("utf-8").replace("# booking = false", "booking = true")
    (data / "office.toml").write_text(text, encoding="utf-8")
    running = RunningOffice(data, printer=f"png:{tmp_path / 'tickets'}")
    running.start()
    yield running
    running.stop()


async def kiosk_of(office: RunningOffice, chromium: Browser) -> Page:
    return await open_page(chromium, office, f"/kiosk#token={office.secrets['kiosk']}")


async def scan(kiosk: Page, text: str) -> None:
    """What a scanner does: it types, faster than anyone can, and ends with Enter."""
    await kiosk.keyboard.type(text)
    await kiosk.keyboard.press("Enter")


async def test_a_clerk_books_and_the_code_at_the_kiosk_gives_a_number_that_ranks_from_its_slot(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    clerk = await desk_of(office, chromium, 2)
    await clerk.click("[data-action=appointment-new]")
    await clerk.click("dialog [data-slot='08:30']")
    await clerk.screenshot(path=artifacts / "clerk-appointment-book.png")
    await clerk.click("dialog [data-action=confirm]")
    await expect(clerk.locator("dialog [data-appointment]")).to_be_visible()
    code = str(await clerk.get_attribute("dialog [data-appointment]", "data-appointment"))
    await clerk.screenshot(path=artifacts / "clerk-appointment-booked.png")
    await clerk.click("dialog [data-action=close]")
    await expect(clerk.locator(f"[data-list=appointments] [data-appointment='{code}']")).to_be_visible()

    kiosk = await kiosk_of(office, chromium)
    await kiosk.screenshot(path=artifacts / "kiosk-start-appointments.png")
    await kiosk.click("[data-action=appointment]")
    for sign in code:
        await kiosk.click(f"[data-key='{sign}']")
    await kiosk.screenshot(path=artifacts / "kiosk-appointment-code.png")
    await kiosk.click("[data-action=appointment_done]")
    await expect(kiosk.locator("[data-code=A003]")).to_be_visible()
    await expect(kiosk.locator("[data-standing=on_time]")).to_contain_text("08:30")
    await kiosk.screenshot(path=artifacts / "kiosk-appointment-number.png")

    ((token,),) = office.rows("SELECT token FROM tickets WHERE code = 'A003'")
    phone = await open_page(chromium, office, f"/phone/{token}")
    await expect(phone.locator("[data-slot]")).to_have_text("Lịch hẹn 08:30")
    await phone.screenshot(path=artifacts / "phone-of-appointment.png")

    # Who comes after the check-in, but before the slot, is called first.
    async with office.client() as client:
        await client.take("A")
    rows = clerk.locator("[data-list=queue] tr[data-code]")
    await expect(rows).to_have_count(4)
    assert [await rows.nth(n).get_attribute("data-code") for n in range(4)] == ["A001", "A002", "A004", "A003"]
    await expect(clerk.locator("[data-list=queue] [data-code=A003]")).to_contain_text("08:30")
    await expect(clerk.locator(f"[data-list=appointments] [data-appointment='{code}']")).to_have_count(0)
    await clerk.screenshot(path=artifacts / "clerk-appointment-queue.png")

    manager = await open_page(chromium, office, "/manager#appointments")
    await sign_in(manager, office, "manager")
    await expect(manager.locator("[data-slot='08:30'][data-state=checked_in]")).to_contain_text("A003")
    await manager.screenshot(path=artifacts / "manager-appointments.png")


async def test_a_phone_books_and_its_qr_code_at_the_kiosk_gives_the_number_once(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    context = await chromium.new_context(locale="vi-VN", viewport={"width": 390, "height": 844})
    phone = await context.new_page()
    await phone.goto(f"{office.address}/book")
    await phone.click("[data-service=A]")
    await phone.click("[data-slot='08:30']")
    await phone.screenshot(path=artifacts / "phone-book.png")
    await phone.click("[data-action=confirm]")
    await expect(phone.locator(".appointment [data-code]")).to_be_visible()
    await phone.wait_for_function("document.querySelector('.appointment img')?.naturalWidth > 0")
    await phone.screenshot(path=artifacts / "phone-appointment.png", full_page=True)

    kiosk = await kiosk_of(office, chromium)
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    await scan(kiosk, phone.url)
    await expect(kiosk.locator("[data-code=A001]")).to_be_visible()
    await kiosk.click("[data-action=restart]")
    await scan(kiosk, phone.url)
    await expect(kiosk.locator("[data-again]")).to_be_visible()
    await expect(kiosk.locator("[data-code=A001]")).to_be_visible()
    await kiosk.screenshot(path=artifacts / "kiosk-appointment-again.png")
    await kiosk.click("[data-action=reprint]")
    await expect(kiosk.locator("[data-printed=true]")).to_be_visible()
    assert office.rows("SELECT COUNT(*) FROM tickets") == [(1,)]

    await phone.reload()
    await expect(phone.locator("[data-action=ticket]")).to_contain_text("A001")
    await phone.screenshot(path=artifacts / "phone-appointment-used.png")


async def test_a_phone_moves_its_appointment_and_gives_it_up(office: RunningOffice, chromium: Browser) -> None:
    async with office.client() as client:
        await client.sign_in("clerk")
        body = {"request_id": "moved-and-given-up", "service": "A", "slot": "2026-11-24T01:30:00Z"}
        path = (await client.http.post("/api/clerk/appointments", json=body)).json()["path"]
    phone = await open_page(chromium, office, path)
    await phone.click("[data-action=move]")
    await phone.click("[data-slot='10:00']")
    await phone.click("[data-action=confirm]")
    await expect(phone.locator(".when")).to_have_text("10:00")
    await phone.click("[data-action=cancel]")
    await phone.click("[data-action=confirm]")
    await expect(phone.locator("[data-state=cancelled]")).to_be_visible()
    assert office.rows("SELECT state, seat FROM appointments") == [("cancelled", None)]
