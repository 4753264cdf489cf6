"""The digests of closed days, as they were kept; unsigned, since the key lies outside the database."""

from __future__ import annotations

from datetime import date
from sqlite3 import Connection

import msgspec

from queue_server.domain import calendar
from queue_server.domain.digest import Digest, digest_of
from queue_server.domain.office import Office
from queue_server.store import journal, summaries

KIND = "digest"


def of_day(db: Connection, office: Office, day: date) -> Digest:
    """The digest of a business day as its rows give it now."""
    start, end = calendar.day_start(office, day), calendar.day_end(office, day)
    rows = journal.rows_between(db, office.id, start, end)
    return digest_of(office.id, day, rows, journal.last_before(db, office.id, start))


def summary_of_day(db: Connection, office: Office, day: date) -> str:
    """The digest of a closed day as it is kept."""
    return of_day(db, office, day).text


def kept(db: Connection, office_id: str, day: date) -> Digest | None:
    """The digest that was kept when the day was closed; None when there is none."""
    found = next(summaries.between(db, office_id, KIND, day, day), None)
    return None if found is None else msgspec.json.decode(found[1], type=Digest)
