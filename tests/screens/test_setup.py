"""The set-up pages in a browser: a form, what would change, in force on the kiosk without a reload."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Dialog, Page, expect

from queue_server.domain.office import Office
from queue_server.office_file import EXAMPLES, read_office
from tests.running_office import RunningOffice, refusal
from tests.screens.axe import expect_accessible
from tests.screens.looking import SIZES, look, nothing_is_cut, switch_language

PARTS = ["overview", "office", "hours", "service", "counter", "zone", "priority", "phone", "identity_card"]
PARTS += ["announcements", "alerts", "rating_reason", "people", "file", "history"]
LONG = "Lao động – Thương binh – Bảo trợ xã hội – Giảm nghèo – Người có công với cách mạng – Trẻ em và bình đẳng giới"
OpenWindow = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give the starter office at eight o'clock, to all tests."""
    running = RunningOffice(tmp_path_factory.mktemp("setup") / "data")
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
async def open_window(usual_chromium: Browser, office: RunningOffice) -> AsyncIterator[OpenWindow]:
    """Give what opens a page in a browser of its own; all are closed after the last test."""
    opened: list[Page] = []

    async def open_window(path: str, name: str = "", password: str = "") -> Page:
        width, height = SIZES[0]
        context = await usual_chromium.new_context(locale="vi-VN", viewport={"width": width, "height": height})
        opened.append(await context.new_page())
        page = opened[-1]
        await page.goto(office.address + path)
        if name:
            await page.locator("input[name=name]").fill(name)
            await page.locator("input[name=password]").fill(password or office.secrets[name])
            await page.locator("form .primary").click()
            await expect(page.locator("[data-action=sign-out]")).to_be_visible()
        return page

    yield open_window
    for page in opened:
        await page.context.close()


class Asked(list[str]):
    """What the browser asked before it left the page; `stay` refuses."""

    stay = False

    async def answer(self, dialog: Dialog) -> None:
        self.append(dialog.type)
        await (dialog.dismiss() if self.stay else dialog.accept())


@pytest.fixture(scope="module")
def asked() -> Asked:
    return Asked()


@pytest.fixture(scope="module")
async def window(open_window: OpenWindow, asked: Asked) -> Page:
    """Give the administrator's window, signed in, to all tests."""
    page = await open_window("/manager#setup/overview", "administrator")
    page.on("dialog", asked.answer)
    return page


@pytest.fixture
async def page(window: Page, office: RunningOffice) -> Page:
    """Give the window as it is after loading, whatever the test before typed."""
    await window.evaluate("localStorage.clear()")
    await window.goto("about:blank")
    await window.goto(f"{office.address}/manager#setup/overview")
    await expect(window.locator("[data-part-page=overview]")).to_be_visible()
    return window


async def at(page: Page, part: str) -> None:
    await page.locator(f"[data-part={part}]").click()
    await expect(page.locator(f"[data-part-page={part}]")).to_be_visible()


def field(page: Page, where: str) -> str:
    return f"[data-field='{where}']"


async def fill(page: Page, where: str, value: str, n: int = 0) -> None:
    await page.locator(f"{field(page, where)} :is(input, textarea)").nth(n).fill(value)


async def apply(page: Page) -> None:
    await page.locator("[data-action=look]").click()
    await page.locator("[data-action=apply]").click()
    await expect(page.locator("[data-apply-bar]")).to_have_count(0)


def in_force(office: RunningOffice) -> Office:
    return read_office((office.data / "office.toml").read_text("utf-8"))


def row_of(office: RunningOffice, table: str, key: str) -> dict[str, Any]:
    """What the last set-up changed there, as the journal has it, by place."""
    ((body,),) = office.rows("SELECT body FROM journal WHERE event = 'office_set_up' ORDER BY seq DESC LIMIT 1")
    return {one["where"]: one for one in json.loads(body)["changes"] if one["where"].startswith(f"{table}/{key}")}


