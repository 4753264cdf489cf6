"""A citizen's own page, from the place in the line to the call."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.running_office import Client, RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen, set_up
from tests.screens.overflow import expect_whole

PHONE = (360, 740)
COUNTER = 3
LATER = "2026-11-24T08:20:00+07:00"  # a clock that goes back would stand still for all who come after
COUNT_VIBRATIONS = (
    "window.vibrations = 0; Navigator.prototype.vibrate = () => { window.vibrations += 1; return true; };"
)


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give one office for all of these tests."""
    running = set_up(tmp_path_factory.mktemp("phones") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture
async def office(shared_office: RunningOffice) -> RunningOffice:
    """Give the office with its counter open and nobody in the line."""
    async with shared_office.client() as client:
        await client.sign_in("clerk")
        await client.verb(COUNTER, "open")
        while await goes_on(client):
            for verb in ("start", "finish"):
                await client.verb(COUNTER, verb)
    return shared_office


async def goes_on(client: Client) -> bool:
    """Whether there is anybody left of the test before: called now, or still at the counter."""
    answer = await client.verb(COUNTER, "next")
    return answer.status_code == 200 or bool(answer.json()["refusal"]["code"] == "counter_busy")


async def take_numbers(office: RunningOffice, count: int) -> list[str]:
    """Take numbers of one service; their phone pages, in order."""
    async with office.client() as client:
        return [(await client.take("A")).json()["taken"]["phone_path"] for _ in range(count)]


async def open_phone(open_screen: OpenScreen, office: RunningOffice, path: str) -> Page:
    return await open_screen(office.address + path, PHONE, script=COUNT_VIBRATIONS)


async def test_the_page_follows_the_ticket_from_its_place_to_the_end(
    office: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    paths = await take_numbers(office, 5)
    phone = await open_phone(open_screen, office, paths[4])
    await expect(phone.locator("[data-ahead='4']")).to_be_visible()
    await expect(phone.get_by_text("ở gần khu vực chờ")).to_have_count(0)
    await phone.screenshot(path=artifacts / "phone-waiting.png")
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(COUNTER, "open")
        for ahead in (3, 2, 1, 0):
            await client.verb(COUNTER, "next")
            await expect(phone.locator(f"[data-ahead='{ahead}']")).to_be_visible()
            await expect(phone.get_by_text("ở gần khu vực chờ")).to_be_visible()
            await client.verb(COUNTER, "start")
            await client.verb(COUNTER, "finish")
        await client.verb(COUNTER, "next")
        await expect(phone.locator("[data-called='3'] .counter")).to_have_text("3")
        code = str(await phone.get_attribute("[data-code]", "data-code"))
        await expect(phone).to_have_title(f"{code}: Mời đến quầy 3")
        await client.verb(COUNTER, "start")
        await expect(phone.locator("[data-serving='3']")).to_be_visible()
        await client.verb(COUNTER, "hold")
        await expect(phone.locator("[data-held]")).to_be_visible()
        await client.verb(COUNTER, "resume", ticket=f"20261124-{code}")
        await client.verb(COUNTER, "start")
        await client.verb(COUNTER, "finish")
    await expect(phone.locator("[data-outcome=served]")).to_be_visible()


async def test_the_page_costs_a_slow_line_less_than_sixty_kilobytes(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    (path,) = await take_numbers(office, 1)
    phone = await open_screen("about:blank", PHONE)
    network = await phone.context.new_cdp_session(phone)
    transferred: list[int] = []
    network.on("Network.loadingFinished", lambda event: transferred.append(event["encodedDataLength"]))
    await network.send("Network.enable")
    await phone.goto(office.address + path)
    await expect(phone.locator("[data-ahead='0']")).to_be_visible()
    print(f"{len(transferred)} files, {sum(transferred)} bytes with their headers")
    assert len(transferred) > 10
    assert sum(transferred) < 60_000


async def test_the_page_can_be_put_on_the_home_screen_and_opens_there_with_its_ticket(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    (path,) = await take_numbers(office, 1)
    phone = await open_phone(open_screen, office, path)
    network = await phone.context.new_cdp_session(phone)
    found = await network.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["url"].endswith("/phone_ui/manifest.webmanifest")
    assert "start_url" not in found["data"]  # so that it is the page's own address: the ticket's


@pytest.mark.parametrize("locale", ["vi-VN", "en-GB"])
async def test_in_every_state_the_page_is_whole_and_for_everybody_in_both_languages(
    office: RunningOffice, open_screen: OpenScreen, artifacts: Path, locale: str
) -> None:
    paths = await take_numbers(office, 6)
    phone = await open_screen(office.address + paths[4], PHONE, locale, script=COUNT_VIBRATIONS)

    async def looks_right(state: str, shown: str) -> None:
        await expect(phone.locator(shown)).to_be_visible()
        for width, height in ((320, 568), PHONE):  # the smallest phone that is still about
            await phone.set_viewport_size({"width": width, "height": height})
            await expect_whole(phone)
        await phone.screenshot(path=artifacts / f"phone-{state}-{locale}.png", full_page=True)
        await expect_accessible(phone)

    await looks_right("waiting", "[data-ahead='4']")
    await phone.click("[data-action=more-time]")
    await looks_right("more-time", "[role=alertdialog]")
    await phone.click("[data-action=keep]")
    await phone.click("[data-action=cancel]")
    await looks_right("cancel", "[role=alertdialog].danger")
    await phone.click("[data-action=keep]")
    await phone.click("[data-action=sound]")
    await looks_right("sound", "[role=status].good")
    async with office.client() as client:
        await client.sign_in("clerk")
        for ahead in (3, 2, 1, 0):
            await client.verb(COUNTER, "next")
            await expect(phone.locator(f"[data-ahead='{ahead}']")).to_be_visible()
            if ahead == 3:
                await looks_right("near", "[data-ahead='3']")
            await client.verb(COUNTER, "start")
            await client.verb(COUNTER, "finish")
        await looks_right("next", "[data-ahead='0']")
        called = (await client.verb(COUNTER, "next")).json()
        await looks_right("called", "[data-called='3']")
        await client.verb(COUNTER, "start")
        await looks_right("serving", "[data-serving='3']")
        await client.verb(COUNTER, "hold")
        await looks_right("held", "[data-held]")
        await client.verb(COUNTER, "resume", ticket=called["ticket"])
        await client.verb(COUNTER, "finish")
        await looks_right("served", "[data-outcome=served]")
        await phone.click("[data-action=proof]")
        await looks_right("proof", "[data-proof]")
    last = await open_screen(office.address + paths[5], PHONE, locale)
    await last.click("[data-action=cancel]")
    await last.click("[data-action=confirm]")
    await expect(last.locator("[data-outcome=cancelled]")).to_be_visible()
    await expect_whole(last)
    await expect_accessible(last)


async def test_each_call_is_felt_once_even_if_the_line_breaks_in_between(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    (path,) = await take_numbers(office, 1)
    phone = await open_phone(open_screen, office, path)
    await expect(phone.locator("[data-ahead='0']")).to_be_visible()
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(COUNTER, "open")
        await client.verb(COUNTER, "next")
    await expect(phone.locator("[data-called='3']")).to_be_visible()
    assert await phone.evaluate("vibrations") == 1
    office.kill()
    await expect(phone.locator(".connection-bar")).to_be_visible()
    office.start(LATER)
    await expect(phone.locator(".connection-bar")).to_have_count(0, timeout=20_000)
    assert await phone.evaluate("vibrations") == 1
    async with office.client() as client:
        await client.sign_in("clerk")
        await client.verb(COUNTER, "recall")
    await expect(phone.get_by_text("Gọi lần 2")).to_be_visible()
    assert await phone.evaluate("vibrations") == 2


async def test_a_number_is_given_up_only_after_being_asked(office: RunningOffice, open_screen: OpenScreen) -> None:
    (path,) = await take_numbers(office, 1)
    phone = await open_phone(open_screen, office, path)
    await phone.click("[data-action=cancel]")
    await expect(phone.locator("[data-action=keep]")).to_be_focused()
    await phone.click("[data-action=keep]")
    await expect(phone.locator("[data-ahead='0']")).to_be_visible()
    await phone.click("[data-action=cancel]")
    await phone.click("[data-action=confirm]")
    await expect(phone.locator("[data-outcome=cancelled]")).to_be_visible()
    assert office.rows("SELECT outcome FROM turns ORDER BY arrived_at DESC, ticket_id DESC LIMIT 1") == [("cancelled",)]


async def test_who_needs_more_time_lets_the_next_three_go_ahead_and_only_as_often_as_allowed(
    office: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    paths = await take_numbers(office, 6)
    phone = await open_phone(open_screen, office, paths[1])
    await expect(phone.locator("[data-ahead='1']")).to_be_visible()
    await phone.click("[data-action=more-time]")
    await expect(phone.locator("[data-action=keep]")).to_be_focused()
    await phone.screenshot(path=artifacts / "phone-more-time.png")
    await expect_accessible(phone)
    await phone.click("[data-action=keep]")
    await expect(phone.locator("[data-ahead='1']")).to_be_visible()
    for ahead in (4, 5):
        await phone.click("[data-action=more-time]")
        await phone.click("[data-action=confirm]")
        await expect(phone.locator(f"[data-ahead='{ahead}']")).to_be_visible()
    await expect(phone.locator("[data-action=more-time]")).to_have_count(0)
    # Who was ahead stays ahead, and nobody behind lost a place.
    others = [await open_phone(open_screen, office, path) for path in (paths[0], paths[2], paths[5])]
    for other, place in zip(others, (0, 1, 4), strict=True):
        await expect(other.locator(f"[data-ahead='{place}']")).to_be_visible()
    assert office.journal_is_whole()


async def test_who_is_last_is_told_that_there_is_nobody_to_let_ahead(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    (path,) = await take_numbers(office, 1)
    phone = await open_phone(open_screen, office, path)
    await phone.click("[data-action=more-time]")
    await phone.click("[data-action=confirm]")
    await expect(phone.get_by_text("không có ai chờ sau số A")).to_be_visible()


async def test_an_address_that_is_no_tickets_says_so(office: RunningOffice, open_screen: OpenScreen) -> None:
    phone = await open_phone(open_screen, office, "/phone/khong-co-phieu-nay")
    await expect(phone.locator("[data-refusal=unknown_ticket]")).to_be_visible()


async def test_a_phone_in_another_language_is_spoken_to_in_english(
    office: RunningOffice, open_screen: OpenScreen
) -> None:
    (path,) = await take_numbers(office, 1)
    phone = await open_screen(office.address + path, PHONE, "fr-FR")
    await expect(phone.get_by_text("You are next")).to_be_visible()
    await phone.click("[data-language=vi]")
    await expect(phone.get_by_text("Sắp đến lượt quý công dân")).to_be_visible()
    await expect(phone.locator("html")).to_have_attribute("lang", "vi")


async def test_after_the_visit_the_phone_shows_who_was_called_before_and_when_each_had_come(
    office: RunningOffice, open_screen: OpenScreen, artifacts: Path
) -> None:
    async with office.client() as client:
        await client.sign_in("clerk")
        assert (await client.verb(3, "open")).status_code == 200
        first, own = [(await client.take()).json()["taken"] for _ in range(2)]
        elder = (await client.take(priority="cao-tuoi")).json()["taken"]
        for expected in (elder, first):
            called = (await client.verb(3, "next")).json()
            assert called["code"] == expected["code"]
            await client.verb(3, "start")
            await client.verb(3, "finish")
        phone = await open_screen(office.address + own["phone_path"], size=(360, 740))
        await expect(phone.locator(".code")).to_have_text(own["code"])
        await expect(phone.locator("[data-action=proof]")).to_have_count(0)
        refused = await client.http.get(f"/api{own['phone_path']}/proof")
        assert refused.status_code == 409
        for verb in ("next", "start", "finish"):
            assert (await client.verb(3, verb)).status_code == 200
    await phone.click("[data-action=proof]")
    rows = phone.locator("[data-proof] tbody tr")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(0)).to_have_attribute("data-later", "true")
    await expect(rows.nth(1)).to_have_attribute("data-later", "false")
    await expect(phone.locator("[data-proof]")).not_to_contain_text("75")
    await phone.screenshot(path=artifacts / "phone-proof.png", full_page=True)
