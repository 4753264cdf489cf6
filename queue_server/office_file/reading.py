"""From the text of `office.toml` to its tables, and from these to the domain's `Office`.

An unknown key is refused with the key that was probably meant. Whatever is wrong is told at once, with its place.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from queue_server.domain.alerts import AlertRules
from queue_server.domain.announcing import Announcements
from queue_server.domain.broken_toml import parse_toml
from queue_server.domain.citizen import IdentityCard
from queue_server.domain.errors import Problem
from queue_server.domain.office import (
    DEFAULT_DAY,
    DEFAULT_RATING_REASONS,
    AppointmentPlan,
    Counter,
    DayHours,
    Hours,
    Office,
    PriorityClass,
    RatingReason,
    Service,
    Span,
    Text,
    Zone,
)
from queue_server.domain.phone_rules import PhoneRules, Position
from queue_server.office_file.checking import check, time_of
from queue_server.office_file.problems import SetUpInvalid
from queue_server.office_file.shapes import shape_problems
from queue_server.protocol import (
    AlertsTable,
    AnnouncementsTable,
    AppointmentsTable,
    CounterTable,
    DayTable,
    HoursTable,
    IdentityCardTable,
    LocalText,
    OfficeFile,
    OfficeTable,
    PhoneTable,
    PriorityTable,
    RatingReasonTable,
    ServiceTable,
    Spans,
    ZoneTable,
)

T = TypeVar("T")
EXAMPLES = Path(__file__).parent.parent / "examples"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# What may stand once in the file, and what as a list of rows.
SINGLE: Mapping[str, type[msgspec.Struct]] = {
    "office": OfficeTable,
    "hours": HoursTable,
    "phone": PhoneTable,
    "identity_card": IdentityCardTable,
    "announcements": AnnouncementsTable,
    "alerts": AlertsTable,
}
ROWS: Mapping[str, type[msgspec.Struct]] = {
    "service": ServiceTable,
    "zone": ZoneTable,
    "counter": CounterTable,
    "priority": PriorityTable,
    "rating_reason": RatingReasonTable,
}
INNER: Mapping[str, type[msgspec.Struct]] = {"appointments": AppointmentsTable, **dict.fromkeys(LONG_DAYS, DayTable)}


def read_office(text: str) -> Office:
    """The office that the TOML text describes.

    Raises SetUpInvalid, which is an Invalid `bad_office_file`: its `problem` has all that is wrong, in words.
    """
    return office_of_tables(tables_of_text(text))


def tables_of_text(text: str) -> Mapping[str, Any]:
    """What the file says, not yet checked. Raises SetUpInvalid when it is no TOML."""
    tables, problem = parse_toml(text)
    if problem is not None:
        raise SetUpInvalid([problem])
    return tables


def office_of_tables(tables: Mapping[str, Any]) -> Office:
    """The office that tables describe, from TOML or from JSON. Raises SetUpInvalid with everything that is wrong."""
    file, problems = read_tables(_composed(tables))
    if file is not None:
        problems += check(file)
    if problems or file is None:
        raise SetUpInvalid(problems)
    return _office(file)


def read_tables(tables: Mapping[str, Any]) -> tuple[OfficeFile | None, list[Problem]]:
    """The tables as structs, and what has the wrong name or shape; None for the whole when a part can't be read."""
    problems = [*_unknown_keys(tables, OfficeFile, "")]
    found: dict[str, Any] = {}
    for name, kind in SINGLE.items():
        if name in tables:
            found[name] = _convert(tables[name], kind, name, problems)
        elif name == "office":
            problems.append(Problem("office", "required"))
    for name, kind in ROWS.items():
        rows = tables.get(name, [])
        if isinstance(rows, list):
            found[name] = [_convert(row, kind, f"{name}.{place}", problems) for place, row in enumerate(rows)]
        else:
            problems.append(Problem(name, "not_rows", {"name": name}))
    return (None, problems) if problems else (OfficeFile(**found), problems)


def _convert(table: Any, kind: type[T], where: str, problems: list[Problem]) -> T | None:
    found = [*_unknown_keys(table, kind, where), *shape_problems(table, kind, where)]  # type: ignore[arg-type]  # a Struct
    problems += found
    return None if found else msgspec.convert(table, type=kind)


def _unknown_keys(table: Any, kind: type, where: str) -> Iterator[Problem]:
    if not isinstance(table, Mapping):
        return  # its shape is refused
    fields: tuple[str, ...] = kind.__struct_fields__  # type: ignore[attr-defined]  # a Struct
    for key, value in table.items():
        place = f"{where}.{key}".lstrip(".")
        if key not in fields:
            close = difflib.get_close_matches(key, fields, 1)
            if close:
                yield Problem(place, "unknown_key_meant", {"name": key, "meant": close[0]})
            else:
                yield Problem(place, "unknown_key", {"name": key})
        elif where and key in INNER:
            yield from _unknown_keys(value, INNER[key], place)


def _composed(value: T) -> T:
    """The same with all texts in NFC: some keyboards and editors write Vietnamese marks one by one."""
    made: Any = value
    if isinstance(value, str):
        made = unicodedata.normalize("NFC", value)
    elif isinstance(value, list):
        made = [_composed(one) for one in value]
    elif isinstance(value, dict):
        made = {key: _composed(one) for key, one in value.items()}
    return made  # type: ignore[no-any-return]  # of the type that came in


