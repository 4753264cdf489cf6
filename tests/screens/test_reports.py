"""The manager's report of a real day: charts, tables, the turns behind a figure, and the files to take away."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.async_api import Browser, BrowserContext, Page, expect

from queue_server.office_file import read_office
from queue_server.store import offices
from queue_server.store.database import connect
from queue_server.store.migrate import migrate
from tests.journeys.test_one_visit import open_page, sign_in
from tests.running_office import RunningOffice
from tests.screens.axe import expect_accessible
from tests.views import bank_day

CHARTS = ("hours", "waits", "heat", "counters")
A4_LANDSCAPE_POINTS = (842, 595)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningOffice]:
    """Give a server on the evening of the bank's day."""
    data = tmp_path_factory.mktemp("bank")
    (data / "office.toml").write_text(bank_day.set_up(), encoding="utf-8")
    # Nobody hears it: no voice is made.
    (data / "xephang.toml").write_text('voice = "none"\n', encoding="utf-8")
    office = read_office(bank_day.set_up())
    migrate(data / "office.sqlite")
    connection = connect(data / "office.sqlite")
    with connection:
        connection.execute("BEGIN")
        offices.save(connection, office, bank_day.set_up())
        bank_day.load(connection, office)
        connection.execute("UPDATE tickets SET quoted_low = 0, quoted_high = 5")
    connection.close()
    running = RunningOffice(data)
    running.start("2026-11-24T23:30:00+07:00")
    yield running
    running.stop()


@pytest.fixture(scope="module")
async def manager(bank: RunningOffice, usual_chromium: Browser) -> AsyncIterator[BrowserContext]:
    """Give the browser of a manager who is signed in: one for all tests."""
    opened = await open_page(usual_chromium, bank, "/manager")
    await sign_in(opened, bank, "manager")
    await expect(opened.locator("[data-page=reports]")).to_be_visible()
    yield opened.context
    await opened.context.close()


@pytest.fixture
async def page(bank: RunningOffice, manager: BrowserContext) -> AsyncIterator[Page]:
    """Give the page of reports in a window of its own."""
    opened = await manager.new_page()
    await opened.goto(f"{bank.address}/manager#reports")
    await expect(opened.locator("[data-report]")).to_be_visible()
    yield opened
    await opened.close()


def recorded(bank: RunningOffice, query: str) -> int:
    connection = sqlite3.connect(bank.data / "office.sqlite")
    try:
        return int(connection.execute(query).fetchone()[0])
    finally:
        connection.close()


async def test_the_report_of_a_day_is_read_at_a_glance_and_without_seeing_it(page: Page, artifacts: Path) -> None:
    plan = bank_day.recorded()
    await expect(page.locator("[data-figure=issued] dd")).to_have_text(str(len(plan.visits)))
    await expect(page.locator("[data-exact=true]")).to_be_visible()
    for name in CHARTS:
        drawn = page.locator(f"[data-chart={name}][data-drawn=true]")
        await expect(drawn.locator("svg")).to_be_visible()
        await expect(drawn).to_have_attribute("aria-label", re.compile(".+"))
        assert await page.locator(f"table[data-table={name}] tbody tr").count() > 0
    hours = page.locator("table[data-table=hours] tbody tr")
    numbers = [int(text) for text in await hours.locator("td:nth-child(2)").all_text_contents()]
    assert sum(numbers) == len(plan.visits)
    await expect(page.locator(".report-chart .none")).to_have_count(1)  # nobody rated
    await page.screenshot(path=artifacts / "manager-reports.png", full_page=True)
    await expect_accessible(page)


async def turns_behind(page: Page) -> set[str]:
    """Read the open list of turns to its end, and close it."""
    rows = page.locator("[data-table=turns] tbody tr")
    await expect(page.locator("[data-turns]")).to_be_focused()
    seen = set(await rows.evaluate_all("all => all.map((row) => row.dataset.turn)"))
    while await page.locator("[data-action=next-turns]").is_enabled():
        async with page.expect_response(lambda answer: "/reports/turns" in answer.url):
            await page.click("[data-action=next-turns]")
        await expect(rows.first).not_to_have_attribute("data-turn", next(iter(sorted(seen))))
        seen |= set(await rows.evaluate_all("all => all.map((row) => row.dataset.turn)"))
    await page.click("[data-action=close-turns]")
    await expect(rows).to_have_count(0)
    return seen


async def test_each_figure_of_the_tables_opens_the_turns_behind_it_page_by_page(
    page: Page, bank: RunningOffice
) -> None:
    cancelled = recorded(bank, "SELECT COUNT(*) FROM turns WHERE service_id = 'PS' AND outcome = 'cancelled'")
    figure = page.locator("[data-table=waits-by] [data-line=PS] [data-figure=cancelled]")
    await expect(figure).to_have_text(str(cancelled))
    await figure.click()
    assert len(await turns_behind(page)) == cancelled > 50
    await expect(figure).to_be_focused()


