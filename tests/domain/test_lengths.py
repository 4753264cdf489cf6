"""Sketches of closed days: they add up, and any rank is known to within the stated error."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.domain.lengths import NO_TIMES, RELATIVE_ERROR, Lengths, Times, times_of

SECOND = 1_000_000
HOURS = 12 * 3600 * SECOND
lengths = st.lists(st.integers(0, HOURS), min_size=1, max_size=200)
few = settings(deadline=None, max_examples=150)


def exact(values: list[int]) -> Lengths:
    return Lengths(list(values))


def close(found: float | None, right: float | None, values: list[int]) -> bool:
    """Within the stated error; a length of up to a second is told as half a second."""
    assert found is not None
    assert right is not None
    return abs(found - right) <= RELATIVE_ERROR * right + (0.5 if min(values) <= SECOND else 0) + 1e-9


def same_but_for_ranks(found: Times, right: Times) -> bool:
    return (found.count, found.max_s) == (right.count, right.max_s) and abs(
        (found.mean_s or 0) - (right.mean_s or 0)
    ) < 1e-6


@few
@given(lengths)
def test_a_sketch_knows_count_mean_and_maximum_exactly_and_any_rank_within_its_error(values: list[int]) -> None:
    found, right = exact(values).sketched().times(), times_of(values)
    assert same_but_for_ranks(found, right)
    assert close(found.median_s, right.median_s, values)
    assert close(found.p90_s, right.p90_s, values)


@few
@given(st.lists(lengths, min_size=1, max_size=6))
def test_sketches_of_days_add_up_to_the_sketch_of_all_their_lengths(days: list[list[int]]) -> None:
    merged = Lengths(None)
    for day in days:
        merged.merge(exact(day).sketched())
    assert merged == exact([value for day in days for value in day]).sketched()


@few
@given(lengths, lengths)
def test_an_open_day_added_to_closed_ones_is_counted_whole(closed: list[int], today: list[int]) -> None:
    right = exact(closed + today).sketched()
    one, other = exact(closed).sketched(), exact(today)
    one.merge(exact(today))
    other.merge(exact(closed).sketched())
    assert one == other == right


@few
@given(lengths, lengths)
def test_open_days_stay_exact_among_themselves(one: list[int], other: list[int]) -> None:
    merged = exact(one)
    merged.merge(exact(other))
    assert merged.times() == times_of([*one, *other])


def test_of_nothing_nothing_is_claimed() -> None:
    assert Lengths().times() == Lengths(None).times() == NO_TIMES


@few
@given(lengths)
def test_a_histogram_counts_every_length_once(values: list[int]) -> None:
    limits = [300, 600, 900, 1800, 3600]
    found = exact(values).histogram(limits)
    assert sum(found) == len(values)
    assert found[0] == sum(value <= 300 * SECOND for value in values)
    assert sum(exact(values).sketched().histogram(limits)) == len(values)
