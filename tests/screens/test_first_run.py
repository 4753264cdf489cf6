"""The first start of an empty folder: with the code in the terminal, the wizard makes an office that works."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from queue_server.office_file import read_office
from tests.journeys.test_one_visit import take_number
from tests.running_office import MORNING
from tests.screens.conftest import OpenScreen
from tests.screens.looking import look

# A password is made slow on purpose, and a loaded machine makes it slower.
PATIENCE_MS = 30_000


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """Give the address of an office that was never set up, the code in its terminal, and its folder."""
    command = [sys.executable, "-m", "queue_server", "run", "--data", str(tmp_path), "--port", "0", "--printer", "none"]
    process = subprocess.Popen([*command, "--clock-start", MORNING], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address, told = process.stdout.readline().split()[-1], process.stdout.readline()
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", told)
    assert found, told
    yield address, found[0], tmp_path
    process.terminate()
    process.wait(30)
    process.stdout.close()


async def sign_in(page: Page, name: str, password: str) -> None:
    await page.locator("input[name=name]").fill(name)
    await page.locator("input[name=password]").fill(password)
    await page.keyboard.press("Enter")


async def answer_the_wizard(page: Page, artifacts: Path) -> None:
    """Answer its five steps, the first with a code that is wrong."""
    next_step = page.locator("[data-action=next]")
    # An empty step is not left, and says which field it wants.
    await next_step.click()
    await expect(page.locator("[data-step=code]")).to_be_visible()
    await expect(page.locator("[name=code]:invalid")).to_be_focused()
    await page.locator("[name=code]").fill("0000-0000")
    await look(page, artifacts, "first-run-1-code")
    await next_step.click()
    await page.locator("[name=office_name]").fill("Bộ phận một cửa phường Mới")
    await page.locator("[name=reading]").select_option("south")
    await look(page, artifacts, "first-run-2-office")
    await page.keyboard.press("Enter")
    await page.locator("[name=issue0]").fill("07:15")
    await look(page, artifacts, "first-run-3-hours")
    await next_step.click()
    await page.locator("[name=template][value=ward]").check()
    await page.locator("[name=counters]").fill("3")
    await look(page, artifacts, "first-run-4-template")
    await next_step.click()
    await page.locator("[name=name]").fill("hoa")
    await page.locator("[name=display_name]").fill("Lê Thị Hoa")
    await page.locator("[name=password]").fill("một mật khẩu dài")
    await look(page, artifacts, "first-run-5-administrator")
    await next_step.click()
    await expect(page.locator("[data-told]")).to_contain_text("Mã không đúng", timeout=PATIENCE_MS)
    await look(page, artifacts, "first-run-wrong-code")


async def mend_the_code(page: Page, code: str) -> None:
    """Go back to the first step; what the others were answered stays."""
    for _ in range(4):
        await page.locator("[data-action=back]").click()
    await page.locator("[name=code]").fill(code)
    for _ in range(5):
        await page.locator("[data-action=next]").click()


async def add_a_clerk(page: Page) -> None:
    await page.locator("[data-hint=no_clerk] a").click()
    form = page.locator("[data-form=new-person]")
    await form.locator("[name=name]").fill("lan")
    await form.locator("[name=display_name]").fill("Nguyễn Thị Lan")
    await form.locator("[name=password]").fill("mật khẩu của Lan")
    await form.locator("button").click()
    await expect(page.locator("[data-person=lan]")).to_be_visible(timeout=PATIENCE_MS)


async def pair_as_kiosk(page: Page, screen: Page) -> None:
    await expect(screen.locator("[data-pairing]")).to_be_visible()
    await page.locator("[data-page=screens]").click()
    form = page.locator("[data-form=pair]")
    await form.locator("[name=code]").fill(str(await screen.get_attribute("[data-pairing]", "data-pairing")))
    await form.locator("[name=kind]").select_option("kiosk")
    await form.locator("[name=name]").fill("Máy lấy số cửa chính")
    await form.locator("[data-action=pair]").click()
    await expect(screen.locator("[data-service=A]")).to_be_visible(timeout=PATIENCE_MS)


async def test_an_office_works_after_five_short_steps_and_nobody_else_can_begin_it(
    open_screen: OpenScreen, fresh: tuple[str, str, Path], artifacts: Path
) -> None:
    address, code, data = fresh
    page = await open_screen(address, (1366, 768))
    await answer_the_wizard(page, artifacts)
    await mend_the_code(page, code.lower())
    overview = page.locator("[data-part-page=overview]")
    await expect(overview).to_contain_text("Bộ phận một cửa phường Mới", timeout=PATIENCE_MS)
    office = read_office((data / "office.toml").read_text("utf-8"))
    assert (office.region, len(office.counters), str(office.hours.week[0].issue[0].start)) == ("south", 3, "07:15:00")
    assert all(office.counters_serving(service.id) for service in office.services)
    again = await page.request.get(f"{address}/api/first-run")
    assert (await again.json()) == {"is_needed": False}

    # What is still missing leads on: to a clerk, and to a kiosk. Then a citizen is called.
    await expect(page.locator("[data-hint=no_clerk], [data-hint=no_kiosk]")).to_have_count(2)
    await look(page, artifacts, "first-run-what-is-missing")
    await add_a_clerk(page)
    kiosk = await open_screen(f"{address}/display", (1080, 1920))
    await pair_as_kiosk(page, kiosk)
    number = await take_number(kiosk, "A")
    desk = await open_screen(f"{address}/clerk?counter={office.counters_serving('A')[0].number}", (1366, 768))
    await sign_in(desk, "lan", "mật khẩu của Lan")
    await desk.locator("[data-action=open]").click(timeout=PATIENCE_MS)
    await desk.locator("[data-action=next]").click()
    await expect(desk.locator("main")).to_contain_text(number)
    await expect(desk.locator("[data-action=start]")).to_be_enabled()
