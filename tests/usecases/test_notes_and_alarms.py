"""A note goes with its ticket and is gone the next day; a quiet alarm is seen by staff and answered by one of them."""

import pytest

from queue_server.domain.errors import Conflict, NotAllowed
from queue_server.usecases import alarm, clerk, counters, day
from queue_server.views.alarms import alarm_history
from queue_server.views.history import ticket_history
from queue_server.views.manager import manager_view
from tests.usecases.conftest import WARD, Desks

SECRET = "Thiếu sổ hộ khẩu của bà Tư"


async def test_a_note_goes_with_a_transferred_ticket_and_never_into_the_journal(desks: Desks) -> None:
    ticket = await desks.take()
    await desks.serve()
    await desks.at(1, clerk.transfer, "C", None, "keep", SECRET)
    (waiting,) = (await desks.desk(2)).queue
    assert waiting.note is not None
    assert (waiting.note.text, waiting.note.clerk, waiting.note.counter) == (SECRET, "lan", 1)
    everything = await desks.rows("SELECT body FROM journal UNION SELECT answer FROM requests")
    assert SECRET not in str(everything)
    await desks.at(2, clerk.note, ticket, " ")
    assert (await desks.desk(2)).queue[0].note is None


async def test_a_note_is_gone_when_its_day_is_over(desks: Desks) -> None:
    ticket = await desks.take()
    await desks.at(1, clerk.note, ticket, SECRET)
    await desks.do(day.close_earlier_days, by="system")
    assert len(await desks.rows("SELECT text FROM notes")) == 1
    desks.clock.pass_by(hours=17)
    await desks.do(day.close_earlier_days, by="system")
    assert await desks.rows("SELECT text FROM notes") == []
    with pytest.raises(Conflict) as refused:
        await desks.at(1, clerk.note, ticket, SECRET)
    assert refused.value.code in ("already_ended", "counter_closed")


async def test_the_history_tells_whence_by_whom_and_what_was_undone(desks: Desks) -> None:
    from queue_server.usecases.undo import undo

    first, second = await desks.take(), await desks.take()
    await desks.at(1, clerk.call_this, second, "Con nhỏ đang sốt")
    await desks.at(1, clerk.hold)
    await desks.serve()
    await desks.at(1, clerk.finish)
    await desks.at(1, undo)
    await desks.at(1, clerk.transfer, "C", 2, "first")
    history = await desks.database.read(lambda db: ticket_history(db, WARD, first))
    told = [(line.event, line.overtook, line.was_undone) for line in history.lines]
    assert told == [
        ("issued", None, False),
        ("called", "A002", False),
        ("called", None, False),
        ("started", None, False),
        ("finished", None, True),
        ("undone", None, False),
        ("transferred", None, False),
    ]
    last = history.lines[-1]
    assert (last.by, last.who, last.counter, last.to_counter, last.place) == ("clerk", "lan", 1, 2, "first")
    assert (history.lines[0].by, history.lines[0].who) == ("kiosk", None)


async def test_an_alarm_is_seen_by_all_desks_and_the_manager_answered_once_and_ended_by_its_clerk(
    desks: Desks,
) -> None:
    await desks.at(1, alarm.raise_alarm, "colleague")
    touched = desks.touched[-1]
    assert touched.staff
    assert (touched.counters, touched.services, touched.tickets) == (frozenset(), frozenset(), frozenset())
    await desks.at(1, alarm.raise_alarm, "guard")
    for seen in [(await desks.desk(n)).alarms for n in (1, 2)]:
        assert [(one.counter, one.kind, one.answered_by) for one in seen] == [(1, "guard", None)]
    await desks.do(alarm.answer_alarm, 1, by="clerk:minh")
    await desks.do(alarm.answer_alarm, 1, by="manager:hoa")
    (seen_by_manager,) = (await desks.database.read(lambda db: manager_view(db, WARD, desks.clock.now()))).alarms
    assert seen_by_manager.answered_by == "minh"
    await desks.at(1, alarm.end_alarm)
    assert (await desks.desk(2)).alarms == []
    with pytest.raises(Conflict) as refused:
        await desks.do(alarm.answer_alarm, 1, by="clerk:minh")
    assert refused.value.code == "no_alarm"
    events = [event for (event,) in await desks.rows("SELECT event FROM journal ORDER BY seq")]
    assert events[-4:] == ["alarm_raised", "alarm_raised", "alarm_answered", "alarm_ended"]


async def test_an_alarm_is_ended_by_who_came_or_the_manager_and_by_nobody_else_not_even_when_the_counter_is_closed(
    desks: Desks,
) -> None:
    await desks.at(1, alarm.raise_alarm, "colleague")
    with pytest.raises(NotAllowed) as refused:
        await desks.do(alarm.end_alarm, 1, by="clerk:tam")
    assert refused.value.code == "not_your_alarm"
    await desks.at(1, counters.close)
    await desks.do(alarm.answer_alarm, 1, by="clerk:minh")
    await desks.do(alarm.end_alarm, 1, by="clerk:minh")
    desks.clock.pass_by(minutes=1)
    await desks.at(1, counters.open_counter)
    await desks.at(1, alarm.raise_alarm, "guard")
    await desks.do(alarm.end_alarm, 1, by="manager:hoa")
    assert (await desks.desk(2)).alarms == []


async def test_a_forgotten_alarm_ends_with_its_day_and_all_of_them_are_in_the_manager_s_history(desks: Desks) -> None:
    await desks.at(1, alarm.raise_alarm, "colleague")
    await desks.do(alarm.answer_alarm, 1, by="clerk:minh")
    await desks.at(1, alarm.raise_alarm, "guard")
    await desks.do(day.close_earlier_days, by="system")
    assert [one.kind for one in (await desks.desk(2)).alarms] == ["guard"]
    desks.clock.pass_by(hours=17)
    await desks.do(day.close_earlier_days, by="system")
    assert (await desks.desk(2)).alarms == []
    await desks.do(day.close_earlier_days, by="system")
    assert [one.staff for one in desks.touched[-2:]] == [True, False]
    now = desks.clock.now()
    guard, colleague = (await desks.database.read(lambda db: alarm_history(db, WARD, now, 2))).alarms
    assert (colleague.kind, colleague.raised_by, colleague.answered_by, colleague.ended_at) == (
        "colleague",
        "lan",
        "minh",
        None,
    )
    assert guard.answered_by is None
    assert guard.ended_at == now
    assert guard.ended_by is None
    assert (await desks.database.read(lambda db: alarm_history(db, WARD, now, 1))).alarms == []
