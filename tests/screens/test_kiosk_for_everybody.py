"""The kiosk for those who type, hear, see little, sit low, read another language, or have left."""

import asyncio
import json
import math
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.conftest import ROOT
from tests.running_office import RunningOffice, refusal
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen, set_up

SIZES = [(1080, 1920), (1366, 768)]
# What is taken for the size of a screen that nobody stated.
USUAL_INCHES = {(1080, 1920): 21.5, (1366, 768): 15.6}
# 55 minutes before closing, with one counter for all services, ten minutes each: six people fill the day.
LATE, LATER = "2026-11-24T16:05:00+07:00", "2026-11-24T16:08:00+07:00"
QUIET_AFTER = """document.addEventListener(
  "readystatechange", () => (document.getElementById("screen").dataset.quietSeconds = "%d"), {once: true});"""


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give one office on a working morning, for all tests that only look or take some number."""
    running = set_up(tmp_path_factory.mktemp("kiosk") / "data")
    running.start()
    yield running
    running.stop()


async def open_kiosk(
    open_screen: OpenScreen, office: RunningOffice, size: tuple[int, int] = SIZES[0], query: str = "", script: str = ""
) -> Page:
    kiosk = await open_screen(f"{office.address}/kiosk{query}#token={office.secrets['kiosk']}", size, script=script)
    await expect(kiosk.locator("[data-service=A]")).to_be_visible()
    return kiosk


async def each(buttons: Locator) -> AsyncIterator[tuple[str, dict[str, float]]]:
    """Yield every button's name and place."""
    for button in await buttons.all():
        box = await button.bounding_box()
        assert box
        yield await button.inner_text(), {"x": box["x"], "y": box["y"], "width": box["width"], "height": box["height"]}


async def test_services_are_found_by_any_way_of_typing_them(
    shared_office: RunningOffice, open_screen: OpenScreen
) -> None:
    kiosk = await open_kiosk(open_screen, shared_office)
    field, tiles = kiosk.locator("[data-search]"), kiosk.locator(".results [data-service]")
    for typed, expected in {
        "chung thuc": ["A"],
        "CHỨNG THỰC": ["A"],
        "chu\u031b\u0301ng thu\u031b\u0323c": ["A"],  # marks one by one
        "đất": ["C"],
        "dat": ["C"],
        "Land": ["C"],
        "tu phap": ["A"],  # its group
        "ho chieu": ["A"],  # a paper it asks for
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


async def test_whoever_types_letters_searches_and_enter_takes_the_first(
    shared_office: RunningOffice, open_screen: OpenScreen
) -> None:
    kiosk = await open_kiosk(open_screen, shared_office)
    await kiosk.keyboard.type("chung thuc", delay=70)
    await expect(kiosk.locator("[data-results='1']")).to_be_visible()
    assert await kiosk.locator(".keys").count() == 0
    await kiosk.keyboard.press("Enter")
    await expect(kiosk.locator("[data-action=take]")).to_be_focused()


async def test_figures_on_a_keypad_go_the_whole_way(shared_office: RunningOffice, open_screen: OpenScreen) -> None:
    kiosk = await open_kiosk(open_screen, shared_office)
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
async def test_every_step_suits_everybody(
    shared_office: RunningOffice, open_screen: OpenScreen, size: tuple[int, int], mode: str, artifacts: Path
) -> None:
    """axe finds nothing, every target has its 20 mm, nothing leaves the screen, and a low screen is low."""
    kiosk = await open_kiosk(open_screen, shared_office, size)
    if mode != "usual":
        await kiosk.click(f"[data-mode={mode}]")
    mm = math.hypot(*size) / (USUAL_INCHES[size] * 25.4)
    highest = 0.0 if mode != "low" else size[1] * (0.5 if size[1] > size[0] else 0.42)
    steps = {"services": "[data-search]", "search": "[data-action=search_end]", "again": "[data-service=A]"}
    steps |= {"choice": "[data-action=take]", "number": "[data-action=restart]"}
    for step, following in steps.items():
        await expect(kiosk.locator(following)).to_be_visible()
        await kiosk.mouse.move(0, 0)
        await kiosk.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))")
        await kiosk.screenshot(path=artifacts / f"kiosk-{mode}-{size[0]}x{size[1]}-{step}.png")
        await expect_accessible(kiosk)
        async for name, box in each(kiosk.locator("button:visible, label.search")):
            assert min(box["width"], box["height"]) >= 20 * mm, name
            assert box["y"] >= highest - 1, name
        assert await kiosk.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        await kiosk.click(following)
        if step == "search":
            continue
        if step == "services":
            await expect(kiosk.locator("[data-key=q]")).to_be_visible()


