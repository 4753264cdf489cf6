"""The manager's page of today: what is wrong is seen and heard first, and can be acted on there."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from playwright.async_api import Browser, Locator, Page, Request, Route, expect

from tests.journeys.test_one_visit import sign_in
from tests.running_office import Client, RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.looking import SIZES, look, nothing_is_cut, switch_language
from tests.test_mail import Postbox, a_free_port

LATER = "2026-11-24T08:20:00+07:00"
# Counts the bells, and the sounds that were listened to, at the one place where the page meets the loudspeaker.
LISTEN = """
window.tones = 0;
window.heard = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () { window.heard.push(this.src); return play.apply(this); };
"""


@pytest.fixture(scope="module")
def postbox() -> Iterator[tuple[Postbox, int]]:
    """Give what the office's mail server delivers, and the server's port."""
    box, port = Postbox(), a_free_port()
    controller = Controller(box, "127.0.0.1", port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, postbox: tuple[Postbox, int]) -> Iterator[RunningOffice]:
    """Give the starter office at eight o'clock, to all tests. It tells one person of alerts by e-mail."""
    data = tmp_path_factory.mktemp("today") / "data"
    data.mkdir()
    mail = (
        f'smtp_host = "127.0.0.1"\nsmtp_port = {postbox[1]}\nsmtp_security = "none"\nsmtp_to = ["huong@mot-cua.vn"]\n'
    )
    (data / "xephang.toml").write_text(f'{mail}smtp_from = "xephang@mot-cua.vn"\n', "utf-8")
    running = RunningOffice(data)
    running.start()
    yield running
    if running.process is not None:
        running.stop()


@pytest.fixture(scope="module")
async def window(usual_chromium: Browser, office: RunningOffice) -> AsyncIterator[Page]:
    """Give the manager's window, signed in, to all tests."""
    width, height = SIZES[0]
    context = await usual_chromium.new_context(locale="vi-VN", viewport={"width": width, "height": height})
    await context.add_init_script(LISTEN)
    page = await context.new_page()
    await page.goto(f"{office.address}/manager")
    await sign_in(page, office, "manager")
    await expect(page.locator("[data-figure=waiting]")).to_be_visible()
    yield page
    await context.close()


@pytest.fixture
async def page(window: Page, office: RunningOffice) -> Page:
    """Give the window as it is after loading, whatever the test before left open."""
    await window.evaluate("localStorage.clear()")
    await window.goto(f"{office.address}/manager")
    await expect(window.locator("[data-figure=waiting]")).to_be_visible()
    return window


async def take(client: Client, services: str) -> list[str]:
    return [(await client.take(service)).json()["taken"]["code"] for service in services]


def journal(office: RunningOffice, event: str) -> list[tuple[str, dict[str, Any]]]:
    rows = office.rows(f"SELECT actor, body FROM journal WHERE event = '{event}' ORDER BY seq")
    return [(actor, json.loads(body)) for actor, body in rows]


async def first_cells(page: Page, rows: str, attribute: str) -> list[str]:
    return [str(await one.get_attribute(attribute)) for one in await page.locator(rows).all()]


async def test_an_empty_morning_says_that_nobody_waits(page: Page, artifacts: Path) -> None:
    await expect(page.get_by_text("Không có ai đang chờ.")).to_be_visible()
    await expect(page.locator("[data-alert]")).to_have_count(0)
    for language in ("en", "vi"):
        await switch_language(page, language)
        await look(page, artifacts, "today-empty", language=language)


async def test_what_is_wrong_comes_first_rings_once_and_is_quiet_when_somebody_sees_to_it(
    office: RunningOffice, page: Page, postbox: tuple[Postbox, int], artifacts: Path
) -> None:
    async with office.client() as client:
        await take(client, "BBAAAAAL")
        await client.sign_in("clerk")
        await client.verb(1, "open")
        await client.verb(1, "next")
    office.stop()
    # Twenty minutes later, those who took a number then have waited too long. The page comes back by itself.
    office.start(LATER)
    async with office.client() as client:
        await take(client, "CCC")
        alerts = page.locator("[data-alert=wait_over_target]")
        await expect(alerts).to_have_count(3, timeout=30_000)
        await expect(page.locator("[data-now-service=C] td >> nth=1")).to_have_text("3")
        assert await first_cells(page, "[data-now-service]", "data-now-service") == ["B", "A", "L", "C"]
        assert await first_cells(page, "[data-now-service]", "data-state") == ["over", "over", "over", "fine"]
        assert (await first_cells(page, "[data-now-counter]", "data-standing"))[0] == "closed_alone"
        assert await page.title() == "(3) Quản lý"
        for language in ("en", "vi"):
            await switch_language(page, language)
            await look(page, artifacts, "today-alerts", language=language)

        people, letter = await postbox[0].next()
        assert (people, str(letter["Subject"]).count("08:20 Chờ quá ngưỡng")) == (["huong@mot-cua.vn"], 1)

        assert await page.evaluate("tones") == 0
        await page.click("[data-action=bell]")
        await expect(page.locator("[data-action=bell]")).to_have_attribute("data-sound", "on")
        rung = await page.evaluate("tones")
        assert rung >= 4
        await page.click("[data-alert=wait_over_target][data-subject=B] [data-action=acknowledge]")
        await expect(page.locator("[data-subject=B]")).to_contain_text("đang xử lý")
        await take(client, "CC")
        await expect(page.locator("[data-now-service=C] td >> nth=1")).to_have_text("5")
        assert await page.evaluate("tones") == rung

        await page.click("[data-page=screens]")
        await expect(page.locator("[data-action=to-alerts]")).to_contain_text("2")
        await page.click("[data-action=to-alerts]")
        await page.click("[data-action=bell]")
        await expect(page.locator("[data-action=bell]")).to_have_attribute("data-sound", "off")
    begun = journal(office, "alert_began")
    assert [(actor, body["kind"]) for actor, body in begun] == [("system", "wait_over_target")] * 3
    assert [actor for actor, _ in journal(office, "alert_acknowledged")] == ["manager:manager"]


