"""A quiet alarm: a clerk calls a colleague or the guard. Staff see it, no public screen does."""

from __future__ import annotations

from queue_server.domain.errors import Conflict
from queue_server.store import alarms
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
    """It is over, or was a slip: for the clerk who raised it. Raises Conflict `no_alarm`, and as `own_session` does."""
    session = own_session(work, number)
    if not alarms.end(work.db, work.office.id, number):
        raise Conflict("no_alarm", counter=number)
    work.record("alarm_ended", {"counter": number})
    return Done(DeskResult(number, session.state), FOR_STAFF)
