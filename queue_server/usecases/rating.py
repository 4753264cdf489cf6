"""A citizen rates the service that was just finished: anonymous, once, at the counter's own display."""

from __future__ import annotations

import secrets

from queue_server.domain import calendar
from queue_server.domain.errors import Conflict, NotFound
from queue_server.domain.rating import LOW, Given, Question
from queue_server.store import devices, ratings
from queue_server.usecases.work import Done, Touched, Work


def ask(work: Work, counter: int, service_id: str) -> None:
    """Let the counter's display ask about the service that is done, if it has one that asks. Part of `finish`."""
    if devices.asks_for_rating(work.db, work.office.id, counter):
        question = Question(counter, service_id, secrets.token_urlsafe(16), work.now)
        ratings.ask(work.db, work.office.id, question)


def take_back(work: Work, counter: int) -> None:
    """The service is not done after all: what was asked about it is taken back. Part of undoing `finish`.

    Raises Conflict `already_rated` when it was answered: a turn that is finished again would be rated twice.
    """
    is_asked = devices.asks_for_rating(work.db, work.office.id, counter)
    if is_asked and ratings.question_at(work.db, work.office.id, counter) is None:
        raise Conflict("already_rated", counter=counter)
    ratings.withdraw(work.db, work.office.id, counter)


def rate(work: Work, counter: int, token: str, level: int, reason: str | None) -> Done[bool]:
    """Count one rating. Raises Conflict `rating_over`, NotFound `unknown_rating_reason`.

    The journal notes that somebody rated on that day, and no more: beside the row of the finished turn, a level or a
    counter would tell who. So the day's rows prove how many ratings there were, not whose.
    """
    question = ratings.question_at(work.db, work.office.id, counter)
    if question is None or question.token != token or not question.is_taken(work.now):
        raise Conflict("rating_over")
    day = calendar.business_day(work.office, work.now)
    given = Given(counter, question.service_id, level, _reason(work, level, reason), 1)
    ratings.add(work.db, work.office.id, day, given)
    ratings.withdraw(work.db, work.office.id, counter)
    work.record("rated", {"day": day.isoformat()})
    return Done(True, Touched(counters=frozenset({counter})))


def _reason(work: Work, level: int, reason: str | None) -> str:
    if reason is None:
        return ""
    if level > LOW or reason not in {one.code for one in work.office.rating_reasons}:
        raise NotFound("unknown_rating_reason", reason=reason)
    return reason
