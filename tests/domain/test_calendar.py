"""When numbers are given, when counters serve, and what the kiosk says when they don't."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain import calendar
from queue_server.domain.errors import Conflict
from queue_server.domain.office import DEFAULT_DAY, DayHours, Hours, Office, Span
from tests.domain.builders import MICROSECOND, TUESDAY, at, minutes, office

WARD = office()
SATURDAY = date(2026, 11, 28)
MONDAY = date(2026, 11, 30)


def refusal(ward: Office, now: datetime) -> Conflict:
    with pytest.raises(Conflict) as refused:
        calendar.refuse_when_not_issuing(ward, now)
    return refused.value


def test_the_business_day_is_the_office_s_date_and_not_that_of_greenwich() -> None:
    late_evening_utc = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert calendar.business_day(WARD, late_evening_utc) == TUESDAY
    assert calendar.business_day(WARD, datetime(2026, 11, 23, 16, 59, tzinfo=UTC)) == date(2026, 11, 23)


def test_the_business_day_runs_from_midnight_to_midnight() -> None:
    start, end = calendar.day_start(WARD, TUESDAY), calendar.day_end(WARD, TUESDAY)
    assert (start, end) == (at("00:00"), at("00:00", TUESDAY + timedelta(days=1)))
    assert calendar.business_day(WARD, start) == calendar.business_day(WARD, end - MICROSECOND) == TUESDAY
    assert calendar.business_day(WARD, end) == TUESDAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("clock", "issuing", "serving"),
    [
        ("06:59:59", False, False),
        ("07:00", True, False),
        ("07:30", True, True),
        ("11:14:59", True, True),
        ("11:15", False, True),
        ("11:30", False, False),
        ("13:15", True, False),
        ("13:30", True, True),
        ("16:15", False, True),
        ("17:00", False, False),
    ],
)
def test_numbers_are_given_before_the_counters_open_and_end_before_they_close(
    clock: str, issuing: bool, serving: bool
) -> None:
    assert calendar.is_issuing(WARD, at(clock)) is issuing
    assert calendar.is_serving(WARD, at(clock)) is serving
    assert calendar.is_issuing(WARD, at(clock).astimezone(UTC)) is issuing


def test_while_numbers_are_given_nothing_is_refused() -> None:
    calendar.refuse_when_not_issuing(WARD, at("07:00"))


def test_before_the_first_number_the_kiosk_says_when_it_opens() -> None:
    refused = refusal(WARD, at("06:30"))
    assert (refused.code, refused.details) == ("not_yet_issuing", {"opens": "07:00"})


def test_at_lunch_the_kiosk_says_when_it_goes_on() -> None:
    refused = refusal(WARD, at("11:15"))
    assert (refused.code, refused.details) == ("lunch_break", {"opens": "13:15"})


def test_after_the_last_number_the_kiosk_names_the_next_day_and_time() -> None:
    refused = refusal(WARD, at("16:15"))
    assert (refused.code, refused.details) == ("issuing_over", {"opens": "07:00", "day": "25/11/2026"})


def test_after_the_last_number_of_friday_the_kiosk_names_monday() -> None:
    refused = refusal(WARD, at("17:30", date(2026, 11, 27)))
    assert (refused.code, refused.details["day"]) == ("issuing_over", "30/11/2026")


def test_on_a_closed_day_the_kiosk_says_so_and_names_the_next_open_one() -> None:
    refused = refusal(WARD, at("09:00", SATURDAY))
    assert (refused.code, refused.details) == ("office_closed_today", {"opens": "07:00", "day": "30/11/2026"})


def test_a_holiday_is_a_closed_day_and_is_skipped_when_looking_ahead() -> None:
    holiday = office(hours=Hours(closed=frozenset({TUESDAY, date(2026, 11, 25)})))
    refused = refusal(holiday, at("09:00"))
    assert (refused.code, refused.details["day"]) == ("office_closed_today", "26/11/2026")


def test_an_office_that_does_not_open_within_sixty_days_says_until_further_notice() -> None:
    closed = office(hours=Hours(week={}))
    assert refusal(closed, at("09:00")).code == "closed_until_further_notice"
    assert calendar.next_issuing(closed, at("09:00")) is None
    assert calendar.next_serving(closed, at("09:00")) is None


def test_the_next_opening_is_found_sixty_days_ahead_and_no_further() -> None:
    def opens_after(days: int) -> Office:
        closed = frozenset(TUESDAY + timedelta(days=n) for n in range(days))
        return office(hours=Hours(week=dict.fromkeys(range(7), DEFAULT_DAY), closed=closed))

    assert calendar.next_issuing(opens_after(60), at("09:00")) == at("07:00", TUESDAY + timedelta(days=60))
    assert calendar.next_issuing(opens_after(61), at("09:00")) is None


def test_the_next_stretch_starts_strictly_after_now() -> None:
    assert calendar.next_issuing(WARD, at("06:00")) == at("07:00")
    assert calendar.next_issuing(WARD, at("07:00")) == at("13:15")
    assert calendar.next_serving(WARD, at("07:00")) == at("07:30")
    assert calendar.next_serving(WARD, at("16:00", date(2026, 11, 27))) == at("07:30", MONDAY)


def test_the_serving_time_left_leaves_lunch_out() -> None:
    left = {
        clock: calendar.serving_time_left(WARD, at(clock)) for clock in ("07:00", "11:00", "12:00", "16:45", "18:00")
    }
    assert left["07:00"] == minutes(4 * 60 + 3.5 * 60)
    assert left["11:00"] == minutes(30 + 210)
    assert left["12:00"] == minutes(210)
    assert left["16:45"] == minutes(15)
    assert left["18:00"] == minutes(0)
    assert calendar.serving_time_left(WARD, at("09:00", SATURDAY)) == minutes(0)


def test_stretches_may_be_written_in_any_order() -> None:
    turned = DayHours(issue=DEFAULT_DAY.issue[::-1], serve=DEFAULT_DAY.serve[::-1])
    ward = office(hours=Hours(week=dict.fromkeys(range(5), turned)))
    assert refusal(ward, at("12:00")).details == {"opens": "13:15"}
    assert calendar.next_serving(ward, at("06:00")) == at("07:30")


def test_an_evening_stretch_may_end_at_midnight() -> None:
    evening = DayHours(issue=(Span(time(20), time(0)),), serve=(Span(time(20), time(0)),))
    ward = office(hours=Hours(week=dict.fromkeys(range(5), evening)))
    assert calendar.is_issuing(ward, at("23:59:59"))
    assert calendar.serving_time_left(ward, at("23:00")) == minutes(60)
    assert not calendar.is_issuing(ward, at("00:00", TUESDAY + timedelta(days=1)))


def test_where_clocks_change_the_day_has_its_true_length() -> None:
    berlin = office(
        time_zone=ZoneInfo("Europe/Berlin"),
        hours=Hours(week=dict.fromkeys(range(7), DayHours(serve=(Span(time(0), time(0)),)))),
    )
    spring, autumn = date(2027, 3, 28), date(2026, 10, 25)
    for day, length in ((spring, 23), (autumn, 25)):
        start, end = calendar.day_start(berlin, day), calendar.day_end(berlin, day)
        assert end - start == timedelta(hours=length)
        assert calendar.serving_time_left(berlin, start) == timedelta(hours=length)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 14 * 24 * 60 * 60).map(lambda second: at("00:00") + timedelta(seconds=second)))
def test_numbers_are_given_just_when_nothing_is_refused_and_from_every_named_opening_on(now: datetime) -> None:
    if calendar.is_issuing(WARD, now):
        calendar.refuse_when_not_issuing(WARD, now)
        return
    details, opening = refusal(WARD, now).details, calendar.next_issuing(WARD, now)
    assert opening is not None
    assert calendar.is_issuing(WARD, opening)
    assert details["opens"] == calendar.clock_text(WARD, opening)
    assert details.get("day", calendar.day_text(WARD, now)) == calendar.day_text(WARD, opening)
