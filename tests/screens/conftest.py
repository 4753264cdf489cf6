"""A small office in Chromium, with a service whose numbers are used up after one."""

from collections.abc import Awaitable, Callable, Iterator
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

# A ward's nine services, two of them with all that a kiosk may ask for, and the longest names there are.
WARD = """
[[service]]
prefix = "E"
name = { vi = "Đăng ký hộ kinh doanh", en = "Household business registration" }
group = { vi = "Kinh tế – Đô thị", en = "Economy and urban affairs" }
[[service]]
prefix = "G"
name = { vi = "Văn hóa – Giáo dục – Y tế cơ sở", en = "Culture, education and local health care" }
group = { vi = "Văn hóa – Xã hội", en = "Culture and society" }
[[service]]
prefix = "H"
name = { vi = "Cư trú – Căn cước", en = "Residence and identity" }
group = { vi = "Công an phường", en = "Ward police" }
[[service]]
prefix = "K"
name = { vi = "Thuế – Bảo hiểm xã hội", en = "Tax and social insurance" }
group = { vi = "Cơ quan ngành dọc", en = "Vertical agencies" }
[[service]]
prefix = "L"
name = { vi = "Trả kết quả", en = "Collect results" }
collects_results = true
[[service]]
prefix = "V"
name = { vi = "Hướng dẫn dịch vụ công trực tuyến", en = "Help with online public services" }
[[zone]]"""
WARD_OFFICE = (
    OFFICE.replace("documents", "appointments = { slot_minutes = 30, per_slot = 20 }\ndocuments", 1)
    .replace("[[zone]]", WARD.lstrip(), 1)
    .replace('"C"]', '"C", "E", "G", "H", "K", "L", "V"]')
    .replace('en = "Labour and social protection" }', 'en = "Labour" }\ngroup = { vi = "Tư pháp", en = "Justice" }')
    .replace('en = "Land" }', 'en = "Land" }\ngroup = { vi = "Kinh tế – Đô thị", en = "Economy and urban affairs" }')
    + "\n[phone]\nbooking = true\n"
)

OpenScreen = Callable[..., Awaitable[Page]]


def set_up(folder: Path) -> RunningOffice:
    """Write the office's file into `folder`; a printer there is none."""
    folder.mkdir()
    (folder / "office.toml").write_text(OFFICE, encoding="utf-8")
    return RunningOffice(folder)


@pytest.fixture(scope="session")
def ward_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give one ward's office on a working morning, without a printer, to all who only look or take some number."""
    data = tmp_path_factory.mktemp("ward") / "data"
    data.mkdir()
    (data / "office.toml").write_text(WARD_OFFICE, encoding="utf-8")
    running = RunningOffice(data)
    running.start()
    yield running
    running.stop()


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


def opener(browser: Browser, without_words: list[str] | None = None) -> OpenScreen:
    """What opens a page of a size and language, with a script of the test's before the page's own.

    `without_words` gets what the page complains of: a text by a key that no file knows.
    """

    def note(message: ConsoleMessage) -> None:
        if without_words is not None and message.text.startswith("no text for"):
            without_words.append(message.text)

    async def open_screen(
        address: str, size: tuple[int, int] = (1080, 1920), locale: str = "vi-VN", script: str = ""
    ) -> Page:
        width, height = size
        context = await browser.new_context(locale=locale, viewport={"width": width, "height": height})
        if script:
            await context.add_init_script(script)
        page = await context.new_page()
        page.on("console", note)
        await page.goto(address)
        return page

    return open_screen


@pytest.fixture
def open_screen(chromium: Browser) -> Iterator[OpenScreen]:
    """Give the opener of pages; whatever they show, they have words for it."""
    without_words: list[str] = []
    yield opener(chromium, without_words)
    assert without_words == []
