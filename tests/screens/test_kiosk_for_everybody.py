"""The kiosk for those who type, hear, see little, sit low, read another language, or have left."""

import asyncio
import json
import math
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.conftest import ROOT
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import opener, set_up
from tests.screens.kiosk_page import (
    QUIET_AFTER,
    SIZES,
    each,
    expect_targets,
    kiosk_of,
    open_kiosk,
    settle,
    start_again,
)


@pytest.fixture(scope="module")
async def shared_kiosk(ward_office: RunningOffice, usual_chromium: Browser) -> AsyncIterator[Page]:
    async with kiosk_of(usual_chromium, ward_office) as kiosk:
        yield kiosk


@pytest.fixture
async def kiosk(shared_kiosk: Page) -> Page:
    """Give the kiosk as the next citizen finds it."""
    await start_again(shared_kiosk)
    return shared_kiosk


async def test_services_are_found_by_any_way_of_typing_them(kiosk: Page) -> None:
    field, tiles = kiosk.locator("[data-search]"), kiosk.locator(".results [data-service]")
    for typed, expected in {
        "chung thuc": ["A"],
        "CHỨNG THỰC": ["A"],
        "chu\u031b\u0301ng thu\u031b\u0323c": ["A"],  # marks one by one
        "đất": ["C"],
        "dat dai": ["C"],
        "Land": ["C"],
        "tu phap": ["A", "B"],  # its group
        "ban chinh": ["A"],  # a paper it asks for
        "thuc chung": ["A"],
        "labour": ["B"],
        "xe may": [],
    }.items():
        await field.fill(typed)
        await expect(tiles).to_have_count(len(expected))
        assert [await tile.get_attribute("data-service") for tile in await tiles.all()] == expected, typed
    await expect(kiosk.locator(".results")).to_contain_text("Không tìm thấy “xe may”")
    await kiosk.keyboard.press("Escape")
    await expect(field).to_have_value("")


async def test_whoever_types_letters_searches_and_enter_takes_the_first(kiosk: Page) -> None:
    await kiosk.keyboard.type("chung thuc", delay=70)
    await expect(kiosk.locator("[data-results='1']")).to_be_visible()
    assert await kiosk.locator(".keys").count() == 0
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("[data-action=take]")).to_be_focused()


async def test_figures_on_a_keypad_go_the_whole_way(kiosk: Page) -> None:
    await kiosk.keyboard.press("2")
    await expect(kiosk.locator(".choice h2")).to_contain_text("Lao động")
    await kiosk.keyboard.press("0")
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    await kiosk.keyboard.press("1")
    await expect(kiosk.locator(".choice h2")).to_contain_text("Chứng thực")
    await expect(kiosk.locator("[data-action=take]")).to_be_enabled()
    await kiosk.keyboard.press("1")
    await expect(kiosk.locator("[data-code]")).to_be_visible()
    await kiosk.keyboard.press("1")
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()


@pytest.mark.parametrize("size", SIZES, ids=["upright", "across"])
@pytest.mark.parametrize("mode", ["usual", "large", "low"])
async def test_every_step_suits_everybody(kiosk: Page, size: tuple[int, int], mode: str, artifacts: Path) -> None:
    """axe finds nothing, every target has its 20 mm, nothing leaves the screen, and a low screen is low."""
    await start_again(kiosk, size)
    if mode != "usual":
        await kiosk.click(f"[data-mode={mode}]")
    steps = {"services": "[data-search]", "keys": "[data-key=h]", "search": "[data-action=search_end]"}
    steps |= {"again": "[data-service=L]", "result": "[data-action=back]", "back": "[data-service=A]"}
    steps |= {"choice": "[data-action=take]", "number": "[data-action=restart]"}
    for step, following in steps.items():
        await expect(kiosk.locator(following)).to_be_visible()
        if step == "search":
            await expect(kiosk.locator(".results [data-service]")).not_to_have_count(0)
        if step not in {"again", "back"}:
            await settle(kiosk)
            await kiosk.screenshot(path=artifacts / f"kiosk-{mode}-{size[0]}x{size[1]}-{step}.png")
            await expect_accessible(kiosk)
            await expect_targets(kiosk, size, low=mode == "low")
            # In large type nine services with long names may take a second page; all else is one.
            if mode != "large":
                await expect(kiosk.locator("[data-action=more]")).to_have_count(0)
        await kiosk.click(following)