def _office(file: OfficeFile) -> Office:
    head = file.office
    ids = {service.prefix: service.id or service.prefix for service in file.service}
    return Office(
        id=head.id,
        name=_text(head.name),
        services=tuple(_service(table, ids) for table in file.service),
        counters=tuple(_counter(table, ids) for table in file.counter),
        zones=tuple(Zone(table.id, _text(table.name), table.volume, _spans(table.quiet)) for table in file.zone),
        priority_classes=tuple(_priority(table) for table in file.priority),
        hours=_hours(file.hours),
        address=head.address,
        time_zone=ZoneInfo(head.time_zone),
        languages=head.languages,
        region=head.reading,
        notice=_text(head.notice),
        public_board=head.public_board,
        target_wait=timedelta(minutes=head.target_wait_minutes),
        calls_before_no_show=head.calls_before_no_show,
        reinstate_within=timedelta(minutes=head.reinstate_within_minutes),
        reinstate_behind=head.reinstate_behind,
        phone=_phone(file.phone, ids),
        when_day_is_full=head.when_day_is_full,
        rating_reasons=_rating_reasons(file.rating_reason),
        announcements=_announcements(file.announcements),
        alerts=_alerts(file.alerts, file.office.target_wait_minutes),
        identity_card=_identity_card(file.identity_card),
    )


def _service(table: ServiceTable, ids: Mapping[str, str]) -> Service:
    return Service(
        id=ids[table.prefix],
        prefix=table.prefix,
        name=_text(table.name),
        group=_text(table.group),
        usual=timedelta(minutes=table.usual_minutes),
        documents=tuple(_text(document) for document in table.documents),
        daily_limit=table.daily_limit,
        first_number=table.first_number,
        last_number=table.last_number,
        digits=table.digits,
        is_open=table.open,
        appointments=None if table.appointments is None else _appointments(table.appointments),
        collects_results=table.collects_results,
    )


def _appointments(table: AppointmentsTable) -> AppointmentPlan:
    return AppointmentPlan(
        slot=timedelta(minutes=table.slot_minutes),
        per_slot=table.per_slot,
        days_ahead=table.days_ahead,
        head_start=timedelta(minutes=table.head_start_minutes),
        early=timedelta(minutes=table.early_minutes),
        late=timedelta(minutes=table.late_minutes),
    )


def _counter(table: CounterTable, ids: Mapping[str, str]) -> Counter:
    # A counter names services by their prefix or by their id.
    services = tuple(ids.get(name, name) for name in table.services)
    preferred = tuple(ids.get(name, name) for name in table.preferred)
    return Counter(table.number, table.name, table.zone, services, preferred)


def _priority(table: PriorityTable) -> PriorityClass:
    head_start = timedelta(minutes=table.head_start_minutes)
    return PriorityClass(table.code, _text(table.name), head_start, table.granted_by)


def _phone(table: PhoneTable, ids: Mapping[str, str]) -> PhoneRules:
    return PhoneRules(
        table.more_time_behind,
        table.more_time_limit,
        table.booking,
        table.take,
        table.code_minutes,
        None if table.location is None else Position(*table.location),
        table.distance_m,
        table.daily_limit,
        frozenset(ids.get(name, name) for name in table.services),
    )


def _identity_card(table: IdentityCardTable) -> IdentityCard:
    return IdentityCard(table.ask, table.tickets_per_day, table.senior_age, table.senior_class)


def _rating_reasons(tables: Iterable[RatingReasonTable]) -> tuple[RatingReason, ...]:
    return tuple(RatingReason(table.code, _text(table.name)) for table in tables) or DEFAULT_RATING_REASONS


def _announcements(table: AnnouncementsTable) -> Announcements:
    templates = {"vi": table.vi, "en": table.en}
    return Announcements(
        templates={language: sentences for language, sentences in templates.items() if sentences},
        times=table.times,
        second_language=table.second_language or None,
        closing_soon=timedelta(minutes=table.closing_soon_minutes),
    )


def _alerts(table: AlertsTable, target_wait: int) -> AlertRules:
    def after(minutes: int) -> timedelta | None:
        return timedelta(minutes=minutes) if minutes else None

    wait = target_wait if table.wait_minutes is None else table.wait_minutes
    return AlertRules(after(wait), after(table.idle_minutes), after(table.device_minutes))


def _hours(table: HoursTable) -> Hours:
    usual = DayHours(
        DEFAULT_DAY.issue if table.issue is None else _spans(table.issue),
        DEFAULT_DAY.serve if table.serve is None else _spans(table.serve),
    )
    week = {DAYS.index(day): usual for day in table.days}
    for weekday, name in enumerate(LONG_DAYS):
        day: DayTable | None = getattr(table, name)
        if day is not None:
            week[weekday] = DayHours(_spans(day.issue), _spans(day.serve))
    return Hours(week, frozenset(date.fromisoformat(day) for day in table.closed))


def _spans(spans: Spans) -> tuple[Span, ...]:
    return tuple(Span(time_of(start), time_of(end)) for start, end in spans)


def _text(value: LocalText) -> Text:
    if isinstance(value, str):
        return {"vi": value} if value else {}
    return value
