"""The office as described: hours by weekday and date, and look-ups that refuse by name."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from queue_server.domain.errors import NotFound
from queue_server.domain.office import CLOSED_DAY, DEFAULT_DAY, Hours, Span
from tests.domain.builders import ELDERLY, TUESDAY, office


def test_a_span_is_half_open() -> None:
    morning = Span(time(7), time(11, 15))
    assert morning.holds(time(7))
    assert morning.holds(time(11, 14, 59, 999999))
    assert not morning.holds(time(11, 15))
    assert not morning.holds(time(6, 59, 59))


def test_a_span_that_ends_at_midnight_lasts_to_the_end_of_the_day() -> None:
    assert Span(time(20), time(0)).holds(time(23, 59, 59, 999999))


def test_an_office_keeps_its_usual_hours_from_monday_to_friday() -> None:
    hours = Hours()
    assert [hours.on(TUESDAY + timedelta(days=n)) for n in range(3)] == [DEFAULT_DAY] * 3
    assert hours.on(date(2026, 11, 28)) == CLOSED_DAY


def test_a_holiday_closes_the_office_on_its_date_alone() -> None:
    hours = Hours(closed=frozenset({TUESDAY}))
    assert hours.on(TUESDAY) == CLOSED_DAY
    assert hours.on(TUESDAY + timedelta(days=7)) == DEFAULT_DAY


def test_the_office_finds_what_it_has() -> None:
    ward = office()
    assert ward.service("B").prefix == "B"
    assert ward.counter(3).preferred == ("C",)
    assert ward.zone("hall").id == "hall"
    assert ward.priority_class("elderly").head_start == ELDERLY
    assert [counter.number for counter in ward.counters_serving("C")] == [2, 3]


def test_the_office_says_by_name_what_it_does_not_have() -> None:
    ward = office()
    with pytest.raises(NotFound, match="unknown_service"):
        ward.service("Z")
    with pytest.raises(NotFound, match="unknown_counter"):
        ward.counter(99)
    with pytest.raises(NotFound, match="unknown_zone"):
        ward.zone("roof")
    with pytest.raises(NotFound, match="unknown_priority_class"):
        ward.priority_class("friend_of_the_boss")


def test_the_defaults_are_those_of_the_trade() -> None:
    ward = office()
    assert ward.target_wait == timedelta(minutes=15)
    assert ward.calls_before_no_show == 3
    assert (ward.reinstate_within, ward.reinstate_behind) == (timedelta(minutes=30), 2)
    assert ward.time_zone.key == "Asia/Ho_Chi_Minh"