async def test_a_manager_moves_and_cancels_tickets_with_a_reason_and_sees_whom_that_overtook(
    office: RunningOffice, page: Page, artifacts: Path
) -> None:
    async with office.client() as client:
        first, second, third, fourth = await take(client, "AABB")
    row = page.locator(f"[data-waiting={fourth}]")
    await page.fill("[name=queue-code]", fourth)
    await row.locator("[data-action=move]").click()
    dialog = page.locator("[data-dialog=move]")
    await dialog.locator("[name=service]").select_option("A")
    await dialog.locator("[name=place]").select_option("first")
    await dialog.locator("[name=reason]").fill("Cháu nhỏ đang sốt")
    await look(page, artifacts, "today-move")
    await dialog.locator("[data-action=confirm]").click()
    await expect(page.locator("[data-told=good]")).to_contain_text(first)
    await expect(row).to_contain_text("Chứng thực")

    # The second click changes nothing and says so; the dialog stays.
    await page.fill("[name=queue-code]", first)
    await page.click(f"[data-waiting={first}] [data-action=move]")
    await dialog.locator("[name=reason]").fill("Thử lại")
    await dialog.locator("[data-action=confirm]").click()
    await expect(dialog.locator("[role=alert]")).to_contain_text(first)
    await dialog.locator("[data-action=dismiss]").click()

    await page.fill("[name=queue-code]", second)
    await page.click(f"[data-waiting={second}] [data-action=cancel]")
    await page.fill("[data-dialog=cancel] [name=reason]", "Công dân đã về")
    await page.click("[data-dialog=cancel] [data-action=confirm]")
    await expect(page.locator(f"[data-waiting={second}]")).to_have_count(0)
    await page.fill("[name=queue-code]", third.lower())
    await expect(page.locator("[data-waiting]")).to_have_count(1)
    await page.fill("[name=queue-code]", "")
    (actor, moved) = journal(office, "moved")[0]
    assert (actor, moved["reason"]) == ("manager:manager", "Cháu nhỏ đang sốt")
    assert len(moved["overtaken"]) >= 3

    await page.click("[data-page=fairness]")
    told = page.locator("tr:has-text('Cháu nhỏ đang sốt')")
    await expect(told).to_contain_text("quản lý chuyển lên đầu")
    assert await told.locator(".passed li").count() == len(moved["overtaken"])
    await expect(page.locator("[data-figure=unexplained] dd")).to_have_text("0")
    await page.click("[data-page=today]")


async def test_a_manager_closes_a_forgotten_counter_and_opens_one_for_a_clerk_who_is_there(
    office: RunningOffice, page: Page, artifacts: Path
) -> None:
    before = len(journal(office, "counter_opened"))
    async with office.client() as client:
        await take(client, "AAB")
        await client.sign_in("clerk")
        counter = page.locator("[data-now-counter='1']")
        if await counter.get_attribute("data-standing") == "busy":
            await client.verb(1, "start")
            await client.verb(1, "finish")
        else:
            await client.verb(1, "open")
        await expect(counter).to_have_attribute("data-standing", "idle_waiting")
        await page.click("[data-now-counter='2'] [data-action=counter-open]")
        await expect(page.locator("[data-dialog=counter-open] [data-action=confirm]")).to_be_disabled()
        await page.click("[data-dialog=counter-open] [data-action=dismiss]")
        await page.click("[data-now-counter='1'] [data-action=counter-pause]")
        await page.click("[data-dialog=counter-pause] [data-action=confirm]")
        await expect(counter).to_have_attribute("data-standing", "paused_waiting")
        await page.click("[data-now-counter='1'] [data-action=counter-close]")
        await expect(page.locator("[data-dialog=counter-close]")).to_contain_text("kết thúc")
        await page.click("[data-dialog=counter-close] [data-action=confirm]")
        await expect(page.locator("[data-now-counter='1'] [data-action=counter-open]")).to_be_visible()
        await page.click("[data-now-counter='2'] [data-action=counter-open]")
        await page.click("[data-dialog=counter-open] [data-action=confirm]")
        await expect(page.locator("[data-now-counter='2']")).to_have_attribute("data-standing", "idle_waiting")
        await page.click("[data-now-counter='2'] [data-action=counter-services]")
        await page.check("[data-dialog=counter-services] [name=service][value=L]")
        await look(page, artifacts, "today-services")
        await page.click("[data-dialog=counter-services] [data-action=confirm]")
        await expect(page.locator("[data-unusual='2']")).to_contain_text("L")
        # The clerk goes on there as if they had opened it themselves.
        called = await client.verb(2, "next")
        assert called.status_code == 200, called.text
        await expect(page.locator("[data-now-counter='2']")).to_have_attribute("data-standing", "busy")
        await expect(page.locator("[data-now-counter='2'] [data-action=counter-close]")).to_have_count(0)
        await nothing_is_cut(page)
        await client.verb(2, "start")
        await client.verb(2, "finish")
        await client.verb(2, "close")
    opened = journal(office, "counter_opened")[before:]
    assert opened[-1] == ("manager:manager", {"counter": 2, "clerk": "clerk"})


