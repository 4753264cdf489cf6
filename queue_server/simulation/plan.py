"""A recorded day as a plan: who came when for what, who gave up, who was served where and for how long. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Final

from queue_server.domain.numbering import CLEAR_PREFIXES

COLUMNS: Final = ("type", "arrival", "left_queue", "outcome", "service_start", "service_end", "agent")


class BadDay(ValueError):
    """A file that is no recorded day; the text names the row."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One customer of the file. Times are seconds since the day's midnight; `agent` is None for who gave up."""

    row: int
    service: str
    arrival: int
    left_queue: int
    service_start: int = 0
    service_s: int = 0
    agent: str | None = None

    @property
    def end(self) -> int:
        return self.left_queue if self.agent is None else self.service_start + self.service_s


@dataclass(frozen=True, slots=True)
class Day:
    """The whole file, in the order of arrival."""

    visits: tuple[Visit, ...]

    @property
    def served(self) -> int:
        return sum(visit.agent is not None for visit in self.visits)

    @property
    def cancelled(self) -> int:
        return len(self.visits) - self.served

    @property
    def services(self) -> tuple[str, ...]:
        """The types, the most wanted first."""
        wanted = [visit.service for visit in self.visits]
        return tuple(sorted(set(wanted), key=lambda service: (-wanted.count(service), service)))

    @property
    def agents(self) -> tuple[str, ...]:
        return tuple(sorted({visit.agent for visit in self.visits if visit.agent is not None}))

    @property
    def begins(self) -> int:
        return self.visits[0].arrival

    @property
    def ends(self) -> int:
        return max(visit.end for visit in self.visits)

    def work_of(self, agent: str) -> tuple[Visit, ...]:
        """Whom the agent serves, in the order of calling."""
        own = (visit for visit in self.visits if visit.agent == agent)
        return tuple(sorted(own, key=lambda visit: (visit.left_queue, visit.service_start, visit.row)))

    def services_of(self, agent: str) -> tuple[str, ...]:
        """The types that this agent served."""
        own = {visit.service for visit in self.visits if visit.agent == agent}
        return tuple(service for service in self.services if service in own)

    def renamed(self, ids: Mapping[str, str]) -> Day:
        """The same day with each type under the office's own id of the service."""
        return Day(tuple(replace(visit, service=ids[visit.service]) for visit in self.visits))


def read_day(lines: Iterable[str]) -> Day:
    """The day of a CSV with the columns COLUMNS (more are allowed). Raises BadDay."""
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise BadDay(f"the file lacks the columns {', '.join(missing)}")
    visits = [_visit(number, row) for number, row in enumerate(reader, start=2)]
    if not any(visit.agent for visit in visits):
        raise BadDay("nobody is served in this file")
    return Day(tuple(sorted(visits, key=lambda visit: (visit.arrival, visit.row))))


def office_file(day: Day) -> str:
    """An office.toml for the day: a service for each type, a counter for each agent with the types that it served.

    Raises BadDay when there are more types than letters.
    """
    more = [letter for letter in ascii_uppercase if letter not in CLEAR_PREFIXES]
    prefixes = [*CLEAR_PREFIXES, *more]
    if len(day.services) > len(prefixes):
        raise BadDay(f"{len(day.services)} types are more than there are letters")
    services = [_service(prefix, service) for prefix, service in zip(prefixes, day.services, strict=False)]
    counters = [_counter(number, day.services_of(agent)) for number, agent in enumerate(day.agents, start=1)]
    return _HEAD + "".join(services) + "".join(counters)


_HEAD = """\
[office]
id = "phat-lai"
name = { vi = "Phát lại một ngày", en = "A day replayed" }

[hours]
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
issue = [["00:00", "24:00"]]
serve = [["00:00", "24:00"]]

[[zone]]
id = "sanh-chinh"
name = "Sảnh chính"
"""


def _service(prefix: str, service: str) -> str:
    return (
        f'\n[[service]]\nprefix = "{prefix}"\nid = {_quoted(service)}\nname = {_quoted(service)}\n'
        "digits = 4\nlast_number = 9999\nusual_minutes = 3\n"
    )


def _counter(number: int, services: Iterable[str]) -> str:
    listed = ", ".join(_quoted(service) for service in services)
    return f'\n[[counter]]\nnumber = {number}\nname = "Quầy {number}"\nzone = "sanh-chinh"\nservices = [{listed}]\n'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _visit(number: int, row: Mapping[str, str]) -> Visit:
    try:
        visit = _parsed(number, row)
    except (ValueError, AttributeError) as error:
        raise BadDay(f"row {number}: {error}") from error
    if visit.left_queue < visit.arrival or visit.service_s < 0:
        raise BadDay(f"row {number}: something ends before it begins")
    return visit


def _parsed(number: int, row: Mapping[str, str]) -> Visit:
    service, arrival, left = row["type"].strip(), _seconds(row["arrival"]), _seconds(row["left_queue"])
    outcome = row["outcome"].strip()
    if not service:
        raise ValueError("no type")
    if outcome == "HANG":
        return Visit(number, service, arrival, left)
    if outcome != "AGENT":
        raise ValueError(f"outcome {outcome!r} is neither AGENT nor HANG")
    start = _seconds(row["service_start"])
    return Visit(number, service, arrival, left, start, _seconds(row["service_end"]) - start, row["agent"].strip())


def _seconds(text: str) -> int:
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return hours * 3600 + minutes * 60 + seconds