async def test_a_whole_file_is_brought_in_after_a_look_taken_out_with_every_meaning_and_taken_back(
    page: Page, office: RunningOffice
) -> None:
    before = in_force(office)
    ward = (EXAMPLES / "ward_office.toml").read_text("utf-8")
    text = ward.replace('id = "phuong-hoa-binh"', f'id = "{before.id}"')
    await at(page, "file")
    # First with a slip: where it is, in words, and nothing to apply.
    await page.locator("[data-import]").fill(text.replace('\nzone = "', '\nzona = "', 1))
    await page.locator("[data-action=look-whole]").click()
    await expect(page.locator("[data-problems] li").first).to_contain_text("Quầy 1")
    await expect(page.locator("[data-action=apply-whole]")).to_have_count(0)
    await page.locator("[data-import]").fill(text)
    await page.locator("[data-action=look-whole]").click()
    await expect(page.locator("[data-change='office/name']")).to_be_visible()
    await page.locator("[data-action=apply-whole]").click()
    await expect(page.locator("[data-import]")).to_have_value("")
    assert in_force(office) == read_office(text)
    found = {}
    for action in ("export", "export-as-it-is"):
        async with page.expect_download() as started:
            await page.locator(f"[data-action={action}]").click()
        found[action] = Path(await (await started.value).path()).read_text("utf-8")
    assert found["export-as-it-is"] == text
    assert read_office(found["export"]) == read_office(text)
    assert "# Được tính như đến sớm hơn chừng này phút." in found["export"]
    await at(page, "history")
    await page.locator("[data-version='1'] summary").click()
    await page.locator("[data-action=look-version]").click()
    await page.locator("[data-action=apply-whole]").click()
    await expect(page.locator("[data-version]")).to_have_count(3)
    assert in_force(office) == before
    assert office.rows("SELECT COUNT(*) FROM journal WHERE event = 'office_set_up'") == [(3,)]


async def test_a_new_service_is_on_the_kiosk_at_once_and_a_closed_one_says_so(
    page: Page, office: RunningOffice, open_window: OpenWindow
) -> None:
    kiosk = await open_window(f"/kiosk#token={office.secrets['kiosk']}")
    await expect(kiosk.get_by_text("Hộ tịch mới")).to_have_count(0)
    await at(page, "service")
    n = await page.locator("[data-row]").count()
    await page.locator("[data-action=add]").click()
    await fill(page, f"service.{n}.name", "Hộ tịch mới")
    await at(page, "counter")
    await page.locator("[data-row='3'] summary").click()
    await page.get_by_label("E – Hộ tịch mới").first.check()
    await page.locator("[data-action=look]").click()
    await expect(page.locator("[data-change='service/E']")).to_be_visible()
    await expect(page.locator("[data-change='counter/3/services']")).to_be_visible()
    await page.locator("[data-action=apply]").click()
    await expect(kiosk.get_by_text("Hộ tịch mới")).to_be_visible()
    # Renamed, its people and its letter stay.
    await at(page, "service")
    await page.locator("[data-row='E'] summary").click()
    await fill(page, f"service.{n}.name", "Khai sinh")
    await apply(page)
    await expect(kiosk.get_by_text("Khai sinh")).to_be_visible()
    await page.locator("[data-row='E'] summary").click()
    await page.locator("[data-row='E'] [data-action=delete]").click()
    await apply(page)
    await expect(kiosk.get_by_text("Khai sinh")).to_have_count(0)
    await kiosk.context.close()


SERVICE = {"name": "Khai tử", "documents": "Đơn đề nghị\nCăn cước", "group": "Tư pháp"}
# A part, what is typed for a new row, its name in the file, and what is changed then.
ROWS = [
    ("service", SERVICE, "E", ("usual_minutes", "12")),
    ("counter", {"name": "Quầy lưu động"}, "5", ("name", "Quầy cuối sảnh")),
    ("zone", {"name": "Tầng hai", "id": "tang-hai"}, "tang-hai", ("volume", "60")),
    ("priority", {"name": "Người nuôi con nhỏ", "code": "con-nho"}, "con-nho", ("head_start_minutes", "20")),
    ("rating_reason", {"name": "Phải chờ lâu quá", "code": "lau-qua"}, "lau-qua", ("name", "Chờ quá lâu")),
]


