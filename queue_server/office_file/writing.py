"""An office as its commented file, and what differs between two of them.

Every key stands in the file with its meaning, in the words of the set-up pages. Comments that somebody wrote by hand
are not kept when a page applies a change: the former text is, in the list of former set-ups.
"""

from __future__ import annotations

import json
import re
from collections import Counter as Tally
from collections.abc import Iterator, Mapping, Sequence
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import msgspec

from queue_server import texts
from queue_server.domain import set_up
from queue_server.domain.journal import Json
from queue_server.domain.office import DayHours, Hours, Office, Service, Span, Text
from queue_server.office_file.reading import DAYS, LONG_DAYS
from queue_server.protocol import (
    AlertsTable,
    AnnouncementsTable,
    AppointmentsTable,
    CounterTable,
    DayTable,
    HoursTable,
    IdentityCardTable,
    OfficeFile,
    OfficeTable,
    PhoneTable,
    PriorityTable,
    RatingReasonTable,
    ServiceTable,
    Spans,
    ZoneTable,
)

_MINUTE = timedelta(minutes=1)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# What an unset key would look like.
_EXAMPLES: Mapping[str, object] = {
    "daily_limit": 120,
    "wait_minutes": 15,
    "location": [21.0278, 105.8342],
    "saturday": {"issue": [["07:00", "10:45"]], "serve": [["07:30", "11:00"]]},
    "appointments": {"slot_minutes": 30, "per_slot": 2, "days_ahead": 14},
}
_SENTENCE = "Mời công dân có số {code}, đến quầy số {counter}."


def write_office(office: Office, language: str = "vi") -> str:
    """The file that describes this office, with the meaning of every key as comments in that language."""
    return "\n".join(_file_lines(file_of(office), language)) + "\n"


def keep_file(path: Path, text: str) -> None:
    """Put the file there as a whole: a power cut leaves the former or the new one. Raises OSError."""
    half = path.with_suffix(".half")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def changes_between(before: Office, after: Office) -> tuple[set_up.Change, ...]:
    """What differs, by the names that the file has."""
    return set_up.changes(builtins_of(before), builtins_of(after))


def builtins_of(office: Office) -> dict[str, Json]:
    """The office's tables as plain values, every key of them."""
    found: dict[str, Json] = _plain(file_of(office))
    return found


def file_of(office: Office) -> OfficeFile:
    """The tables that describe this office: reading them gives it back."""
    prefixes = {service.id: service.prefix for service in office.services}
    return OfficeFile(
        office=_head(office),
        hours=_hours(office.hours),
        service=[_service(service) for service in office.services],
        zone=[
            ZoneTable(id=one.id, name=dict(one.name), volume=one.volume, quiet=_spans(one.quiet))
            for one in office.zones
        ],
        counter=[
            CounterTable(
                number=one.number,
                name=one.name,
                zone=one.zone_id,
                services=[prefixes[name] for name in one.service_ids],
                preferred=[prefixes[name] for name in one.preferred],
            )
            for one in office.counters
        ],
        priority=[
            PriorityTable(
                code=one.code,
                name=dict(one.name),
                head_start_minutes=round(one.head_start / _MINUTE),
                granted_by=one.granted_by,
            )
            for one in office.priority_classes
        ],
        identity_card=IdentityCardTable(
            ask=office.identity_card.ask,
            tickets_per_day=office.identity_card.tickets_per_day,
            senior_age=office.identity_card.senior_age,
            senior_class=office.identity_card.senior_class,
        ),
        phone=_phone(office, prefixes),
        rating_reason=[RatingReasonTable(code=one.code, name=dict(one.name)) for one in office.rating_reasons],
        announcements=AnnouncementsTable(
            times=office.announcements.times,
            second_language="en" if office.announcements.second_language == "en" else "",
            closing_soon_minutes=round(office.announcements.closing_soon / _MINUTE),
            vi=dict(office.announcements.templates.get("vi", {})),
            en=dict(office.announcements.templates.get("en", {})),
        ),
        alerts=_alerts(office),
    )


def _alerts(office: Office) -> AlertsTable:
    def minutes(length: timedelta | None) -> int:
        return 0 if length is None else round(length / _MINUTE)

    rules = office.alerts
    return AlertsTable(
        # It goes on following the target where it is the target.
        wait_minutes=None if rules.wait == office.target_wait else minutes(rules.wait),
        idle_minutes=minutes(rules.idle),
        device_minutes=minutes(rules.device),
    )


def _head(office: Office) -> OfficeTable:
    return OfficeTable(
        id=office.id,
        name=dict(office.name),
        address=office.address,
        time_zone=office.time_zone.key,
        languages=office.languages,
        reading=office.region,
        target_wait_minutes=round(office.target_wait / _MINUTE),
        calls_before_no_show=office.calls_before_no_show,
        reinstate_within_minutes=round(office.reinstate_within / _MINUTE),
        reinstate_behind=office.reinstate_behind,
        when_day_is_full=office.when_day_is_full,
        notice=_local(office.notice),
        public_board=office.public_board,
    )


