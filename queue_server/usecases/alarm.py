"""A quiet alarm: a clerk calls a colleague or the guard. Staff see it, no public screen does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from queue_server.domain import calendar
from queue_server.domain.errors import Conflict, NotAllowed
from queue_server.store import alarms, sessions
from queue_server.store.alarms import Alarm, AlarmKind
from queue_server.usecases.counters import DeskResult, clerk_of, own_session
from queue_server.usecases.work import Done, Touched, Work

FOR_STAFF = Touched(staff=True)


def raise_alarm(work: Work, number: int, kind: AlarmKind) -> Done[DeskResult]:
    """Ask for help at the clerk's own counter. Again it changes nothing, but that the guard may be asked for after all.

    Raises as `counters.own_session` does.
    """
    session = own_session(work, number)
    result = DeskResult(number, session.state)
    present = alarms.of_counter(work.db, work.office.id, number)
    if present is not None and kind in (present.kind, "colleague"):
        return Done(result)
    alarms.save(work.db, work.office.id, Alarm(number, kind, session.clerk, work.now))
    work.record("alarm_raised", {"counter": number, "kind": kind})
    return Done(result, FOR_STAFF)


def answer_alarm(work: Work, number: int) -> Done[DeskResult]:
    """Somebody of the staff comes. The first to say so stands; again it changes nothing. Raises Conflict `no_alarm`."""
    alarm = alarms.of_counter(work.db, work.office.id, number)
    if alarm is None:
        raise Conflict("no_alarm", counter=number)
    if alarm.answered_by is None:
        name = clerk_of(work)
        alarms.save(work.db, work.office.id, alarm._replace(answered_by=name, answered_at=work.now))
        work.record("alarm_answered", {"counter": number})
    return Done(DeskResult(number, "open"), FOR_STAFF)


def end_alarm(work: Work, number: int) -> Done[DeskResult]:
    """It is over, or was a slip: for who raised it, who came, who has the counter now, and the manager.

    Raises Conflict `no_alarm`, NotAllowed `not_your_alarm`.
    """
    alarm = alarms.of_counter(work.db, work.office.id, number)
    if alarm is None:
        raise Conflict("no_alarm", counter=number)
    session = sessions.current(work.db, work.office.id, number)
    concerned = {alarm.clerk, alarm.answered_by, None if session is None else session.clerk}
    if clerk_of(work) not in concerned and not work.actor.startswith("manager:"):
        raise NotAllowed("not_your_alarm", counter=number)
    alarms.end(work.db, work.office.id, number)
    work.record("alarm_ended", {"counter": number})
    return Done(DeskResult(number, "closed" if session is None else session.state), FOR_STAFF)


def end_earlier(work: Work, today: date) -> bool:
    """End the alarms of the days before today, which nobody ended; whether there were any."""
    left = list(_before(work, today))
    for alarm in left:
        alarms.end(work.db, work.office.id, alarm.counter)
        work.record("alarm_ended", {"counter": alarm.counter, "day_over": True})
    return bool(left)


def _before(work: Work, today: date) -> Iterator[Alarm]:
    for alarm in alarms.of_office(work.db, work.office.id):
        if calendar.business_day(work.office, alarm.raised_at) < today:
            yield alarm
