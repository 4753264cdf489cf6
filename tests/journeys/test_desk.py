"""The desk by keyboard: aside and on, absent and back, on to another service, out of order with a reason.

All share one office; each test has a service and a counter of its own, so its numbers begin with 001.
"""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice

SERVICES = "ABCEGHKL"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give an office with a counter for each service; counter 1 serves the first."""
    data = tmp_path_factory.mktemp("desks") / "data"
    data.mkdir()
    parts = [
        f'[[service]]\nprefix = "{one}"\nname = "Lĩnh vực {one}"\n[[counter]]\nnumber = {n}\nname = "Quầy {one}"\n'
        f'zone = "sanh"\nservices = ["{one}"]\n'
        for n, one in enumerate(SERVICES, start=1)
    ]
    head = '[office]\nid = "ban"\nname = "Văn phòng"\n[hours]\nissue = [["00:00", "24:00"]]\n'
    (data / "office.toml").write_text(f'{head}[[zone]]\nid = "sanh"\nname = "Sảnh"\n{"".join(parts)}', "utf-8")
    running = RunningOffice(data)
    running.start()
    yield running
    running.stop()


async def desk_of(office: RunningOffice, chromium: Browser, tickets: int, service: str = "A") -> Page:
    """Give the open desk of the first counter of a service, with so many waiting."""
    async with office.client() as client:
        for _ in range(tickets):
            await client.take(service)
    clerk = await open_page(chromium, office, f"/clerk?counter={SERVICES.index(service) + 1}")
    await sign_in(clerk, office, "clerk")
    await expect(clerk.locator("[data-counter-state=closed]")).to_be_visible()
    await clerk.keyboard.press("0")
    await expect(clerk.locator("[data-counter-state=open]")).to_be_visible()
    return clerk


async def press(clerk: Page, key: str, then: str) -> None:
    """Press one key, as fast as a clerk can, and wait for what it shows."""
    await clerk.keyboard.press(key)
    await expect(clerk.locator(then)).to_be_visible()


async def test_a_held_citizen_keeps_the_place_and_is_served_on(office: RunningOffice, chromium: Browser) -> None:
    clerk = await desk_of(office, chromium, 2, "B")
    await press(clerk, "1", "[data-current=B001][data-state=called]")
    await press(clerk, "3", "[data-current=B001][data-state=serving]")
    await press(clerk, "6", "[data-list=held] [data-code=B001]")
    await press(clerk, "1", "[data-current=B002][data-state=called]")
    await press(clerk, "3", "[data-current=B002][data-state=serving]")
    await clerk.keyboard.press("4")
    await expect(clerk.locator("[data-current]")).to_have_count(0)
    await press(clerk, "+", "[data-current=B001][data-state=serving]")


async def test_an_absent_citizen_who_comes_back_waits_behind_the_next_two(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 4, "C")
    await press(clerk, "1", "[data-current=C001][data-state=called]")
    await expect(clerk.locator("[data-action=no-show]")).to_be_disabled()
    for calls in (2, 3):
        await clerk.keyboard.press("2")
        await expect(clerk.get_by_text(f"lần {calls}")).to_be_visible()
        await clerk.wait_for_timeout(350)  # the same key within a third of a second is a bounce
    await press(clerk, "5", "[data-list=absent] [data-code=C001]")
    await press(clerk, "0", "[data-list=queue] [data-code=C001]")
    rows = clerk.locator("[data-list=queue] tr[data-code]")
    order = [await rows.nth(n).get_attribute("data-code") for n in range(4)]
    assert order == ["C002", "C003", "C001", "C004"]


async def test_one_key_finishes_and_calls_the_next_and_a_slip_is_undone(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 2, "E")
    await press(clerk, "1", "[data-current=E001][data-state=called]")
    await press(clerk, "3", "[data-current=E001][data-state=serving]")
    await press(clerk, "1", "[data-current=E002][data-state=called]")
    await expect(clerk.locator("[data-said]")).to_have_text("Đã xong E001, đã gọi E002.")
    await press(clerk, "-", "[data-current=E001][data-state=serving]")
    await expect(clerk.locator("[data-list=queue] [data-code=E002]")).to_be_visible()
    await expect(clerk.locator("[data-action=undo]")).to_have_count(0)
    await press(clerk, "1", "[data-current=E002][data-state=called]")
    await press(clerk, "3", "[data-current=E002][data-state=serving]")
    await clerk.keyboard.press("1")
    await expect(clerk.locator("[data-said]")).to_have_text("Đã xong E002. Không còn ai chờ.")
    assert office.journal_is_whole()


async def test_a_transfer_goes_on_to_another_service(office: RunningOffice, chromium: Browser) -> None:
    clerk = await desk_of(office, chromium, 1, "G")
    await press(clerk, "1", "[data-current=G001][data-state=called]")
    await press(clerk, "7", "dialog[open]")
    # Keys of the desk do nothing while a dialog asks: here the digits choose.
    await clerk.keyboard.press("7")
    await expect(clerk.locator("dialog [name=service][value=L]")).to_be_checked()
    await clerk.click("dialog [data-action=confirm]")
    await expect(clerk.locator("[data-current]")).to_have_count(0)
    assert office.rows("SELECT n, service_id, state, outcome FROM turns WHERE ticket_id LIKE '%G001' ORDER BY n") == [
        (1, "G", "ended", "transferred"),
        (2, "L", "waiting", None),
    ]


async def test_a_call_out_of_order_needs_a_reason_and_names_whom_it_overtook(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 3, "H")
    await clerk.click("[data-list=queue] [data-code=H003] [data-action=call]")
    await clerk.click("dialog [data-action=confirm]")
    await expect(clerk.locator("dialog[open]")).to_be_visible()
    await clerk.fill("dialog [name=reason]", "Hẹn trước với cán bộ")
    await clerk.keyboard.press("Enter")
    await expect(clerk.locator("[data-current=H003]")).to_be_visible()
    ((body,),) = office.rows("SELECT body FROM journal WHERE event = 'called' AND body LIKE '%-H003%'")
    assert '"overtaken":["20261124-H001","20261124-H002"]' in body
    assert "Hẹn trước" in body


async def test_a_citizen_without_a_ticket_and_one_who_leaves_are_in_the_record(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 1, "K")
    await press(clerk, "Delete", "dialog[open]")
    await clerk.click("dialog [data-action=confirm]")
    await expect(clerk.locator("[data-list=queue] [data-code=K001]")).to_have_count(0)
    await press(clerk, "8", "dialog[open]")
    await clerk.fill("dialog [name=reason]", "Bổ sung giấy tờ")
    await clerk.keyboard.press("Enter")
    await expect(clerk.locator("[data-current=K002][data-state=serving]")).to_be_visible()
    events = [event for (event,) in office.rows("SELECT event FROM journal ORDER BY seq")]
    assert events[-2:] == ["cancelled", "walked_in"]


async def test_a_citizen_says_after_the_service_how_it_was_and_the_manager_sees_that_somebody_did(
    office: RunningOffice, chromium: Browser
) -> None:
    display = await open_page(chromium, office, f"/counter/1#token={office.secrets['counter-1']}")
    clerk = await desk_of(office, chromium, 1)
    await press(clerk, "1", "[data-current=A001][data-state=called]")
    await expect(display.locator("[data-code=A001][data-state=called]")).to_be_visible()
    await press(clerk, "3", "[data-current=A001][data-state=serving]")
    await clerk.keyboard.press("4")
    await display.click("[data-level='2']")
    await display.click("[data-reason=cho-lau]")
    await expect(display.locator("[data-rating=thanks]")).to_be_visible()
    # The clerk is not told; the manager is, in sums.
    await expect(clerk.locator("[data-rating]")).to_have_count(0)
    manager = await open_page(chromium, office, "/manager#ratings")
    await sign_in(manager, office, "manager")
    await expect(manager.locator("[data-rated=all] [data-count]")).to_have_text("1")


async def test_a_citizen_gives_the_number_up_on_the_phone_and_the_clerk_calls_the_one_behind(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 0, "L")
    async with office.client() as client:
        first, behind = [(await client.take("L")).json()["taken"] for _ in range(2)]
    await expect(clerk.locator(f"[data-list=queue] [data-code={first['code']}]")).to_be_visible()
    phone = await open_page(chromium, office, first["phone_path"])
    await phone.click("[data-action=cancel]")
    await phone.click("[data-action=confirm]")
    await expect(phone.locator("[data-outcome=cancelled]")).to_be_visible()
    await expect(clerk.locator(f"[data-list=queue] [data-code={first['code']}]")).to_have_count(0)
    await clerk.click(f"[data-list=queue] [data-code={behind['code']}] [data-action=ticket]")
    await expect(clerk.locator("[data-dialog=ticket] [data-why]")).to_be_visible()
