"""What makes a set-up impossible: each rule yields every breach with its place, so that all are mended at once."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from zoneinfo import ZoneInfo

from audio.announcement import TemplateError, check_template
from queue_server.domain.errors import Problem
from queue_server.protocol import LocalText, OfficeFile, PriorityTable, RatingReasonTable, Spans

# One to three capital letters: a loudspeaker spells them.
_PREFIX = re.compile(r"[A-ZĐ]{1,3}")
# Ids stand in addresses, foreign keys and the journal.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def check(file: OfficeFile) -> list[Problem]:
    """Everything that is wrong with tables of the right shape."""
    return [*_head(file), *_hours(file), *_services(file), *_zones(file), *_counters(file), *_others(file)]


def time_of(text: str) -> time:
    """A time of day; 24:00 is how people write the midnight at a day's end, which Python's time writes 00:00.

    Raises ValueError.
    """
    return time.fromisoformat("00:00" if text == "24:00" else text)


def _head(file: OfficeFile) -> Iterator[Problem]:
    head = file.office
    if not _ID.fullmatch(head.id):
        yield Problem("office.id", "bad_id", {"id": head.id})
    yield from _named("office.name", head.name)
    yield from _text("office.notice", head.notice)
    try:
        ZoneInfo(head.time_zone)
    except (ValueError, OSError, KeyError):  # ZoneInfo raises each of them, for different names that are none
        yield Problem("office.time_zone", "no_such_time_zone", {"name": head.time_zone})
    if "vi" not in head.languages:
        yield Problem("office.languages", "vietnamese_is_missing")


def _hours(file: OfficeFile) -> Iterator[Problem]:
    hours = file.hours
    yield from _spans("hours.issue", hours.issue or ())
    yield from _spans("hours.serve", hours.serve or ())
    for name in _LONG_DAYS:
        day = getattr(hours, name)
        if day is not None:
            yield from _spans(f"hours.{name}.issue", day.issue)
            yield from _spans(f"hours.{name}.serve", day.serve)
    for place, day in enumerate(hours.closed):
        try:
            date.fromisoformat(day)
        except ValueError:
            yield Problem(f"hours.closed.{place}", "bad_date", {"text": day})


def _services(file: OfficeFile) -> Iterator[Problem]:
    for place, service in enumerate(file.service):
        where = f"service.{place}"
        if not _PREFIX.fullmatch(service.prefix):
            yield Problem(f"{where}.prefix", "bad_prefix", {"prefix": service.prefix})
        if service.id and not _ID.fullmatch(service.id):
            yield Problem(f"{where}.id", "bad_id", {"id": service.id})
        yield from _named(f"{where}.name", service.name)
        yield from _text(f"{where}.group", service.group)
        for n, document in enumerate(service.documents):
            yield from _named(f"{where}.documents.{n}", document)
        if service.last_number < service.first_number:
            yield Problem(f"{where}.last_number", "range_backwards", {"first": service.first_number})
    yield from _twice("service", "prefix", (service.prefix for service in file.service))
    yield from _twice("service", "id", (service.id or service.prefix for service in file.service))


def _zones(file: OfficeFile) -> Iterator[Problem]:
    for place, zone in enumerate(file.zone):
        if not _ID.fullmatch(zone.id):
            yield Problem(f"zone.{place}.id", "bad_id", {"id": zone.id})
        yield from _named(f"zone.{place}.name", zone.name)
        yield from _spans(f"zone.{place}.quiet", zone.quiet)
    yield from _twice("zone", "id", (zone.id for zone in file.zone))


def _counters(file: OfficeFile) -> Iterator[Problem]:
    known = {name for service in file.service for name in (service.prefix, service.id) if name}
    zones = {zone.id for zone in file.zone}
    ids = {service.prefix: service.id or service.prefix for service in file.service}
    for place, counter in enumerate(file.counter):
        where = f"counter.{place}"
        if counter.number < 1:
            yield Problem(f"{where}.number", "number_below_one")
        if counter.zone not in zones:
            yield Problem(f"{where}.zone", "no_such_zone", {"zone": counter.zone})
        for key, names in (("services", counter.services), ("preferred", counter.preferred)):
            unknown = [name for name in names if name not in known]
            if unknown:
                yield Problem(f"{where}.{key}", "no_such_service", {"names": ", ".join(unknown)})
        served = {ids.get(name, name) for name in counter.services}
        others = [name for name in counter.preferred if name in known and ids.get(name, name) not in served]
        if others:
            yield Problem(f"{where}.preferred", "prefers_what_it_does_not_serve", {"names": ", ".join(others)})
    yield from _twice("counter", "number", (counter.number for counter in file.counter))


def _others(file: OfficeFile) -> Iterator[Problem]:
    coded: tuple[tuple[str, Sequence[PriorityTable | RatingReasonTable]], ...] = (
        ("priority", file.priority),
        ("rating_reason", file.rating_reason),
    )
    for name, rows in coded:
        for place, row in enumerate(rows):
            if not _ID.fullmatch(row.code):
                yield Problem(f"{name}.{place}.code", "bad_id", {"id": row.code})
            yield from _named(f"{name}.{place}.name", row.name)
        yield from _twice(name, "code", (row.code for row in rows))
    yield from _phone(file)
    for language, sentences in (("vi", file.announcements.vi), ("en", file.announcements.en)):
        yield from _sentences(language, sentences)


def _phone(file: OfficeFile) -> Iterator[Problem]:
    phone = file.phone
    for key, least in (("more_time_behind", 1), ("more_time_limit", 0), ("code_minutes", 1), ("daily_limit", 1)):
        if getattr(phone, key) < least:
            yield Problem(f"phone.{key}", "too_small", {"least": least})
    if phone.distance_m < 1:
        yield Problem("phone.distance_m", "too_small", {"least": 1})
    if phone.take == "place" and phone.location is None:
        yield Problem("phone.location", "location_is_missing")
    known = {name for service in file.service for name in (service.prefix, service.id)}
    unknown = [name for name in phone.services if name not in known]
    if unknown:
        yield Problem("phone.services", "no_such_service", {"names": ", ".join(unknown)})


def _sentences(language: str, sentences: Mapping[str, str]) -> Iterator[Problem]:
    for kind, sentence in sentences.items():
        try:
            check_template(kind, sentence)
        except TemplateError as error:
            yield Problem(f"announcements.{language}.{kind}", f"sentence_{error.code}", error.details)


def _spans(where: str, spans: Spans) -> Iterator[Problem]:
    before = None
    for place, (start, end) in enumerate(spans):
        try:
            one, other = time_of(start), time_of(end)
        except ValueError:
            yield Problem(f"{where}.{place}", "bad_time", {"start": start, "end": end})
            continue
        if other != time.min and other <= one:
            yield Problem(f"{where}.{place}", "ends_before_it_starts", {"start": start, "end": end})
        elif before is not None and one < before:
            yield Problem(f"{where}.{place}", "hours_overlap", {"start": start, "end": end})
        before = time.max if other == time.min else other


def _named(where: str, text: LocalText) -> Iterator[Problem]:
    if not (text if isinstance(text, str) else text.get("vi", " ")).strip() or text == {}:
        yield Problem(where, "name_is_missing")
    yield from _text(where, text)


def _text(where: str, text: LocalText) -> Iterator[Problem]:
    if isinstance(text, dict) and text and "vi" not in text:
        yield Problem(where, "vietnamese_is_missing")


def _twice(table: str, key: str, names: Iterable[Hashable]) -> Iterator[Problem]:
    seen: set[Hashable] = set()
    for place, name in enumerate(names):
        if name in seen:
            yield Problem(f"{table}.{place}.{key}", "twice", {"name": str(name)})
        seen.add(name)