@pytest.mark.parametrize("size", SIZES, ids=["upright", "across"])
@pytest.mark.parametrize("mode", ["usual", "large", "low"])
async def test_all_keys_and_at_least_four_results_are_seen_at_once(
    kiosk: Page, size: tuple[int, int], mode: str
) -> None:
    await start_again(kiosk, size)
    if mode != "usual":
        await kiosk.click(f"[data-mode={mode}]")
    await kiosk.click("[data-search]")
    await kiosk.click("[data-key=h]")
    await expect(kiosk.locator(".results [data-service]")).to_have_count(6)
    await settle(kiosk)
    rows: set[int] = set()
    async for name, box in each(kiosk.locator(".key")):
        assert box["y"] + box["height"] <= size[1], name
        rows.add(round(box["y"]))
    assert len(rows) == 4
    # A result that its list cuts off is not seen.
    whole = await kiosk.evaluate(
        """() => {
          const list = document.querySelector(".results").getBoundingClientRect();
          const tiles = [...document.querySelectorAll(".results .tile")];
          const seen = (box) => box.height > 0 && box.top >= list.top - 1 && box.bottom <= list.bottom + 1;
          return tiles.filter(one => seen(one.getBoundingClientRect())).length;
        }"""
    )
    assert whole >= 4


async def test_low_and_large_together_keep_every_key_within_reach(kiosk: Page, artifacts: Path) -> None:
    for size in SIZES:
        await start_again(kiosk, size)
        await kiosk.click("[data-mode=large]")
        await kiosk.click("[data-mode=low]")
        await expect_targets(kiosk, size, low=True)
        await kiosk.click("[data-search]")
        await kiosk.click("[data-key=h]")
        await settle(kiosk)
        await kiosk.screenshot(path=artifacts / f"kiosk-low-large-{size[0]}x{size[1]}-search.png")
        await expect_targets(kiosk, size, low=True)
        async for name, box in each(kiosk.locator(".key")):
            assert box["y"] + box["height"] <= size[1], name


@pytest.mark.parametrize("inches", [10.1, 32])
async def test_targets_have_twenty_millimetres_on_a_screen_of_any_stated_size(
    ward_office: RunningOffice, usual_chromium: Browser, inches: float
) -> None:
    size = (1280, 800)
    kiosk = await open_kiosk(opener(usual_chromium), ward_office, size, f"?size={inches}")
    mm = math.hypot(*size) / (inches * 25.4)
    await expect(kiosk.locator(".tool").first).to_be_visible()
    smallest = min([min(box["width"], box["height"]) async for _, box in each(kiosk.locator(".tool, label.search"))])
    assert 20 * mm <= smallest
    await kiosk.context.close()


async def test_who_cannot_read_hears_the_whole_screen_and_each_button(kiosk: Page) -> None:
    asked: list[str] = []

    async def note(route: Route) -> None:
        asked.append(json.loads(route.request.post_data or "{}")["text"])
        await route.continue_()

    await kiosk.route("**/api/kiosk/speech", note)
    await kiosk.evaluate(  # sixteen times as fast, so that the test need not hear it all
        """() => {
          const {play} = HTMLMediaElement.prototype;
          HTMLMediaElement.prototype.play = function () { this.playbackRate = 16; return play.call(this); };
        }"""
    )
    async with kiosk.expect_response("**/api/kiosk/speech") as heard:
        await kiosk.keyboard.press("*")
    assert (await heard.value).headers["content-type"] == "audio/mpeg"
    said = kiosk.locator("html[data-said]")
    await expect(said).to_have_attribute("data-said", "Xin mời chọn lĩnh vực.")
    await expect(said).to_have_attribute("data-said", re.compile("^Phím 1: Chứng thực, "), timeout=15_000)
    # Line by line, so that however many services there are none is left out.
    await expect(said).to_have_attribute("data-said", re.compile("^Phím 9: Hướng dẫn dịch vụ công"), timeout=60_000)
    assert [line.partition(":")[0] for line in asked[1:]] == [f"Phím {n}" for n in range(1, 10)]
    await kiosk.keyboard.press("ArrowDown")
    await expect(said).to_have_attribute("data-said", re.compile("^Chứng thực, "))
    await kiosk.keyboard.press("Enter")
    await expect(said).to_have_attribute("data-said", "Phím 0: Quay lại.", timeout=30_000)
    assert any(line.startswith("Giấy tờ cần mang theo, Bản chính") for line in asked)
    assert asked.index("Phím 1: Lấy số.") < asked.index("Phím 2: Người từ 75 tuổi.")


