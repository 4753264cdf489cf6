"""A report as files that people open in Excel: a workbook with one sheet a table, or one table as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import xlsxwriter

from queue_server.domain.office import Office
from queue_server.protocol import Grouping, Names, Report, ReportLine, ReportView
from queue_server.texts import render
from queue_server.views.report_table import COLUMNS, Column, Kind, Value, group_name

_DAY_S = 86_400
_FORMATS: Final[Mapping[Kind | str, str]] = {
    "count": "#,##0",
    "seconds": "[h]:mm:ss",
    "share": "0.0%",
    "date": "dd/mm/yyyy",
}
_WIDTHS: Final = {"count": 10, "seconds": 12, "share": 12}
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Contents(NamedTuple):
    """What a workbook is made from: the report by one grouping, and the tables by all that were asked for."""

    view: ReportView
    tables: Mapping[Grouping, Report]
    made_at: datetime


def workbook(office: Office, contents: Contents, language: str) -> bytes:
    """An XLSX file: numbers and lengths of time are what they are, each table has its sheet and frozen headings."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheets = _Sheets(book, language)
        sheets.overview(office, contents)
        for by, found in contents.tables.items():
            sheets.table(office, by, found, contents.view.clerk_names)
        sheets.heat(contents.view)
        sheets.waits(contents.view)
    return file.getvalue()


def table(office: Office, by: Grouping, found: Report, language: str, clerk_names: Names) -> bytes:
    """One table as CSV in UTF-8 with a byte order mark, by which Excel knows it.

    As Excel reads it in the language: in Vietnamese with semicolons and decimal commas. Times are seconds.
    """
    text = io.StringIO(newline="")
    has_commas = language == "vi"
    writer = csv.writer(text, delimiter=";" if has_commas else ",")
    writer.writerow([render(language, f"report.by_{by}"), *(_csv_title(column, language) for column in COLUMNS)])
    for line in (*found.lines, found.total):
        name = (
            group_name(office, by, line.name, language, clerk_names) if line.name else render(language, "report.total")
        )
        name = f"'{name}" if name.startswith(_FORMULA) else name
        writer.writerow([name, *(_csv_value(column.of(line), comma=has_commas) for column in COLUMNS)])
    return text.getvalue().encode("utf-8-sig")


def _csv_title(column: Column, language: str) -> str:
    title = column.title(language)
    return f"{title} ({render(language, 'report.seconds')})" if column.kind == "seconds" else title


def _csv_value(value: Value, *, comma: bool) -> str:
    if value is None:
        return ""
    text = str(value) if isinstance(value, int) else f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


class _Sheets:
    """The sheets of one workbook, in one language."""

    def __init__(self, book: Any, language: str) -> None:
        self._book, self._language = book, language
        self._formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._bold = book.add_format({"bold": True})

    def overview(self, office: Office, contents: Contents) -> None:
        """What the report is of, and its totals, one below the other."""
        sheet = self._book.add_worksheet(self._text("sheet_overview"))
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, 2, 22)
        view, period = contents.view, contents.view.report.period
        exact = "exact" if view.report.is_exact else "within_error"
        facts = [
            (self._text("office"), office.name.get(self._language) or office.name["vi"]),
            (self._text("period"), _period_text(view.report)),
            (self._text("times_of_day"), f"{period.starts or '00:00'} – {period.ends or '24:00'}"),
            (self._text("precision"), self._text(exact)),
            (self._text("made_at"), f"{contents.made_at.astimezone(office.time_zone):%H:%M %d/%m/%Y}"),
        ]
        for row, (name, value) in enumerate(facts):
            sheet.write_string(row, 0, name, self._bold)
            sheet.write_string(row, 1, value)
        row = len(facts) + 1
        reports = [one for one in (view.report, view.compared) if one is not None]
        sheet.write_string(row, 0, self._text("metric"), self._head)
        for n, one in enumerate(reports, start=1):
            sheet.write_string(row, n, _period_text(one), self._head)
        sheet.freeze_panes(row + 1, 1)
        for column in COLUMNS:
            row += 1
            sheet.write_string(row, 0, column.title(self._language))
            for n, one in enumerate(reports, start=1):
                self._write(sheet, row, n, column, one.total)

    def table(self, office: Office, by: Grouping, found: Report, clerk_names: Names) -> None:
        """One grouping: a row for each group, and all of them below."""
        sheet = self._sheet(f"by_{by}", [self._text(f"by_{by}"), *(column.title(self._language) for column in COLUMNS)])
        sheet.set_column(0, 0, 34)
        for n, column in enumerate(COLUMNS, start=1):
            sheet.set_column(n, n, _WIDTHS[column.kind])
        for row, line in enumerate((*found.lines, found.total), start=1):
            if by == "day" and line.name:
                sheet.write_datetime(row, 0, date.fromisoformat(line.name), self._formats["date"])
            elif line.name:
                sheet.write_string(row, 0, group_name(office, by, line.name, self._language, clerk_names))
            else:
                sheet.write_string(row, 0, self._text("total"), self._bold)
            for n, column in enumerate(COLUMNS, start=1):
                self._write(sheet, row, n, column, line)

    def heat(self, view: ReportView) -> None:
        """Weekday and hour."""
        heads = ["by_weekday", "by_hour", "issued", "wait_mean"]
        sheet = self._sheet("heat", [self._text(head) for head in heads])
        sheet.set_column(0, 3, 16)
        for row, cell in enumerate(view.heat, start=1):
            sheet.write_string(row, 0, self._text(f"weekday_{cell.weekday}"))
            sheet.write_number(row, 1, cell.hour)
            sheet.write_number(row, 2, cell.issued, self._formats["count"])
            if cell.wait_mean_s is not None:
                sheet.write_number(row, 3, cell.wait_mean_s / _DAY_S, self._formats["seconds"])

    def waits(self, view: ReportView) -> None:
        """The distribution of waits; the last row is of all longer ones."""
        sheet = self._sheet("waits", [self._text("wait_up_to"), self._text("turns")])
        sheet.set_column(0, 1, 22)
        for row, one in enumerate(view.waits, start=1):
            if one.up_to_s is None:
                sheet.write_string(row, 0, self._text("longer"))
            else:
                sheet.write_number(row, 0, one.up_to_s / _DAY_S, self._formats["seconds"])
            sheet.write_number(row, 1, one.count, self._formats["count"])

    def _sheet(self, name: str, heads: Iterable[str]) -> Any:
        sheet = self._book.add_worksheet(self._text(f"sheet_{name}"))
        for n, head in enumerate(heads):
            sheet.write_string(0, n, head, self._head)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.repeat_rows(0)
        return sheet

    def _write(self, sheet: Any, row: int, at: int, column: Column, line: ReportLine) -> None:
        value = column.of(line)
        if value is not None:
            number = value / _DAY_S if column.kind == "seconds" else value
            sheet.write_number(row, at, number, self._formats[column.kind])

    def _text(self, key: str) -> str:
        return render(self._language, f"report.{key}")


def _period_text(found: Report) -> str:
    first, last = _day_text(found.period.first), _day_text(found.period.last)
    return first if first == last else f"{first} – {last}"


def _day_text(day: str) -> str:
    return "/".join(reversed(day.split("-")))
