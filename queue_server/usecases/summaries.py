"""Closed days are summarised once: what a closed day holds never changes again.

A kind of summary is a function from a day to a text. Days that an older version closed are made up for, one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain import calendar
from queue_server.domain.office import Office
from queue_server.store import digests, fairness, journal, summaries
from queue_server.usecases.work import Done, Work

_DAY = timedelta(days=1)

KINDS: Mapping[str, Callable[[Connection, Office, date], str]] = {
    digests.KIND: digests.summary_of_day,
    fairness.KIND: fairness.summary_of_day,
}
"""How the summary of each kind is made of a closed day."""


class DaySummary(NamedTuple):
    """A summary that was made and is not kept yet."""

    day: date
    kind: str
    body: str


def next_summary(db: Connection, office: Office, today: date) -> DaySummary | None:
    """Make the earliest missing summary of a day before `today`; None when none is missing. It may take seconds."""
    first = journal.first_at(db, office.id)
    if first is None:
        return None
    for kind, make in KINDS.items():
        last = summaries.last_day(db, office.id, kind)
        day = calendar.business_day(office, first) if last is None else last + _DAY
        if day < today:
            return DaySummary(day, kind, make(db, office, day))
    return None


def keep(work: Work, made: DaySummary) -> Done[None]:
    """Keep a summary that `next_summary` made. Keeping it twice changes nothing."""
    summaries.save(work.db, work.office.id, made.day, made.kind, made.body)
    return Done(None)
