"""The office's own duties: closing the days before today."""

from __future__ import annotations

from datetime import timedelta

from queue_server.domain import calendar
from queue_server.store import notes, notices, people, personal, phones, requests, sessions, tickets
from queue_server.usecases import alarm, appointments
from queue_server.usecases.work import Done, Touched, Work

# A screen resends for seconds; a day leaves room for any of them, and keeps the table small.
REMEMBER_REQUESTS = timedelta(days=1)


def close_earlier_days(work: Work) -> Done[int]:
    """Expire the open tickets of earlier business days and close their counters; how many tickets expired.

    Nothing is deleted (DOMAIN.md §3). Each ends at the midnight of its own day, not when somebody noticed.
    """
    today = calendar.business_day(work.office, work.now)
    left = tickets.open_before(work.db, work.office.id, today)
    for before in left:
        after = before.expire(calendar.day_end(work.office, before.business_day))
        tickets.save(work.db, work.office.id, before, after)
        work.record("expired", {"ticket": after.id, "turn": after.turn.n})
    forgotten = sessions.open_before(work.db, work.office.id, today)
    for session in forgotten:
        day = calendar.business_day(work.office, session.opened_at)
        sessions.save(work.db, work.office.id, session.close(calendar.day_end(work.office, day)))
        work.record("counter_closed", {"counter": session.counter})
    had_alarms = alarm.end_earlier(work, today)
    missed = appointments.miss_earlier(work, today)
    requests.forget_before(work.db, work.office.id, work.now - REMEMBER_REQUESTS)
    people.forget_expired(work.db, work.now)
    phones.forget_before(work.db, work.office.id, today)
    notices.forget_before(work.db, work.office.id, today)
    notes.forget_before(work.db, work.office.id, today)
    tickets.forget_priorities_before(work.db, work.office.id, today)
    personal.forget_before(work.db, work.office.id, today)
    touched = Touched(
        services=frozenset(ticket.turn.service_id for ticket in left) | missed,
        counters=frozenset(session.counter for session in forgotten),
        tickets=frozenset(ticket.id for ticket in left),
        staff=had_alarms,
    )
    return Done(len(left), touched)