def _service(service: Service) -> ServiceTable:
    plan = service.appointments
    return ServiceTable(
        prefix=service.prefix,
        id=service.id,
        name=dict(service.name),
        group=_local(service.group),
        usual_minutes=service.usual / _MINUTE,
        documents=[dict(document) for document in service.documents],
        daily_limit=service.daily_limit,
        first_number=service.first_number,
        last_number=service.last_number,
        digits=service.digits,
        open=service.is_open,
        collects_results=service.collects_results,
        appointments=None
        if plan is None
        else AppointmentsTable(
            slot_minutes=round(plan.slot / _MINUTE),
            per_slot=plan.per_slot,
            days_ahead=plan.days_ahead,
            head_start_minutes=round(plan.head_start / _MINUTE),
            early_minutes=round(plan.early / _MINUTE),
            late_minutes=round(plan.late / _MINUTE),
        ),
    )


def _phone(office: Office, prefixes: Mapping[str, str]) -> PhoneTable:
    rules = office.phone
    return PhoneTable(
        more_time_behind=rules.more_time_behind,
        more_time_limit=rules.more_time_limit,
        booking=rules.booking,
        take=rules.take,
        code_minutes=rules.code_minutes,
        location=None if rules.location is None else (rules.location.latitude, rules.location.longitude),
        distance_m=rules.distance_m,
        daily_limit=rules.daily_limit,
        services=sorted(prefixes[name] for name in rules.services),
    )


def _hours(hours: Hours) -> HoursTable:
    """The hours that most days have are the usual ones; a day with others is named."""
    tally = Tally(hours.week[day] for day in sorted(hours.week))
    if not tally:
        return HoursTable(days=(), closed=[day.isoformat() for day in sorted(hours.closed)])
    usual = tally.most_common(1)[0][0]
    return HoursTable(
        days=tuple(name for day, name in enumerate(DAYS) if hours.week.get(day) == usual),  # type: ignore[misc]  # names of days
        issue=_spans(usual.issue),
        serve=_spans(usual.serve),
        closed=[day.isoformat() for day in sorted(hours.closed)],
        **{LONG_DAYS[day]: _day(own) for day, own in hours.week.items() if own != usual},
    )


def _day(day: DayHours) -> DayTable:
    return DayTable(issue=_spans(day.issue), serve=_spans(day.serve))


def _spans(spans: Sequence[Span]) -> Spans:
    return tuple((_time(span.start), "24:00" if span.end == time.min else _time(span.end)) for span in spans)


def _time(at: time) -> str:
    return at.isoformat("minutes" if (at.second, at.microsecond) == (0, 0) else "auto")


def _local(text: Text) -> str | dict[str, str]:
    return dict(text) if text else ""


def _file_lines(file: OfficeFile, language: str) -> Iterator[str]:
    yield f"# {texts.render(language, 'setup.file.head')}"
    for name in file.__struct_fields__:
        table = getattr(file, name)
        yield ""
        if isinstance(table, list):
            yield from _comment(f"setup.file.{name}", language)
            for place, row in enumerate(table):
                if place:
                    yield ""
                yield f"[[{name}]]"
                yield from _rows(name, row, language, is_first=place == 0)
        else:
            yield f"[{name}]"
            yield from _rows(name, table, language, is_first=True)


def _rows(name: str, table: msgspec.Struct, language: str, *, is_first: bool) -> Iterator[str]:
    """The keys of a table. The first of its kind has all of them with their meanings, the others what they need."""
    defaults = dict(zip(table.__struct_fields__[::-1], table.__struct_defaults__[::-1], strict=False))
    for key in table.__struct_fields__:
        value = _plain(getattr(table, key))
        is_unset = value is None or (name == "announcements" and value == {})
        if is_first:
            yield from _comment(f"setup.hint.{name}.{key}", language)
        if is_unset:
            if is_first:
                yield f"# {key} = {_value(_unset(key))}"
        elif is_first or not _is_default(value, defaults.get(key, msgspec.NODEFAULT)):
            yield f"{key} = {_value(_short(value))}"


def _unset(key: str) -> object:
    return {"call": _SENTENCE} if key in ("vi", "en") else _EXAMPLES.get(key, _EXAMPLES["saturday"])


def _is_default(value: object, default: object) -> bool:
    if default is msgspec.NODEFAULT:
        return False
    # Defaults that are made anew each time are empty lists and tables.
    return value in ([], {}) if type(default).__name__ == "Factory" else value == _plain(default)


def _plain(value: object) -> Any:
    """As JSON has it: lists, and no tuples or structs."""
    return msgspec.json.decode(msgspec.json.encode(value))


def _comment(key: str, language: str) -> Iterator[str]:
    yield from (f"# {line}" for line in texts.render(language, key).splitlines())


def _short(value: Any) -> Any:
    """Vietnamese alone needs no table."""
    if isinstance(value, dict) and set(value) == {"vi"}:
        return value["vi"]
    return [_short(one) for one in value] if isinstance(value, list) else value


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # JSON's escapes are TOML's; a control character that JSON leaves as it is, TOML does not.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            inside = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items() if one is not None)
            return f"{{ {inside} }}" if inside else "{}"
    return str(value)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