@pytest.mark.parametrize(("table", "typed", "key", "change"), ROWS, ids=[row[0] for row in ROWS])
async def test_each_list_gets_a_row_that_is_changed_and_goes_again(
    page: Page, office: RunningOffice, table: str, typed: dict[str, str], key: str, change: tuple[str, str]
) -> None:
    before = in_force(office)
    await at(page, table)
    n = await page.locator("[data-row]").count()
    await page.locator("[data-action=add]").click()
    for name, value in typed.items():
        await fill(page, f"{table}.{n}.{name}", value)
    await apply(page)
    assert row_of(office, table, key)[f"{table}/{key}"]["before"] is None
    await page.locator(f"[data-row='{key}'] summary").click()
    await fill(page, f"{table}.{n}.{change[0]}", change[1])
    await apply(page)
    assert change[1] in str(row_of(office, table, key)[f"{table}/{key}/{change[0]}"]["after"])
    await page.locator(f"[data-row='{key}'] summary").click()
    await page.locator(f"[data-row='{key}'] [data-action=delete]").click()
    await expect(page.locator(f"[data-row='{key}']")).to_have_count(0)
    await apply(page)
    assert row_of(office, table, key)[f"{table}/{key}"]["after"] is None
    assert in_force(office) == before


@pytest.mark.parametrize(
    ("part", "where", "values"),
    [
        ("hours", "hours.closed", ["2027-01-01", "2027-01-01\n2027-04-30", ""]),
        ("office", "office.notice", ["Xin giữ phiếu.", "Xin giữ phiếu đến khi xong việc.", ""]),
        ("office", "office.address", ["Số 1 phố Huế", "Số 2 phố Huế", ""]),
    ],
)
async def test_a_holiday_or_a_text_is_set_changed_and_taken_away(
    page: Page, office: RunningOffice, part: str, where: str, values: list[str]
) -> None:
    before = in_force(office)
    await at(page, part)
    original = await page.locator(f"{field(page, where)} :is(input, textarea)").first.input_value()
    for value in [*values[:2], original]:
        await fill(page, where, value)
        await apply(page)
        await page.reload()
        await expect(page.locator(f"{field(page, where)} :is(input, textarea)").first).to_have_value(value)
    assert in_force(office) == before


async def test_a_service_with_people_waiting_is_closed_and_not_deleted_and_the_words_say_so(
    page: Page, office: RunningOffice
) -> None:
    async with office.client() as client:
        await client.take("C")
        await at(page, "service")
        await page.locator("[data-row='C'] summary").click()
        await page.locator("[data-row='C'] [data-action=delete]").click()
        await page.locator("[data-action=look]").click()
        told = page.locator("[data-problem=service_has_people]")
        await expect(told).to_contain_text("C – Đất đai")
        await expect(page.locator("[data-action=apply]")).to_have_count(0)
        await page.locator("[data-action=discard]").click()
        # Its letter stands on paper in the hall; that is said beside the letter.
        await page.locator("[data-row='C'] summary").click()
        n = await page.locator("[data-row]").evaluate_all("all => all.findIndex(one => one.dataset.row === 'C')")
        await fill(page, f"service.{n}.prefix", "Y")
        await page.locator("[data-action=look]").click()
        await expect(page.locator(f"{field(page, f'service.{n}.prefix')} [role=alert]")).to_be_visible()
        await page.locator("[data-action=discard]").click()
        await page.locator("[data-row='C'] [data-action=close]").click()
        await apply(page)
        await expect(page.locator("[data-row='C'] summary")).to_contain_text("đang ngừng nhận")
        assert refusal(await client.take("C")) == "service_closed"
        await page.locator("[data-row='C'] summary").click()
        await page.locator("[data-row='C'] [data-action=open]").click()
        await apply(page)
        assert (await client.take("C")).status_code == 200


async def test_what_is_wrong_stands_beside_its_field_and_nothing_applies(page: Page, office: RunningOffice) -> None:
    await at(page, "hours")
    original = await page.locator(f"{field(page, 'hours.issue')} input").input_value()
    await fill(page, "hours.issue", "7h–11h15, 9h–16h")
    await page.locator("[data-action=look]").click()
    wrong = page.locator(f"{field(page, 'hours.issue')} [role=alert]")
    await expect(wrong).to_contain_text("09:00–16:00 chồng lên khoảng giờ trước")
    await expect(page.locator("[data-problems] li")).to_contain_text("Giờ")
    await expect(page.locator("[data-action=apply]")).to_have_count(0)
    await expect_accessible(page)
    await fill(page, "hours.issue", "7h–11h15, 13h15–16h")
    await apply(page)
    assert 'issue = [["07:00", "11:15"], ["13:15", "16:00"]]' in (office.data / "office.toml").read_text("utf-8")
    await fill(page, "hours.issue", original)
    await apply(page)


