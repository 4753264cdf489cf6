"""A screen without a keyboard: it shows a code, becomes what staff choose, and stays it through power cuts."""

import json
from pathlib import Path

from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.conftest import SOUND_WITHOUT_TOUCH, LaunchChromium
from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen
from tests.screens.overflow import expect_whole

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
    for width, height in ((1080, 1920), (3840, 1080), (800, 480), WALL_SIZE):
        await wall.set_viewport_size({"width": width, "height": height})
        await expect_whole(wall)
        await wall.screenshot(path=artifacts / f"display-pairing-{width}x{height}.png")

    await type_code(manager, await code_on(wall), "display", "TV cửa vào")
    await expect(manager.locator("[data-told=good]")).to_be_visible()
    await expect(wall.locator("[data-board=counters]")).to_be_visible()
    await expect(wall).to_have_title("TV cửa vào")
    row = manager.locator("[data-device-state=here]", has_text="TV cửa vào")
    await expect(row).to_have_count(1)
    await expect_accessible(manager)
    await expect_whole(manager)
    await manager.screenshot(path=artifacts / "manager-screens.png", full_page=True)
    await manager.click("[data-action=language]")
    row = manager.locator("[data-device-state=here]", has_text="TV cửa vào")
    await expect(row).to_contain_text("Running since")
    await expect_accessible(manager)
    await expect_whole(manager)
    await manager.screenshot(path=artifacts / "manager-screens-en.png", full_page=True)

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
    office: RunningOffice, chromium: Browser, open_screen: OpenScreen, tmp_path: Path
) -> None:
    start_file = tmp_path / "xephang.html"
    manager = await manager_s_screens(chromium, office)
    wall = await open_screen(f"{office.address}/display", WALL_SIZE)
    await type_code(manager, await code_on(wall), "display", "TV cửa vào")
    await expect(wall.locator("[data-board=counters]")).to_be_visible()
    async with office.client() as client:
        start_file.write_bytes((await client.http.get("/start.html")).content)
    office.kill()
    # Its browser starts with the file on its own disk, long before the server is there again.
    again = await wall.context.new_page()
    await wall.close()
    await again.goto(start_file.as_uri())
    await expect(again.get_by_text("Đang chờ máy chủ")).to_be_visible()
    office.start()
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(3, "open")
        code = (await client.take("A")).json()["taken"]["code"]
        await client.verb(3, "next")
    await expect(again.locator(f"[data-calling={code}]")).to_be_visible(timeout=20_000)


async def test_a_wall_whose_files_stop_coming_half_way_starts_as_soon_as_they_come(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    wall = await open_screen("about:blank", WALL_SIZE)
    await wall.route("**/display_ui/board.js", lambda route: route.abort())
    await wall.goto(f"{office.address}/display")
    await wall.wait_for_event("console", lambda message: message.text.startswith("start"))
    await wall.unroute("**/display_ui/board.js")
    await expect(wall.locator("[data-pairing]")).to_be_visible(timeout=20_000)


async def test_a_wall_reloads_for_another_version_once_and_never_spins(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    """A cache that hands out an old page for ever must not make the wall reload for ever."""
    wall = await open_screen("about:blank", WALL_SIZE)
    loads: list[str] = []
    wall.on("load", lambda page: loads.append(page.url))

    def of_another_version(message: str | bytes) -> str:
        hello = json.loads(message)
        return json.dumps({**hello, "version": "9.9.9-another"} if hello["type"] == "hello" else hello)

    async def meddle(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: socket.send(of_another_version(message)))

    await wall.route_web_socket("**/ws/screen", meddle)
    await wall.goto(f"{office.address}/display")
    async with wall.expect_event("load"):
        pass
    await expect(wall.locator("[data-pairing]")).to_be_visible()
    # The line is cut and mended: again it hears of the other version.
    office.kill()
    office.start()
    await expect(wall.locator("[data-pairing]")).to_be_visible()
    assert len(loads) == 2
