"""A screen without a keyboard: it shows a code, becomes what staff choose, and stays it through power cuts."""

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.conftest import SOUND_WITHOUT_TOUCH, LaunchChromium
from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen

WALL_SIZE = (1920, 1080)


async def manager_s_screens(browser: Browser, office: RunningOffice) -> Page:
    page = await open_page(browser, office, "/manager#screens")
    await sign_in(page, office, "manager")
    await expect(page.locator("[data-form=pair]")).to_be_visible()
    return page


async def code_on(screen: Page) -> str:
    return str(await screen.get_attribute("[data-pairing]", "data-pairing"))


async def type_code(manager: Page, code: str, kind: str, name: str) -> None:
    form = manager.locator("[data-form=pair]")
    await form.locator("[name=code]").fill(f"{code[:3]} {code[3:]}")
    await form.locator("[name=kind]").select_option(kind)
    await form.locator("[name=name]").fill(name)
    await form.locator("[data-action=pair]").click()


async def test_a_wall_is_paired_by_its_code_renamed_and_unpaired_without_a_touch(
    office: RunningOffice, launch_chromium: LaunchChromium, open_screen: OpenScreen, artifacts: Path
) -> None:
    browser = await launch_chromium(SOUND_WITHOUT_TOUCH)
    manager = await manager_s_screens(browser, office)
    wall = await open_screen(f"{office.address}/display", WALL_SIZE)
    await expect(wall.locator("[data-pairing]")).to_be_visible()
    await expect_accessible(wall)
    await wall.screenshot(path=artifacts / "display-pairing.png")

    await type_code(manager, await code_on(wall), "display", "TV cửa vào")
    await expect(manager.locator("[data-told=good]")).to_be_visible()
    await expect(wall.locator("[data-board=counters]")).to_be_visible()
    await expect(wall).to_have_title("TV cửa vào")
    row = manager.locator("[data-device-state=here]", has_text="TV cửa vào")
    await expect(row).to_have_count(1)
    await expect_accessible(manager)
    await manager.screenshot(path=artifacts / "manager-screens.png", full_page=True)

    await row.locator("[data-action=change]").click()
    form = manager.locator("[data-form=change]")
    await form.locator("[name=name]").fill("TV sảnh")
    await form.locator("[name=theme]").select_option("light")
    await form.locator("[data-action=save]").click()
    await expect(wall).to_have_title("TV sảnh")
    await expect(wall.locator("html")).to_have_attribute("data-theme", "light")

    manager.on("dialog", lambda dialog: dialog.accept())
    await manager.locator("[data-device-state=here]", has_text="TV sảnh").locator("[data-action=unpair]").click()
    await expect(wall.locator("[data-pairing]")).to_be_visible()


async def test_a_wrong_code_is_said_in_words_and_nothing_typed_is_lost(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    manager = await manager_s_screens(chromium, office)
    await type_code(manager, "000000", "display", "TV cửa vào")
    await expect(manager.locator("[data-told=bad]")).to_contain_text("Không có màn hình nào đang hiện mã này")
    await expect(manager.locator("[data-form=pair] [name=name]")).to_have_value("TV cửa vào")


async def test_a_kiosk_is_paired_like_a_wall_and_can_become_one_again(
    office: RunningOffice, chromium: Browser, open_screen: OpenScreen
) -> None:
    manager = await manager_s_screens(chromium, office)
    screen = await open_screen(f"{office.address}/display", (1080, 1920))
    await type_code(manager, await code_on(screen), "kiosk", "Máy lấy số cửa chính")
    await expect(screen.locator("[data-service=A]")).to_be_visible()
    # The power is cut: its browser starts with the address that it was set up with.
    await screen.goto(f"{office.address}/display")
    await expect(screen.locator("[data-service=A]")).to_be_visible()
    manager.on("dialog", lambda dialog: dialog.accept())
    await manager.locator("tr", has_text="Máy lấy số cửa chính").locator("[data-action=unpair]").click()
    await expect(screen.locator("[data-pairing]")).to_be_visible()


async def test_server_and_wall_lose_power_together_and_the_right_board_comes_back_by_itself(
    office: RunningOffice, chromium: Browser, open_screen: OpenScreen
) -> None:
    manager = await manager_s_screens(chromium, office)
    wall = await open_screen(f"{office.address}/display", WALL_SIZE)
    await type_code(manager, await code_on(wall), "display", "TV cửa vào")
    await expect(wall.locator("[data-board=counters]")).to_be_visible()
    office.kill()
    again = await wall.context.new_page()
    await wall.close()
    office.start()
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(3, "open")
        code = (await client.take("A")).json()["taken"]["code"]
        await client.verb(3, "next")
    await again.goto(f"{office.address}/display")
    await expect(again.locator(f"[data-calling={code}]")).to_be_visible()
