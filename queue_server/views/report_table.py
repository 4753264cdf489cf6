"""A report as a table: which columns, of what kind, under which words, for Excel and CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from queue_server.domain.office import Office
from queue_server.protocol import Grouping, Names, ReportLine, Times
from queue_server.texts import render

Kind = Literal["count", "seconds", "share"]
Value = int | float | None


class Column(NamedTuple):
    """`metric` is a key under `report.` in the locales, `statistic` one more, or ""."""

    metric: str
    statistic: str
    kind: Kind
    of: Callable[[ReportLine], Value]

    def title(self, language: str) -> str:
        """The column's heading."""
        metric = render(language, f"report.{self.metric}")
        return f"{metric}: {render(language, f'report.{self.statistic}')}" if self.statistic else metric


def _of(name: str) -> Callable[[ReportLine], Value]:
    def value(line: ReportLine) -> Value:
        found: Value = getattr(line, name)
        return found

    return value


def _of_times(name: str, statistic: str) -> Callable[[ReportLine], Value]:
    def value(line: ReportLine) -> Value:
        found: Times = getattr(line, name)
        number: Value = getattr(found, f"{statistic}_s")
        return number

    return value


def _called(line: ReportLine) -> Value:
    return line.wait_to_first_call.count


_TIMES = ("wait_to_first_call", "wait_to_last_call", "walk", "service_time", "stay")
_STATISTICS = ("mean", "median", "p90", "max")

COLUMNS: Final = (
    Column("issued", "", "count", _of("issued")),
    Column("called", "", "count", _called),
    *(Column(name, "", "count", _of(name)) for name in ("served", "no_shows", "cancelled", "expired")),
    *(Column(name, one, "seconds", _of_times(name, one)) for name in _TIMES for one in _STATISTICS),
    *(
        Column(name, "", "share", _of(name))
        for name in ("within_target_of_called", "within_target_of_issued", "no_show_rate", "abandoned_rate")
    ),
    Column("quoted", "", "count", _of("quoted")),
    Column("quoted_within", "", "share", _of("quoted_within")),
    *(Column(name, "", "seconds", _of(name)) for name in ("quoted_low_s", "quoted_high_s", "quoted_wait_s")),
    *(Column(name, "", "seconds", _of(name)) for name in ("open_s", "serving_s", "idle_s", "break_s")),
)
"""Every metric of DOMAIN.md §5, in this order."""


def group_name(office: Office, by: Grouping, name: str, language: str, clerk_names: Names) -> str:
    """What a group is called on paper: `A – Hộ tịch`, `3 – Tiếp nhận`, `Thứ Hai`, `08:00`."""
    if by == "service":
        found = next((one for one in office.services if one.id == name), None)
        return name if found is None else f"{found.prefix} – {found.name.get(language) or found.name['vi']}"
    if by == "counter":
        counter = next((one for one in office.counters if str(one.number) == name), None)
        return name if counter is None else f"{name} – {counter.name}"
    if by == "weekday":
        return render(language, f"report.weekday_{name}")
    if by == "hour":
        return f"{name}:00"
    if by == "clerk":
        return clerk_names.get(name) or render(language, "staff.former")
    return "/".join(reversed(name.split("-"))) if by in ("day", "month") else name
