"""The office's set-up file (TOML): what an administrator writes, read into the domain's `Office`.

`examples/starter_office.toml` shows every key. An unknown key is refused with the key that was probably meant.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from audio.announcement import TemplateError, check_template
from queue_server.domain.announcing import Announcements
from queue_server.domain.citizen import IdentityCard
from queue_server.domain.errors import Invalid
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

EXAMPLES = Path(__file__).parent / "examples"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

LocalText = str | dict[str, str]
Spans = tuple[tuple[str, str], ...]


class _Table(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A table of the file; unknown keys are refused."""


class _Office(_Table):
    id: str
    name: LocalText
    address: str = ""
    time_zone: str = "Asia/Ho_Chi_Minh"
    languages: tuple[str, ...] = ("vi", "en")
    reading: Literal["north", "south"] = "north"
    target_wait_minutes: int = 15
    calls_before_no_show: int = 3
    reinstate_within_minutes: int = 30
    reinstate_behind: int = 2
    when_day_is_full: Literal["warn", "stop"] = "warn"
    notice: LocalText = ""
    public_board: bool = False


class _Day(_Table):
    issue: Spans = ()
    serve: Spans = ()


class _Hours(_Table):
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ("mon", "tue", "wed", "thu", "fri")
    issue: Spans | None = None
    serve: Spans | None = None
    monday: _Day | None = None
    tuesday: _Day | None = None
    wednesday: _Day | None = None
    thursday: _Day | None = None
    friday: _Day | None = None
    saturday: _Day | None = None
    sunday: _Day | None = None
    closed: list[str] = []


class _Appointments(_Table):
    slot_minutes: Annotated[int, msgspec.Meta(ge=5)] = 30
    per_slot: Annotated[int, msgspec.Meta(ge=1)] = 2
    days_ahead: Annotated[int, msgspec.Meta(ge=0, le=60)] = 14
    head_start_minutes: Annotated[int, msgspec.Meta(ge=0)] = 15
    early_minutes: Annotated[int, msgspec.Meta(ge=0)] = 30
    late_minutes: Annotated[int, msgspec.Meta(ge=0)] = 30


class _Service(_Table):
    prefix: str
    name: LocalText
    id: str = ""
    group: LocalText = ""
    usual_minutes: float = 10
    documents: list[LocalText] = []
    daily_limit: int | None = None
    first_number: int = 1
    last_number: int = 999
    digits: int = 3
    open: bool = True
    appointments: _Appointments | None = None
    collects_results: bool = False


class _Zone(_Table):
    id: str
    name: LocalText
    volume: Annotated[int, msgspec.Meta(ge=0, le=100)] = 100
    quiet: Spans = ()


class _Counter(_Table):
    number: int
    name: str
    zone: str
    services: list[str]
    preferred: list[str] = []


class _Priority(_Table):
    code: str
    name: LocalText
    head_start_minutes: int
    granted_by: Literal["citizen", "clerk"] = "citizen"


class _Phone(_Table):
    more_time_behind: int = 3
    more_time_limit: int = 2
    booking: bool = False
    take: Literal["off", "code", "place"] = "off"
    code_minutes: int = 10
    location: tuple[float, float] | None = None
    distance_m: int = 300
    daily_limit: int = 2
    services: list[str] = []


class _RatingReason(_Table):
    code: str
    name: LocalText


class _Announcements(_Table):
    times: Annotated[int, msgspec.Meta(ge=1, le=3)] = 2
    second_language: Literal["", "en"] = ""
    closing_soon_minutes: Annotated[int, msgspec.Meta(ge=0, le=120)] = 15
    vi: dict[str, str] = {}
    en: dict[str, str] = {}


class _IdentityCard(_Table):
    ask: Literal["off", "offer", "require"] = "off"
    tickets_per_day: int = 3
    senior_age: int = 75
    senior_class: str = "cao-tuoi"


class _File(_Table):
    office: _Office
    service: list[_Service]
    zone: list[_Zone]
    counter: list[_Counter]
    hours: _Hours = msgspec.field(default_factory=_Hours)
    priority: list[_Priority] = []
    identity_card: _IdentityCard = msgspec.field(default_factory=_IdentityCard)
    phone: _Phone = msgspec.field(default_factory=_Phone)
    rating_reason: list[_RatingReason] = []
    announcements: _Announcements = msgspec.field(default_factory=_Announcements)


def read_office(text: str) -> Office:
    """The office that the TOML text describes.

    Raises Invalid `bad_office_file` with a `problem` in words: the first thing that is wrong, and where.
    """
    try:
        table = tomllib.loads(text)
        _refuse_unknown_keys(table)
        file = msgspec.convert(table, type=_File)
        office = _office(file)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError) as error:
        raise Invalid("bad_office_file", problem=str(error)) from error
    _check(office)
    return office


def _office(file: _File) -> Office:
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
        time_zone=_zone(head.time_zone),
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
        identity_card=_identity_card(file.identity_card),
    )


def _service(table: _Service, ids: Mapping[str, str]) -> Service:
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


def _appointments(table: _Appointments) -> AppointmentPlan:
    return AppointmentPlan(
        slot=timedelta(minutes=table.slot_minutes),
        per_slot=table.per_slot,
        days_ahead=table.days_ahead,
        head_start=timedelta(minutes=table.head_start_minutes),
        early=timedelta(minutes=table.early_minutes),
        late=timedelta(minutes=table.late_minutes),
    )


def _counter(table: _Counter, ids: Mapping[str, str]) -> Counter:
    # A counter names services by their prefix or by their id.
    services = tuple(ids.get(name, name) for name in table.services)
    preferred = tuple(ids.get(name, name) for name in table.preferred)
    return Counter(table.number, table.name, table.zone, services, preferred)


