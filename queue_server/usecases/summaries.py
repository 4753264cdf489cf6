"""Closed days are summarised once: what a closed day holds never changes again.

A maker gives all the texts that it keeps of a day. Days that an older version closed are made up for, one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from sqlite3 import Connection
from typing import Final, NamedTuple

from queue_server.domain import calendar
from queue_server.domain.office import Office
from queue_server.store import digests, fairness, figures, journal, summaries
from queue_server.usecases.work import Done, Work

_DAY = timedelta(days=1)


class Kept(NamedTuple):
    """A summary: the day it is kept under (of a month its first one), its kind, its text."""

    day: date
    kind: str
    body: str


def _digest(db: Connection, office: Office, day: date) -> Iterator[tuple[date, str, str]]:
    yield day, digests.KIND, digests.summary_of_day(db, office, day)


def _fairness(db: Connection, office: Office, day: date) -> Iterator[tuple[date, str, str]]:
    yield day, fairness.KIND, fairness.summary_of_day(db, office, day)


Maker = Callable[[Connection, Office, date], Iterable[tuple[date, str, str]]]

MAKERS: Final[tuple[tuple[str, Maker], ...]] = (
    (digests.KIND, _digest),
    (fairness.KIND, _fairness),
    (f"{figures.DAY_KIND}:total", figures.summaries_of_day),
)
"""Who makes what of a closed day, by a kind that it makes of every day: the newest of that kind is where it stands."""


def next_summaries(db: Connection, office: Office, today: date) -> list[Kept]:
    """Make what is missing of the earliest day before `today`; empty when nothing is. It may take seconds."""
    first = journal.first_at(db, office.id)
    if first is None:
        return []
    for kind, make in MAKERS:
        last = summaries.last_day(db, office.id, kind)
        day = calendar.business_day(office, first) if last is None else last + _DAY
        if day < today:
            return [Kept(*made) for made in make(db, office, day)]
    return []


def keep(work: Work, made: Iterable[Kept]) -> Done[None]:
    """Keep what `next_summaries` made, all of it or none. Keeping it twice changes nothing."""
    for one in made:
        summaries.save(work.db, work.office.id, one.day, one.kind, one.body)
    return Done(None)
