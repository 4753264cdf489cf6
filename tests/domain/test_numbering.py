"""Numbers: one sequence per service and day, said when it is used up, never wrapped."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.errors import Conflict
from queue_server.domain.numbering import CLEAR_PREFIXES, next_number, ticket_code, ticket_id
from queue_server.domain.office import Service
from tests.domain.builders import TUESDAY, service


def test_the_first_citizen_of_the_day_gets_the_first_number_and_each_next_one_the_next() -> None:
    assert next_number(service("A"), None, 0) == 1
    assert next_number(service("A"), 1, 1) == 2


def test_a_service_may_begin_at_another_number() -> None:
    assert next_number(service("A", first_number=500), None, 0) == 500


def test_past_the_end_of_its_range_a_service_says_so_and_never_wraps() -> None:
    assert next_number(service("A"), 998, 998) == 999
    with pytest.raises(Conflict) as refused:
        next_number(service("A"), 999, 999)
    assert (refused.value.code, refused.value.details) == ("numbers_used_up", {"service": "A"})


def test_a_service_with_a_daily_limit_gives_no_more_than_that() -> None:
    limited = service("A", daily_limit=40)
    assert next_number(limited, 39, 39) == 40
    with pytest.raises(Conflict) as refused:
        next_number(limited, 40, 40)
    assert (refused.value.code, refused.value.details) == ("daily_limit_reached", {"service": "A", "limit": 40})


def test_a_limit_of_nothing_closes_the_service_for_the_day() -> None:
    with pytest.raises(Conflict, match="daily_limit_reached"):
        next_number(service("A", daily_limit=0), None, 0)


def test_a_code_is_the_letter_and_three_digits() -> None:
    assert [ticket_code(service("A"), n) for n in (1, 12, 999)] == ["A001", "A012", "A999"]
    assert ticket_code(service("A", digits=4, last_number=9999), 12) == "A0012"


def test_a_ticket_s_id_holds_its_day_so_that_the_same_number_of_two_days_is_two_tickets() -> None:
    assert ticket_id(TUESDAY, "A012") == "20261124-A012"
    assert ticket_id(date(2026, 11, 25), "A012") != ticket_id(TUESDAY, "A012")


def test_the_letters_offered_first_are_those_that_a_loudspeaker_keeps_apart() -> None:
    assert CLEAR_PREFIXES == ("A", "B", "C", "E", "G", "H", "K", "L", "V")


@given(first=st.integers(1, 50), length=st.integers(0, 60), limit=st.none() | st.integers(0, 60))
def test_whatever_the_range_and_limit_no_number_of_a_day_comes_twice(
    first: int, length: int, limit: int | None
) -> None:
    of_day = service("A", first_number=first, last_number=first + length, daily_limit=limit)
    numbers, refusal = whole_day(of_day)
    assert numbers == list(range(first, first + min(length + 1, length + 1 if limit is None else limit)))
    assert len({ticket_code(of_day, n) for n in numbers}) == len(numbers)
    assert refusal == ("daily_limit_reached" if len(numbers) == limit else "numbers_used_up")


def whole_day(of_day: Service) -> tuple[list[int], str]:
    """Every number of the day, and why there are no more."""
    numbers: list[int] = []
    while True:
        try:
            numbers.append(next_number(of_day, numbers[-1] if numbers else None, len(numbers)))
        except Conflict as refused:
            return numbers, refused.code