def _priority(table: _Priority) -> PriorityClass:
    head_start = timedelta(minutes=table.head_start_minutes)
    return PriorityClass(table.code, _text(table.name), head_start, table.granted_by)


def _phone(table: _Phone, ids: Mapping[str, str]) -> PhoneRules:
    if table.more_time_behind < 1 or table.more_time_limit < 0:
        raise ValueError("[phone] more_time_behind is at least 1, and more_time_limit at least 0")
    if table.take == "place" and table.location is None:
        raise ValueError('[phone] take = "place" needs the office\'s location = [latitude, longitude]')
    if table.code_minutes < 1 or table.daily_limit < 1:
        raise ValueError("[phone] code_minutes and daily_limit are at least 1")
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


def _rating_reasons(tables: list[_RatingReason]) -> tuple[RatingReason, ...]:
    return tuple(RatingReason(table.code, _text(table.name)) for table in tables) or DEFAULT_RATING_REASONS


def _announcements(table: _Announcements) -> Announcements:
    templates = {"vi": table.vi, "en": table.en}
    for language, sentences in templates.items():
        for kind, sentence in sentences.items():
            try:
                check_template(kind, sentence)
            except TemplateError as error:
                raise ValueError(f"[announcements.{language}] {kind}: {error}") from error
    return Announcements(
        templates={language: sentences for language, sentences in templates.items() if sentences},
        times=table.times,
        second_language=table.second_language or None,
        closing_soon=timedelta(minutes=table.closing_soon_minutes),
    )


def _identity_card(table: _IdentityCard) -> IdentityCard:
    if table.tickets_per_day < 1:
        raise ValueError("[identity_card] tickets_per_day is at least 1")
    return IdentityCard(table.ask, table.tickets_per_day, table.senior_age, table.senior_class)


def _hours(table: _Hours) -> Hours:
    usual = DayHours(
        DEFAULT_DAY.issue if table.issue is None else _spans(table.issue),
        DEFAULT_DAY.serve if table.serve is None else _spans(table.serve),
    )
    week = {_DAYS.index(day): usual for day in table.days}
    for weekday, name in enumerate(_LONG_DAYS):
        day: _Day | None = getattr(table, name)
        if day is not None:
            week[weekday] = DayHours(_spans(day.issue), _spans(day.serve))
    return Hours(week, frozenset(date.fromisoformat(day) for day in table.closed))


def _spans(spans: Spans) -> tuple[Span, ...]:
    return tuple(_span(*span) for span in spans)


def _span(start: str, end: str) -> Span:
    # 24:00 is how people write the midnight at a day's end; Python's time knows only 00:00.
    span = Span(time.fromisoformat(start), time.fromisoformat("00:00" if end == "24:00" else end))
    if span.end != time.min and span.end <= span.start:
        raise ValueError(f"hours {start}–{end} end before they start")
    return span


def _text(value: LocalText) -> Text:
    if isinstance(value, str):
        return {"vi": value} if value else {}
    if "vi" not in value:
        raise ValueError(f"a text lacks its Vietnamese: {value}")
    return value


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        raise ValueError(f"there is no time zone {name!r}") from None


def _refuse_unknown_keys(table: Mapping[str, Any]) -> None:
    _known(table, _File, "the file")
    single = (
        ("office", _Office),
        ("identity_card", _IdentityCard),
        ("hours", _Hours),
        ("phone", _Phone),
        ("announcements", _Announcements),
    )
    for name, field in single:
        _known(table.get(name, {}), field, f"[{name}]")
    for name, struct in (
        ("service", _Service),
        ("zone", _Zone),
        ("counter", _Counter),
        ("priority", _Priority),
        ("rating_reason", _RatingReason),
    ):
        for row in table.get(name, []):
            _known(row, struct, f"[[{name}]]")
    for service in table.get("service", []):
        _known(service.get("appointments", {}), _Appointments, "appointments")


def _known(table: Any, struct: type[msgspec.Struct], where: str) -> None:
    if not isinstance(table, dict):
        return  # msgspec says it better
    for key in table:
        if key not in struct.__struct_fields__:
            close = difflib.get_close_matches(key, struct.__struct_fields__, 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise ValueError(f"{where} has no key {key!r}{hint}")


def _check(office: Office) -> None:
    _refuse_twice("service prefix", (service.prefix for service in office.services))
    _refuse_twice("service", (service.id for service in office.services))
    _refuse_twice("counter", (str(counter.number) for counter in office.counters))
    _refuse_twice("zone", (zone.id for zone in office.zones))
    _refuse_twice("rating reason", (reason.code for reason in office.rating_reasons))
    _refuse_twice("priority class", (group.code for group in office.priority_classes))
    services, zones = {service.id for service in office.services}, {zone.id for zone in office.zones}
    for counter in office.counters:
        if counter.number < 1:
            raise Invalid("bad_office_file", problem=f"counter {counter.number}: numbers start at 1")
        if counter.zone_id not in zones:
            raise Invalid(
                "bad_office_file", problem=f"counter {counter.number} is in an unknown zone {counter.zone_id!r}"
            )
        unknown = (set(counter.service_ids) | set(counter.preferred)) - services
        if unknown:
            problem = f"counter {counter.number} has unknown services: {', '.join(sorted(unknown))}"
            raise Invalid("bad_office_file", problem=problem)


def _refuse_twice(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Invalid("bad_office_file", problem=f"{what} {name!r} is there twice")
        seen.add(name)