async def test_two_administrators_do_not_undo_each_other_unseen(page: Page, open_window: OpenWindow) -> None:
    other = await open_window("/manager#setup/office", "administrator")
    await at(page, "office")
    for one, minutes in ((page, "21"), (other, "22")):
        await fill(one, "office.target_wait_minutes", minutes)
        await one.locator("[data-action=look]").click()
    await page.locator("[data-action=apply]").click()
    await expect(page.locator("[data-apply-bar]")).to_have_count(0)
    await other.locator("[data-action=apply]").click()
    await expect(other.locator("[data-told]")).to_contain_text("vừa được")
    await other.locator("[data-action=rebase]").click()
    await other.locator("[data-action=look]").click()
    await expect(other.locator("[data-change='office/target_wait_minutes']")).to_contain_text("21")
    await apply(other)
    await other.context.close()


async def test_what_was_typed_is_not_lost_unseen(page: Page, office: RunningOffice, asked: Asked) -> None:
    asked.clear()
    await at(page, "office")
    await fill(page, "office.target_wait_minutes", "44")
    # Another page keeps it, and the menu says so.
    await page.locator("[data-page=today]").click()
    await expect(page.locator("[data-unapplied]")).to_be_visible()
    await page.locator("[data-page=setup]").click()
    await at(page, "office")
    await expect(page.locator(f"{field(page, 'office.target_wait_minutes')} input")).to_have_value("44")
    # Signing out and leaving ask first.
    asked.stay = True
    await page.locator("[data-action=sign-out]").click()
    await page.evaluate("location.reload()")
    await expect(page.locator("[data-apply-bar]")).to_be_visible()
    await expect(page.locator(f"{field(page, 'office.target_wait_minutes')} input")).to_have_value("44")
    asked.stay = False
    assert asked == ["confirm", "beforeunload"]
    await page.locator("[data-action=discard]").click()
    await page.reload()
    await expect(page.locator("[data-part-page=office]")).to_be_visible()
    assert asked == ["confirm", "beforeunload"]
    assert in_force(office).target_wait.total_seconds() != 44 * 60


async def tab_to(page: Page, wanted: str) -> None:
    """Go there by the tabulator alone."""
    for _ in range(120):
        if await page.evaluate("wanted => document.activeElement?.matches(wanted)", wanted):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"{wanted} is not reached by the keyboard")


async def test_a_zone_is_made_and_removed_by_the_keyboard_alone(page: Page, office: RunningOffice) -> None:
    zones = len(in_force(office).zones)
    await page.locator("[data-part=overview]").focus()
    await tab_to(page, "[data-part=zone]")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-part-page=zone]")).to_be_visible()
    await tab_to(page, "[data-action=add]")
    await page.keyboard.press("Enter")
    await page.locator("[data-part=zone]").focus()
    await tab_to(page, f"{field(page, f'zone.{zones}.name')} input")
    await page.keyboard.type("Hành lang")
    for action in ("look", "apply"):
        await tab_to(page, f"[data-action={action}]")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-apply-bar] [data-changes]" if action == "look" else "main")).to_be_visible()
    await expect(page.locator("[data-apply-bar]")).to_have_count(0)
    assert in_force(office).zones[-1].name["vi"] == "Hành lang"
    await page.locator("[data-part=zone]").focus()
    await tab_to(page, f"[data-row='{in_force(office).zones[-1].id}'] summary")
    await page.keyboard.press("Enter")
    await tab_to(page, f"[data-row='{in_force(office).zones[-1].id}'] [data-action=delete]")
    await page.keyboard.press("Enter")
    await apply(page)
    assert len(in_force(office).zones) == zones


