"""A number taken from the phone: with the hall's code, or near the office; so many a day, and never twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen
from tests.screens.overflow import expect_whole

PHONE, WALL = (360, 740), (1920, 1080)
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"
OFFICE_AT = (21.0278, 105.8342)


def allow(office: RunningOffice, rules: str) -> None:
    """Start the office anew with these rules for phones."""
    file = office.data / "office.toml"
    file.write_text(file.read_text("utf-8") + f"\n[phone]\n{rules}\n", "utf-8")
    office.start()


async def hall_code(open_screen: OpenScreen, office: RunningOffice) -> str:
    wall = await open_screen(f"{office.address}/display/sanh#token={office.secrets['display-sanh']}", WALL)
    code = await wall.locator("[data-phone-code]").get_attribute("data-phone-code")
    assert code
    await wall.screenshot(path=ARTIFACTS / "display-phone-code.png")
    return code


async def take(phone: Page, office: RunningOffice, code: str) -> None:
    await phone.goto(f"{office.address}/phone")
    await phone.fill("#code", code)
    await phone.click("[data-service=A]")


async def test_with_the_code_of_the_hall_a_phone_takes_its_numbers_of_the_day_and_no_more(
    closed_office: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    allow(closed_office, 'take = "code"\nservices = ["A", "C"]')
    code = await hall_code(open_screen, closed_office)
    phone = await open_screen(f"{closed_office.address}/phone", PHONE)
    await expect(phone.locator("[data-service]")).to_have_count(2)
    await expect(phone.locator("[data-service=A]")).to_be_disabled()
    await phone.screenshot(path=artifacts / "phone-take.png")
    await expect_accessible(phone)
    await expect_whole(phone)
    english = await open_screen(f"{closed_office.address}/phone", (320, 568), "en-GB")
    await expect(english.locator("[data-service]")).to_have_count(2)
    await expect_whole(english)
    await expect_accessible(english)
    await english.screenshot(path=artifacts / "phone-take-en.png", full_page=True)
    await take(phone, closed_office, f"{(int(code) + 1) % 10_000:04d}")
    await expect(phone.get_by_role("alert")).to_contain_text("Mã không đúng")
    await phone.screenshot(path=artifacts / "phone-take-wrong.png")
    for number in ("A001", "A002"):
        await take(phone, closed_office, code)
        await expect(phone.locator(f"[data-code={number}]")).to_be_visible()
    await take(phone, closed_office, code)
    await expect(phone.get_by_role("alert")).to_contain_text("lấy đủ 2 số")
    assert closed_office.rows("SELECT channel FROM tickets") == [("phone",), ("phone",)]


@pytest.mark.parametrize(("degrees", "is_near"), [(0.001, True), (0.1, False)])
async def test_near_the_office_a_number_is_given_and_the_position_is_kept_nowhere(
    closed_office: RunningOffice, chromium: Browser, degrees: float, is_near: bool
) -> None:
    allow(closed_office, f'take = "place"\nlocation = {list(OFFICE_AT)}')
    latitude = OFFICE_AT[0] + degrees
    context = await chromium.new_context(
        locale="vi-VN",
        permissions=["geolocation"],
        geolocation={"latitude": latitude, "longitude": OFFICE_AT[1], "accuracy": 20},
    )
    phone = await context.new_page()
    await phone.goto(f"{closed_office.address}/phone")
    await phone.click("[data-service=A]")
    if is_near:
        await expect(phone.locator("[data-code=A001]")).to_be_visible()
    else:
        await expect(phone.get_by_role("alert")).to_contain_text("trong vòng 300 m")
    kept = b"".join(file.read_bytes() for file in closed_office.data.glob("office.sqlite*"))
    assert str(latitude)[:7].encode() not in kept


async def test_an_office_that_allows_none_says_where_to_go(office: RunningOffice, open_screen: OpenScreen) -> None:
    phone = await open_screen(f"{office.address}/phone", PHONE)
    await expect(phone.locator("[data-refusal]")).to_contain_text("máy lấy số")
    assert office.rows("SELECT COUNT(*) FROM tickets") == [(0,)]
