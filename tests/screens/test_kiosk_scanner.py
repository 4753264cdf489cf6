"""The kiosk with a scanner that types: identity cards, receipts, nonsense, and people who type by themselves."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Request, expect

from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OFFICE, opener
from tests.screens.kiosk_page import ACROSS, expect_targets, kiosk_of, look_at, scan, start_again
from tests.standins.dossier_system import SECRET, DossierSystemStandIn

RESULTS = """
[[service]]
prefix = "L"
name = { vi = "Trả kết quả", en = "Collect results" }
collects_results = true
[[counter]]
number = 4
name = "Trả kết quả"
zone = "sanh"
services = ["L"]
[identity_card]
ask = "require"
tickets_per_day = 2
"""
OLD = "079051000123|023456789|Nguyễn Thị Hòa|24111951|Nữ|12 Lê Lợi, phường Thử|01012022"
# 75 tomorrow, by the office's calendar.
ALMOST = "079051000124||Trần Văn Bình|25111951|Nam|14 Lê Lợi, phường Thử|01012022||"
READY, LATER = "H29.20-261124-0012", "H29.20-261124-0013"


@pytest.fixture(scope="module")
async def system() -> AsyncIterator[DossierSystemStandIn]:
    async with DossierSystemStandIn() as system:
        system.known = {READY: {"state": "ready"}, LATER: {"state": "not_ready", "expected": "2026-12-01"}}
        yield system


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, system: DossierSystemStandIn) -> Iterator[RunningOffice]:
    data = tmp_path_factory.mktemp("scanner") / "data"
    data.mkdir()
    text = OFFICE.replace('services = ["A", "B", "C"]', 'services = ["A", "B", "C", "L"]').replace(
        "[[zone]]", RESULTS.partition("[identity")[0] + "[[zone]]", 1
    )
    (data / "office.toml").write_text(text + "[identity" + RESULTS.partition("[identity")[2], "utf-8")
    (data / "xephang.toml").write_text(f'dossier_url = "{system.url}"\ndossier_secret = "{SECRET}"\n', "utf-8")
    running = RunningOffice(data)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
async def shared_kiosk(office: RunningOffice, usual_chromium: Browser) -> AsyncIterator[Page]:
    async with kiosk_of(usual_chromium, office) as kiosk:
        yield kiosk


@pytest.fixture
async def kiosk(shared_kiosk: Page) -> Page:
    """Give the kiosk as the next citizen finds it."""
    await start_again(shared_kiosk)
    return shared_kiosk


async def test_a_scanned_card_proposes_the_class_and_of_it_only_the_number_leaves_the_page(
    kiosk: Page, artifacts: Path
) -> None:
    sent: list[Request] = []

    def note(request: Request) -> None:
        sent.append(request)

    kiosk.on("request", note)
    await kiosk.click("[data-service=A]")
    await expect(kiosk.locator("[data-card=none]")).to_contain_text("Xin đưa mã QR trên thẻ căn cước")
    assert await kiosk.locator("[data-action=take]").count() == 0
    await look_at(kiosk, "card-needed", artifacts)
    await scan(kiosk, "079051000123|023456789|Nguyễn Thị Hòa")
    await expect(kiosk.locator("[data-hint]")).to_contain_text("Không đọc được mã vừa quét")
    await kiosk.screenshot(path=artifacts / "kiosk-scan-malformed.png")
    await expect_targets(kiosk, ACROSS)
    await scan(kiosk, ALMOST)
    await expect(kiosk.locator("[data-card=read]")).not_to_contain_text("Theo ngày sinh")
    await scan(kiosk, OLD)
    await expect(kiosk.locator("[data-card=read]")).to_contain_text("Người từ 75 tuổi")
    await expect(kiosk.locator("[data-priority=cao-tuoi]")).to_have_class("button primary")
    await look_at(kiosk, "card-read", artifacts)
    await kiosk.click("[data-priority=cao-tuoi]")
    await expect(kiosk.locator("[data-code=A001]")).to_be_visible()
    [command] = [request for request in sent if request.method == "POST"]
    wish = json.loads(command.post_data or "{}")
    assert wish["identity"] == OLD.partition("|")[0]
    assert "Nguyễn" not in (command.post_data or "")
    assert "1951" not in (command.post_data or "")
    kiosk.remove_listener("request", note)
    await kiosk.click("[data-action=restart]")
    await kiosk.click("[data-service=A]")
    await expect(kiosk.locator("[data-card=none]")).to_be_visible()  # the next citizen's visit knows nothing of it


async def test_a_receipt_is_scanned_or_typed_and_the_clerk_sees_what_the_citizen_saw(
    office: RunningOffice, kiosk: Page, usual_chromium: Browser, artifacts: Path
) -> None:
    await start_again(kiosk, ACROSS)
    await expect(kiosk.locator("[data-service=L]")).to_be_visible()
    await scan(kiosk, READY.lower())
    await expect(kiosk.locator("[data-dossier=ready]")).to_contain_text(f"{READY} · Đã có kết quả")
    await kiosk.click("[data-action=dossier]")
    field = kiosk.locator("[data-dossier-code]")
    for _ in READY:
        await kiosk.click("[data-key=Backspace]")
    await expect(kiosk.locator("[data-action=dossier_done]")).to_be_disabled()
    for key in LATER:
        await kiosk.click(f'[data-key="{key}"]')
    await expect(field).to_have_value(LATER)
    await expect_accessible(kiosk)
    await expect_targets(kiosk, ACROSS)
    await kiosk.screenshot(path=artifacts / "kiosk-dossier-keys.png")
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("[data-dossier=not_ready]")).to_contain_text("dự kiến ngày 01/12/2026")
    await look_at(kiosk, "dossier", artifacts)
    await scan(kiosk, OLD)
    await kiosk.click("[data-action=take]")
    await expect(kiosk.locator("[data-code=L001]")).to_be_visible()
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(4, "open")
        assert (await client.verb(4, "next")).json()["code"] == "L001"
        desk = await opener(usual_chromium)(f"{office.address}/clerk", (1366, 768))
        await desk.context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": office.address} for one in client.http.cookies.jar]
        )
        await desk.goto(f"{office.address}/clerk?counter=4")
        await expect(desk.locator(f'[data-dossier="{LATER}"]')).to_contain_text("dự kiến 01/12/2026")
        await desk.screenshot(path=artifacts / "desk-dossier.png")
        await desk.context.close()


async def test_people_who_type_fast_are_no_scanner_and_a_number_of_a_card_is_no_dossier(kiosk: Page) -> None:
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    await kiosk.keyboard.type("chứng thực", delay=60)
    await expect(kiosk.locator("[data-search]")).to_have_value("chứng thực")
    await kiosk.keyboard.press("Escape")
    await kiosk.click("[data-service=L]")
    await scan(kiosk, OLD.partition("|")[0])
    await expect(kiosk.locator("[data-hint]")).to_be_visible()
    assert await kiosk.locator("[data-dossier]").count() == 0


async def test_a_dossier_system_that_does_not_answer_stops_nobody(
    system: DossierSystemStandIn, kiosk: Page, artifacts: Path
) -> None:
    mood, system.mood = system.mood, "late"
    try:
        await scan(kiosk, "H29.20-261124-0099")
        await expect(kiosk.locator("[data-dossier=unknown]")).to_contain_text("Đã ghi mã hồ sơ.")
        await look_at(kiosk, "dossier-noted", artifacts)
        await scan(kiosk, ALMOST)
        await kiosk.click("[data-action=take]")
        await expect(kiosk.locator("[data-code^=L]")).to_be_visible(timeout=15_000)
    finally:
        system.mood = mood
