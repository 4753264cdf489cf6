"""A clerk leaves a counter: whoever waits for it alone is not forgotten, and a colleague can go on where it stands."""

import json
from functools import partial

import pytest

from queue_server.domain.errors import Conflict, NotAllowed, NotFound
from queue_server.domain.ticket import TurnState
from queue_server.store.people import User, save_user
from queue_server.usecases import access, clerk, counters
from tests.usecases.conftest import WARD, Desks


async def test_a_counter_is_not_closed_over_somebody_who_waits_for_it_alone(desks: Desks) -> None:
    ticket = await desks.take("B")
    await desks.serve(2)
    await desks.at(2, clerk.transfer, "A", 1, "keep")
    with pytest.raises(Conflict) as refused:
        await desks.at(1, counters.close)
    assert (refused.value.code, refused.value.details["code"]) == ("people_bound", "B001")
    assert (await desks.desk(1)).counter_state == "open"
    await desks.do(lambda work, n: counters.close(work, n, release=True), 1)
    turn = (await desks.ticket(ticket)).turn
    assert (turn.state, turn.only_counter) == (TurnState.WAITING, None)
    events = [event for (event,) in await desks.rows("SELECT event FROM journal ORDER BY seq")]
    assert events[-2:] == ["released", "counter_closed"]


async def test_the_desk_says_how_many_wait_for_what_no_other_open_counter_has(desks: Desks) -> None:
    await desks.take("A")
    await desks.take("B")
    # Counter 2 is open for B and C.
    assert (await desks.desk(1)).only_here == 1
    await desks.at(2, counters.close)
    assert (await desks.desk(1)).only_here == 2


async def staffed(desks: Desks) -> None:
    for person in (User("lan", "Lan", "clerk", "-"), User("minh", "Minh", "clerk", "-")):
        await desks.database.write(partial(save_user, office_id=WARD.id, person=person))


async def test_a_counter_is_handed_over_with_the_citizen_who_is_there(desks: Desks) -> None:
    await staffed(desks)
    await desks.take()
    await desks.serve()
    desks.clock.pass_by(minutes=3)
    await desks.at(1, counters.offer, "minh")
    assert (await desks.desk(1)).offered_to == "minh"
    result = await desks.do(counters.take_over, 1, None, by="clerk:minh")
    assert result.counter_state == "open"
    view = await desks.desk(1)
    assert (view.clerk, view.offered_to) == ("minh", None)
    assert view.current is not None
    with pytest.raises(NotAllowed) as refused:
        await desks.at(1, clerk.finish)
    assert refused.value.code == "not_your_counter"
    await desks.do(clerk.finish, 1, by="clerk:minh")
    sessions = await desks.rows("SELECT clerk, closed_at IS NULL FROM counter_sessions WHERE counter = 1")
    assert sorted(sessions) == [("lan", 0), ("minh", 1)]


async def test_an_abandoned_counter_is_taken_over_only_with_a_reason_which_the_journal_keeps(desks: Desks) -> None:
    with pytest.raises(NotAllowed) as refused:
        await desks.do(counters.take_over, 1, None, by="clerk:minh")
    assert refused.value.code == "not_offered"
    await desks.do(counters.take_over, 1, "Lan nghỉ ốm", by="clerk:minh")
    ((body,),) = await desks.rows("SELECT body FROM journal WHERE event = 'counter_taken_over'")
    assert json.loads(body) == {"counter": 1, "from": "lan", "reason": "Lan nghỉ ốm"}


async def test_a_counter_is_offered_to_clerks_of_the_office_only(desks: Desks) -> None:
    with pytest.raises(NotFound) as refused:
        await desks.at(1, counters.offer, "nobody")
    assert refused.value.code == "unknown_clerk"


async def test_somebody_who_left_the_staff_is_signed_out_and_unknown(desks: Desks) -> None:
    await staffed(desks)
    token = await desks.do(access.sign_in, "lan", "clerk", 8.0)
    assert token
    await desks.do(access.remove_user, "lan", by="administrator")
    assert await desks.rows("SELECT COUNT(*) FROM sign_ins") == [(0,)]
    with pytest.raises(NotFound):
        await desks.do(access.remove_user, "lan", by="administrator")
