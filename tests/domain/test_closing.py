"""Whether one more can still be served today."""

from datetime import timedelta

from queue_server.domain.closing import is_day_full

MINUTES = timedelta(minutes=1)


def full(left: float, ahead: int, counters: int = 1, each: float = 10) -> bool:
    return is_day_full(left * MINUTES, ahead * each * MINUTES, counters)


def test_the_day_is_full_when_those_who_wait_fill_the_time_until_closing() -> None:
    assert not full(left=31, ahead=3)
    assert full(left=30, ahead=3)
    assert full(left=29, ahead=3)


def test_two_counters_serve_twice_as_many() -> None:
    assert not full(left=31, ahead=6, counters=2)
    assert full(left=30, ahead=6, counters=2)


def test_long_services_fill_the_day_sooner() -> None:
    assert full(left=25, ahead=3)
    assert not full(left=25, ahead=3, each=2)
    assert full(left=35, ahead=3, each=30)


def test_nobody_ahead_fills_no_day_but_one_that_is_over() -> None:
    assert not full(left=1, ahead=0)
    assert full(left=0, ahead=0)


def test_without_a_counter_there_is_no_basis_and_nobody_is_discouraged() -> None:
    assert not full(left=0, ahead=50, counters=0)
