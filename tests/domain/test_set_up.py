"""Whatever an administrator changes in the middle of a day: what is not refused leaves the day whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

from hypothesis import assume, given, settings
from hypothesis import strategies as some

from queue_server.domain.office import Counter, Office, PriorityClass, Service, Zone
from queue_server.domain.set_up import InUse, hindrances

K = TypeVar("K", str, int)
LETTERS = "ABCE"
PLACES = ("hall", "roof")
CLASSES = ("elderly", "pregnant")


def service(letter: str, name: str = "") -> Service:
    return Service(name or letter, letter, {"vi": f"Lĩnh vực {letter}"})


@some.composite
def offices(draw: some.DrawFn) -> Office:
    """An office as its administrator may make it: letters may go to other services, counters and zones may be gone."""
    letters = draw(some.lists(some.sampled_from(LETTERS), unique=True, min_size=1))
    names = draw(some.permutations(LETTERS))[: len(letters)]
    services = tuple(
        replace(
            service(letter, name),
            is_open=draw(some.booleans()),
            first_number=draw(some.sampled_from([1, 1, 100])),
            last_number=draw(some.sampled_from([150, 999])),
            digits=draw(some.sampled_from([3, 3, 4])),
        )
        for letter, name in zip(letters, names, strict=True)
    )
    zones = tuple(Zone(zone, {"vi": zone}) for zone in draw(some.lists(some.sampled_from(PLACES), unique=True)))
    served = some.lists(some.sampled_from(names), unique=True)
    counters = tuple(
        Counter(number, f"Quầy {number}", zones[0].id if zones else "hall", tuple(draw(served)))
        for number in draw(some.lists(some.integers(1, 4), unique=True))
    )
    classes = draw(some.lists(some.sampled_from(CLASSES), unique=True))
    return Office(
        "ward",
        {"vi": "Bộ phận một cửa"},
        services=services,
        counters=counters,
        zones=zones,
        priority_classes=tuple(PriorityClass(code, {"vi": code}, timedelta(minutes=15)) for code in classes),
    )


@some.composite
def later(draw: some.DrawFn, before: Office) -> Office:
    """The office after a change: rows gone, and changed in what the day may hold on to; mostly a few of them."""
    seldom = some.sampled_from([False, False, False, False, True])

    def changed(one: Service) -> Service:
        others = [
            replace(one, prefix="K"),
            replace(one, prefix="A"),
            replace(one, digits=4),
            replace(one, first_number=7),
            replace(one, last_number=120),
            replace(one, is_open=False, name={"vi": "Tên khác"}),
        ]
        return draw(some.sampled_from(others)) if draw(seldom) else one

    services = tuple(changed(one) for one in before.services if not draw(seldom))
    known = {one.id for one in services}
    counters = tuple(
        replace(one, service_ids=tuple(name for name in one.service_ids if name in known and not draw(seldom)))
        for one in before.counters
        if not draw(seldom)
    )
    classes = tuple(one for one in before.priority_classes if not draw(seldom))
    zones = tuple(one for one in before.zones if not draw(seldom))
    return replace(before, services=services, counters=counters, priority_classes=classes, zones=zones)


@some.composite
def days(draw: some.DrawFn) -> tuple[Office, InUse]:
    """An office and what its running day holds on to, which is something of it."""
    before = draw(offices())

    def counted(keys: list[K], least: int = 1) -> Mapping[K, int]:
        return draw(some.dictionaries(some.sampled_from(keys), some.integers(least, 9))) if keys else {}

    names = [one.id for one in before.services]
    numbers, zones = [one.number for one in before.counters], [one.id for one in before.zones]
    open_by_service = counted(names)
    # Whoever waits for a service has a number of it.
    last = {name: draw(some.integers(one.first_number, one.last_number)) for name, one in _by_id(before).items()}
    given_today = {*open_by_service, *draw(some.sets(some.sampled_from(names)))}
    pairs = [(one.number, name) for one in before.counters for name in one.service_ids if name in open_by_service]
    in_use = InUse(
        open_by_service=open_by_service,
        open_by_priority=counted([one.code for one in before.priority_classes]),
        open_by_counter=counted(numbers),
        waiting_for=frozenset(draw(some.sets(some.sampled_from(pairs)))) if pairs else frozenset(),
        last_numbers={name: last[name] for name in sorted(given_today)},
        staffed=frozenset(draw(some.sets(some.sampled_from(numbers)))) if numbers else frozenset(),
        appointments=counted(names),
        screens_of_zones=counted(zones),
        screens_of_counters=counted(numbers),
    )
    return before, in_use


def _by_id(office: Office) -> dict[str, Service]:
    return {one.id: one for one in office.services}


@settings(max_examples=300, deadline=None)
@given(days(), some.data())
def test_what_is_not_refused_leaves_everyone_their_service_number_counter_class_and_screen(
    day: tuple[Office, InUse], data: some.DataObject
) -> None:
    before, in_use = day
    after = data.draw(later(before))
    assume(not hindrances(before, after, in_use))
    now, then = _by_id(after), _by_id(before)
    for name in in_use.open_by_service:
        assert name in now
        assert after.counters_serving(name) or not before.counters_serving(name)
    assert now.keys() >= in_use.appointments.keys()
    for name, last in in_use.last_numbers.items():
        # A number on paper in the hall reads as it did, and is nobody else's until midnight.
        assert (now[name].prefix, now[name].digits) == (then[name].prefix, then[name].digits)
        assert now[name].first_number == then[name].first_number
        assert now[name].last_number >= last
        assert [one.id for one in after.services if one.prefix == then[name].prefix] == [name]
    numbers = {one.number: one for one in after.counters}
    assert numbers.keys() >= in_use.staffed | in_use.open_by_counter.keys() | in_use.screens_of_counters.keys()
    assert all(name in numbers[number].service_ids for number, name in in_use.waiting_for)
    assert {one.code for one in after.priority_classes} >= in_use.open_by_priority.keys()
    assert {one.id for one in after.zones} >= in_use.screens_of_zones.keys()


@settings(max_examples=300, deadline=None)
@given(days())
def test_what_nobody_holds_on_to_may_always_change(day: tuple[Office, InUse]) -> None:
    before, in_use = day
    closed = tuple(
        replace(one, is_open=False, name={"vi": "Tên khác"}, daily_limit=1, last_number=9999) for one in before.services
    )
    renamed = tuple(replace(one, name="Quầy khác") for one in before.counters)
    after = replace(before, services=closed, counters=renamed, name={"vi": "Tên mới"})
    assert hindrances(before, after, in_use) == ()
    assert hindrances(before, before, in_use) == ()


@settings(max_examples=300, deadline=None)
@given(days(), some.data())
def test_a_night_later_nothing_but_promises_and_screens_stands_in_the_way(
    day: tuple[Office, InUse], data: some.DataObject
) -> None:
    before, in_use = day
    night = InUse(
        appointments=in_use.appointments,
        screens_of_zones=in_use.screens_of_zones,
        screens_of_counters=in_use.screens_of_counters,
    )
    after = data.draw(later(before))
    gone = {one.code for one in hindrances(before, after, night)}
    assert gone <= {"service_has_appointments", "zone_has_screens", "counter_has_screens"}
    booked = [name for name in night.appointments if name not in _by_id(after)]
    assert ("service_has_appointments" in gone) == bool(booked)
