"""The kiosk of an office with more services than a glance takes in: groups first, as large tiles."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import WARD_OFFICE
from tests.screens.kiosk_page import SIZES, expect_targets, kiosk_of, look_at, settle, start_again

# A district's office: fourteen services in six groups.
NAMES = {
    "D": ("Cơ quan ngành dọc", "Vertical agencies", "Bảo hiểm y tế và bảo hiểm thất nghiệp", "Health insurance"),
    "M": ("Kinh tế – Đô thị", "Economy and urban affairs", "Cấp phép xây dựng nhà ở riêng lẻ", "Building permits"),
    "N": ("Tư pháp", "Justice", "Nuôi con nuôi có yếu tố nước ngoài", "Adoption"),
    "R": ("Văn hóa – Xã hội", "Culture and society", "Trợ giúp người khuyết tật", "Help for disabled people"),
    "T": ("Công an phường", "Ward police", "Đăng ký tạm trú, tạm vắng", "Temporary residence"),
}
MORE = "".join(
    f'[[service]]\nprefix = "{prefix}"\nname = {{ vi = "{vi}", en = "{en}" }}\n'
    f'group = {{ vi = "{group_vi}", en = "{group_en}" }}\n'
    for prefix, (group_vi, group_en, vi, en) in NAMES.items()
)
TEXT = WARD_OFFICE.replace("[[zone]]", MORE + "[[zone]]", 1).replace('"V"]', '"V", "D", "M", "N", "R", "T"]')


@pytest.fixture(scope="module")
async def office(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningOffice]:
    """Give it with its counter open and three people waiting for two services of one group."""
    data = tmp_path_factory.mktemp("groups") / "data"
    data.mkdir()
    (data / "office.toml").write_text(TEXT, encoding="utf-8")
    running = RunningOffice(data)
    running.start()
    async with running.client() as client:
        await client.sign_in("clerk")
        await client.verb(3, "open")
        for service in "ABB":
            assert (await client.take(service)).status_code == 200
    yield running
    running.stop()


@pytest.fixture(scope="module")
async def kiosk(office: RunningOffice, usual_chromium: Browser) -> AsyncIterator[Page]:
    async with kiosk_of(usual_chromium, office) as kiosk:
        yield kiosk


async def test_groups_tell_how_many_wait_and_how_long_and_lead_to_their_services(kiosk: Page, artifacts: Path) -> None:
    await start_again(kiosk)
    groups = kiosk.locator("[data-group]")
    await expect(groups).to_have_count(6)
    justice = kiosk.locator("[data-group='Tư pháp']")
    await expect(justice).to_contain_text("Chứng thực · Lao động – Bảo trợ xã hội – Người có công · Nuôi con nuôi")
    await expect(justice.locator(".waiting")).to_have_text("3 người chờ · 10–50 phút")
    await expect(kiosk.locator("[data-group='Công an phường'] .waiting")).to_have_text("Chưa có ai chờ")
    await look_at(kiosk, "groups", artifacts)
    await justice.click()
    await expect(kiosk.locator("[data-service]")).to_have_count(3)
    await look_at(kiosk, "group", artifacts)
    await kiosk.click("[data-action=all_groups]")
    await expect(groups).to_have_count(6)
    await kiosk.click("[data-group='']")
    await expect(kiosk.locator("h3")).to_have_text("Lĩnh vực khác")
    await kiosk.click("[data-service=L]")
    await expect(kiosk.locator(".choice h2")).to_contain_text("Trả kết quả")


@pytest.mark.parametrize("size", SIZES, ids=["upright", "across"])
@pytest.mark.parametrize("mode", ["large", "low"])
async def test_groups_suit_everybody(kiosk: Page, size: tuple[int, int], mode: str, artifacts: Path) -> None:
    await start_again(kiosk, size)
    await kiosk.click(f"[data-mode={mode}]")
    for step, following in {"groups": "[data-group='Tư pháp']", "group": "[data-service=A]"}.items():
        await expect(kiosk.locator(following)).to_be_visible()
        await settle(kiosk)
        await kiosk.screenshot(path=artifacts / f"kiosk-{step}-{mode}-{size[0]}x{size[1]}.png")
        await expect_accessible(kiosk)
        await expect_targets(kiosk, size, low=mode == "low")
        if mode == "low":
            await expect(kiosk.locator("[data-action=more]")).to_have_count(0)
        await kiosk.click(following)
    await expect(kiosk.locator("[data-action=take]")).to_be_visible()


async def test_groups_go_by_keyboard_alone(kiosk: Page) -> None:
    await start_again(kiosk)
    await kiosk.keyboard.press("ArrowDown")
    await expect(kiosk.locator("[data-group='Tư pháp']")).to_be_focused()
    await kiosk.keyboard.press("ArrowRight")
    await expect(kiosk.locator("[data-group='Kinh tế – Đô thị']")).to_be_focused()
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("[data-service=M]")).to_be_visible()
    await kiosk.keyboard.press("0")
    await expect(kiosk.locator("[data-group]")).to_have_count(6)
    await kiosk.keyboard.press("1")
    await expect(kiosk.locator("[data-service=N]")).to_be_visible()
    await kiosk.keyboard.press("3")
    await expect(kiosk.locator(".choice h2")).to_contain_text("Nuôi con nuôi")
    await kiosk.keyboard.press("Escape")
    await expect(kiosk.locator("[data-group]")).to_have_count(6)
    await kiosk.keyboard.type("nuoi con", delay=70)
    await expect(kiosk.locator(".results [data-service=N]")).to_be_visible()
