"""What phones must be told now, from one reading of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from queue_server.domain.notices import NEAR
from queue_server.domain.office import Office
from queue_server.store import calls, notices
from queue_server.store.notices import Wanted
from queue_server.texts import render
from queue_server.usecases.work import CallMade
from queue_server.views.phone import Place, places

# Seconds after which it helps nobody any more: a call is old when the next is made, a place when the line has moved.
CALLED_SECONDS = 90
NEAR_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Message:
    """One notice for one phone, in its language; after `seconds` it is not worth sending."""

    wanted: Wanted
    title: str
    body: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Due:
    """`near` notes of tickets whether their phones know that the turn is near, where that has changed."""

    messages: list[Message]
    near: list[tuple[str, bool]]


def due(db: Connection, office: Office, now: datetime, called: Mapping[str, CallMade]) -> Due:
    """What to tell after what was committed: the calls that were made, and who has come near.

    A call that was answered or undone meanwhile is not told.
    """
    all_wanted = notices.all_wanted(db, office.id)
    if not all_wanted:
        return Due([], [])
    found, messages, near = places(db, office, now), [], []
    for wanted in all_wanted:
        place, call = found.get(wanted.ticket_id), called.get(wanted.ticket_id)
        is_near = place is not None and place.ahead <= NEAR
        if call is not None and calls.is_unanswered(db, office.id, call.id):
            messages.append(_called(wanted, call))
        elif place is not None and is_near and not wanted.is_near_told:
            messages.append(_near(wanted, place))
        if is_near != wanted.is_near_told:
            near.append((wanted.ticket_id, is_near))
    return Due(messages, near)


def _called(wanted: Wanted, call: CallMade) -> Message:
    language = wanted.subscription.language
    title = render(language, "push.called", code=wanted.code, counter=call.counter)
    return Message(wanted, title, render(language, "push.called_body"), CALLED_SECONDS)


def _near(wanted: Wanted, place: Place) -> Message:
    language = wanted.subscription.language
    key = "push.near" if place.ahead else "push.next"
    title = render(language, key, code=wanted.code, n=place.ahead)
    return Message(wanted, title, render(language, "phone.near"), NEAR_SECONDS)