async def test_each_card_and_each_bar_cell_and_dot_opens_as_many_turns_as_it_says(page: Page) -> None:
    await page.fill("[name=ends]", "07:30")
    came = [visit for visit in bank_day.recorded().visits if visit.arrival < 7.5 * 3600]
    called = [visit for visit in came if visit.agent]
    target = read_office(bank_day.set_up()).target_wait.total_seconds()
    within = [visit for visit in called if visit.left_queue - visit.arrival <= target]
    await expect(page.locator("[data-figure=issued] dd")).to_have_text(str(len(came)))
    cards = {"issued": came, "served": called, "wait_mean": called, "within_issued": within, "service_mean": called}
    for name, right in cards.items():
        await page.click(f"dl[data-figure={name}] button")
        assert len(await turns_behind(page)) == len(right), name
    for chart in ("hours", "heat", "waits", "counters", "quoted"):
        marks = page.locator(f".report-chart:has([data-chart={chart}]) .mark")
        listed = 0
        # By the keyboard alone: one stop of Tab for the chart, arrows inside.
        await marks.first.focus()
        for n in range(await marks.count()):
            mark = marks.nth(n)
            await mark.focus()
            await page.keyboard.press("Enter")
            turns = await turns_behind(page)
            name = str(await mark.get_attribute("aria-label"))
            said = re.search(r": (\d+)(?=$|,)", name)
            assert said is None or len(turns) == int(said[1]), name
            await expect(mark).to_be_focused()
            listed += len(turns)
        # The hours have three marks: tickets, mean wait, P90.
        count = {"hours": len(came) + 2 * len(called), "heat": len(came)}.get(chart, len(called))
        assert listed == count, chart


async def test_the_arrows_go_from_mark_to_mark_and_each_lies_on_what_it_names(page: Page) -> None:
    marks = page.locator(".report-chart:has([data-chart=waits]) .mark")
    await marks.first.focus()
    await page.keyboard.press("ArrowRight")
    await expect(marks.nth(1)).to_be_focused()
    assert await marks.evaluate_all("all => all.filter((one) => one.tabIndex === 0).length") == 1
    chart = await page.locator("[data-chart=waits]").bounding_box()
    highest = await marks.evaluate_all("all => Math.min(...all.map((one) => one.getBoundingClientRect().top))")
    assert chart is not None
    assert chart["y"] < highest < chart["y"] + chart["height"] / 2


async def test_a_part_of_the_day_another_grouping_and_another_period_are_chosen(page: Page) -> None:
    await page.fill("[name=starts]", "10:00")
    await page.fill("[name=ends]", "11:00")
    of_the_hour = sum(visit.arrival // 3600 == 10 for visit in bank_day.recorded().visits)
    await expect(page.locator("[data-figure=issued] dd")).to_have_text(str(of_the_hour))
    await page.select_option("[name=by]", "clerk")
    await expect(page.locator("[data-table=waits-by] [data-line=AVI]")).to_be_visible()
    await page.select_option("[name=compare]", "before")
    await expect(page.locator("[data-table=compared] thead")).to_contain_text("23/11/2026")
    await page.click("[data-period=yesterday]")
    await expect(page.locator("[data-figure=issued] dd")).to_have_text("0")
    await expect(page.locator(".report-chart .none").first).to_be_visible()


async def test_paper_has_whole_a4_pages_with_the_charts_and_no_buttons(page: Page, artifacts: Path) -> None:
    await expect(page.locator("[data-chart=counters][data-drawn=true]")).to_be_visible()
    await page.emulate_media(media="print")
    for hidden in (".menu", ".controls", "[data-action=print]"):
        await expect(page.locator(hidden)).to_be_hidden()
    for name in CHARTS:
        chart = page.locator(f"[data-chart={name}]")
        outer, svg = await chart.bounding_box(), await chart.locator("svg").bounding_box()
        assert outer is not None
        assert svg is not None
        assert svg["width"] == pytest.approx(outer["width"], abs=1)
        assert 60 < svg["height"] <= outer["height"] + 1
    paper = await page.pdf(path=artifacts / "report.pdf", prefer_css_page_size=True, print_background=True)
    sizes = {(round(float(w)), round(float(h))) for w, h in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)}
    assert sizes == {A4_LANDSCAPE_POINTS}
    assert 1 < len(re.findall(rb"/Type /Page\b", paper)) < 8


async def downloaded(page: Page, action: str) -> bytes:
    async with page.expect_download() as download:
        await page.click(f"[data-action={action}]")
    return Path(await (await download.value).path()).read_bytes()


async def test_the_workbook_holds_numbers_and_lengths_of_time_that_add_up(page: Page) -> None:
    book = load_workbook(io.BytesIO(await downloaded(page, "xlsx")))
    assert len(book.sheetnames) == len(set(book.sheetnames)) == 10
    plan = bank_day.recorded()
    for name in ("Lĩnh vực", "Giờ", "Thứ", "Ngày", "Tháng"):
        sheet = book[name]
        assert isinstance(sheet, Worksheet)
        assert sheet.freeze_panes == "B2"
        issued = [row[1].value for row in sheet.iter_rows(min_row=2)]
        assert issued[-1] == len(plan.visits) == sum(issued[:-1])
    services = book["Lĩnh vực"]
    assert isinstance(services, Worksheet)
    heads = [cell.value for cell in services[1]]
    mean = services.cell(services.max_row, heads.index("Chờ đến lần gọi đầu: trung bình") + 1).value
    waited = [visit.left_queue - visit.arrival for visit in plan.visits if visit.agent]
    assert isinstance(mean, timedelta)
    assert mean.total_seconds() == pytest.approx(sum(waited) / len(waited), abs=0.001)


async def test_the_table_as_csv_is_what_a_vietnamese_excel_opens(page: Page) -> None:
    data = await downloaded(page, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:2] == ["Lĩnh vực", "Phiếu đã phát"]
    assert {len(row) for row in rows} == {len(rows[0])}
    issued = [int(row[1]) for row in rows[1:]]
    assert issued[-1] == sum(issued[:-1]) == len(bank_day.recorded().visits)
    shares = rows[-1][rows[0].index("Trong ngưỡng (đã phát)")]
    assert re.fullmatch(r"0,\d+", shares)
