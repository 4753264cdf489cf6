import pytest

from queue_server.domain.paper import USUAL_TICKET_MM, tickets_left

ROLL_MM = 30_000


def test_a_new_roll_is_judged_by_the_usual_ticket_and_a_used_one_by_its_own() -> None:
    assert tickets_left(ROLL_MM, 0, 0) == ROLL_MM // USUAL_TICKET_MM
    assert tickets_left(ROLL_MM, 100 * 800, 100) == 200  # 100 tickets of 100 mm took 10 of 30 metres


@pytest.mark.parametrize("used_mm", [ROLL_MM, ROLL_MM + 5_000])
def test_a_roll_that_gave_more_than_was_written_on_it_has_nothing_left(used_mm: int) -> None:
    assert tickets_left(ROLL_MM, used_mm * 8, 300) == 0
