"""What a manager does on others' behalf: to tickets that wait, and to counters."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from queue_server.domain.errors import QueueError
from queue_server.domain.ticket import Outcome, TurnState
from queue_server.store import people
from queue_server.store.people import User
from queue_server.usecases import clerk, counters, supervision, visitor
from queue_server.usecases.undo import undo
from tests.usecases.conftest import WARD, Desks

HUONG = "manager:huong"
REASON = "Quầy 2 đang vắng"


async def refusal(desks: Desks, verb: object, *arguments: object) -> str:
    with pytest.raises(QueueError) as error:
        await desks.do(verb, *arguments, by=HUONG)  # type: ignore[arg-type]  # a verb of the use cases
    return error.value.code


async def sign_in(desks: Desks, name: str, hours: float = 12) -> None:
    person, until = User(name, name.title(), "clerk", "x"), desks.clock.now() + timedelta(hours=hours)

    def save(db: object) -> None:
        people.save_user(db, WARD.id, person)  # type: ignore[arg-type]
        people.save_sign_in(db, WARD.id, f"token-{name}", person, until)  # type: ignore[arg-type]

    await desks.database.write(save)


async def test_a_moved_ticket_keeps_its_place_and_its_wait_and_the_journal_says_who_moved_it_and_why(
    desks: Desks,
) -> None:
    first = await desks.take("A")
    desks.clock.pass_by(minutes=5)
    await desks.take("B")
    desks.clock.pass_by(minutes=5)
    done = await desks.do(supervision.move, first, "B", None, "keep", REASON, by=HUONG)
    assert (done.code, done.service_id, done.overtaken) == ("A001", "B", ())
    moved = await desks.ticket(first)
    assert [turn.service_id for turn in moved.turns] == ["B"]
    assert moved.turn.arrived_at == moved.issued_at
    assert [one.code for one in (await desks.desk(2)).queue] == ["A001", "B001"]
    ((actor, body),) = await desks.rows("SELECT actor, body FROM journal WHERE event = 'moved'")
    assert actor == HUONG
    assert json.loads(body)["reason"] == REASON
    assert {"A", "B"} <= desks.touched[-1].services


async def test_whoever_a_moved_ticket_is_put_before_is_named(desks: Desks) -> None:
    for _ in range(2):
        await desks.take("B")
        desks.clock.pass_by(minutes=1)
    last = await desks.take("A")
    done = await desks.do(supervision.move, last, "B", 2, "first", REASON, by=HUONG)
    assert done.overtaken == ("B001", "B002")
    assert [one.code for one in (await desks.desk(2)).queue] == ["A001", "B001", "B002"]
    # Bound to counter 2, it is no longer in the line of counter 1.
    assert "A001" not in [one.code for one in (await desks.desk(1)).queue]


async def test_first_never_loses_a_place_that_is_better_already(desks: Desks) -> None:
    first = await desks.take("A")
    desks.clock.pass_by(minutes=1)
    await desks.take("B")
    await desks.do(supervision.move, first, "B", None, "first", REASON, by=HUONG)
    assert (await desks.ticket(first)).turn.rank_at == (await desks.ticket(first)).issued_at


async def test_keeping_the_place_does_not_give_back_what_a_citizen_let_others_have(desks: Desks) -> None:
    tickets = []
    for _ in range(4):
        tickets.append(await desks.take("A"))
        desks.clock.pass_by(minutes=1)
    token = (await desks.ticket(tickets[0])).token
    await desks.do(visitor.more_time, token, by="citizen")
    await desks.do(supervision.move, tickets[0], "A", 1, "keep", REASON, by=HUONG)
    assert [one.code for one in (await desks.desk(1)).queue] == ["A002", "A003", "A004", "A001"]


async def test_only_who_waits_is_moved_and_not_to_a_dead_end(desks: Desks) -> None:
    await desks.take("A")
    second = await desks.take("A")
    served = await desks.serve()
    assert served.ticket_id is not None
    assert await refusal(desks, supervision.move, served.ticket_id, "B", None, "keep", REASON) == "not_waiting"
    assert await refusal(desks, supervision.move, second, "A", None, "keep", REASON) == "already_there"
    assert await refusal(desks, supervision.move, second, "C", 1, "keep", REASON) == "counter_does_not_serve"
    assert await refusal(desks, supervision.move, second, "Z", None, "keep", REASON) == "unknown_service"
    assert await refusal(desks, supervision.move, "20261124-A999", "B", None, "keep", REASON) == "unknown_ticket"


async def test_a_clerk_s_undo_does_not_take_back_a_manager_s_move(desks: Desks) -> None:
    ticket = await desks.take("A")
    await desks.at(1, clerk.call_next)
    await desks.at(1, undo)
    await desks.at(1, clerk.call_next)
    await desks.at(1, clerk.start)
    await desks.at(1, clerk.transfer, "B", None, "keep")
    await desks.do(supervision.move, ticket, "A", None, "keep", REASON, by=HUONG)
    with pytest.raises(QueueError) as error:
        await desks.at(1, undo)
    assert error.value.code == "changed_since"


async def test_a_cancelled_ticket_ends_with_its_reason_and_one_that_is_served_does_not(desks: Desks) -> None:
    first, second = await desks.take("A"), await desks.take("A")
    await desks.do(supervision.cancel, second, "Công dân đã về", by=HUONG)
    assert (await desks.ticket(second)).turn.outcome is Outcome.CANCELLED
    await desks.serve()
    assert await refusal(desks, supervision.cancel, first, "Công dân đã về") == "being_served"
    ((actor, body),) = await desks.rows("SELECT actor, body FROM journal WHERE event = 'cancelled'")
    assert (actor, json.loads(body)["reason"]) == (HUONG, "Công dân đã về")


async def test_a_forgotten_counter_is_paused_or_closed_but_never_over_a_citizen_s_head(desks: Desks) -> None:
    await desks.take("A")
    await desks.serve()
    assert await refusal(desks, supervision.close, 1) == "counter_busy"
    assert await refusal(desks, supervision.pause, 1) == "counter_busy"
    await desks.at(1, clerk.finish)
    assert (await desks.do(supervision.pause, 1, by=HUONG)).state == "paused"
    # The clerk is back, and ends the break as always.
    await desks.at(1, counters.unpause)
    done = await desks.do(supervision.close, 1, by=HUONG)
    assert (done.state, done.clerk) == ("closed", None)
    assert await refusal(desks, supervision.close, 1) == "counter_closed"
    rows = await desks.rows("SELECT actor, body FROM journal WHERE event = 'counter_closed'")
    assert [(actor, json.loads(body)) for actor, body in rows] == [(HUONG, {"counter": 1, "clerk": "lan"})]


async def test_a_counter_is_opened_for_a_clerk_who_is_signed_in_and_has_none(desks: Desks) -> None:
    assert await refusal(desks, supervision.open_for, 3, "tam") == "clerk_not_signed_in"
    await sign_in(desks, "tam", hours=1)
    done = await desks.do(supervision.open_for, 3, "tam", by=HUONG)
    assert (done.state, done.clerk) == ("open", "tam")
    assert await refusal(desks, supervision.open_for, 4, "tam") == "clerk_elsewhere"
    assert await refusal(desks, supervision.open_for, 3, "tam") == "counter_taken"
    await desks.take("A")
    called = await desks.do(clerk.call_next, 3, by="clerk:tam")
    assert called.state is TurnState.CALLED
    await sign_in(desks, "mai", hours=1)
    desks.clock.pass_by(hours=2)
    assert await refusal(desks, supervision.open_for, 4, "mai") == "clerk_not_signed_in"
