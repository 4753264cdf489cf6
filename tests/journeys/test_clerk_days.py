"""What a clerk's day brings: keypad only, across zones, a colleague called, a counter handed over and left."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_desk import press
from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import Client, RunningOffice
from tests.screens.axe import expect_accessible

OFFICE = """
[office]
id = "hai-tang"
name = "Văn phòng hai tầng"
[[service]]
prefix = "A"
name = "Chứng thực"
[[service]]
prefix = "C"
name = "Đất đai"
[[zone]]
id = "sanh"
name = "Sảnh"
[[zone]]
id = "lau-1"
name = "Lầu 1"
[[counter]]
number = 1
name = "Tư pháp"
zone = "sanh"
services = ["A"]
[[counter]]
number = 2
name = "Tư pháp 2"
zone = "sanh"
services = ["A"]
[[counter]]
number = 5
name = "Địa chính"
zone = "lau-1"
services = ["C"]
"""
PASSWORD = "mat-khau-cua-minh"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give an office on two floors, with the clerks `clerk` and `minh`."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "office.toml").write_text(OFFICE, encoding="utf-8")
    running = RunningOffice(data)
    running.start()
    staff(running, "add", "minh", "--display-name", "Trần Văn Minh", "--password", PASSWORD)
    yield running
    running.stop()


def staff(office: RunningOffice, verb: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "queue_server", "user", verb, "--data", str(office.data), *arguments]
    subprocess.run(command, check=True)


@pytest.fixture
async def client(office: RunningOffice) -> AsyncIterator[Client]:
    """Give a client that may be the kiosk."""
    async with office.client() as one:
        yield one


async def desk(
    office: RunningOffice, browser: Browser, counter: int, name: str = "clerk", *, open_it: bool = True
) -> Page:
    page = await open_page(browser, office, f"/clerk?counter={counter}")
    if name == "clerk":
        await sign_in(page, office, "clerk")
    else:
        await page.fill("input[name=name]", name)
        await page.fill("input[name=password]", PASSWORD)
        await page.press("input[name=password]", "Enter")
    if open_it:
        await expect(page.locator("[data-counter-state=closed]")).to_be_visible()
        await page.click("[data-action=open]")
        await expect(page.locator("[data-counter-state=open]")).to_be_visible()
    return page


async def test_a_whole_round_goes_by_a_numeric_keypad_alone(
    office: RunningOffice, chromium: Browser, client: Client
) -> None:
    for _ in range(3):
        await client.take("A")
    clerk = await desk(office, chromium, 1)
    # A calling keypad types a digit and Enter; with NumLock off its keys have other names.
    await clerk.keyboard.press("Numpad1")
    await clerk.keyboard.press("Enter")
    await expect(clerk.locator("[data-current=A001][data-state=called]")).to_be_visible()
    for calls in (2, 3):
        await press(clerk, "2", f"text=lần {calls}")
        await clerk.wait_for_timeout(350)  # the same key within a third of a second is a bounce
    await press(clerk, "5", "[data-list=absent] [data-code=A001]")
    await press(clerk, "1", "[data-current=A002][data-state=called]")
    await press(clerk, "3", "[data-current=A002][data-state=serving]")
    await press(clerk, "6", "[data-list=held] [data-code=A002]")
    await press(clerk, "0", "[data-list=queue] [data-code=A001]")
    await press(clerk, "+", "[data-current=A002][data-state=serving]")
    await press(clerk, "7", "[data-dialog=transfer]")
    await clerk.wait_for_timeout(150)
    await clerk.keyboard.press("1")
    await clerk.keyboard.press("Enter")
    await expect(clerk.locator("[data-current]")).to_have_count(0)
    await press(clerk, "-", "[data-current=A002][data-state=serving]")
    await press(clerk, "1", "[data-current=A003][data-state=called]")
    await press(clerk, "3", "[data-current=A003][data-state=serving]")
    await press(clerk, "1", "[data-current=A001][data-state=called]")
    await press(clerk, "3", "[data-current=A001][data-state=serving]")
    await clerk.keyboard.press("4")
    await expect(clerk.locator("[data-current]")).to_have_count(0)
    await press(clerk, "8", "[data-dialog=walk-in]")
    await clerk.wait_for_timeout(150)
    await clerk.keyboard.press("2")
    await clerk.keyboard.press("Enter")
    await expect(clerk.locator("[data-current=A004][data-state=serving]")).to_be_visible()
    await clerk.keyboard.press("4")
    await press(clerk, "9", "[data-counter-state=paused]")
    assert office.journal_is_whole()
    outcomes = office.rows("SELECT ticket_id, outcome FROM turns WHERE state = 'ended' ORDER BY ticket_id")
    assert [(ticket[-4:], outcome) for ticket, outcome in outcomes] == [
        ("A001", "served"),
        ("A002", "served"),
        ("A003", "served"),
        ("A004", "served"),
    ]


async def test_a_citizen_is_transferred_across_zones_with_a_note_and_called_there(
    office: RunningOffice, chromium: Browser, client: Client
) -> None:
    await client.take("A")
    upstairs_wall = await open_page(chromium, office, f"/display/lau-1#token={office.secrets['display-lau-1']}")
    below = await desk(office, chromium, 1)
    upstairs = await desk(office, chromium, 5, "minh")
    await press(below, "1", "[data-current=A001]")
    await press(below, "3", "[data-state=serving]")
    await press(below, "7", "[data-dialog=transfer]")
    await below.fill("[name=note]", "Đã có bản sao, chỉ cần đo lại.")
    await below.click("dialog [data-action=confirm]")
    await expect(upstairs.locator("[data-next=A001] [data-why]")).to_have_text(
        "chuyển từ Chứng thực, đến 08:00, sớm nhất"
    )
    await press(upstairs, "1", "[data-current=A001][data-state=called]")
    await expect(upstairs.locator("[data-note]")).to_contain_text("chỉ cần đo lại")
    await expect(upstairs_wall.locator("[data-board=recent] [data-code=A001]")).to_be_visible()
    assert "đo lại" not in str(office.rows("SELECT body FROM journal"))


async def test_a_quiet_alarm_is_seen_by_staff_only_and_needs_a_held_key(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    wall = await open_page(chromium, office, f"/display/sanh#token={office.secrets['display-sanh']}")
    mine, other = await desk(office, chromium, 1), await desk(office, chromium, 2, "minh")
    manager = await open_page(chromium, office, "/manager")
    await sign_in(manager, office, "manager")
    await expect(manager.locator("[data-figure=served]")).to_be_visible()
    await mine.keyboard.press("*")  # brushed against
    await mine.wait_for_timeout(1200)
    await expect(mine.locator("[data-own-alarm]")).to_have_count(0)
    await mine.keyboard.down("*")
    await expect(mine.locator("[data-own-alarm=colleague]")).to_be_visible()
    await mine.keyboard.up("*")
    await expect(manager.locator("[data-alarm='1'][data-kind=colleague]")).to_be_visible()
    await manager.screenshot(path=artifacts / "manager-alarm.png")
    await other.screenshot(path=artifacts / "desk-alarm-of-another.png")
    await other.click("[data-alarm='1'] [data-action=answer-alarm]")
    await expect(mine.locator("[data-own-alarm]")).to_contain_text("Trần Văn Minh đang đến")
    await expect(manager.locator("[data-alarm='1'] [data-answered]")).to_be_visible()
    await mine.screenshot(path=artifacts / "desk-alarm-own.png")
    assert "đồng nghiệp" not in await wall.inner_text("body")
    # Whoever came says that it is over, too.
    await other.click("[data-alarm='1'] [data-action=end-alarm]")
    await expect(mine.locator("[data-own-alarm]")).to_have_count(0)
    await manager.click("[data-page=alarms]")
    past = manager.locator("[data-past-alarm='1'][data-kind=colleague]")
    await expect(past).to_contain_text("Trần Văn Minh")
    await expect_accessible(manager)
    await manager.screenshot(path=artifacts / "manager-alarms.png")


async def test_a_counter_is_handed_over_with_whoever_is_there(
    office: RunningOffice, chromium: Browser, client: Client, artifacts: Path
) -> None:
    await client.take("A")
    mine = await desk(office, chromium, 1)
    await press(mine, "1", "[data-current=A001]")
    await press(mine, "3", "[data-state=serving]")
    await mine.click("[data-action=sign-out]")
    await expect(mine.locator("[data-dialog=sign-out]")).to_be_visible()
    await mine.click("dialog [data-action=offer]")
    await mine.click("dialog [data-action=confirm]")
    await expect(mine.locator("[data-offered=minh]")).to_be_visible()
    theirs = await desk(office, chromium, 1, "minh", open_it=False)
    await expect(theirs.locator("[data-action=take-over]")).to_be_visible()
    await theirs.screenshot(path=artifacts / "desk-offered.png")
    await theirs.click("[data-action=take-over]")
    await expect(theirs.locator("[data-current=A001][data-state=serving]")).to_be_visible()
    await expect(mine.locator("[data-others-counter=minh]")).to_be_visible()
    await mine.keyboard.press("4")
    await press(theirs, "4", "[data-said]")
    # Taken back without an offer, for a reason: somebody fell ill.
    await mine.click("[data-action=take-over]")
    await mine.fill("[name=reason]", "Minh nghỉ ốm")
    await mine.click("dialog [data-action=confirm]")
    await expect(mine.locator("[data-action=pause]")).to_be_visible()


async def test_closing_names_who_waits_for_this_counter_alone_and_lets_others_call_them(
    office: RunningOffice, chromium: Browser, client: Client
) -> None:
    await client.take("A")
    mine, other = await desk(office, chromium, 1), await desk(office, chromium, 2, "minh")
    await press(other, "1", "[data-current=A001]")
    await press(other, "7", "[data-dialog=transfer]")
    await other.check("[name=service][value=A]")
    await other.select_option("[name=counter]", "1")
    await other.click("dialog [data-action=confirm]")
    await expect(mine.locator("[data-next=A001]")).to_be_visible()
    await press(mine, "c", "[data-dialog=close] [data-left=bound]")
    await mine.click("dialog [data-action=confirm]")
    await expect(mine.locator("[data-counter-state=closed]")).to_be_visible()
    await press(other, "1", "[data-current=A001][data-state=called]")


async def test_keys_are_changed_and_two_windows_of_a_clerk_agree(
    office: RunningOffice, chromium: Browser, client: Client
) -> None:
    for _ in range(3):
        await client.take("A")
    one = await desk(office, chromium, 1)
    two = await one.context.new_page()
    await two.goto(one.url)
    await one.click("[data-action=settings]")
    await one.click("[data-key=next]")
    await one.keyboard.press("3")
    await expect(one.locator("dialog [role=alert]")).to_contain_text("đang dùng")
    await one.click("[data-key=next]")
    await one.keyboard.press("Insert")
    await one.check("[data-choose=auto-call]")
    await one.click("[data-action=dismiss]")
    await press(one, "Insert", "[data-current=A001][data-state=called]")
    await expect(two.locator("[data-current=A001][data-state=called]")).to_be_visible()
    await press(two, "3", "[data-state=serving]")
    await expect(one.locator("[data-state=serving]")).to_be_visible()
    # Held down, with Ctrl, or while typing, a key does nothing.
    await one.keyboard.press("Control+6")
    await press(one, "n", "[data-dialog=ticket]")
    await one.keyboard.type("6 bản sao")
    await one.click("[data-action=dismiss]")
    await expect(one.locator("[data-state=serving]")).to_be_visible()
    # Switched on: the next one is called by itself, unless a key stops it.
    await press(one, "4", "[data-auto-call=A002]")
    await one.keyboard.press("Escape")
    await expect(one.locator("[data-auto-call]")).to_have_count(0)
    await expect(one.locator("[data-current]")).to_have_count(0)
    await press(one, "-", "[data-current=A001][data-state=serving]")
    await press(one, "4", "[data-auto-call=A002]")
    await expect(two.locator("[data-current=A002][data-state=called]")).to_be_visible(timeout=10_000)


async def test_somebody_who_left_the_staff_can_do_nothing_more(
    office: RunningOffice, chromium: Browser, client: Client
) -> None:
    theirs = await desk(office, chromium, 1, "minh")
    staff(office, "remove", "minh")
    await theirs.keyboard.press("9")
    await expect(theirs.locator(".problem")).to_contain_text("Xin đăng nhập")
