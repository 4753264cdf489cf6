"""The desk by keyboard: aside and on, absent and back, on to another service, out of order with a reason."""

from playwright.async_api import Browser, Page, expect

from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice


async def desk_of(office: RunningOffice, chromium: Browser, tickets: int) -> Page:
    """Give the open desk of counter 1, with so many waiting for service A."""
    async with office.client() as client:
        for _ in range(tickets):
            await client.take("A")
    clerk = await open_page(chromium, office, "/clerk?counter=1")
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
    clerk = await desk_of(office, chromium, 2)
    await press(clerk, "1", "[data-current=A001][data-state=called]")
    await press(clerk, "3", "[data-current=A001][data-state=serving]")
    await press(clerk, "6", "[data-list=held] [data-code=A001]")
    await press(clerk, "1", "[data-current=A002][data-state=called]")
    await press(clerk, "3", "[data-current=A002][data-state=serving]")
    await clerk.keyboard.press("4")
    await expect(clerk.locator("[data-current]")).to_have_count(0)
    await press(clerk, "+", "[data-current=A001][data-state=serving]")


async def test_an_absent_citizen_who_comes_back_waits_behind_the_next_two(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 4)
    await press(clerk, "1", "[data-current=A001][data-state=called]")
    await expect(clerk.locator("[data-action=no-show]")).to_be_disabled()
    for calls in (2, 3):
        await clerk.keyboard.press("2")
        await expect(clerk.get_by_text(f"lần {calls}")).to_be_visible()
        await clerk.wait_for_timeout(350)  # the same key within a third of a second is a bounce
    await press(clerk, "5", "[data-list=absent] [data-code=A001]")
    await press(clerk, "0", "[data-list=queue] [data-code=A001]")
    rows = clerk.locator("[data-list=queue] tr[data-code]")
    order = [await rows.nth(n).get_attribute("data-code") for n in range(4)]
    assert order == ["A002", "A003", "A001", "A004"]


async def test_one_key_finishes_and_calls_the_next_and_a_slip_is_undone(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 2)
    await press(clerk, "1", "[data-current=A001][data-state=called]")
    await press(clerk, "3", "[data-current=A001][data-state=serving]")
    await press(clerk, "1", "[data-current=A002][data-state=called]")
    await expect(clerk.locator("[data-said]")).to_have_text("Đã xong A001, đã gọi A002.")
    await press(clerk, "-", "[data-current=A001][data-state=serving]")
    await expect(clerk.locator("[data-list=queue] [data-code=A002]")).to_be_visible()
    await expect(clerk.locator("[data-action=undo]")).to_have_count(0)
    await press(clerk, "1", "[data-current=A002][data-state=called]")
    await press(clerk, "3", "[data-current=A002][data-state=serving]")
    await clerk.keyboard.press("1")
    await expect(clerk.locator("[data-said]")).to_have_text("Đã xong A002. Không còn ai chờ.")
    assert office.journal_is_whole()


async def test_a_transfer_goes_on_to_another_service(office: RunningOffice, chromium: Browser) -> None:
    clerk = await desk_of(office, chromium, 1)
    await press(clerk, "1", "[data-current=A001][data-state=called]")
    await press(clerk, "7", "dialog[open]")
    # Keys of the desk do nothing while a dialog asks: here the digits choose.
    await clerk.keyboard.press("2")
    await expect(clerk.locator("dialog [name=service][value=L]")).to_be_checked()
    await clerk.click("dialog [data-action=confirm]")
    await expect(clerk.locator("[data-current]")).to_have_count(0)
    assert office.rows("SELECT n, service_id, state, outcome FROM turns ORDER BY n") == [
        (1, "A", "ended", "transferred"),
        (2, "L", "waiting", None),
    ]


async def test_a_call_out_of_order_needs_a_reason_and_names_whom_it_overtook(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 3)
    await clerk.click("[data-list=queue] [data-code=A003] [data-action=call]")
    await clerk.click("dialog [data-action=confirm]")
    await expect(clerk.locator("dialog[open]")).to_be_visible()
    await clerk.fill("dialog [name=reason]", "Hẹn trước với cán bộ")
    await clerk.keyboard.press("Enter")
    await expect(clerk.locator("[data-current=A003]")).to_be_visible()
    ((body,),) = office.rows("SELECT body FROM journal WHERE event = 'called'")
    assert '"overtaken":["20261124-A001","20261124-A002"]' in body
    assert "Hẹn trước" in body


async def test_a_citizen_without_a_ticket_and_one_who_leaves_are_in_the_record(
    office: RunningOffice, chromium: Browser
) -> None:
    clerk = await desk_of(office, chromium, 1)
    await press(clerk, "Delete", "dialog[open]")
    await clerk.click("dialog [data-action=confirm]")
    await expect(clerk.locator("[data-list=queue] [data-code=A001]")).to_have_count(0)
    await press(clerk, "8", "dialog[open]")
    await clerk.fill("dialog [name=reason]", "Bổ sung giấy tờ")
    await clerk.keyboard.press("Enter")
    await expect(clerk.locator("[data-current=A002][data-state=serving]")).to_be_visible()
    events = [event for (event,) in office.rows("SELECT event FROM journal ORDER BY seq")]
    assert events[-2:] == ["cancelled", "walked_in"]
