"""The first start of an empty folder: with the code in the terminal, the wizard makes an office that can work."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from queue_server.office_file import read_office
from tests.screens.axe import expect_accessible
from tests.screens.conftest import OpenScreen


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """Give the address of an office that was never set up, the code in its terminal, and its folder."""
    command = [sys.executable, "-m", "queue_server", "run", "--data", str(tmp_path), "--port", "0", "--printer", "none"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address, told = process.stdout.readline().split()[-1], process.stdout.readline()
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", told)
    assert found, told
    yield address, found[0], tmp_path
    process.terminate()
    process.wait(30)
    process.stdout.close()


async def test_an_office_is_ready_after_five_short_steps_and_nobody_else_can_begin_it(
    open_screen: OpenScreen, fresh: tuple[str, str, Path]
) -> None:
    address, code, data = fresh
    page = await open_screen(address, (1280, 900))
    next_step = page.locator("[data-action=next]")
    await page.locator("[name=code]").fill("0000-0000")
    await expect_accessible(page)
    await next_step.click()
    await page.locator("[name=office_name]").fill("Bộ phận một cửa phường Mới")
    await page.locator("[name=reading]").select_option("south")
    await page.keyboard.press("Enter")
    await page.locator("[name=issue0]").fill("07:15")
    await next_step.click()
    await page.locator("[name=template][value=ward]").check()
    await page.locator("[name=counters]").fill("3")
    await next_step.click()
    await page.locator("[name=name]").fill("hoa")
    await page.locator("[name=display_name]").fill("Lê Thị Hoa")
    await page.locator("[name=password]").fill("một mật khẩu dài")
    await expect_accessible(page)
    await next_step.click()
    await expect(page.locator("[data-told]")).to_contain_text("Mã không đúng")
    for _ in range(4):
        await page.locator("[data-action=back]").click()
    await page.locator("[name=code]").fill(code.lower())
    for _ in range(5):
        await next_step.click()
    await expect(page.locator("[data-part-page=overview]")).to_contain_text("Bộ phận một cửa phường Mới")
    office = read_office((data / "office.toml").read_text("utf-8"))
    assert (office.region, len(office.counters), str(office.hours.week[0].issue[0].start)) == ("south", 3, "07:15:00")
    assert all(office.counters_serving(service.id) for service in office.services)
    again = await page.request.get(f"{address}/api/first-run")
    assert (await again.json()) == {"is_needed": False}
