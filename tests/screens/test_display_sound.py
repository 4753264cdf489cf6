"""The wall's sound in a real browser: held back until somebody touches it, and one voice for two walls."""

from playwright.async_api import Page, expect

from tests.conftest import SOUND_WITHOUT_TOUCH, LaunchChromium
from tests.running_office import Client, RunningOffice

PATIENCE_MS = 30_000


async def wall(launch: LaunchChromium, office: RunningOffice, *arguments: str) -> Page:
    browser = await launch(*arguments)
    context = await browser.new_context(viewport={"width": 1920, "height": 1080})
    page = await context.new_page()
    # A look into the page counts as somebody's touch. It asks for leave to speak before it speaks to the server.
    async with page.expect_websocket(timeout=PATIENCE_MS):
        await page.goto(f"{office.address}/display/sanh#token={office.secrets['display-sanh']}")
    await expect(page.locator("[data-board=recent]")).to_be_visible(timeout=PATIENCE_MS)
    return page


async def call(client: Client) -> str:
    """Call the next of A at counter 3; the id under which it is announced."""
    taken = (await client.take("A")).json()["taken"]
    await client.verb(3, "next")
    return f"{taken['ticket']}.1.1"


async def test_a_wall_whose_browser_holds_the_sound_back_says_so_large_until_it_is_touched_and_then_speaks(
    office: RunningOffice, launch_chromium: LaunchChromium
) -> None:
    page = await wall(launch_chromium, office, "--autoplay-policy=user-gesture-required")
    notice = page.locator("[data-sound=blocked]")
    await expect(notice).to_contain_text(SOUND_WITHOUT_TOUCH)
    box = await notice.bounding_box()
    assert box is not None
    assert box["height"] > 1080 / 3
    assert box["width"] > 1920 * 0.9
    await notice.click()
    await expect(page.locator(".sound-notice")).to_have_count(0)
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(3, "open")
        announcement = await call(client)
    await expect(page.locator("body")).to_have_attribute("data-said", announcement, timeout=PATIENCE_MS)


async def test_of_two_walls_one_speaks_and_when_it_is_closed_the_other_does(
    office: RunningOffice, launch_chromium: LaunchChromium
) -> None:
    first = await wall(launch_chromium, office, SOUND_WITHOUT_TOUCH)
    second = await wall(launch_chromium, office, SOUND_WITHOUT_TOUCH)
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(3, "open")
        announcement = await call(client)
        await expect(first.locator("body")).to_have_attribute("data-said", announcement, timeout=PATIENCE_MS)
        assert await second.locator("body").get_attribute("data-said") is None
        await first.close()
        await client.verb(3, "start")
        await client.verb(3, "finish")
        announcement = await call(client)
        await expect(second.locator("body")).to_have_attribute("data-said", announcement, timeout=PATIENCE_MS)