async def test_a_kiosk_that_nobody_touches_asks_counts_down_and_forgets_all_wishes(
    ward_office: RunningOffice, usual_chromium: Browser, artifacts: Path
) -> None:
    # The question stands for a third of the time: on a busy machine a picture and axe-core want some seconds of it.
    kiosk = await open_kiosk(opener(usual_chromium), ward_office, script=QUIET_AFTER % 15)
    await kiosk.click("[data-language=en]")
    for mode in ("large", "low"):
        await kiosk.click(f"[data-mode={mode}]")
    question = kiosk.locator("[data-left]")
    await expect(question).to_contain_text("Are you still there?", timeout=20_000)
    await kiosk.screenshot(path=artifacts / "kiosk-still-there.png")
    await expect_accessible(kiosk)
    await kiosk.click("[data-action=stay]")
    await expect(question).to_have_count(0)
    await expect(kiosk.locator("[data-mode=large][aria-pressed=true]")).to_be_visible()
    await expect(kiosk.locator("[data-mode=large][aria-pressed=false]")).to_be_visible(timeout=30_000)
    assert await kiosk.evaluate("[...document.documentElement.attributes].map(one => one.name)") == ["lang", "style"]
    await expect(kiosk.locator("[data-service=A]")).to_contain_text("Chứng thực")
    await asyncio.gather(*(expect(kiosk.locator(f"[data-mode={one}]")).to_be_visible() for one in ("low", "spoken")))


async def test_there_is_no_way_out_of_the_page(kiosk: Page) -> None:
    address = kiosk.url
    await kiosk.evaluate("history.back()")
    await kiosk.keyboard.press("Alt+ArrowLeft")
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    assert kiosk.url == address
    kept = await kiosk.evaluate("""() => {
        const tried = (event) => !document.querySelector("main").dispatchEvent(event);
        const may = {bubbles: true, cancelable: true};
        const key = (key, more = {}) => tried(new KeyboardEvent("keydown", {key, ...may, ...more}));
        const simple = (name) => tried(new Event(name, may));
        return {
          print: key("p", {ctrlKey: true}), find: key("F3"), home: key("BrowserHome"),
          back: key("ArrowLeft", {altKey: true}),
          menu: simple("contextmenu"), drag: simple("dragstart"), select: simple("selectstart"), copy: simple("copy"),
          zoom: tried(new WheelEvent("wheel", {ctrlKey: true, ...may})),
          middle: tried(new MouseEvent("mousedown", {button: 1, ...may})),
        };
    }""")
    assert [name for name, is_kept in kept.items() if not is_kept] == []
    await kiosk.mouse.dblclick(300, 60)
    assert await kiosk.evaluate("getSelection().toString()") == ""


async def test_a_language_is_one_file_and_falls_back_to_english_then_vietnamese(
    tmp_path: Path, usual_chromium: Browser, artifacts: Path
) -> None:
    tree = tmp_path / "tree"
    for folder in ("queue_server", "audio", "locales", *(path.name for path in ROOT.glob("*_ui"))):
        shutil.copytree(ROOT / folder, tree / folder, ignore=shutil.ignore_patterns("__pycache__"))
    own = {"language.name": "ភាសាខ្មែរ", "kiosk.choose_service": "សូមជ្រើសរើសសេវា"}
    (tree / "locales" / "km.json").write_text(json.dumps(own), encoding="utf-8")
    (tree / "locales" / "fr.json").write_text(json.dumps({"language.name": "Français"}), encoding="utf-8")
    office = set_up(tmp_path / "data")
    office.tree = tree
    office.start()
    try:
        kiosk = await open_kiosk(opener(usual_chromium), office)
        await kiosk.click("[data-action=languages]")
        await expect(kiosk.locator("[data-language=fr]")).to_have_text("Français")
        await kiosk.screenshot(path=artifacts / "kiosk-languages.png")
        await expect_accessible(kiosk)
        await kiosk.click("[data-language=km]")
        await expect(kiosk.locator("h2")).to_have_text("សូមជ្រើសរើសសេវា")
        await expect(kiosk.locator("[data-mode=large]")).to_have_text("Large type")
        await expect(kiosk.locator("[data-service=A]")).to_contain_text("Chứng thực")
        assert await kiosk.locator("[data-mode=spoken]").count() == 0
    finally:
        office.stop()
