"""A kiosk that stands alone in a hall: it comes back to its start from everywhere, and nobody gets out of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.running_office import RunningOffice
from tests.screens.kiosk_page import UPRIGHT, scan, start_again

# What is pressed to come to each of its screens, and what is then seen.
SCREENS: dict[str, tuple[list[str], str]] = {
    "search": (["[data-search]", "[data-key=h]"], ".results [data-service]"),
    "choice": (["[data-service=A]"], "[data-action=take]"),
    "dossier": (["[data-service=L]", "[data-action=dossier]", "[data-key='1']"], "[data-dossier-code]"),
    "appointment": (["[data-action=appointment]", "[data-key='1']"], "[data-appointment-code]"),
    "refused": (
        ["[data-action=appointment]", *["[data-key=Z]"] * 6, "[data-action=appointment_done]"],
        "[data-calm=unknown_appointment]",
    ),
    "number": (["[data-service=A]", "[data-action=take]"], "[data-code]"),
    "modes": (["[data-mode=large]", "[data-mode=low]"], "html[data-large][data-low]"),
}


@pytest.fixture(scope="module")
async def kiosk(ward_office: RunningOffice, usual_chromium: Browser) -> AsyncIterator[Page]:
    """Give a kiosk with its own thirty seconds, and a clock that the test turns on."""
    context = await usual_chromium.new_context(
        locale="vi-VN", viewport={"width": UPRIGHT[0], "height": UPRIGHT[1]}, has_touch=True
    )
    page = await context.new_page()
    await page.clock.install()
    await page.goto(f"{ward_office.address}/kiosk#token={ward_office.secrets['kiosk']}")
    await expect(page.locator("[data-service=A]")).to_be_visible()
    yield page
    await context.close()


@pytest.mark.parametrize("screen", SCREENS)
async def test_after_thirty_quiet_seconds_every_screen_returns_to_the_start(
    kiosk: Page, screen: str, artifacts: Path
) -> None:
    await start_again(kiosk)
    await kiosk.click("[data-language=en]")
    taps, seen = SCREENS[screen]
    for tap in taps:
        await kiosk.click(tap)
    await expect(kiosk.locator(seen).first).to_be_visible()
    await kiosk.clock.run_for(500)  # the page has drawn the step, and counts from it
    # The clock goes on by itself, too: a busy machine has six seconds for the first look and eight for the others.
    await kiosk.clock.fast_forward(14_000)
    await expect(kiosk.locator("[data-left]")).to_have_count(0)
    await kiosk.clock.fast_forward(7_500)
    await expect(kiosk.locator("[data-left]")).to_contain_text("Are you still there?")
    if screen == "number":  # whoever is writing it down goes on reading it
        number, question = kiosk.locator("[data-code]"), kiosk.locator("[data-left] .card")
        above, below = await number.bounding_box(), await question.bounding_box()
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"]
        await kiosk.screenshot(path=artifacts / "kiosk-still-there-number.png")
    await kiosk.clock.fast_forward(10_000)
    await expect(kiosk.locator("[data-service=A]")).to_contain_text("Chứng thực")
    await expect(kiosk.locator("[data-left], [data-code], [data-calm], .keys, html[data-large]")).to_have_count(0)
    await expect(kiosk.locator("[data-search]")).to_have_value("")


async def test_a_hint_after_a_scan_goes_by_itself_and_the_kiosk_returns_too(kiosk: Page) -> None:
    await start_again(kiosk)
    await scan(kiosk, "079051000123|023456789|Nguyễn Thị Hòa")
    hint = kiosk.locator("[data-hint]")
    await expect(hint).to_contain_text("Không đọc được mã vừa quét")
    await kiosk.clock.run_for(500)  # the page draws it, and sets its own clock for it
    await kiosk.clock.fast_forward(7_000)
    await expect(hint).to_have_count(0)
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()


KEYS = ["Control+p", "Control+s", "Control+f", "Control+o", "Control+n", "Control+t", "Control+l", "Control+u"]
KEYS += ["Control+Shift+i", "Control+Shift+j", "Control+-", "Control+0", "Alt+ArrowLeft", "Alt+Home", "Meta+d"]
KEYS += [f"F{n}" for n in range(1, 13)] + ["ContextMenu"]


async def test_no_shortcut_reaches_the_browser(kiosk: Page) -> None:
    await start_again(kiosk)
    await kiosk.evaluate(
        """() => {
          window.reached = [];
          window.printed = 0;
          addEventListener("beforeprint", () => (window.printed += 1));
          addEventListener("keydown", (event) => {
            if (!event.defaultPrevented && !["Control", "Shift", "Alt", "Meta"].includes(event.key))
              window.reached.push(event.key);
          });
        }"""
    )
    for key in KEYS:
        await kiosk.keyboard.press(key)
    assert await kiosk.evaluate("window.reached") == []
    assert await kiosk.evaluate("window.printed") == 0
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()


async def test_two_fingers_do_not_enlarge_the_page(kiosk: Page) -> None:
    await start_again(kiosk)
    wire = await kiosk.context.new_cdp_session(kiosk)
    pinch = {"x": 500, "y": 900, "scaleFactor": 3, "gestureSourceType": "touch"}
    await wire.send("Input.synthesizePinchGesture", pinch)
    assert await kiosk.evaluate("visualViewport.scale") == 1
    await kiosk.mouse.move(500, 900)
    await kiosk.keyboard.down("Control")
    await kiosk.mouse.wheel(0, -400)
    await kiosk.keyboard.up("Control")
    assert await kiosk.evaluate("visualViewport.scale") == 1


async def test_nothing_can_be_dropped_on_it_dragged_out_of_it_or_followed_away(kiosk: Page) -> None:
    await start_again(kiosk)
    before = kiosk.url
    wire = await kiosk.context.new_cdp_session(kiosk)
    link = {"items": [{"mimeType": "text/uri-list", "data": "https://example.org/"}], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        await wire.send("Input.dispatchDragEvent", {"type": kind, "x": 500, "y": 900, "data": link})
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    assert kiosk.url == before
    for taps, seen in SCREENS.values():
        await start_again(kiosk)
        for tap in taps:
            await kiosk.click(tap)
        await expect(kiosk.locator(seen).first).to_be_visible()
        ways_out = "a[href], iframe, form, object, embed, video, [contenteditable], [draggable=true], [target]"
        await expect(kiosk.locator(ways_out)).to_have_count(0)
        # A long press marks nothing and opens no menu.
        assert await kiosk.evaluate("getComputedStyle(document.querySelector('main')).userSelect") == "none"
    assert len(kiosk.context.pages) == 1