async def dialog_of(page: Page, action: str, name: str) -> Locator:
    await page.click(f"[data-action={action}]")
    dialog = page.locator(f"[data-dialog={name}]")
    await expect(dialog).to_be_visible()
    return dialog


async def test_a_line_is_put_on_the_walls_changed_and_taken_away_from_today(
    office: RunningOffice, page: Page, artifacts: Path
) -> None:
    dialog = await dialog_of(page, "to-message", "message")
    await dialog.locator("[name=vi]").fill("Quầy 3 đang bảo trì.")
    await look(page, artifacts, "today-message")
    await dialog.locator("[data-action=show]").click()
    present = page.locator(".hall [data-present]")
    await expect(present).to_contain_text("Quầy 3 đang bảo trì.")
    await expect(dialog).to_have_count(0)
    # By the keyboard alone: the button, the words that stand there, sending.
    await page.focus("[data-action=to-message]")
    await page.keyboard.press("Enter")
    await expect(dialog.locator("[name=vi]")).to_have_value("Quầy 3 đang bảo trì.")
    await dialog.locator("[name=vi]").press("ControlOrMeta+a")
    await page.keyboard.type("Quầy 4 nghỉ.")
    for _ in range(4):  # English, cancel, take away, show
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(present).to_contain_text("Quầy 4 nghỉ.")
    await dialog_of(page, "to-message", "message")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    dialog = await dialog_of(page, "to-message", "message")
    await dialog.locator("[data-action=clear]").click()
    await expect(present).to_have_attribute("data-present", "")
    events = office.rows("SELECT event FROM journal WHERE event LIKE 'message%' ORDER BY seq")
    assert [event for (event,) in events] == ["message_set", "message_set", "message_cleared"]


async def test_words_to_the_hall_are_listened_to_first_sent_once_and_taken_back(
    office: RunningOffice, page: Page, artifacts: Path
) -> None:
    words = "Mời công dân giữ trật tự."
    dialog = await dialog_of(page, "to-loudspeaker", "announcement")
    await dialog.locator("[name=text]").fill(words)
    await dialog.locator("[data-action=listen]").click()
    await expect(dialog.locator("[data-told=heard]")).to_contain_text("giữ trật tự", timeout=30_000)
    (sound,) = await page.evaluate("heard")
    assert (await page.request.get(sound)).headers["content-type"] == "audio/mpeg"
    assert journal(office, "announced") == []
    await look(page, artifacts, "today-announcement")
    # The answer is lost on its way: what is sent again is the same wish.
    lost: list[str] = []

    async def lose(route: Route, request: Request) -> None:
        if not lost:
            lost.append(str(request.post_data))
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/api/manager/announcements", lose)
    await dialog.locator("[data-action=announce]").click()
    await expect(
        dialog.locator("[data-told=bad]").or_(page.locator("[data-told=good] [data-action=take-back]"))
    ).to_be_visible()
    if await dialog.count():
        await dialog.locator("[data-action=announce]").click()
    await page.locator("[data-action=take-back]").click()
    # No display of the zone is here, so nobody has begun to say it.
    await expect(page.locator("[data-taken-back=yes]")).to_be_visible()
    await page.unroute("**/api/manager/announcements")
    (actor, said), *others = journal(office, "announced")
    assert (actor, said["text"], others) == ("manager:manager", words, [])
    assert [actor for actor, _ in journal(office, "announcement_taken_back")] == ["manager:manager"]
    assert office.rows("SELECT * FROM announcements WHERE kind = 'free_text'") == []


async def test_a_refusal_stays_in_the_dialog_in_words(page: Page) -> None:
    dialog = await dialog_of(page, "to-loudspeaker", "announcement")
    await dialog.locator("[name=text]").fill("Xin chào.")
    for zone in await dialog.locator("[name=zone]").all():
        await zone.uncheck()
    await dialog.locator("[data-action=announce]").click()
    await expect(dialog.locator("[data-told=bad]")).to_contain_text("ít nhất một khu vực")
    await expect_accessible(page)
    await dialog.locator("[data-action=dismiss]").click()
