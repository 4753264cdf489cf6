"""A clerk reads at a glance why a ticket is where it is."""

from __future__ import annotations

import pytest

from queue_server.domain.explaining import Why, why
from queue_server.domain.ticket import Ticket
from tests.domain.builders import COUNTERS, ELDERLY, at, called, minutes, serving, ticket


def moved(rank: str, only: int | None = None) -> Ticket:
    return serving().transfer(1, at("08:20"), service_id="B", only_counter=only, rank_at=at(rank))


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (ticket(), "arrived"),
        (ticket(head_start=ELDERLY), "head_start"),
        (moved("08:00"), "kept"),
        (moved("07:10"), "moved_first"),
        (moved("08:40"), "moved_last"),
        (
            called()
            .no_show(1, at("08:15"), allowed_calls=1)
            .reinstate(at("08:20"), rank_at=at("08:05"), within=minutes(30)),
            "returned",
        ),
        (ticket().postpone(rank_at=at("08:10"), allowed=1), "postponed"),
    ],
)
def test_the_place_says_what_made_the_rank_time(one: Ticket, place: str) -> None:
    assert why(one, COUNTERS[0]).place == place


def test_a_priority_class_counts_as_having_come_earlier() -> None:
    assert why(ticket(head_start=ELDERLY), COUNTERS[0]) == Why(at("08:00"), at("07:45"), None, "head_start")


def test_who_waits_for_this_counter_alone_or_for_its_preferred_service_is_named_so() -> None:
    assert why(moved("08:00", only=2), COUNTERS[1]).claim == "bound"
    # Counter 3 prefers C.
    assert why(ticket("C001"), COUNTERS[2]).claim == "preferred"
    assert why(ticket("A001"), COUNTERS[2]).claim is None
