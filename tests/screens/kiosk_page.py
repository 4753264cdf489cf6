"""What the kiosk's tests share: opening it, pressing what a scanner presses, and looking at a screen from all sides."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen, opener

UPRIGHT, ACROSS = (1080, 1920), (1366, 768)
SIZES = [UPRIGHT, ACROSS]
# What is taken for the size of a screen that nobody stated.
USUAL_INCHES = {UPRIGHT: 21.5, ACROSS: 15.6}
# In low mode nothing that is touched lies above this part of the height.
LOW_FROM = {UPRIGHT: 0.5, ACROSS: 0.4}
# Fires when the page is read and before its modules run.
QUIET_AFTER = """document.addEventListener(
  "readystatechange", () => (document.getElementById("screen").dataset.quietSeconds = "%d"), {once: true});"""
NEVER_QUIET = QUIET_AFTER % 3600


async def open_kiosk(
    open_screen: OpenScreen,
    office: RunningOffice,
    size: tuple[int, int] = UPRIGHT,
    query: str = "",
    script: str = NEVER_QUIET,
) -> Page:
    """The kiosk at its first screen; however slow the machine, it asks nobody whether they are there."""
    kiosk = await open_screen(f"{office.address}/kiosk{query}#token={office.secrets['kiosk']}", size, script=script)
    await expect(kiosk.locator("main [data-digit='1'], main [data-calm]").first).to_be_visible(timeout=15_000)
    return kiosk


@asynccontextmanager
async def kiosk_of(browser: Browser, office: RunningOffice) -> AsyncIterator[Page]:
    """One kiosk for the tests of a file; whatever it shows them, it has words for it."""
    without_words: list[str] = []
    kiosk = await open_kiosk(opener(browser, without_words), office)
    yield kiosk
    await kiosk.context.close()
    assert without_words == []


async def start_again(kiosk: Page, size: tuple[int, int] = UPRIGHT) -> None:
    """As the next citizen finds it: at the start, in Vietnamese, in no mode."""
    await kiosk.unroute_all()
    await kiosk.set_viewport_size({"width": size[0], "height": size[1]})
    await kiosk.keyboard.press("Escape")
    await kiosk.evaluate("document.dispatchEvent(new PointerEvent('pointerdown'))")  # no longer by keyboard
    await expect(kiosk.locator("html:not([data-large]):not([data-low]):not([data-spoken])[lang=vi]")).to_have_count(1)


async def scan(kiosk: Page, text: str) -> None:
    """Type as a scanner does: at once, with Enter at the end."""
    await kiosk.evaluate(
        """text => {
          for (const key of [...text, "Enter"])
            (document.activeElement ?? document.body).dispatchEvent(
              new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
        }""",
        text,
    )


async def each(buttons: Locator) -> AsyncIterator[tuple[str, dict[str, float]]]:
    """Yield the text and place of all that is found."""
    places = await buttons.evaluate_all(
        """all => all.map(one => {
          const {x, y, width, height} = one.getBoundingClientRect();
          return [one.innerText, {x, y, width, height}];
        })"""
    )
    for name, box in places:
        yield str(name), dict(box)


def millimetre(size: tuple[int, int]) -> float:
    """In pixels, on the usual screen of that many."""
    return math.hypot(*size) / (USUAL_INCHES[size] * 25.4)


async def expect_targets(kiosk: Page, size: tuple[int, int], *, low: bool = False) -> None:
    """All that is touched has its 20 mm, is within reach in low mode, and nothing leaves the screen aside."""
    highest = size[1] * LOW_FROM[size] if low else 0.0
    await expect(kiosk.locator("html[data-low]")).to_have_count(int(low))
    await settle(kiosk)
    async for name, box in each(kiosk.locator("button:visible, label.search")):
        assert min(box["width"], box["height"]) >= 20 * millimetre(size), (name, box)
        assert box["x"] >= 0, (name, box)
        assert box["x"] + box["width"] <= size[0], (name, box)
        assert box["y"] >= highest - 1, (name, box)
    assert await kiosk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    lines = await cut_off(kiosk)
    assert not lines, lines


async def cut_off(kiosk: Page) -> list[str]:
    """The lines of the screen that reach beyond what holds them, to the left or to the right."""
    found: list[str] = await kiosk.evaluate(
        """() => [...document.querySelectorAll("header *, main *, footer *, [role=alertdialog] *")]
          .filter(one => one instanceof HTMLElement && one.matches("h1, h2, h3, p, li, button, span, figcaption, time"))
          .filter(one => !one.matches(".hidden, .visually-hidden") && one.clientWidth > 0)
          .filter(one => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth + 1
                         || one.getBoundingClientRect().left < -1)
          .map(one => one.className + ": " + one.innerText)"""
    )
    return found


async def settle(kiosk: Page) -> None:
    """Until nothing moves, with no pointer on any button."""
    await kiosk.mouse.move(0, 0)
    await kiosk.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    await kiosk.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))")


async def look_at(kiosk: Page, name: str, artifacts: Path, *, whole: bool = True) -> None:
    """See the present screen upright and across, in Vietnamese and English: pictures kept, axe and the sizes asked.

    `whole`: it all fits, so that nobody has to turn pages.
    """
    for size in SIZES:
        await kiosk.set_viewport_size({"width": size[0], "height": size[1]})
        for language in ("en", "vi"):
            await kiosk.click(f"footer [data-language={language}]")
            await expect(kiosk.locator(f"html[lang={language}]")).to_have_count(1)
            await settle(kiosk)
            await kiosk.screenshot(path=artifacts / f"kiosk-{name}-{size[0]}x{size[1]}-{language}.png")
            await expect_targets(kiosk, size)
            if whole:
                await expect(kiosk.locator("[data-action=more]")).to_have_count(0)
        await expect_accessible(kiosk)
