"""The kiosk when it can give no number, or no paper: each time a screen of its own that says what to do."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.running_office import Client, RunningOffice, new_id
from tests.screens.conftest import OFFICE
from tests.screens.kiosk_page import kiosk_of, look_at, scan, start_again
from tests.standins.escpos_printer import EscposPrinter

CARD = "079051000123|023456789|Nguyễn Thị Hòa|24111951|Nữ|12 Lê Lợi, phường Thử|01012022"
MORE = """
[[service]]
prefix = "E"
name = { vi = "Đăng ký hộ kinh doanh", en = "Household business registration" }
last_number = 1
[[service]]
prefix = "G"
name = { vi = "Lao động", en = "Labour" }
open = false
[[zone]]"""
TEXT = (
    OFFICE.replace("documents", "appointments = { slot_minutes = 30, per_slot = 20 }\ndocuments", 1)
    .replace("[[zone]]", MORE, 1)
    .replace('"C"]', '"C", "E", "G"]')
)
ISSUE = 'issue = [["07:00", "11:15"], ["13:15", "16:15"]]'
# A week later, 55 minutes before closing: with one counter for all, ten minutes each, six people fill the day.
LATE = "2026-12-01T16:05:00+07:00"


@pytest.fixture(scope="module")
def machine() -> Iterator[EscposPrinter]:
    with EscposPrinter() as printer:
        yield printer


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, machine: EscposPrinter) -> Iterator[RunningOffice]:
    """Give one office whose printer is out of paper when it starts."""
    data = tmp_path_factory.mktemp("calm") / "data"
    data.mkdir()
    (data / "office.toml").write_text(TEXT, encoding="utf-8")
    running = RunningOffice(data, printer=machine.address)
    machine.run_out_of_paper()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
async def kiosk(office: RunningOffice, usual_chromium: Browser) -> AsyncIterator[Page]:
    async with kiosk_of(usual_chromium, office) as kiosk:
        yield kiosk


@asynccontextmanager
async def administrator(office: RunningOffice) -> AsyncIterator[Client]:
    async with office.client() as client:
        name = {"name": "administrator", "password": client.known["administrator"]}
        assert (await client.http.post("/api/manager/sign-in", json=name)).status_code == 200
        yield client


async def apply(office: RunningOffice, text: str) -> None:
    """Put another set-up into force, as an administrator does."""
    async with administrator(office) as boss:
        now = (await boss.http.get("/api/manager/set-up")).json()["version"]
        body = {"request_id": new_id(), "based_on": now, "text": text}
        answer = await boss.http.post("/api/manager/set-up", json=body)
        assert answer.status_code == 200, answer.text


async def book(office: RunningOffice, slot: str) -> dict[str, Any]:
    """Book at a counter; returns the appointment with its code."""
    async with office.client() as client:
        await client.sign_in("clerk")
        body = {"service": "A", "slot": slot, "request_id": new_id()}
        found: dict[str, Any] = (await client.http.post("/api/clerk/appointments", json=body)).json()
    return found


async def enter_code(kiosk: Page, code: str) -> None:
    await kiosk.click("[data-action=appointment]")
    for sign in code:
        await kiosk.click(f"[data-key='{sign}']")
    await kiosk.click("[data-action=appointment_done]")


async def test_without_paper_the_kiosk_says_how_a_number_is_kept_and_every_number_counts(
    office: RunningOffice, machine: EscposPrinter, kiosk: Page, artifacts: Path
) -> None:
    calm = kiosk.locator("[data-calm=printer]")
    await expect(calm).to_contain_text("Máy in: hết giấy. Quý công dân vẫn lấy số được.", timeout=20_000)
    await look_at(kiosk, "printer-out", artifacts)
    await kiosk.keyboard.press("1")
    await kiosk.click("[data-service=A]")
    await kiosk.click("[data-action=take]")
    await expect(kiosk.locator("[data-code=A001]")).to_be_visible(timeout=15_000)
    paper = kiosk.locator("[data-printed=false]")
    await expect(paper).to_contain_text("Máy in: hết giấy.")
    await expect(paper).to_contain_text("Xin viết số A001 ra giấy, hoặc chụp ảnh màn hình này.")
    await look_at(kiosk, "not-printed", artifacts)
    drawn = await kiosk.locator(".number img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert drawn > 0
    await start_again(kiosk)
    await expect(calm).to_be_visible()  # the next citizen is told, too
    machine.refill()
    await expect(calm).to_have_count(0, timeout=20_000)
    await kiosk.click("[data-service=A]")
    await kiosk.click("[data-action=take]")
    await expect(kiosk.locator("[data-code=A002]")).to_be_visible(timeout=15_000)
    await expect(kiosk.locator("[data-printed=true]")).to_be_visible()
    await look_at(kiosk, "printed", artifacts)
    assert office.rows("SELECT code FROM tickets ORDER BY code") == [("A001",), ("A002",)]


@pytest.mark.parametrize(
    ("code", "before", "after", "says"),
    [
        ("lunch_break", ISSUE, 'issue = [["07:00", "07:30"], ["13:15", "16:15"]]', "13:15"),
        ("not_yet_issuing", ISSUE, 'issue = [["09:30", "11:15"]]', "09:30"),
        ("issuing_over", ISSUE, 'issue = [["07:00", "07:30"]]', "07:00 ngày 01/12/2026"),
        ("office_closed_today", '["tue"]', '["wed"]', "07:00 ngày 25/11/2026"),
        ("closed_until_further_notice", '["tue"]', "[]", "cho đến khi có thông báo mới"),
    ],
)
async def test_outside_its_hours_the_kiosk_says_why_and_when_to_come(
    office: RunningOffice, kiosk: Page, artifacts: Path, code: str, before: str, after: str, says: str
) -> None:
    await start_again(kiosk)
    assert before in TEXT
    await apply(office, TEXT.replace(before, after))
    try:
        calm = kiosk.locator(f"[data-calm={code}]")
        await expect(calm).to_contain_text(says)
        await expect(calm.locator("h2, .todo")).to_have_count(2)
        await look_at(kiosk, code.replace("_", "-"), artifacts)
    finally:
        await apply(office, TEXT)
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()


@pytest.mark.parametrize(
    ("service", "code", "says"),
    [
        ("C", "daily_limit_reached", "đã đủ 1 số của hôm nay"),
        ("E", "numbers_used_up", "đã dùng hết số"),
        ("G", "service_closed", "tạm ngừng phát số"),
    ],
)
async def test_a_service_without_numbers_says_why_and_leads_to_the_others(
    office: RunningOffice, kiosk: Page, artifacts: Path, service: str, code: str, says: str
) -> None:
    await start_again(kiosk)
    async with office.client() as client:
        await client.take(service)
    tile = kiosk.locator(f"[data-service={service}]")
    await expect(tile).to_contain_text("Hiện không phát số")
    await tile.click()
    await expect(kiosk.locator(f"[data-calm={code}]")).to_contain_text(says)
    await look_at(kiosk, code.replace("_", "-"), artifacts)
    await kiosk.keyboard.press("1")
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()


async def test_a_citizen_who_has_taken_all_their_numbers_is_told_so(
    office: RunningOffice, kiosk: Page, artifacts: Path
) -> None:
    await start_again(kiosk)
    await apply(office, TEXT + '[identity_card]\nask = "require"\ntickets_per_day = 1\n')
    try:
        for _ in range(2):
            await kiosk.click("[data-service=B]")
            await expect(kiosk.locator("[data-card=none]")).to_be_visible()
            await scan(kiosk, CARD)
            await kiosk.click("[data-action=take]")
            await expect(kiosk.locator("[data-code], [data-calm=citizen_limit_reached]")).to_be_visible(timeout=15_000)
            if await kiosk.locator("[data-code]").count():
                await kiosk.keyboard.press("1")
        await expect(kiosk.locator("[data-calm=citizen_limit_reached]")).to_contain_text(
            "Số đã lấy hôm nay vẫn có giá trị"
        )
        await look_at(kiosk, "citizen-limit", artifacts)
    finally:
        await apply(office, TEXT)


async def test_an_appointment_that_gives_no_number_says_why_and_what_to_do(
    office: RunningOffice, kiosk: Page, artifacts: Path
) -> None:
    early, cancelled = await book(office, "2026-11-24T08:30:00Z"), await book(office, "2026-11-24T01:30:00Z")
    async with office.client() as client:
        await client.sign_in("clerk")
        path = f"/api/clerk/appointments/{cancelled['code']}/cancel"
        assert (await client.http.post(path, json={"request_id": new_id()})).status_code == 200
    for code, refused in {
        early["code"]: "appointment_too_early",
        cancelled["code"]: "appointment_cancelled",
        "ZZZZZZ": "unknown_appointment",
    }.items():
        await start_again(kiosk)
        await enter_code(kiosk, code)
        await expect(kiosk.locator(f"[data-calm={refused}]")).to_be_visible()
        await look_at(kiosk, refused.replace("_", "-"), artifacts)
    await kiosk.click("[data-action=try_code_again]")
    await expect(kiosk.locator("[data-appointment-code]")).to_have_value("")


async def test_a_kiosk_without_its_server_says_so_and_mends_itself(
    office: RunningOffice, kiosk: Page, artifacts: Path
) -> None:
    await start_again(kiosk)
    missed = await book(office, "2026-11-24T08:30:00Z")
    late = await book(office, "2026-12-01T08:00:00Z")
    await kiosk.click("[data-service=A]")
    office.kill()
    await expect(kiosk.locator("[data-calm=away]")).to_contain_text("Tạm mất kết nối", timeout=20_000)
    await look_at(kiosk, "server-away", artifacts)
    await start_again(kiosk)
    await expect(kiosk.locator("[data-calm=away]")).to_be_visible()
    office.start(LATE)
    await expect(kiosk.locator("[data-service=A]")).to_be_visible(timeout=20_000)

    # A week later: who missed the day, and who comes half an hour late.
    await enter_code(kiosk, missed["code"])
    await expect(kiosk.locator("[data-calm=appointment_missed]")).to_be_visible()
    await look_at(kiosk, "appointment-missed", artifacts)
    await start_again(kiosk)
    await enter_code(kiosk, late["code"])
    await expect(kiosk.locator("[data-standing=too_late]")).to_contain_text("Đã quá giờ hẹn 15:00")
    await look_at(kiosk, "appointment-too-late", artifacts)


async def test_when_those_who_wait_fill_the_day_the_kiosk_says_so_and_the_office_may_stop(
    office: RunningOffice, kiosk: Page, artifacts: Path
) -> None:
    await start_again(kiosk)
    async with office.client() as client:
        for _ in range(6):
            assert (await client.take("B")).status_code == 200
    await expect(kiosk.locator("[data-service=A]")).to_contain_text("có thể không kịp")
    await kiosk.click("[data-service=A]")
    await expect(kiosk.locator("[data-day-full]")).to_contain_text("Có thể hôm nay chưa đến lượt")
    await look_at(kiosk, "day-full", artifacts)
    await kiosk.click("[data-action=take]")
    await expect(kiosk.locator("[data-code]")).to_be_visible(timeout=15_000)
    await start_again(kiosk)
    await apply(office, TEXT.replace("[hours]", 'when_day_is_full = "stop"\n[hours]', 1))
    await kiosk.click("[data-service=A]")
    calm = kiosk.locator("[data-calm=day_is_full]")
    await expect(calm).to_contain_text("Hôm nay không còn kịp")
    await expect(calm).to_contain_text("Xin mời quay lại từ 07:00, Thứ Ba, 8 tháng 12, 2026")
    await look_at(kiosk, "day-full-stop", artifacts)
