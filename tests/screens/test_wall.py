"""The wall of a hall: every layout, light and dark, with the longest texts, read from ten metres."""

from __future__ import annotations

import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from queue_server.office_file import EXAMPLES
from tests.conftest import SOUND_WITHOUT_TOUCH, LaunchChromium
from tests.running_office import Client, RunningOffice, new_id
from tests.screens.axe import expect_accessible

LANDSCAPE, PORTRAIT, BAND, LOW = (1920, 1080), (1080, 1920), (3840, 1080), (1920, 540)
SIZES = (LANDSCAPE, PORTRAIT, BAND, LOW)
HALL = "sanh-chinh"
NOTICE = """# Nghỉ lễ Quốc khánh
Bộ phận một cửa **nghỉ** từ thứ Tư đến hết thứ Năm.

- Nộp hồ sơ trực tuyến tại Cổng dịch vụ công
- Trả kết quả vào thứ Sáu

<script>window.broken = true</script> <img src=x onerror="window.broken = true">
"""
# Two seconds of changing colours, VP8 in WebM, recorded by the browser itself: nothing of that kind lies in git.
RECORD = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 90 });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let frame = 0; frame < 50; frame += 1) {
    pen.fillStyle = `hsl(${frame * 15} 80% 50%)`;
    pen.fillRect(0, 0, 160, 90);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
IS_PLAYING = "() => [...document.querySelectorAll('video')].some((one) => !one.paused && one.currentTime > 0.1)"
LONG = (
    "Do hệ thống cấp căn cước đang được bảo trì, kính mời công dân làm thủ tục Cư trú – Căn cước quay lại sau 14 giờ. "
    * 2
)


def office_of(data: Path, text: str) -> RunningOffice:
    data.mkdir(parents=True)
    (data / "office.toml").write_text(text, encoding="utf-8")
    return RunningOffice(data)


def crowded_text() -> str:
    """An office that nobody would set up: forty counters, twenty-four services, names as long as a name can be."""
    letters = list("ABCEGHKLMNOPQRSTUVXYZDIF")
    name = "Trung tâm Phục vụ hành chính công thành phố trực thuộc trung ương Nguyễn Nghiêng Nghiễng " * 2
    services = "".join(
        f'[[service]]\nprefix = "{p}"\nname = "{p} – Quản lý nhà nước về nghĩa trang liệt sĩ và người có công"\n'
        for p in letters
    )
    counters = "".join(
        f'[[counter]]\nnumber = {n}\nname = "Tiếp nhận và trả kết quả liên thông nghiêng ngả {n}"\nzone = "{HALL}"\n'
        f'services = ["{letters[n % 24]}"]\n'
        for n in range(1, 41)
    )
    notice = "Vui lòng giữ trật tự, theo dõi màn hình và lắng nghe loa. " * 6
    return (
        f'[office]\nid = "dong"\nname = "{name}"\nnotice = "{notice}"\n[hours]\nissue = [["00:00", "24:00"]]\n'
        f'{services}[[zone]]\nid = "{HALL}"\nname = "Sảnh chính tầng trệt khu nhà A cánh phía Đông"\n{counters}'
    )


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give the example's ward, running."""
    running = office_of(tmp_path / "data", (EXAMPLES / "ward_office.toml").read_text("utf-8"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give the office of too much, running."""
    running = office_of(tmp_path / "data", crowded_text())
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def wall(launch_chromium: LaunchChromium) -> Page:
    """Give the page of a wall that may make sound; a test opens its office in it."""
    browser = await launch_chromium(SOUND_WITHOUT_TOUCH)
    context = await browser.new_context(viewport={"width": LANDSCAPE[0], "height": LANDSCAPE[1]})
    return await context.new_page()


async def show(page: Page, office: RunningOffice, **query: str) -> None:
    address = f"{office.address}/display/{HALL}?{'&'.join(f'{k}={v}' for k, v in query.items())}"
    await page.goto(f"{address}#token={office.secrets[f'display-{HALL}']}")
    await expect(page.locator("[data-board=counters]")).to_be_visible()


async def call(client: Client, counter: int, service: str) -> str:
    await client.verb(counter, "open")
    await client.take(service)
    answer = await client.verb(counter, "next")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["code"])


async def fill_media(office: RunningOffice, folder: str = "") -> Path:
    media = office.data / "media" / folder
    media.mkdir(parents=True, exist_ok=True)
    (media / "1-nghi-le.md").write_text(NOTICE, encoding="utf-8")
    return media


async def nothing_is_cut(page: Page) -> None:
    """Nothing stands outside of the screen, and no number or counter is cut off or covered."""
    cut = await page.evaluate(
        """() => {
          const all = (selectors) => [...document.querySelectorAll(selectors)];
          const name = (one) => `${one.className || one.tagName}: ${one.textContent.slice(0, 40)}`;
          const outside = (one) => {
            const box = one.getBoundingClientRect();
            const isOut = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
            return box.width > 0 && isOut;
          };
          const covered = (one) => {
            const box = one.getBoundingClientRect();
            const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return !at || !(one.contains(at) || at.contains(one));
          };
          const runsOut = (one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 2;
          const parts = all("#screen > *, .card, .counters li, .counters .number, .counters strong");
          const texts = all(".calling .code, .calling .where, .counters .number, .counters strong, .clock");
          return [...parts.filter(outside), ...texts.filter(runsOut), ...texts.filter(covered)].map(name);
        }"""
    )
    assert cut == []
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def look(page: Page, artifacts: Path, name: str) -> None:
    """At every size: nothing cut, and a picture for people."""
    for width, height in SIZES:
        await page.set_viewport_size({"width": width, "height": height})
        await nothing_is_cut(page)
        await page.screenshot(path=artifacts / f"wall-{name}-{width}x{height}.png")


async def cap_heights(page: Page, *selectors: str) -> dict[str, float]:
    """The height of a capital letter of each, in millimetres on a screen of 55 inches, which is 685 mm high."""
    found: dict[str, float] = await page.evaluate(
        """(selectors) => Object.fromEntries(selectors.map((selector) => {
          const style = getComputedStyle(document.querySelector(selector));
          const pen = document.createElement("canvas").getContext("2d");
          pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
          return [selector, pen.measureText("H").actualBoundingBoxAscent * 685 / innerHeight];
        }))""",
        list(selectors),
    )
    return found


async def test_a_ward_s_wall_in_every_layout_with_and_without_pictures_calling_and_at_rest(
    ward: RunningOffice, wall: Page, artifacts: Path
) -> None:
    await show(wall, ward)
    await look(wall, artifacts, "empty")
    await wall.goto("about:blank")  # nobody listens meanwhile, so nothing of this is spoken
    async with ward.client() as client:
        await client.sign_in("clerk")
        missed = await call(client, 9, "L")
        for verb in ("recall", "recall", "no-show"):
            assert (await client.verb(9, verb)).status_code == 200
        for counter, service in ((1, "A"), (2, "B"), (6, "G")):
            await call(client, counter, service)
            await client.verb(counter, "start")
        for service in "AABBGHHLLV":
            await client.take(service)
        await show(wall, ward)
        await expect(wall.locator(f"[data-board=absent] [data-code={missed}]")).to_be_visible()
        await look(wall, artifacts, "dark")
        await expect_accessible(wall)
        await fill_media(ward)
        await expect(wall.locator("[data-media=notice] h1")).to_be_visible(timeout=20_000)
        await look(wall, artifacts, "media")
        await expect_accessible(wall)
        await wall.set_viewport_size({"width": LANDSCAPE[0], "height": LANDSCAPE[1]})
        before = await wall.locator(".media").bounding_box()
        await call(client, 7, "H")
        await expect(wall.locator("[data-calls=true]")).to_be_visible()
        during = await wall.locator(".media").bounding_box()
        assert before is not None
        assert during is not None
        # The pictures give way while somebody is called, and what a notice says is never run.
        assert during["height"] < before["height"] / 1.5
        for width, height in SIZES:
            await client.verb(7, "recall")
            await wall.set_viewport_size({"width": width, "height": height})
            await expect(wall.locator("[data-calls=true]")).to_be_visible(timeout=30_000)
            await nothing_is_cut(wall)
            await wall.screenshot(path=artifacts / f"wall-calling-{width}x{height}.png")
        assert await wall.evaluate("window.broken") is None
        await show(wall, ward, theme="light")
        await look(wall, artifacts, "light")
        await expect_accessible(wall)


async def test_numbers_are_read_from_ten_metres(ward: RunningOffice, wall: Page) -> None:
    """A screen of 55 inches: normal sight reads 5' of arc, so every number has 10' and the call 30'.

    One minute of arc is 2.9 mm there.
    """
    async with ward.client() as client:
        await client.sign_in("clerk")
        for counter, service in ((1, "A"), (2, "B")):
            await call(client, counter, service)
        await show(wall, ward)
        await expect(wall.locator(".recent strong").first).to_be_visible()
        sizes = await cap_heights(wall, ".calling .code", ".calling .where", ".recent strong", ".counters strong")
        await fill_media(ward)
        await expect(wall.locator(".media")).to_be_visible(timeout=20_000)
        beside = await cap_heights(wall, ".calling .code", ".calling .where", ".recent strong", ".counters strong")
    for found in (sizes, beside):
        assert found[".calling .code"] >= 30 * 2.9
        assert found[".calling .where"] >= 14 * 2.9
        assert found[".recent strong"] >= 10 * 2.9
        assert found[".counters strong"] >= 10 * 2.9


async def test_nothing_overflows_in_an_office_of_forty_counters_and_endless_names(
    crowded: RunningOffice, wall: Page, artifacts: Path
) -> None:
    async with crowded.client() as client:
        await client.sign_in("clerk")
        for counter, service in ((1, "B"), (17, "V"), (40, "U")):
            await call(client, counter, service)
        await client.sign_in("manager")
        await client.http.post("/api/manager/message", json={"request_id": new_id(), "vi": LONG[:300]})
        await show(wall, crowded)
        await look(wall, artifacts, "crowded")
        await fill_media(crowded, HALL)
        await expect(wall.locator("[data-media=notice]")).to_be_visible(timeout=20_000)
        await look(wall, artifacts, "crowded-media")
        assert await wall.locator(".counters li").count() == 40


async def test_the_manager_s_message_is_at_rest_when_it_fits_and_goes_by_when_not(
    ward: RunningOffice, wall: Page, artifacts: Path
) -> None:
    await show(wall, ward)
    manager = await wall.context.new_page()
    await manager.goto(f"{ward.address}/manager#message")
    await manager.fill("input[name=name]", "manager")
    await manager.fill("input[name=password]", ward.secrets["manager"])
    await manager.press("input[name=password]", "Enter")
    await manager.locator("[name=vi]").fill("Quầy 3 đang bảo trì.")
    await manager.click("[data-action=show]")
    line = wall.locator("[data-message='Quầy 3 đang bảo trì.']")
    await expect(line).to_have_attribute("data-scrolling", "false")
    await expect_accessible(manager)
    await manager.screenshot(path=artifacts / "manager-message.png")
    await manager.locator("[name=vi]").fill(LONG[:300])
    await manager.click("[data-action=show]")
    await expect(wall.locator("[data-scrolling=true] .line")).to_be_visible()
    assert await wall.locator(".ticker .line").evaluate("one => getComputedStyle(one).animationName") == "go-by"
    await wall.emulate_media(reduced_motion="reduce")
    assert await wall.locator(".ticker .line").evaluate("one => getComputedStyle(one).animationName") == "none"
    await nothing_is_cut(wall)
    await manager.click("[data-action=clear]")
    await expect(wall.locator(".message-line")).to_have_count(0)
    events = ward.rows("SELECT event, body FROM journal WHERE event LIKE 'message%' ORDER BY seq")
    assert [event for event, _ in events] == ["message_set", "message_set", "message_cleared"]
    assert "bảo trì" not in str(events)


async def test_a_video_plays_without_sound_gives_way_to_a_call_and_begins_anew(
    ward: RunningOffice, wall: Page, artifacts: Path
) -> None:
    await wall.goto(f"{ward.address}/")
    media = ward.data / "media"
    media.mkdir(exist_ok=True)
    (media / "huong-dan.webm").write_bytes(b64decode(await wall.evaluate(RECORD)))
    await show(wall, ward)
    video = wall.locator("[data-media=video] video")
    await expect(video).to_be_visible(timeout=20_000)
    await wall.wait_for_function(IS_PLAYING)
    assert await video.evaluate("one => [one.videoWidth, one.muted, one.error]") == [160, True, None]
    await wall.screenshot(path=artifacts / "wall-video.png")
    # To its end, and then from its beginning.
    await video.evaluate("one => { one.dataset.seen = 'once'; }")
    await expect(wall.locator("video[data-seen=once]")).to_have_count(0, timeout=20_000)
    await wall.wait_for_function(IS_PLAYING)
    before = await wall.locator(".media").bounding_box()
    async with ward.client() as client:
        await client.sign_in("clerk")
        await call(client, 7, "H")
    await expect(wall.locator("[data-calls=true]")).to_be_visible(timeout=20_000)
    during = await wall.locator(".media").bounding_box()
    assert before is not None
    assert during is not None
    assert during["height"] < before["height"] / 1.5
    await wall.wait_for_function(IS_PLAYING)
    await nothing_is_cut(wall)
    await wall.screenshot(path=artifacts / "wall-video-calling.png")
    await expect(wall.locator("[data-calls=false]")).to_be_visible(timeout=30_000)
    after = await wall.locator(".media").bounding_box()
    assert after == before
    await wall.wait_for_function(IS_PLAYING)


async def test_pictures_follow_each_other_and_a_zone_s_own_stay_in_the_zone(ward: RunningOffice, wall: Page) -> None:
    media = await fill_media(ward)
    (media / "lau-1").mkdir()
    for name, colour in (("2-so-do.png", "green"), ("lau-1/0-rieng.png", "red"), ("hong.jpg", None)):
        path = media / name
        if colour is None:
            path.write_bytes(b"no picture")
        else:
            Image.new("RGB", (320, 200), colour).save(path)
    (media / "ghi-chu.txt").write_text("not for the wall", encoding="utf-8")
    await wall.clock.install()
    await show(wall, ward)
    await expect(wall.locator("[data-name='1-nghi-le']")).to_be_visible(timeout=20_000)
    await wall.clock.fast_forward(12_500)
    await expect(wall.locator("[data-name='2-so-do'] img")).to_be_visible()
    assert await wall.locator(".media img").evaluate("one => one.decode().then(() => one.naturalWidth)") == 320
    await wall.clock.fast_forward(12_500)
    # A broken picture is passed over, and the first comes again; the other floor's never does.
    await expect(wall.locator("[data-name='1-nghi-le']")).to_be_visible()
    shutil.rmtree(ward.data / "media")
    await expect(wall.locator(".media")).to_have_count(0, timeout=20_000)
