"""Notices on the phone: offered where the browser can and the office has keys, shown by the page's own worker."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from queue_server.web_push.keys import file_of, make
from tests.running_office import RunningOffice, new_id, refusal
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen
from tests.screens.overflow import expect_whole
from tests.screens.test_phone import PHONE, take_numbers
from tests.standins.push_service import Phone

# A browser without its maker's push service behind it: what it would answer is put in place of it.
SUBSCRIBES = """
  const subscription = { toJSON: () => (%s), unsubscribe: async () => { window.unsubscribed = true; return true; } };
  PushManager.prototype.subscribe = async (options) => {
    window.keyBytes = options.applicationServerKey.length;
    return subscription;
  };
  Notification.requestPermission = async () => "%s";
"""


def browser_of(phone: Phone, permission: str = "granted") -> str:
    wanted = phone.subscription()
    keys = f'{{endpoint: "{wanted.endpoint}", keys: {{p256dh: "{wanted.p256dh}", auth: "{wanted.auth}"}}}}'
    return SUBSCRIBES % (keys, permission)


@pytest.fixture
def office_with_keys(closed_office: RunningOffice) -> RunningOffice:
    make(file_of(closed_office.data), "mailto:it@example.vn")
    closed_office.start()
    return closed_office


async def test_a_touch_asks_for_notices_and_another_takes_the_wish_back(
    office_with_keys: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    office = office_with_keys
    (path,) = await take_numbers(office, 1)
    phone = await open_screen(office.address + path, PHONE, script=browser_of(Phone()))
    await phone.locator("[data-action=notices]").click()
    await expect(phone.locator("[data-notices=on]")).to_be_visible()
    assert await phone.evaluate("window.keyBytes") == 65
    kept = office.rows("SELECT endpoint, language FROM push_subscriptions")
    assert kept == [("https://push.example/send/p1", "vi")]
    await phone.screenshot(path=artifacts / "phone-notices.png", full_page=True)
    await expect_accessible(phone)
    await phone.reload()
    await expect(phone.locator("[data-notices=on]")).to_be_visible()
    await phone.locator("[data-action=no-notices]").click()
    await expect(phone.locator("[data-action=notices]")).to_be_visible()
    assert office.rows("SELECT endpoint FROM push_subscriptions") == []


async def test_a_browser_that_blocks_notices_says_what_to_do(
    office_with_keys: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    (path,) = await take_numbers(office_with_keys, 1)
    phone = await open_screen(office_with_keys.address + path, PHONE, script=browser_of(Phone(), "denied"))
    await phone.locator("[data-action=notices]").click()
    await expect(phone.locator("[data-notices=problem]")).to_contain_text("cho phép thông báo")
    await phone.screenshot(path=artifacts / "phone-notices-blocked.png", full_page=True)
    await phone.set_viewport_size({"width": 320, "height": 568})
    for language in ("en", "vi"):
        await phone.click(f"[data-language={language}]")
        await expect(phone.locator(f"[data-language={'vi' if language == 'en' else 'en'}]")).to_be_visible()
        await expect_accessible(phone)
        await expect_whole(phone)
    assert office_with_keys.rows("SELECT endpoint FROM push_subscriptions") == []


async def test_an_office_without_keys_and_a_browser_that_cannot_are_offered_nothing(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    (path,) = await take_numbers(office, 1)
    phone = await open_screen(office.address + path, PHONE)
    async with phone.expect_response(lambda answer: answer.url.endswith("/notices")) as asked:
        await phone.reload()
    assert await (await asked.value).json() == {"key": None, "is_on": False}
    await expect(phone.locator("[data-action=sound]")).to_be_visible()
    await expect(phone.locator("[data-action=notices]")).to_have_count(0)
    async with office.client() as client:
        wanted = Phone().subscription()
        wish = {"endpoint": wanted.endpoint, "p256dh": wanted.p256dh, "auth": wanted.auth, "request_id": new_id()}
        answer = await client.http.post(f"/api{path}/notices", json=wish)
        assert refusal(answer) == "no_notices"


async def test_a_browser_without_web_push_asks_for_none(
    office_with_keys: RunningOffice, open_screen: OpenScreen
) -> None:
    (path,) = await take_numbers(office_with_keys, 1)
    asked: list[str] = []
    phone = await open_screen("about:blank", PHONE, script="delete window.PushManager;")
    phone.on("request", lambda request: asked.append(request.url))
    await phone.goto(office_with_keys.address + path)
    await expect(phone.locator("[data-action=sound]")).to_be_visible()
    await expect(phone.locator("[data-action=notices]")).to_have_count(0)
    assert not [url for url in asked if "notices" in url]


async def shown(page: Page, scope: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = await page.evaluate(
        """async (scope) => (await (await navigator.serviceWorker.getRegistration(scope)).getNotifications())
             .map(({ title, body, tag }) => ({ title, body, tag }))""",
        scope,
    )
    return found


async def test_the_worker_shows_what_is_pushed_and_the_newest_takes_the_place_of_the_one_before(
    office_with_keys: RunningOffice, open_screen: OpenScreen
) -> None:
    office = office_with_keys
    (path,) = await take_numbers(office, 1)
    phone = await open_screen("about:blank", PHONE, script=browser_of(Phone()))
    await phone.context.grant_permissions(["notifications"], origin=office.address)
    network = await phone.context.new_cdp_session(phone)
    registered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def found(event: dict[str, list[dict[str, str]]]) -> None:
        mine = [one["registrationId"] for one in event["registrations"] if one["scopeURL"].endswith(path)]
        if mine and not registered.done():
            registered.set_result(mine[0])

    network.on("ServiceWorker.workerRegistrationUpdated", found)
    await network.send("ServiceWorker.enable")
    await phone.goto(office.address + path)
    await phone.locator("[data-action=notices]").click()
    await expect(phone.locator("[data-notices=on]")).to_be_visible()
    for title in ("A001: còn 3 người trước quý công dân", "A001: mời đến quầy 3"):
        pushed = {"origin": office.address, "registrationId": await registered}
        pushed["data"] = f'{{"title": "{title}", "body": "Xin ở gần khu vực chờ."}}'
        await network.send("ServiceWorker.deliverPushMessage", pushed)
    await phone.wait_for_function(
        """async (scope) => {
             const found = await (await navigator.serviceWorker.getRegistration(scope)).getNotifications();
             return found.length === 1 && found[0].title.includes("quầy 3");
           }""",
        arg=path,
    )
    assert await shown(phone, path) == [
        {"title": "A001: mời đến quầy 3", "body": "Xin ở gần khu vực chờ.", "tag": "ticket"}
    ]


async def test_the_icon_of_an_iphone_s_home_screen_is_the_svg_as_png(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    """Both are drawn by the browser onto squares of one size, and compared dot by dot."""
    (path,) = await take_numbers(office, 1)
    phone = await open_screen(office.address + path, PHONE)
    differing = await phone.evaluate(
        """async () => {
             const dots = async (address) => {
               const image = new Image(180, 180);
               image.src = address;
               await image.decode();
               const canvas = Object.assign(document.createElement("canvas"), { width: 180, height: 180 });
               const context = canvas.getContext("2d");
               context.fillStyle = "#07395a";  // the corners that the phone rounds
               context.fillRect(0, 0, 180, 180);
               context.drawImage(image, 0, 0, 180, 180);
               return context.getImageData(0, 0, 180, 180).data;
             };
             const links = ["[rel=icon]", "[rel=apple-touch-icon]"].map((link) => document.querySelector(link).href);
             const [svg, png] = await Promise.all(links.map(dots));
             return svg.filter((value, index) => Math.abs(value - png[index]) > 96).length / svg.length;
           }"""
    )
    assert differing < 0.005
