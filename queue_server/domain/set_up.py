"""Changing the office while it works: what differs between two set-ups, and which changes today forbids."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from queue_server.domain.errors import Detail, Problem
from queue_server.domain.journal import Json
from queue_server.domain.office import Office, Service


class Change(NamedTuple):
    """One thing that differs: `service/A/usual_minutes`. None: it is not there before, or not any more."""

    where: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class InUse:
    """What of the set-up the running day, and what is promised for later days, holds on to.

    Open tickets by service, by priority class and by the counter that they are at or wait for; the last number given
    today by service; counters at which somebody is; appointments to come by service; paired screens by place.
    """

    open_by_service: Mapping[str, int] = field(default_factory=dict)
    open_by_priority: Mapping[str, int] = field(default_factory=dict)
    open_by_counter: Mapping[int, int] = field(default_factory=dict)
    waiting_for: frozenset[tuple[int, str]] = frozenset()
    last_numbers: Mapping[str, int] = field(default_factory=dict)
    staffed: frozenset[int] = frozenset()
    appointments: Mapping[str, int] = field(default_factory=dict)
    screens_of_zones: Mapping[str, int] = field(default_factory=dict)
    screens_of_counters: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_working(self) -> bool:
        """Whether somebody waits or is served, or sits at a counter."""
        return bool(self.open_by_service or self.staffed)


# Tables of these are lists of rows; each row is known by this key.
_ROW_KEYS = {"service": "id", "counter": "number", "zone": "id", "priority": "code", "rating_reason": "code"}


def changes(before: Mapping[str, Json], after: Mapping[str, Json]) -> tuple[Change, ...]:
    """What differs between two set-ups as the tables of their files: rows by their names, single keys, the order."""
    return tuple(_differences("", _keyed(before), _keyed(after)))


def hindrances(before: Office, after: Office, in_use: InUse) -> tuple[Problem, ...]:
    """What the running day does not allow: all of it, each with its place in the former set-up."""
    return (
        *_office_stays(before, after, in_use),
        *_services_stay(before, after, in_use),
        *_counters_stay(before, after, in_use),
        *_zones_stay(before, after, in_use),
        *_classes_stay(before, after, in_use),
    )


def _office_stays(before: Office, after: Office, in_use: InUse) -> Iterator[Problem]:
    if after.id != before.id:
        # Every ticket and every row of the journal bears it.
        yield Problem("office.id", "office_id_stays", {"id": before.id})
    if after.time_zone.key != before.time_zone.key and in_use.is_working:
        yield Problem("office.time_zone", "time_zone_in_use")


def _services_stay(before: Office, after: Office, in_use: InUse) -> Iterator[Problem]:
    later = {service.id: (place, service) for place, service in enumerate(after.services)}
    for service in before.services:
        found = later.get(service.id)
        if found is None:
            yield from _service_may_go(service, in_use)
        else:
            place, now = found
            yield from _numbers_stay(place, service, now, in_use)
            people = in_use.open_by_service.get(service.id, 0)
            if people and before.counters_serving(service.id) and not after.counters_serving(service.id):
                yield Problem(f"service.{place}", "service_needs_counter", {"prefix": service.prefix, "people": people})
    # A letter that citizens hold on paper today belongs to its service until midnight.
    given = {one.prefix: one.id for one in before.services if one.id in in_use.last_numbers}
    for place, service in enumerate(after.services):
        if given.get(service.prefix, service.id) != service.id:
            yield Problem(f"service.{place}.prefix", "prefix_in_use", {"prefix": service.prefix})


def _service_may_go(service: Service, in_use: InUse) -> Iterator[Problem]:
    people, booked = in_use.open_by_service.get(service.id, 0), in_use.appointments.get(service.id, 0)
    details: dict[str, Detail] = {"prefix": service.prefix, "name": service.name["vi"]}
    if people:
        yield Problem("service", "service_has_people", {**details, "people": people})
    elif service.id in in_use.last_numbers:
        yield Problem("service", "service_used_today", details)
    if booked:
        yield Problem("service", "service_has_appointments", {**details, "people": booked})


def _numbers_stay(place: int, before: Service, now: Service, in_use: InUse) -> Iterator[Problem]:
    last = in_use.last_numbers.get(before.id)
    if last is None:
        return
    details: dict[str, Detail] = {"prefix": before.prefix, "last": last}
    for key in ("prefix", "digits", "first_number"):
        if getattr(before, key) != getattr(now, key):
            yield Problem(f"service.{place}.{key}", "numbers_in_use", details)
    if now.last_number < last:
        yield Problem(f"service.{place}.last_number", "numbers_in_use", details)


def _counters_stay(before: Office, after: Office, in_use: InUse) -> Iterator[Problem]:
    later = {counter.number: (place, counter) for place, counter in enumerate(after.counters)}
    for counter in before.counters:
        number, found = counter.number, later.get(counter.number)
        if found is not None:
            place, now = found
            for service_id in sorted(set(counter.service_ids) - set(now.service_ids)):
                if (number, service_id) in in_use.waiting_for:
                    yield Problem(f"counter.{place}.services", "counter_is_waited_for", {"counter": number})
            continue
        # Who is held at another counter may still wait for this one alone.
        people = in_use.open_by_counter.get(number, 0) or sum(at == number for at, _ in in_use.waiting_for)
        if number in in_use.staffed:
            yield Problem("counter", "counter_is_open", {"counter": number})
        elif people:
            yield Problem("counter", "counter_has_people", {"counter": number, "people": people})
        if in_use.screens_of_counters.get(number):
            yield Problem("counter", "counter_has_screens", {"counter": number})


def _zones_stay(before: Office, after: Office, in_use: InUse) -> Iterator[Problem]:
    for gone in sorted({zone.id for zone in before.zones} - {zone.id for zone in after.zones}):
        if in_use.screens_of_zones.get(gone):
            yield Problem("zone", "zone_has_screens", {"zone": before.zone(gone).name["vi"]})


def _classes_stay(before: Office, after: Office, in_use: InUse) -> Iterator[Problem]:
    kept = {one.code for one in after.priority_classes}
    for one in before.priority_classes:
        people = in_use.open_by_priority.get(one.code, 0)
        if one.code not in kept and people:
            yield Problem("priority", "class_in_use", {"name": one.name["vi"], "people": people})


def _keyed(tables: Mapping[str, Json]) -> dict[str, Json]:
    """The tables with their rows by name, and the rows' order beside them."""
    keyed: dict[str, Json] = {}
    for name, table in tables.items():
        key = _ROW_KEYS.get(name)
        if key is None or not isinstance(table, list):
            keyed[name] = table
            continue
        rows = [row for row in table if isinstance(row, dict)]
        keyed[name] = {str(row.get(key)): row for row in rows}
        keyed[f"{name}/*"] = [str(row.get(key)) for row in rows]
    return keyed


def _differences(where: str, before: Mapping[str, Json], after: Mapping[str, Json]) -> Iterator[Change]:
    for name in [*before, *(key for key in after if key not in before)]:
        one, other, place = before.get(name), after.get(name), f"{where}/{name}".lstrip("/")
        if one == other:
            continue
        if name.endswith("/*"):
            # An order is only worth telling when rows that stay change places.
            if _common(one, other) != _common(other, one):
                yield Change(place, one, other)
        elif isinstance(one, dict) and isinstance(other, dict) and not _is_text(one, other):
            yield from _differences(place, one, other)
        else:
            yield Change(place, one, other)


def _common(one: Json, other: Json) -> Sequence[Json]:
    if not isinstance(one, list) or not isinstance(other, list):
        return ()
    known = {json.dumps(value) for value in other}
    return [value for value in one if json.dumps(value) in known]


def _is_text(one: Mapping[str, Json], other: Mapping[str, Json]) -> bool:
    """Whether both are texts by language: told as a whole."""
    return all("vi" in text and all(isinstance(value, str) for value in text.values()) for text in (one, other))
