"""What hangs above a desk: the counter's number, whom it has, and the question after a service."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection

from queue_server.domain.office import Office
from queue_server.protocol import CounterView, RatingQuestion, RatingReason
from queue_server.store import ratings, sessions, tickets
from queue_server.views.common import texts


def counter_view(db: Connection, office: Office, number: int, now: datetime) -> CounterView:
    """The display of a counter. Raises NotFound `unknown_counter`."""
    counter = office.counter(number)
    session = sessions.current(db, office.id, number)
    active = tickets.active_at(db, office.id, number)
    return CounterView(
        now=now,
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        languages=list(office.languages),
        counter=number,
        counter_name=counter.name,
        state="closed" if session is None else session.state,
        code=None if active is None else active.code,
        ticket_state=None if active is None else active.turn.state.value,
        calls=0 if active is None else active.turn.calls,
        rating=_question(db, office, number, now),
    )


def _question(db: Connection, office: Office, number: int, now: datetime) -> RatingQuestion | None:
    question = ratings.question_at(db, office.id, number)
    if question is None or not question.is_asked(now):
        return None
    return RatingQuestion(
        token=question.token,
        service_name=texts(office.service(question.service_id).name),
        until=question.until,
        reasons=[RatingReason(code=reason.code, name=texts(reason.name)) for reason in office.rating_reasons],
    )
