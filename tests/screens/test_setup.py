"""The set-up pages in a browser: a form, what would change, in force on the kiosk without a reload."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen

PARTS = ["overview", "office", "hours", "service", "counter", "zone", "priority", "phone", "identity_card"]
PARTS += ["announcements", "alerts", "rating_reason", "people", "file", "history"]


async def sign_in(open_screen: OpenScreen, office: RunningOffice, name: str = "administrator", part: str = "") -> Page:
    page = await open_screen(f"{office.address}/manager#setup/{part}", (1366, 900))
    await page.locator("input[name=name]").fill(name)
    await page.locator("input[name=password]").fill(office.secrets[name])
    await page.locator("form .primary").click()
    return page


def field(page: Page, where: str) -> str:
    return f"[data-field='{where}']"


async def apply(page: Page) -> None:
    await page.locator("[data-action=look]").click()
    await page.locator("[data-action=apply]").click()
    await expect(page.locator("[data-apply-bar]")).to_have_count(0)


@pytest.mark.usefixtures("office")
async def test_a_new_service_is_on_the_kiosk_at_once_and_a_closed_one_says_so(
    open_screen: OpenScreen, office: RunningOffice
) -> None:
    kiosk = await open_screen(f"{office.address}/kiosk#token={office.secrets['kiosk']}")
    await expect(kiosk.get_by_text("Hộ tịch mới")).to_have_count(0)
    page = await sign_in(open_screen, office, part="service")
    await page.locator("[data-action=add]").click()
    await page.locator(f"{field(page, 'service.3.name')} input").first.fill("Hộ tịch mới")
    await page.locator("[data-part=counter]").click()
    await page.locator("[data-row='3'] summary").click()
    await page.get_by_label("E – Hộ tịch mới").first.check()
    await page.locator("[data-action=look]").click()
    await expect(page.locator("[data-change='service/E']")).to_be_visible()
    await expect(page.locator("[data-change='counter/3/services']")).to_be_visible()
    await page.locator("[data-action=apply]").click()
    await expect(kiosk.get_by_text("Hộ tịch mới")).to_be_visible()
    await page.locator("[data-part=service]").click()
    await page.locator("[data-row='A'] summary").click()
    await page.locator("[data-row='A'] [data-action=close]").click()
    await apply(page)
    await expect(page.locator("[data-row='A'] summary")).to_contain_text("đang ngừng nhận")


async def test_what_is_wrong_stands_beside_its_field_and_nothing_applies(
    open_screen: OpenScreen, office: RunningOffice
) -> None:
    page = await sign_in(open_screen, office, part="hours")
    await page.locator(f"{field(page, 'hours.issue')} input").fill("7h–11h15, 9h–16h")
    await page.locator("[data-action=look]").click()
    wrong = page.locator(f"{field(page, 'hours.issue')} [role=alert]")
    await expect(wrong).to_contain_text("09:00–16:00 chồng lên khoảng giờ trước")
    await expect(page.locator("[data-action=apply]")).to_have_count(0)
    await expect_accessible(page)
    await page.locator(f"{field(page, 'hours.issue')} input").fill("7h–11h15, 13h15–16h")
    await apply(page)
    assert 'issue = [["07:00", "11:15"], ["13:15", "16:00"]]' in (office.data / "office.toml").read_text("utf-8")


async def test_two_administrators_do_not_undo_each_other_unseen(open_screen: OpenScreen, office: RunningOffice) -> None:
    one, other = await sign_in(open_screen, office, part="office"), await sign_in(open_screen, office, part="office")
    for page, minutes in ((one, "21"), (other, "22")):
        await page.locator(f"{field(page, 'office.target_wait_minutes')} input").fill(minutes)
        await page.locator("[data-action=look]").click()
    await one.locator("[data-action=apply]").click()
    await expect(one.locator("[data-apply-bar]")).to_have_count(0)
    await other.locator("[data-action=apply]").click()
    await expect(other.locator("[data-told]")).to_contain_text("vừa được")
    await other.locator("[data-action=rebase]").click()
    await other.locator("[data-action=look]").click()
    change = other.locator("[data-change='office/target_wait_minutes']")
    await expect(change).to_contain_text("21")
    await apply(other)
    await other.locator("[data-part=history]").click()
    await expect(other.locator("[data-version]")).to_have_count(3)


async def test_a_file_is_brought_in_after_a_look_at_its_differences_and_taken_back(
    open_screen: OpenScreen, office: RunningOffice
) -> None:
    page = await sign_in(open_screen, office, part="file")
    text = (office.data / "office.toml").read_text("utf-8").replace("Lao động", "Việc làm")
    await page.locator("[data-import]").fill(text)
    await page.locator("[data-action=look-whole]").click()
    await expect(page.locator("[data-change]")).to_have_count(1)
    await page.locator("[data-action=apply-whole]").click()
    await page.locator("[data-part=history]").click()
    await page.locator("[data-version='1'] summary").click()
    await page.locator("[data-action=look-version]").click()
    await page.locator("[data-action=apply-whole]").click()
    await expect(page.locator("[data-version]")).to_have_count(3)
    async with page.expect_download() as started:
        await page.locator("[data-part=file]").click()
        await page.locator("[data-action=export]").click()
    path = await (await started.value).path()
    assert "Lao động" in Path(path).read_text("utf-8")


async def test_somebody_new_signs_in_and_changes_their_own_password(
    open_screen: OpenScreen, office: RunningOffice
) -> None:
    page = await sign_in(open_screen, office, part="people")
    form = page.locator("[data-form=new-person]")
    await form.locator("[name=name]").fill("hoa")
    await form.locator("[name=display_name]").fill("Lê Thị Hoa")
    await form.locator("[name=role]").select_option("manager")
    await form.locator("[name=password]").fill("mật khẩu một")
    await form.locator("button").click()
    await expect(page.locator("[data-person=hoa]")).to_contain_text("Lê Thị Hoa")
    await expect_accessible(page)
    hers = await open_screen(f"{office.address}/manager#setup", (1366, 900))
    await hers.locator("input[name=name]").fill("hoa")
    await hers.locator("input[name=password]").fill("mật khẩu một")
    await hers.locator("form .primary").click()
    await expect(hers.locator("[data-refused]")).to_contain_text("Chỉ người quản trị")
    await hers.locator("[data-action=own-password]").click()
    await hers.locator("dialog [name=old]").fill("mật khẩu một")
    await hers.locator("dialog [name=new]").fill("mật khẩu hai")
    await hers.locator("[data-action=change-password]").click()
    await expect(hers.locator("dialog .good")).to_be_visible()


async def test_every_page_of_the_set_up_can_be_used_by_everybody(
    open_screen: OpenScreen, office: RunningOffice
) -> None:
    page = await sign_in(open_screen, office)
    for part in PARTS:
        await page.locator(f"[data-part={part}]").click()
        await expect(page.locator(f"[data-part-page={part}]")).to_be_visible()
        rows = page.locator(".setup-part details summary")
        if await rows.count():
            await rows.first.click()
        await expect_accessible(page)
