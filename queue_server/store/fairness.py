"""The fairness reports of days: replayed from the journal, or as they were kept of days that are closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from sqlite3 import Connection

import msgspec

from queue_server.domain import calendar, fairness
from queue_server.domain.fairness import Fairness
from queue_server.domain.journal import Row
from queue_server.domain.office import Office
from queue_server.domain.replay import replay
from queue_server.domain.rules import office_under
from queue_server.store import journal, summaries

KIND = "fairness"
_DAY = timedelta(days=1)


def of_day(db: Connection, office: Office, day: date) -> Fairness:
    """The report of one business day, replayed from its rows of the journal."""
    rows = list(journal.rows_between(db, office.id, calendar.day_start(office, day), calendar.day_end(office, day)))
    before = journal.set_up_before(db, office.id, rows[0].seq) if rows else None
    return fairness.report(replay(rows, None if before is None else _rules(before)))


def summary_of_day(db: Connection, office: Office, day: date) -> str:
    """The report of a closed day as it is kept."""
    return msgspec.json.encode(of_day(db, office, day)).decode()


def between(db: Connection, office: Office, first: date, last: date, today: date) -> Iterator[Fairness]:
    """The reports of the days from `first` to `last`, both included, as far as `today`; kept ones are not replayed."""
    kept = dict(summaries.between(db, office.id, KIND, first, min(last, today - _DAY)))
    for n in range((min(last, today) - first).days + 1):
        day = first + n * _DAY
        yield msgspec.json.decode(kept[day], type=Fairness) if day in kept else of_day(db, office, day)


def _rules(row: Row) -> Office | None:
    body = msgspec.json.decode(row.body)
    return office_under(body["rules"]) if "rules" in body else None
