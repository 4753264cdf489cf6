"""The whole main job in a real browser: number, paper, call, sound, service, and the manager's record of it."""

import re
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.conftest import SOUND_WITHOUT_TOUCH, LaunchChromium
from tests.running_office import RunningOffice


async def open_page(browser: Browser, office: RunningOffice, path: str) -> Page:
    context: BrowserContext = await browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    page = await context.new_page()
    await page.goto(office.address + path)
    return page


async def sign_in(page: Page, office: RunningOffice, role: str) -> None:
    await page.fill("input[name=name]", role)
    await page.fill("input[name=password]", office.secrets[role])
    await page.press("input[name=password]", "Enter")


async def take_number(page: Page, service: str) -> str:
    await page.click(f"[data-service={service}]")
    await page.click("[data-action=take]")
    code = await page.get_attribute("[data-code]", "data-code")
    assert code
    return code


async def test_a_citizen_takes_a_number_is_called_heard_served_and_recorded(  # noqa: PLR0915  # one visit, step by step
    office: RunningOffice, launch_chromium: LaunchChromium, artifacts: Path
) -> None:
    browser = await launch_chromium(SOUND_WITHOUT_TOUCH)
    start = await open_page(browser, office, "/")
    links = {
        kind: await start.get_attribute(f"[data-screen={kind}]", "href")
        for kind in ("kiosk", "display", "clerk", "manager")
    }
    display = await open_page(browser, office, str(links["display"]))
    sounds: list[tuple[int, str, int]] = []

    async def note_sound(response: object) -> None:
        from playwright.async_api import Response

        assert isinstance(response, Response)
        if "/audio/" in response.url:
            sounds.append((response.status, response.headers["content-type"], len(await response.body())))

    display.on("response", note_sound)
    await expect(display.locator("[data-board=recent]")).to_be_visible()

    kiosk = await open_page(browser, office, str(links["kiosk"]))
    code = await take_number(kiosk, "A")
    assert code == "A001"
    await expect(kiosk.locator("[data-printed=true]")).to_be_visible()
    await kiosk.screenshot(path=artifacts / "kiosk-number.png")
    papers = list((office.data.parent / "tickets").glob("A001_*.png"))
    assert len(papers) == 1
    with Image.open(papers[0]) as paper:
        assert paper.width == 576
        assert paper.height > 500

    qr_code = str(await kiosk.get_attribute(".number img", "src"))
    phone = await open_page(browser, office, f"/phone/{qr_code.rsplit('/', maxsplit=1)[-1].removesuffix('.svg')}")
    await expect(phone.locator("[data-ahead='0']")).to_be_visible()

    clerk = await open_page(browser, office, "/clerk?counter=1")
    await sign_in(clerk, office, "clerk")
    await clerk.locator("[data-action=open]").click()
    await expect(clerk.locator("[data-counter-state=open]")).to_be_visible()
    await expect(clerk.locator("[data-list=queue] [data-code=A001]")).to_be_visible()
    await clerk.keyboard.press("1")
    await expect(clerk.locator("[data-current=A001][data-state=called]")).to_be_visible()

    await expect(display.locator("[data-calling=A001][data-speaking='20261124-A001.1.1']")).to_be_visible()
    await display.screenshot(path=artifacts / "display-calling.png")
    await expect(display.locator("[data-board=recent] [data-code=A001]")).to_be_visible()
    await expect(display.locator("[data-action=unlock]")).to_have_count(0)
    await expect(phone.locator("[data-called='1']")).to_be_visible()
    await phone.screenshot(path=artifacts / "phone-called.png")

    await clerk.keyboard.press("3")
    await expect(clerk.locator("[data-current=A001][data-state=serving]")).to_be_visible()
    await clerk.screenshot(path=artifacts / "clerk-serving.png")
    await clerk.keyboard.press("4")
    await expect(clerk.locator("[data-current]")).to_have_count(0)
    await expect(phone.locator("[data-outcome=served]")).to_be_visible()

    manager = await open_page(browser, office, str(links["manager"]))
    await sign_in(manager, office, "manager")
    await expect(manager.locator("[data-figure=served] dd")).to_have_text("1")
    row = manager.locator("[data-code=A001]")
    await expect(row.locator("[data-wait]")).to_have_text(re.compile(r"\d+:\d\d"))
    await expect(row.locator("[data-service-time]")).to_have_text(re.compile(r"\d+:\d\d"))
    await manager.screenshot(path=artifacts / "manager-today.png")

    status, kind, size = sounds[-1]
    assert status in (200, 206)
    assert kind == "audio/mpeg"
    assert size > 10_000


async def test_screens_say_that_they_are_cut_off_and_come_back_by_themselves(
    office: RunningOffice, chromium: Browser
) -> None:
    kiosk = await open_page(chromium, office, f"/kiosk#token={office.secrets['kiosk']}")
    zone = "sanh-chinh"
    display = await open_page(chromium, office, f"/display/{zone}#token={office.secrets['display-' + zone]}")
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    await expect(display.locator("[data-board=recent]")).to_be_visible()
    office.kill()
    await expect(display.locator(".connection-bar")).to_be_visible()
    await expect(display.locator("[data-board=recent]")).to_be_visible()
    await expect(kiosk.locator("[data-calm=away]")).to_be_visible()
    office.start()
    await expect(display.locator(".connection-bar")).to_have_count(0, timeout=20_000)
    await expect(kiosk.locator("[data-service=A]")).to_be_visible(timeout=20_000)
    assert await take_number(kiosk, "A") == "A001"


async def test_a_screen_that_nobody_paired_shows_how_to_pair_it(office: RunningOffice, chromium: Browser) -> None:
    kiosk = await open_page(chromium, office, "/kiosk#token=wrong")
    await expect(kiosk.get_by_text("chưa được ghép nối")).to_be_visible()


async def test_ten_calls_within_a_second_are_all_seen_and_each_is_announced_in_its_turn(
    large_office: RunningOffice, launch_chromium: LaunchChromium
) -> None:
    import asyncio

    browser = await launch_chromium(SOUND_WITHOUT_TOUCH)
    display = await open_page(browser, large_office, f"/display/sanh#token={large_office.secrets['display-sanh']}")
    frames: list[str] = []
    display.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    await display.reload()
    await expect(display.locator("[data-board=recent]")).to_be_visible()
    async with large_office.client() as client:
        await client.sign_in("clerk")
        await asyncio.gather(*(client.verb(n, "open") for n in range(1, 11)))
        for _ in range(10):
            await client.take("A")
        called = [(await client.verb(n, "next")).json()["code"] for n in range(1, 11)]
    for code in called:
        await expect(display.locator(f"[data-board=recent] [data-code={code}]")).to_have_count(1)
    # Spoken one after the other, in the order of the calls; the store knows which were begun.
    for number, code in enumerate(called):
        await expect(display.locator(f"[data-calling={code}][data-speaking$='.1.1']")).to_be_visible(timeout=15_000)
        spoken = large_office.rows("SELECT COUNT(*) FROM calls WHERE spoken_at IS NOT NULL")[0][0]
        assert spoken >= number + 1
    announced = [frame for frame in frames if '"type":"announce"' in frame]
    assert len(announced) == 10
    assert all('"speak":true' in frame for frame in announced)