@pytest.mark.parametrize("inches", [10.1, 32])
async def test_targets_have_twenty_millimetres_on_a_screen_of_any_stated_size(
    shared_office: RunningOffice, open_screen: OpenScreen, inches: float
) -> None:
    size = (1280, 800)
    kiosk = await open_kiosk(open_screen, shared_office, size, f"?size={inches}")
    mm = math.hypot(*size) / (inches * 25.4)
    smallest = min([min(box["width"], box["height"]) async for _, box in each(kiosk.locator(".tool, label.search"))])
    assert 20 * mm <= smallest


async def test_who_cannot_read_hears_the_screen_and_each_button(
    shared_office: RunningOffice, open_screen: OpenScreen
) -> None:
    # However slow the machine: the kiosk does not ask in between whether anybody is there.
    kiosk = await open_kiosk(open_screen, shared_office, script=QUIET_AFTER % 600)
    async with kiosk.expect_response("**/api/kiosk/speech") as heard:
        await kiosk.keyboard.press("*")
    spoken = await heard.value
    assert spoken.headers["content-type"] == "audio/mpeg"
    text = json.loads(spoken.request.post_data or "{}")["text"]
    assert text.startswith("Xin mời chọn lĩnh vực. Phím 1: Chứng thực")
    async with kiosk.expect_response("**/api/kiosk/speech") as heard:
        await kiosk.keyboard.press("ArrowDown")
    focused = json.loads((await heard.value).request.post_data or "{}")["text"]
    assert focused.startswith("Chứng thực, ")
    async with kiosk.expect_response("**/api/kiosk/speech") as heard:
        await kiosk.keyboard.press("Enter")
    text = json.loads((await heard.value).request.post_data or "{}")["text"]
    assert "Giấy tờ cần mang theo, Bản chính" in text
    assert "Phím 1: Lấy số." in text


async def test_a_kiosk_that_nobody_touches_asks_counts_down_and_forgets_all_wishes(
    shared_office: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    kiosk = await open_kiosk(open_screen, shared_office, script=QUIET_AFTER % 6)
    await kiosk.click("[data-language=en]")
    for mode in ("large", "low"):
        await kiosk.click(f"[data-mode={mode}]")
    question = kiosk.locator("[data-left]")
    await expect(question).to_contain_text("Are you still there?", timeout=10_000)
    await kiosk.screenshot(path=artifacts / "kiosk-still-there.png")
    await expect_accessible(kiosk)
    await kiosk.click("[data-action=stay]")
    await expect(question).to_have_count(0)
    await expect(kiosk.locator("[data-mode=large][aria-pressed=true]")).to_be_visible()
    await expect(kiosk.locator("[data-mode=large][aria-pressed=false]")).to_be_visible(timeout=10_000)
    assert await kiosk.evaluate("[...document.documentElement.attributes].map(one => one.name)") == ["lang", "style"]
    await expect(kiosk.locator("[data-service=A]")).to_contain_text("Chứng thực")
    await asyncio.gather(*(expect(kiosk.locator(f"[data-mode={one}]")).to_be_visible() for one in ("low", "spoken")))


async def test_there_is_no_way_out_of_the_page(shared_office: RunningOffice, open_screen: OpenScreen) -> None:
    kiosk = await open_kiosk(open_screen, shared_office)
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
    tmp_path: Path, open_screen: OpenScreen, artifacts: Path
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
        kiosk = await open_kiosk(open_screen, office)
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


async def test_when_those_who_wait_fill_the_day_the_kiosk_says_so_and_the_office_may_stop(
    closed_office: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    closed_office.start(LATE)
    async with closed_office.client() as client:
        for _ in range(6):
            assert (await client.take("B")).status_code == 200
        kiosk = await open_kiosk(open_screen, closed_office)
        await expect(kiosk.locator("[data-service=A]")).to_contain_text("có thể không kịp hôm nay")
        await kiosk.click("[data-service=A]")
        await expect(kiosk.locator("[data-day-full]")).to_contain_text("Có thể hôm nay chưa đến lượt")
        await kiosk.screenshot(path=artifacts / "kiosk-day-full.png")
        await kiosk.click("[data-action=take]")
        await expect(kiosk.locator("[data-code]")).to_be_visible()
    closed_office.stop()
    file = closed_office.data / "office.toml"
    file.write_text(file.read_text("utf-8").replace("[hours]", 'when_day_is_full = "stop"\n[hours]', 1), "utf-8")
    closed_office.start(LATER)
    async with closed_office.client() as client:
        assert refusal(await client.take("A")) == "day_is_full"
    kiosk = await open_kiosk(open_screen, closed_office)
    await kiosk.click("[data-service=A]")
    calm = kiosk.locator("[data-calm=day_is_full]")
    await expect(calm).to_contain_text("Hôm nay không còn kịp")
    await expect(calm).to_contain_text("Xin mời quay lại từ 07:00, Thứ Ba, 1 tháng 12, 2026")
    await kiosk.screenshot(path=artifacts / "kiosk-day-full-stop.png")
