"""The manager's page of printers, and tickets without paper on the clerk's desk, beside a stand-in of a printer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, expect

from tests.journeys.test_one_visit import open_page, sign_in, take_number
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.screens.looking import look
from tests.standins.escpos_printer import EscposPrinter


@pytest.fixture(scope="module")
def machine() -> Iterator[EscposPrinter]:
    with EscposPrinter() as printer:
        yield printer


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, machine: EscposPrinter) -> Iterator[RunningOffice]:
    running = RunningOffice(tmp_path_factory.mktemp("office") / "data", printer=machine.address)
    running.start()
    yield running
    running.stop()


async def at_printers(chromium: Browser, office: RunningOffice) -> Page:
    page = await open_page(chromium, office, "/manager#printers")
    await sign_in(page, office, "manager")
    await expect(page.locator("[data-printer=default]")).to_be_visible()
    return page


async def without_paper(office: RunningOffice, machine: EscposPrinter) -> str:
    """The code of a ticket that did not come out; the printer is well again."""
    machine.open_cover()
    async with office.client() as client:
        answer = (await client.take("A")).json()
    machine.close_cover()
    assert not answer["paper"]["printed"]
    return str(answer["taken"]["code"])


async def test_a_manager_sees_what_was_not_printed_and_prints_it_again(
    office: RunningOffice, machine: EscposPrinter, chromium: Browser, artifacts: Path
) -> None:
    code = await without_paper(office, machine)
    page = await at_printers(chromium, office)
    await expect(page.locator("[data-paper='72'] img")).to_be_visible()
    await expect_accessible(page)
    row = page.locator(f"[data-list=not_printed] [data-code={code}]")
    await expect(row).to_contain_text("nắp đang mở")
    await page.screenshot(path=artifacts / "manager-printers.png", full_page=True)
    papers = len(machine.tickets)
    await row.locator("[data-action=reprint]").click()
    await expect(row).to_have_count(0, timeout=10_000)  # the paper itself may take five seconds
    assert len(machine.wait_for_tickets(papers + 1)) == papers + 1


async def test_a_clerk_sees_what_was_not_printed_and_prints_it_again(
    office: RunningOffice, machine: EscposPrinter, chromium: Browser, artifacts: Path
) -> None:
    code = await without_paper(office, machine)
    page = await open_page(chromium, office, "/clerk?counter=1")
    await sign_in(page, office, "clerk")
    await page.click("[data-action=open]")
    row = page.locator(f"[data-list=not_printed] [data-code={code}]")
    await expect(row).to_contain_text("nắp đang mở")
    await page.screenshot(path=artifacts / "clerk-not-printed.png")
    papers = len(machine.tickets)
    await row.locator("[data-action=reprint]").click()
    await expect(row).to_have_count(0, timeout=10_000)  # the paper itself may take five seconds
    assert len(machine.wait_for_tickets(papers + 1)) == papers + 1


async def test_a_manager_tries_a_printer_and_notes_a_new_roll(
    office: RunningOffice, machine: EscposPrinter, chromium: Browser
) -> None:
    page = await at_printers(chromium, office)
    row = page.locator("[data-printer=default]")
    papers = len(machine.tickets)
    await row.locator("[data-action=try]").click()
    await expect(page.locator("[data-said]")).to_have_text("Đã in phiếu thử.")
    assert len(machine.tickets) == papers + 1
    await row.locator("input").fill("60")
    await row.locator("[data-action=roll]").click()
    await expect(row).to_contain_text("trên 60 m")


async def test_a_template_is_seen_at_both_widths_refused_in_words_and_saved(
    office: RunningOffice, chromium: Browser, artifacts: Path
) -> None:
    page = await at_printers(chromium, office)
    for width in ("72", "48"):  # what the heads of 80 and 58 mm printers reach
        await expect(page.locator(f"[data-paper='{width}'] img")).to_be_visible()
    editor = page.locator("[data-template]")
    text = await editor.input_value()
    save = page.locator("[data-action=save-template]")
    await expect(save).to_be_disabled()
    await editor.fill(text.replace("side_margin", "side_margn", 1))
    await expect(page.locator("[data-problem]")).to_contain_text('có phải là "side_margin"?')
    await expect(save).to_be_disabled()
    await editor.fill(text.replace("size = 32.0", "size = 20.0", 1))
    await expect(page.locator("[data-problem]")).to_have_count(0)
    await page.locator("[data-sample=paper]").select_option("reprint")
    await page.locator("[data-sample=language]").select_option("en")
    await expect(save).to_be_enabled()
    await save.click()
    await expect(page.locator("[data-saved=true]")).to_be_visible()
    await page.screenshot(path=artifacts / "manager-ticket-look.png", full_page=True)
    assert "size = 20.0" in (office.data / "ticket.toml").read_text("utf-8")


async def test_a_kiosk_whose_printer_hangs_shows_the_number_and_has_the_next_citizen(
    office: RunningOffice, machine: EscposPrinter, chromium: Browser, artifacts: Path
) -> None:
    kiosk = await open_page(chromium, office, f"/kiosk#token={office.secrets['kiosk']}")
    await kiosk.click("[data-service=A]")
    machine.stall()
    await kiosk.click("[data-action=take]")
    # Paper is awaited for five seconds; tests/journeys/test_faulty_printers.py holds the answer to six.
    await expect(kiosk.locator("[data-printed=false]")).to_contain_text("không trả lời", timeout=15_000)
    await kiosk.screenshot(path=artifacts / "kiosk-printer-hangs.png")
    machine.go_on()
    await kiosk.click("[data-action=restart]")
    # It says that there is no paper, until the printer was asked again.
    await expect(kiosk.locator("[data-service=A]")).to_be_visible(timeout=15_000)
    await take_number(kiosk, "A")
    await expect(kiosk.locator("[data-printed=true]")).to_be_visible(timeout=15_000)


async def test_a_logo_is_seen_on_the_ticket_before_it_is_used_and_a_former_look_comes_back(
    office: RunningOffice, chromium: Browser, artifacts: Path, tmp_path: Path
) -> None:
    page = await at_printers(chromium, office)
    papers = page.locator("[data-paper] img")
    await expect(papers).to_have_count(2)
    before = [await papers.nth(n).get_attribute("src") for n in range(2)]
    (tmp_path / "notes.png").write_text("no picture", "utf-8")
    await page.locator("[data-logo-file]").set_input_files(tmp_path / "notes.png")
    await expect(page.locator("[data-problem]")).to_contain_text("không phải là ảnh PNG hoặc JPEG")
    await expect(page.locator("[data-action=logo-use]")).to_be_disabled()
    star(tmp_path / "seal.png")
    await page.locator("[data-logo-file]").set_input_files(tmp_path / "seal.png")
    await expect(page.locator("[data-trying]")).to_be_visible()
    await expect(papers).to_have_count(2)
    for n in range(2):
        await expect(papers.nth(n)).not_to_have_attribute("src", str(before[n]))
    assert not (office.data / "logo.png").exists()
    await page.screenshot(path=artifacts / "manager-ticket-logo.png", full_page=True)
    await page.locator("[data-action=logo-use]").click()
    await expect(page.locator("[data-logo=true]")).to_be_visible()
    await page.locator(".looks summary").click()
    await expect_accessible(page)
    await page.locator("[data-action=look-again]").first.click()
    await expect(page.locator("[data-logo=false]")).to_be_visible()
    assert not (office.data / "logo.png").exists()


def star(path: Path) -> None:
    picture = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(picture).regular_polygon((200, 200, 190), 5, fill=(200, 30, 30, 255))
    picture.save(path)


async def test_an_administrator_adds_a_printer_gives_it_other_paper_and_takes_it_away(
    chromium: Browser, office: RunningOffice, machine: EscposPrinter, artifacts: Path
) -> None:
    page = await open_page(chromium, office, "/manager#printers")
    await sign_in(page, office, "administrator")
    form = page.locator("[data-form=new-printer]")
    await form.locator("[name=printer]").fill("may-2")
    await form.locator("[name=address]").fill("png:/tmp")
    await form.locator("[data-action=save-printer]").click()
    await expect(form.locator("[data-refused]")).to_contain_text("Không dùng được địa chỉ máy in")
    await look(page, artifacts, "printers-refused")
    await form.locator("[name=address]").fill(machine.address)
    await form.locator("[data-action=save-printer]").click()
    row = page.locator("[data-printer=may-2]")
    await expect(row).to_contain_text("80 mm")
    await row.locator("[data-action=change-printer]").click()
    await page.locator("[data-form=printer] [name=width_dots]").select_option("384")
    await page.locator("[data-form=printer] [data-action=save-printer]").click()
    await expect(row).to_contain_text("58 mm")
    await row.locator("[data-action=remove-printer]").click()
    await expect(page.locator("[data-dialog=remove-printer]")).to_contain_text("máy in mặc định")
    await page.locator("[data-dialog=remove-printer] [data-action=confirm]").click()
    await expect(row).to_have_count(0)
    events = office.rows("SELECT event, actor FROM journal WHERE event IN ('printer_saved', 'printer_removed')")
    assert [event for event, _ in events] == ["printer_saved", "printer_saved", "printer_removed"]
    assert {actor for _, actor in events} == {"administrator:administrator"}


async def test_a_manager_may_not_change_the_printers(chromium: Browser, office: RunningOffice) -> None:
    page = await at_printers(chromium, office)
    form = page.locator("[data-form=new-printer]")
    await form.locator("[name=printer]").fill("may-3")
    await form.locator("[name=address]").fill("tcp:127.0.0.1:9100")
    await form.locator("[data-action=save-printer]").click()
    await expect(form.locator("[data-refused]")).to_contain_text("Chỉ người quản trị")
