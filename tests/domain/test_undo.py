"""A verb taken back leaves its ticket as it was; whatever happened since is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from queue_server.domain.errors import Conflict
from queue_server.domain.ticket import Outcome, Ticket, TurnState
from queue_server.domain.undo import UNDO_WITHIN, Deed, LastVerb, undone
from tests.domain.builders import MICROSECOND, at, called, minutes, serving, ticket

NOW = at("08:30")


def deed(before: Ticket, after: Ticket, *, is_new: bool = False) -> Deed:
    return Deed(before.id, before.turns, after.turns, is_new)


VERBS: dict[str, tuple[Ticket, Callable[[Ticket], Ticket]]] = {
    "start": (called(), lambda one: one.start(1, NOW)),
    "finish": (serving(), lambda one: one.finish(1, NOW)),
    "no-show": (called(), lambda one: one.no_show(1, NOW, allowed_calls=1)),
    "hold": (serving(), lambda one: one.hold(1, NOW)),
    "resume": (serving().hold(1, at("08:20")), lambda one: one.resume(2, NOW)),
    "cancel": (ticket(), lambda one: one.cancel(NOW)),
    "transfer": (
        serving(),
        lambda one: one.transfer(1, NOW, service_id="B", only_counter=2, rank_at=at("08:00")),
    ),
    "reinstate": (
        called().no_show(1, at("08:20"), allowed_calls=1),
        lambda one: one.reinstate(NOW, rank_at=NOW, within=minutes(30)),
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_taken_back_leaves_the_ticket_exactly_as_it_was(verb: str) -> None:
    before, do = VERBS[verb]
    after = do(before)
    assert after != before
    assert undone(after, deed(before, after), NOW) == before


def test_a_call_taken_back_gives_back_the_place_and_the_wait_but_uses_its_number_up() -> None:
    before = ticket()
    after = before.call(1, NOW)
    back = undone(after, deed(before, after), NOW)
    assert back == replace(before, turns=(replace(before.turn, calls=1),))
    assert back.turn.wait_to_first_call is None
    again = back.call(2, at("08:40"))
    assert (again.turn.calls, again.turn.calls_now) == (2, 1)
    assert again.turn.wait_to_first_call == minutes(40)


def test_a_recall_taken_back_does_not_count_towards_a_no_show() -> None:
    before = called()
    after = before.recall(1, NOW)
    assert deed(before, after).calls == ((1, 2),)
    back = undone(after, deed(before, after), NOW)
    assert (back.turn.calls_now, back.turn.last_called_at) == (1, at("08:10"))


def test_a_walk_in_taken_back_keeps_its_number_and_ends_as_cancelled() -> None:
    new = ticket(when="08:30")
    after = new.call(1, NOW).start(1, NOW)
    back = undone(after, deed(new, after, is_new=True), NOW)
    assert (back.turn.state, back.turn.outcome) == (TurnState.ENDED, Outcome.CANCELLED)
    assert back.turn.service_started_at is None


def test_what_happened_since_elsewhere_is_not_undone() -> None:
    before = serving()
    after = before.hold(1, at("08:20"))
    resumed_elsewhere = after.resume(2, at("08:21"))
    with pytest.raises(Conflict) as refused:
        undone(resumed_elsewhere, deed(before, after), NOW)
    assert refused.value.code == "changed_since"


def test_after_ten_seconds_a_verb_stands() -> None:
    last = LastVerb(1, "lan", "finished", NOW, (7,), ())
    last.refuse_when_late(NOW + UNDO_WITHIN)
    with pytest.raises(Conflict) as refused:
        last.refuse_when_late(NOW + UNDO_WITHIN + MICROSECOND)
    assert refused.value.code == "too_late_to_undo"
