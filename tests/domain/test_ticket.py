"""The verbs of one ticket: what each changes, when it is refused, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError

import pytest

from queue_server.domain.errors import Conflict, NotAllowed
from queue_server.domain.ticket import Outcome, Ticket, TurnState
from tests.domain.builders import ELDERLY, MICROSECOND, at, called, minutes, serving, ticket

WITHIN = minutes(30)


def absent() -> Ticket:
    return called(called_at="08:10").no_show(1, at("08:15"), allowed_calls=1)


def transferred(**changes: object) -> Ticket:
    arguments = {"service_id": "B", "only_counter": None, "rank_at": at("08:00")} | changes
    return serving().transfer(1, at("08:20"), **arguments)  # type: ignore[arg-type]


def test_a_new_ticket_waits_since_its_issue_and_counts_as_if_it_had_come_its_head_start_earlier() -> None:
    new = ticket(when="08:00", head_start=ELDERLY)
    assert (new.turn.state, new.turn.n) == (TurnState.WAITING, 1)
    assert new.turn.arrived_at == new.issued_at == at("08:00")
    assert new.turn.rank_at == at("07:45")
    assert new.is_open
    assert new.stay is None


def test_a_call_asks_the_citizen_to_a_counter_and_ends_the_wait() -> None:
    turn = called(called_at="08:10", counter=2).turn
    assert (turn.state, turn.counter, turn.calls) == (TurnState.CALLED, 2, 1)
    assert turn.wait_to_first_call == turn.wait_to_last_call == minutes(10)


def test_calling_again_moves_the_last_call_and_never_the_first() -> None:
    turn = called(called_at="08:10").recall(1, at("08:12")).recall(1, at("08:14")).turn
    assert (turn.calls, turn.calls_now) == (3, 3)
    assert turn.wait_to_first_call == minutes(10)
    assert turn.wait_to_last_call == minutes(14)


def test_a_service_lasts_from_its_start_to_its_end_and_the_walk_from_the_last_call_to_the_start() -> None:
    done = serving(called_at="08:10", started_at="08:11").finish(1, at("08:21"))
    assert (done.turn.outcome, done.is_open) == (Outcome.SERVED, False)
    assert done.turn.walk == minutes(1)
    assert done.turn.service_time == minutes(10)
    assert done.stay == minutes(21)


def test_holds_inside_the_service_are_left_out_of_its_time() -> None:
    held = serving(started_at="08:10").hold(1, at("08:15")).resume(1, at("08:25")).hold(1, at("08:30"))
    done = held.resume(1, at("08:31")).finish(1, at("08:35"))
    assert done.turn.held == minutes(11)
    assert done.turn.service_time == minutes(14)


def test_a_citizen_held_before_the_service_starts_it_on_resuming_and_the_hold_is_no_hold_time() -> None:
    resumed = called(called_at="08:10").hold(1, at("08:11")).resume(1, at("08:20"))
    assert resumed.turn.service_started_at == at("08:20")
    assert resumed.finish(1, at("08:30")).turn.service_time == minutes(10)


def test_hold_and_resume_keep_the_arrival_and_the_rank() -> None:
    before = serving()
    after = before.hold(1, at("08:15")).resume(1, at("08:25"))
    assert (after.turn.arrived_at, after.turn.rank_at) == (before.turn.arrived_at, before.turn.rank_at)


def test_another_counter_may_resume_a_held_citizen_and_then_has_them() -> None:
    resumed = serving(counter=1).hold(1, at("08:15")).resume(3, at("08:20"))
    assert resumed.turn.counter == 3
    assert resumed.finish(3, at("08:25")).turn.outcome is Outcome.SERVED


def test_a_no_show_may_be_declared_only_after_the_allowed_calls() -> None:
    once = called()
    with pytest.raises(Conflict, match="too_few_calls") as refused:
        once.no_show(1, at("08:12"), allowed_calls=2)
    assert refused.value.details == {"code": "A001", "calls": 1, "allowed": 2}
    gone = once.recall(1, at("08:12")).no_show(1, at("08:13"), allowed_calls=2)
    assert (gone.turn.outcome, gone.is_open) == (Outcome.NO_SHOW, False)


def test_an_absent_citizen_who_comes_back_waits_again_with_the_calls_anew_and_the_first_wait_as_it_was() -> None:
    back = absent().reinstate(at("08:30"), rank_at=at("08:20"), within=WITHIN)
    assert (back.turn.state, back.turn.calls_now, back.turn.counter) == (TurnState.WAITING, 0, None)
    assert (back.turn.rank_at, back.turn.arrived_at) == (at("08:20"), at("08:00"))
    again = back.call(2, at("08:40"))
    assert (again.turn.calls, again.turn.calls_now) == (2, 1)
    assert again.turn.wait_to_first_call == minutes(10)
    assert again.turn.wait_to_last_call == minutes(40)
    with pytest.raises(Conflict, match="too_few_calls"):
        again.no_show(2, at("08:41"), allowed_calls=2)


def test_an_absent_citizen_may_come_back_until_the_last_microsecond_of_the_tolerance() -> None:
    gone = absent()
    assert gone.reinstate(at("08:45"), rank_at=at("08:00"), within=WITHIN).is_open
    with pytest.raises(Conflict, match="came_back_too_late") as refused:
        gone.reinstate(at("08:45") + MICROSECOND, rank_at=at("08:00"), within=WITHIN)
    assert refused.value.details["minutes"] == 30


def test_more_time_is_given_as_often_as_allowed_and_never_brings_a_place_further_ahead() -> None:
    later = ticket().postpone(rank_at=at("08:20"), allowed=2)
    assert (later.turn.rank_at, later.turn.arrived_at, later.turn.postponed) == (at("08:20"), at("08:00"), 1)
    again = later.postpone(rank_at=at("08:10"), allowed=2)
    assert (again.turn.rank_at, again.turn.postponed) == (at("08:20"), 2)
    with pytest.raises(Conflict, match="postponed_too_often"):
        again.postpone(rank_at=at("08:30"), allowed=2)


def test_a_transfer_ends_the_turn_and_starts_the_next_which_arrives_now() -> None:
    moved = transferred()
    first, second = moved.turns
    assert (first.outcome, first.service_time) == (Outcome.TRANSFERRED, minutes(9))
    assert (second.n, second.service_id, second.state) == (2, "B", TurnState.WAITING)
    assert (second.arrived_at, second.rank_at) == (at("08:20"), at("08:00"))
    assert (moved.service_id, moved.code) == ("A", "A001")
    assert moved.is_open


def test_a_citizen_may_be_transferred_as_soon_as_called() -> None:
    moved = called().transfer(1, at("08:12"), service_id="B", only_counter=None, rank_at=at("08:00"))
    assert moved.turns[0].service_time is None
    assert moved.turn.service_id == "B"


def test_a_turn_bound_to_a_counter_is_called_there_alone() -> None:
    bound = transferred(only_counter=2)
    with pytest.raises(NotAllowed, match="other_counter") as refused:
        bound.call(1, at("08:25"))
    assert refused.value.details == {"code": "A001", "counter": 2}
    assert bound.call(2, at("08:25")).turn.counter == 2


def test_a_held_turn_bound_to_a_counter_is_resumed_there_alone() -> None:
    held = transferred(only_counter=2).call(2, at("08:25")).hold(2, at("08:26"))
    with pytest.raises(NotAllowed, match="other_counter"):
        held.resume(1, at("08:27"))
    assert held.resume(2, at("08:27")).turn.state is TurnState.SERVING


def test_the_stay_runs_from_the_issue_to_the_end_of_the_last_turn() -> None:
    done = transferred().call(2, at("08:40")).start(2, at("08:41")).finish(2, at("08:50"))
    assert done.stay == minutes(50)


@pytest.mark.parametrize("state", [ticket(), called(), called().hold(1, at("08:12"))])
def test_a_citizen_may_give_up_until_the_service_starts_and_while_held(state: Ticket) -> None:
    gone = state.cancel(at("08:30"))
    assert (gone.turn.outcome, gone.is_open) == (Outcome.CANCELLED, False)


def test_a_citizen_at_the_desk_does_not_cancel() -> None:
    with pytest.raises(Conflict, match="being_served"):
        serving().cancel(at("08:30"))


@pytest.mark.parametrize("state", [ticket(), called(), serving(), serving().hold(1, at("08:12"))])
def test_at_the_end_of_the_day_any_open_ticket_expires(state: Ticket) -> None:
    over = state.expire(at("23:59"))
    assert (over.turn.outcome, over.is_open) == (Outcome.EXPIRED, False)


def test_a_service_that_the_day_s_end_cut_off_has_no_service_time() -> None:
    assert serving().expire(at("23:59")).turn.service_time is None


def test_a_service_given_up_during_a_hold_was_not_completed_and_has_no_service_time() -> None:
    given_up = serving(started_at="08:11").hold(1, at("08:15")).cancel(at("08:40"))
    assert given_up.turn.held == minutes(25)
    assert given_up.turn.service_time is None


Verb = Callable[[Ticket], Ticket]
VERBS: dict[str, Verb] = {
    "call": lambda t: t.call(1, at("09:00")),
    "recall": lambda t: t.recall(1, at("09:00")),
    "start": lambda t: t.start(1, at("09:00")),
    "finish": lambda t: t.finish(1, at("09:00")),
    "no_show": lambda t: t.no_show(1, at("09:00"), allowed_calls=1),
    "reinstate": lambda t: t.reinstate(at("09:00"), rank_at=at("08:00"), within=minutes(600)),
    "postpone": lambda t: t.postpone(rank_at=at("08:30"), allowed=1),
    "hold": lambda t: t.hold(1, at("09:00")),
    "resume": lambda t: t.resume(1, at("09:00")),
    "transfer": lambda t: t.transfer(1, at("09:00"), service_id="B", only_counter=None, rank_at=at("08:00")),
    "cancel": lambda t: t.cancel(at("09:00")),
    "expire": lambda t: t.expire(at("09:00")),
}
STATES: dict[str, Ticket] = {
    "waiting": ticket(),
    "called": called(),
    "serving": serving(),
    "held": serving().hold(1, at("08:12")),
    "served": serving().finish(1, at("08:20")),
    "absent": absent(),
    "cancelled": ticket().cancel(at("08:05")),
    "expired": ticket().expire(at("08:05")),
}
# The whole table: the refusal of each verb in each state; a verb that isn't named for a state is allowed there.
REFUSALS: dict[str, dict[str, str]] = {
    "call": dict.fromkeys(STATES.keys() - {"waiting"}, "not_waiting"),
    "recall": dict.fromkeys(STATES.keys() - {"called"}, "not_called"),
    "start": dict.fromkeys(STATES.keys() - {"called"}, "not_called"),
    "finish": dict.fromkeys(STATES.keys() - {"serving"}, "not_serving"),
    "no_show": dict.fromkeys(STATES.keys() - {"called"}, "not_called"),
    "reinstate": dict.fromkeys(STATES.keys() - {"absent"}, "not_absent"),
    "postpone": dict.fromkeys(STATES.keys() - {"waiting"}, "not_waiting"),
    "hold": dict.fromkeys(STATES.keys() - {"called", "serving"}, "not_at_counter"),
    "resume": dict.fromkeys(STATES.keys() - {"held"}, "not_held"),
    "transfer": dict.fromkeys(STATES.keys() - {"called", "serving"}, "not_at_counter"),
    "cancel": dict.fromkeys(("served", "absent", "cancelled", "expired"), "already_ended")
    | {"serving": "being_served"},
    "expire": dict.fromkeys(("served", "absent", "cancelled", "expired"), "already_ended"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_is_allowed_or_refused_by_name_in_each_state(verb: str, state: str) -> None:
    before = STATES[state]
    refusal = REFUSALS[verb].get(state)
    if refusal is None:
        assert VERBS[verb](before) != before
        return
    with pytest.raises(Conflict) as refused:
        VERBS[verb](before)
    assert refused.value.code == refusal
    assert refused.value.details["code"] == "A001"


AT_COUNTER: dict[str, tuple[Ticket, Verb]] = {
    "recall": (called(), lambda t: t.recall(2, at("09:00"))),
    "start": (called(), lambda t: t.start(2, at("09:00"))),
    "finish": (serving(), lambda t: t.finish(2, at("09:00"))),
    "no_show": (called(), lambda t: t.no_show(2, at("09:00"), allowed_calls=1)),
    "hold": (serving(), lambda t: t.hold(2, at("09:00"))),
    "transfer": (
        serving(),
        lambda t: t.transfer(2, at("09:00"), service_id="B", only_counter=None, rank_at=at("08:00")),
    ),
}


@pytest.mark.parametrize("verb", AT_COUNTER)
def test_a_counter_does_nothing_with_a_citizen_who_is_at_another_counter(verb: str) -> None:
    before, do = AT_COUNTER[verb]
    with pytest.raises(NotAllowed) as refused:
        do(before)
    assert (refused.value.code, refused.value.details["counter"]) == ("other_counter", 1)


def test_a_verb_gives_a_new_ticket_and_leaves_the_old_one_as_it_was() -> None:
    before = ticket()
    before.call(1, at("08:10"))
    assert before == ticket()
    with pytest.raises(FrozenInstanceError):
        before.code = "A002"  # type: ignore[misc]


def test_a_clock_that_is_set_back_makes_no_negative_time() -> None:
    early = ticket(when="08:00").call(1, at("07:00")).recall(1, at("06:00")).start(1, at("05:00"))
    done = early.hold(1, at("04:00")).resume(1, at("03:00")).finish(1, at("02:00"))
    turn = done.turn
    assert [turn.wait_to_first_call, turn.wait_to_last_call, turn.walk, turn.service_time, done.stay] == [
        minutes(0)
    ] * 5


def test_a_clock_that_is_set_back_after_a_hold_makes_no_negative_service_time() -> None:
    held = serving(started_at="08:11").hold(1, at("08:12")).resume(1, at("08:30"))
    again = held.hold(1, at("08:15")).resume(1, at("08:16"))
    for done in (held.finish(1, at("08:20")), again.finish(1, at("08:17"))):
        assert done.turn.service_time is not None
        assert done.turn.service_time >= minutes(0)


def test_a_clock_that_is_set_back_does_not_let_the_next_turn_arrive_before_the_last_ended() -> None:
    moved = serving(started_at="08:11").transfer(1, at("07:00"), service_id="B", only_counter=None, rank_at=at("08:00"))
    assert moved.turn.arrived_at == moved.turns[0].ended_at == at("08:11")
