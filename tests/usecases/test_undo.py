"""A clerk takes the last verb back: in the store, in the journal, and for the loudspeaker."""

import json

import pytest

from queue_server.domain.errors import Conflict
from queue_server.domain.ticket import Outcome, TurnState
from queue_server.store import calls
from queue_server.usecases import clerk, counters
from queue_server.usecases.undo import undo
from tests.usecases.conftest import WARD, Desks


async def refused(desks: Desks, counter: int = 1) -> str:
    with pytest.raises(Conflict) as error:
        await desks.at(counter, undo)
    return error.value.code


async def test_a_call_taken_back_gives_back_the_place_and_is_never_spoken(desks: Desks) -> None:
    first, _second = await desks.take(), await desks.take()
    await desks.at(1, clerk.call_next)
    made = desks.touched[-1].call
    assert made is not None
    result = await desks.at(1, undo)
    assert (result.code, result.state, result.was_spoken) == ("A001", TurnState.WAITING, False)
    assert not await desks.database.read(lambda db: calls.is_unanswered(db, WARD.id, made.id))
    assert await desks.database.read(lambda db: calls.unspoken(db, WARD.id, desks.clock.now())) == []
    assert (await desks.desk(1)).queue[0].ticket == first
    again = await desks.at(1, clerk.call_next)
    assert again.code == "A001"
    called_anew = desks.touched[-1].call
    assert called_anew is not None
    assert called_anew.id != made.id
    assert called_anew.kind == "call"


async def test_undoing_a_call_that_the_hall_has_heard_says_so(desks: Desks) -> None:
    await desks.take()
    await desks.at(1, clerk.call_next)
    made = desks.touched[-1].call
    assert made is not None
    await desks.database.write(lambda db: calls.mark_spoken(db, WARD.id, made.id, desks.clock.now()))
    assert (await desks.at(1, undo)).was_spoken
    ((body,),) = await desks.rows("SELECT body FROM journal WHERE event = 'undone'")
    assert json.loads(body)["was_spoken"] is True


async def test_undoing_a_recall_leaves_the_call_before_it_to_the_loudspeaker_and_the_board(desks: Desks) -> None:
    await desks.take()
    await desks.at(1, clerk.call_next)
    first = desks.touched[-1].call
    await desks.at(1, clerk.recall)
    second = desks.touched[-1].call
    assert first is not None
    assert second is not None
    await desks.at(1, undo)
    assert await desks.database.read(lambda db: calls.is_unanswered(db, WARD.id, first.id))
    assert not await desks.database.read(lambda db: calls.is_unanswered(db, WARD.id, second.id))
    day = (await desks.ticket(first.ticket_id)).business_day
    on_board = await desks.database.read(lambda db: calls.latest(db, WARD.id, day, [1, 2], 5))
    assert [call.announcement for call in on_board] == [first.id]
    await desks.at(1, clerk.recall)
    third = desks.touched[-1].call
    assert third is not None
    assert third.id not in (first.id, second.id)


async def test_finishing_and_calling_the_next_is_one_verb_and_is_taken_back_as_one(desks: Desks) -> None:
    first, second = await desks.take(), await desks.take()
    await desks.serve()
    result = await desks.at(1, clerk.finish_next)
    assert (result.finished, result.code, result.state) == ("A001", "A002", TurnState.CALLED)
    await desks.at(1, undo)
    assert (await desks.ticket(first)).turn.state is TurnState.SERVING
    assert (await desks.ticket(second)).turn.state is TurnState.WAITING
    rows = await desks.rows("SELECT seq, event, body FROM journal ORDER BY seq DESC LIMIT 3")
    assert [event for _, event, _ in rows] == ["undone", "called", "finished"]
    assert json.loads(rows[0][2])["undoes"] == [rows[2][0], rows[1][0]]
    assert (await desks.desk(1)).served_today == 0


async def test_finishing_with_nobody_waiting_is_finishing(desks: Desks) -> None:
    ticket = await desks.take()
    await desks.serve()
    result = await desks.at(1, clerk.finish_next)
    assert (result.outcome, result.finished) == (Outcome.SERVED, None)
    await desks.at(1, undo)
    assert (await desks.ticket(ticket)).turn.state is TurnState.SERVING


async def test_a_transfer_taken_back_leaves_no_second_turn(desks: Desks) -> None:
    ticket = await desks.take()
    await desks.serve()
    await desks.at(1, clerk.transfer, "C", None, "keep")
    await desks.at(1, undo)
    assert await desks.rows("SELECT n, state FROM turns") == [(1, "serving")]
    assert len((await desks.ticket(ticket)).turns) == 1


async def test_a_transfer_that_another_counter_has_taken_up_stands(desks: Desks) -> None:
    await desks.take()
    await desks.serve()
    await desks.at(1, clerk.transfer, "C", None, "keep")
    await desks.at(2, clerk.call_next)
    assert await refused(desks) == "changed_since"


async def test_a_walk_in_taken_back_keeps_its_number_in_the_record(desks: Desks) -> None:
    await desks.at(1, clerk.walk_in, "A", None, "Bổ sung giấy tờ")
    result = await desks.at(1, undo)
    assert (result.state, result.outcome) == (TurnState.ENDED, Outcome.CANCELLED)
    assert (await desks.ticket(await desks.take())).number == 2


async def test_only_the_last_verb_only_once_and_only_for_ten_seconds(desks: Desks) -> None:
    assert await refused(desks) == "nothing_to_undo"
    await desks.take()
    await desks.serve()
    assert (await desks.desk(1)).undo is not None
    await desks.at(1, undo)
    assert (await desks.desk(1)).undo is None
    assert await refused(desks) == "nothing_to_undo"
    await desks.at(1, clerk.start)
    desks.clock.pass_by(seconds=10.1)
    assert (await desks.desk(1)).undo is None
    assert await refused(desks) == "too_late_to_undo"


async def test_nobody_returns_to_a_counter_that_went_on_a_break(desks: Desks) -> None:
    await desks.take()
    await desks.serve()
    await desks.at(1, clerk.finish)
    await desks.at(1, counters.pause)
    assert await refused(desks) == "nothing_to_undo"
