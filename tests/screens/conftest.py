"""A small office in Chromium, with a service whose numbers are used up after one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page

from tests.running_office import RunningOffice

OFFICE = """
[office]
id = "phuong-thu"
name = "Trung tâm Phục vụ hành chính công phường Thử"
[hours]
days = ["tue"]
issue = [["07:00", "11:15"], ["13:15", "16:15"]]
serve = [["07:30", "11:30"], ["13:30", "17:00"]]
[[service]]
prefix = "A"
name = { vi = "Chứng thực", en = "Certification" }
group = { vi = "Tư pháp", en = "Justice" }
documents = ["Bản chính giấy tờ cần chứng thực", "Căn cước hoặc hộ chiếu"]
[[service]]
prefix = "B"
name = { vi = "Lao động – Bảo trợ xã hội – Người có công", en = "Labour and social protection" }
[[service]]
prefix = "C"
name = { vi = "Đất đai", en = "Land" }
daily_limit = 1
[[zone]]
id = "sanh"
name = "Sảnh"
[[counter]]
number = 3
name = "Tiếp nhận"
zone = "sanh"
services = ["A", "B", "C"]
[[priority]]
code = "cao-tuoi"
name = { vi = "Người từ 75 tuổi", en = "Aged 75 or over" }
head_start_minutes = 15
granted_by = "citizen"
"""

OpenScreen = Callable[..., Awaitable[Page]]


def set_up(folder: Path) -> RunningOffice:
    """Write the office's file into `folder`; a printer there is none."""
    folder.mkdir()
    (folder / "office.toml").write_text(OFFICE, encoding="utf-8")
    return RunningOffice(folder)


@pytest.fixture
def closed_office(tmp_path: Path) -> Iterator[RunningOffice]:
    """Give the office before its server is started."""
    running = set_up(tmp_path / "data")
    yield running
    if running.process is not None:
        running.stop()


@pytest.fixture
def office(closed_office: RunningOffice) -> RunningOffice:
    """Give the office on a working morning."""
    closed_office.start()
    return closed_office


@pytest.fixture
async def open_screen(chromium: Browser) -> AsyncIterator[OpenScreen]:
    """Give what opens a page of a size and language, with a script of the test's before the page's own.

    Whatever the page shows, it has words for it: a key that no file knows fails the test.
    """
    without_words: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.text.startswith("no text for"):
            without_words.append(message.text)

    async def open_screen(
        address: str, size: tuple[int, int] = (1080, 1920), locale: str = "vi-VN", script: str = ""
    ) -> Page:
        width, height = size
        context = await chromium.new_context(locale=locale, viewport={"width": width, "height": height})
        if script:
            await context.add_init_script(script)
        page = await context.new_page()
        page.on("console", note)
        await page.goto(address)
        return page

    yield open_screen
    assert without_words == []