async def test_new_words_are_given_to_the_voice_beside_the_work_and_a_failure_is_said(
    page: Page, office: RunningOffice
) -> None:
    voices, away = office.data / "voices", office.data / "voices.away"
    await at(page, "announcements")
    sentence = page.locator("[data-field='announcements.vi'] [data-sentence=call]")
    voices.rename(away)
    voices.write_text("no folder")  # a disk that takes no new file
    try:
        await sentence.fill("Kính mời số {code} vào quầy số {counter} ạ.")
        await apply(page)
        await expect(page.locator("[data-voice=vi][data-voice-state=failed]")).to_contain_text(
            "Không tạo được", timeout=60_000
        )
    finally:
        voices.unlink()
        away.rename(voices)
    await sentence.fill("Kính mời số {code} đến quầy số {counter} ạ.")
    await apply(page)
    await expect(page.locator("[data-voice=vi][data-voice-state=making] progress")).to_be_visible()
    await expect(page.locator("[data-voice]")).to_have_count(0, timeout=120_000)
    await sentence.fill("")
    await apply(page)
    await expect(page.locator("[data-voice]")).to_have_count(0)


async def test_somebody_comes_changes_her_password_gets_another_role_and_leaves(
    page: Page, open_window: OpenWindow, artifacts: Path
) -> None:
    await at(page, "people")
    form = page.locator("[data-form=new-person]")
    await form.locator("[name=name]").fill("hoa")
    await form.locator("[name=display_name]").fill("Lê Thị Hoa")
    await form.locator("[name=role]").select_option("clerk")
    await form.locator("[name=password]").fill("mật khẩu một")
    await form.locator("button").click()
    row = page.locator("[data-person=hoa]")
    await expect(row).to_contain_text("Lê Thị Hoa")
    await row.locator("[data-action=change]").click()
    await page.locator("[data-form=person] [name=role]").select_option("manager")
    await page.locator("[data-form=person] [data-action=save-person]").click()
    await expect(row).to_contain_text("Quản lý")
    hers = await open_window("/manager#setup", "hoa", "mật khẩu một")
    await expect(hers.locator("[data-refused]")).to_contain_text("Chỉ người quản trị")
    await hers.locator("[data-action=own-password]").click()
    await hers.locator("dialog [name=old]").fill("mật khẩu một")
    await hers.locator("dialog [name=new]").fill("mật khẩu hai")
    await hers.locator("[data-action=change-password]").click()
    await expect(hers.locator("dialog .good")).to_be_visible(timeout=30_000)
    await row.locator("[data-action=remove]").click()
    dialog = page.locator("[data-dialog=remove-person]")
    await expect(dialog).to_contain_text("Lê Thị Hoa bị đăng xuất ngay")
    await look(page, artifacts, "setup-remove-person")
    await dialog.locator("[data-action=confirm]").click()
    await expect(row).to_have_count(0)
    await expect(page.locator("[data-told=good]")).to_contain_text("Lê Thị Hoa")
    # Her window was open: it asks for the password at once, which is good for nothing now.
    await expect(hers.locator("input[name=password]")).to_be_visible()
    await hers.context.close()
    last = page.locator("[data-person=administrator]")
    await last.locator("[data-action=remove]").click()
    await dialog.locator("[data-action=confirm]").click()
    await expect(dialog.locator("[role=alert]")).to_contain_text("ít nhất một người quản trị")
    await dialog.locator("[data-action=dismiss]").click()


@pytest.mark.parametrize("language", ["en", "vi"])
async def test_every_page_of_the_set_up_can_be_read_and_used_by_everybody(
    page: Page, artifacts: Path, language: str
) -> None:
    await switch_language(page, language)
    for part in PARTS:
        await at(page, part)
        rows = page.locator(".setup-part details summary")
        if await rows.count():
            await rows.first.click()
        await look(page, artifacts, f"setup-{part}", language=language, axe=language == "vi")


async def test_the_longest_names_do_not_push_anything_out_of_its_place(page: Page, artifacts: Path) -> None:
    await at(page, "office")
    await fill(page, "office.name", LONG)
    for table in ("service", "counter", "zone", "priority"):
        await at(page, table)
        await page.locator(".setup-part details summary").first.click()
        await fill(page, f"{table}.0.name", LONG)
    await page.locator("[data-action=look]").click()
    await expect(page.locator("[data-changes]")).to_be_visible()
    for part in ("overview", "service", "counter", "zone", "phone"):
        await at(page, part)
        rows = page.locator(".setup-part details summary")
        if await rows.count():
            await rows.first.click()
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            await nothing_is_cut(page)
        await page.screenshot(path=artifacts / f"setup-long-{part}.png", full_page=True)
    await page.locator("[data-action=discard]").click()
