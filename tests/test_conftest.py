import base64
import io
import wave
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.conftest import SOUND_WITHOUT_TOUCH, LaunchChromium


async def test_the_browser_shows_vietnamese(chromium: Browser, artifacts: Path) -> None:
    page = await chromium.new_page()
    await page.set_content("<h1>Mời công dân có số A012</h1>")
    await expect(page.locator("h1")).to_have_text("Mời công dân có số A012")
    await page.screenshot(path=artifacts / "browser.png")
    assert (artifacts / "browser.png").stat().st_size > 0


def page_that_plays() -> str:
    """Return the address of a page that plays a second of silence and tells by its title how that went."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(8000)
        clip.writeframes(bytes(16000))
    source = "data:audio/wav;base64," + base64.b64encode(sound.getvalue()).decode()
    told = "then(() => document.title = 'plays', refusal => document.title = refusal.name)"
    html = f"<script>new Audio('{source}').play().{told}</script>"
    return "data:text/html;base64," + base64.b64encode(html.encode()).decode()


@pytest.mark.parametrize(("arguments", "outcome"), [([], "NotAllowedError"), ([SOUND_WITHOUT_TOUCH], "plays")])
async def test_only_a_wall_displays_browser_sounds_without_a_touch(
    launch_chromium: LaunchChromium, arguments: list[str], outcome: str
) -> None:
    page: Page = await (await launch_chromium(*arguments)).new_page()
    # No evaluate and no set_content before this: Playwright's scripts count as a touch.
    await page.goto(page_that_plays())
    await expect(page).to_have_title(outcome)
