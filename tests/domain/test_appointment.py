"""Appointments: slots inside the serving hours, a seat for each, and where a check-in stands."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain import appointment as rules
from queue_server.domain.appointment import Appointment, AppointmentState, Standing
from queue_server.domain.calendar import business_day
from queue_server.domain.errors import Conflict
from queue_server.domain.office import AppointmentPlan, Hours
from queue_server.domain.ranking import transfer_rank
from queue_server.domain.ticket import rank_on_arrival
from tests.domain.builders import HANOI, HOUR, MICROSECOND, MINUTE, TUESDAY, at, minutes, office, service, ticket

PLAN = AppointmentPlan()
BOOKABLE = service("A", appointments=PLAN)
WARD = office(services=(BOOKABLE, service("B")))
SATURDAY = date(2026, 11, 28)


def appointment(slot: str = "09:00") -> Appointment:
    return Appointment("0a1b2c", "A", at(slot), 1, "347ACE", "token", at("07:00"), "clerk")


def clocks(slots: list[datetime]) -> list[str]:
    return [f"{slot.astimezone(HANOI):%H:%M}" for slot in slots]


def refusal_of(slot: datetime, now: str = "07:00") -> str:
    with pytest.raises(Conflict) as refused:
        rules.refuse_unbookable(WARD, BOOKABLE, slot, at(now))
    return refused.value.code


# --- Slots ---


def test_slots_fill_the_serving_hours_and_none_lies_over_lunch() -> None:
    morning = [f"{hour:02d}:{minute}" for hour in range(7, 12) for minute in ("00", "30")][1:-1]
    afternoon = [f"{hour}:{minute}" for hour in range(13, 17) for minute in ("00", "30")][1:]
    assert clocks(rules.slots_on(WARD, PLAN, TUESDAY)) == morning + afternoon


def test_a_slot_that_would_end_after_the_counters_close_is_none() -> None:
    long = AppointmentPlan(slot=minutes(45))
    assert clocks(rules.slots_on(WARD, long, TUESDAY))[4:6] == ["10:30", "13:30"]


def test_a_closed_day_and_a_holiday_have_no_slots() -> None:
    assert rules.slots_on(WARD, PLAN, SATURDAY) == []
    holiday = office(hours=Hours(closed=frozenset({TUESDAY})))
    assert rules.slots_on(holiday, PLAN, TUESDAY) == []


def test_only_slots_that_lie_ahead_can_be_booked() -> None:
    assert clocks(rules.open_slots(WARD, PLAN, TUESDAY, at("15:30"))) == ["16:00", "16:30"]
    assert refusal_of(at("09:00"), now="09:00") == "slot_past"
    rules.refuse_unbookable(WARD, BOOKABLE, at("09:00"), at("09:00") - MICROSECOND)


def test_a_time_between_two_slots_and_a_day_too_far_ahead_are_no_slots() -> None:
    assert refusal_of(at("09:10")) == "no_such_slot"
    assert refusal_of(at("09:00", SATURDAY)) == "no_such_slot"
    last = TUESDAY + timedelta(days=PLAN.days_ahead)
    rules.refuse_unbookable(WARD, BOOKABLE, at("09:00", last), at("07:00"))
    assert refusal_of(at("09:00", last + timedelta(days=1))) == "no_such_slot"


def test_a_service_without_appointments_or_without_numbers_promises_nothing() -> None:
    with pytest.raises(Conflict, match="no_appointments"):
        rules.refuse_unbookable(WARD, service("B"), at("09:00"), at("07:00"))
    closed = service("A", appointments=PLAN, is_open=False)
    with pytest.raises(Conflict, match="service_closed"):
        rules.refuse_unbookable(WARD, closed, at("09:00"), at("07:00"))


@given(st.sets(st.integers(1, 4)), st.integers(1, 4))
def test_a_slot_never_holds_more_than_its_seats(taken: set[int], per_slot: int) -> None:
    plan = AppointmentPlan(per_slot=per_slot)
    if {*range(1, per_slot + 1)} <= taken:
        with pytest.raises(Conflict, match="slot_full"):
            rules.free_seat(plan, taken)
    else:
        seat = rules.free_seat(plan, taken)
        assert seat not in taken
        assert 1 <= seat <= per_slot


def test_phones_can_book_half_of_a_day_s_seats_and_the_only_one_there_is() -> None:
    assert rules.phone_seats(PLAN, 15) == 15
    assert rules.phone_seats(AppointmentPlan(per_slot=1), 15) == 8
    assert rules.phone_seats(AppointmentPlan(per_slot=1), 1) == 1


# --- The verbs ---


def test_a_booked_appointment_can_be_moved_cancelled_checked_in_or_missed() -> None:
    booked = appointment()
    moved = booked.move(at("10:00"), 2)
    assert (moved.slot, moved.seat, moved.code, moved.token) == (at("10:00"), 2, booked.code, booked.token)
    assert (booked.cancel(at("08:00")).state, booked.cancel(at("08:00")).seat) == (AppointmentState.CANCELLED, None)
    assert booked.check_in("20261124-A001", at("08:50")).ticket_id == "20261124-A001"
    assert booked.miss(at("23:00")).state is AppointmentState.MISSED


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        (appointment().cancel(at("08:00")), "appointment_cancelled"),
        (appointment().check_in("20261124-A001", at("08:50")), "appointment_used"),
        (appointment().miss(at("23:00")), "appointment_missed"),
    ],
)
def test_what_is_over_stays_so(over: Appointment, refusal: str) -> None:
    verbs: list[Callable[[], Appointment]] = [
        lambda: over.move(at("10:00"), 1),
        lambda: over.cancel(at("12:00")),
        lambda: over.check_in("20261124-A002", at("12:00")),
        lambda: over.miss(at("12:00")),
    ]
    for verb in verbs:
        with pytest.raises(Conflict, match=refusal):
            verb()


# --- Checking in ---


def test_whoever_comes_too_early_is_told_when_to_come() -> None:
    with pytest.raises(Conflict, match="appointment_too_early") as refused:
        rules.standing(WARD, PLAN, at("09:00"), at("08:30") - MICROSECOND)
    assert refused.value.details == {"opens": "08:30", "day": "24/11/2026", "slot": "09:00"}


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("08:30", Standing.ON_TIME),
        ("09:00", Standing.ON_TIME),
        ("09:01", Standing.LATE),
        ("09:30", Standing.LATE),
        ("09:31", Standing.TOO_LATE),
        ("23:59", Standing.TOO_LATE),
    ],
)
def test_a_check_in_counts_from_half_an_hour_before_the_slot_to_half_an_hour_after(
    clock: str, expected: Standing
) -> None:
    assert rules.standing(WARD, PLAN, at("09:00"), at(clock)) is expected


def test_an_appointment_of_an_earlier_day_was_missed() -> None:
    with pytest.raises(Conflict, match="appointment_missed"):
        rules.standing(WARD, PLAN, at("09:00"), at("00:00", TUESDAY + timedelta(days=1)))


# --- The rank: the later of its slot and its check-in − its head start ---


@pytest.mark.parametrize(
    ("check_in", "rank"),
    [("08:30", "09:00"), ("09:00", "09:00"), ("09:10", "09:00"), ("09:15", "09:00"), ("09:20", "09:05")],
)
def test_an_appointment_ranks_at_the_later_of_its_slot_and_its_check_in_less_its_head_start(
    check_in: str, rank: str
) -> None:
    kept = ticket("A001", check_in).keep_slot(at("09:00"), minutes(15))
    assert kept.turn.rank_at == at(rank)
    assert (kept.channel, kept.turn.arrived_at, kept.slot) == ("appointment", at(check_in), at("09:00"))


@given(st.integers(-120, 120), st.integers(0, 60))
def test_an_appointment_passes_nobody_from_before_its_slot_nor_from_beyond_its_head_start(late: int, head: int) -> None:
    slot, check_in = at("12:00"), at("12:00") + late * MINUTE
    rank = rank_on_arrival(check_in, head * MINUTE, slot)
    assert rank >= slot
    assert rank >= check_in - head * MINUTE
    assert rank in (slot, check_in - head * MINUTE)


def test_a_transfer_keeps_the_place_of_the_appointment() -> None:
    served = ticket("A001", "08:40").keep_slot(at("09:00"), minutes(15)).call(1, at("09:05")).start(1, at("09:06"))
    assert transfer_rank("keep", served, at("09:20"), []) == at("09:00")


@given(st.integers(5, 24 * 60), st.integers(0, 3))
def test_every_slot_lies_whole_inside_the_serving_hours(length: int, days: int) -> None:
    day, plan = TUESDAY + timedelta(days=days), AppointmentPlan(slot=length * MINUTE)
    slots = rules.slots_on(WARD, plan, day)
    for slot in slots:
        start, end = slot.astimezone(HANOI), (slot + plan.slot).astimezone(HANOI)
        assert business_day(WARD, slot) == day
        assert any(span.start <= start.time() and end.time() <= span.end for span in WARD.hours.on(day).serve)
    assert all(after - before >= plan.slot for before, after in itertools.pairwise(slots))
    assert slots or plan.slot > 4 * HOUR
