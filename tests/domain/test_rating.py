"""Ratings: a question that is good once and not for long, and sums that hide the single person."""

from datetime import UTC, datetime, timedelta

import pytest

from queue_server.domain.rating import LEAST, Given, Question, summarise, told

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
QUESTION = Question(3, "A", "token", NOW)


@pytest.mark.parametrize(("seconds", "is_asked", "is_taken"), [(29, True, True), (30, False, True), (60, False, False)])
def test_a_question_goes_after_half_a_minute_and_a_late_tap_is_still_taken(
    seconds: int, is_asked: bool, is_taken: bool
) -> None:
    at = NOW + timedelta(seconds=seconds)
    assert (QUESTION.is_asked(at), QUESTION.is_taken(at)) == (is_asked, is_taken)


def test_the_mean_is_over_people_and_there_is_none_without_any() -> None:
    summary = summarise([Given(3, "A", 5, "", 3), Given(4, "A", 1, "cho-lau", 1)])
    assert (summary.levels, summary.count, summary.mean) == ((1, 0, 0, 0, 3), 4, 4.0)
    assert summarise([]).mean is None


def test_too_few_ratings_of_one_counter_are_not_told() -> None:
    assert told([Given(3, "A", 5, "", LEAST - 1)]) is None
    summary = told([Given(3, "A", 5, "", LEAST - 1), Given(3, "B", 4, "", 1)])
    assert summary is not None
    assert summary.count == LEAST
