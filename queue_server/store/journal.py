"""The journal's rows: appended in the verb's own transaction, read in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from sqlite3 import Connection

from queue_server.domain import journal
from queue_server.domain.errors import NotFound
from queue_server.domain.journal import Head, Json, Row
from queue_server.domain.moments import micros, moment

_COLUMNS = "office_id, seq, at, actor, event, body, hash"


def head(db: Connection, office_id: str) -> Head:
    """The last row that the office has written. Raises NotFound `unknown_office`."""
    row = db.execute(
        "SELECT journal_seq, journal_hash FROM offices WHERE id = :office_id", {"office_id": office_id}
    ).fetchone()
    if row is None:
        raise NotFound("unknown_office")
    return Head(row["journal_seq"], row["journal_hash"])


def append(
    db: Connection, office_id: str, at: datetime, actor: str, event: str, body: Mapping[str, Json]
) -> journal.Row:
    """Write the row that follows the last one and move the head."""
    row = journal.next_row(head(db, office_id), office_id, at, actor, event, body)
    db.execute(
        "INSERT INTO journal (office_id, seq, at, actor, event, body, hash)"
        " VALUES (:office_id, :seq, :at, :actor, :event, :body, :hash)",
        {
            "office_id": office_id,
            "seq": row.seq,
            "at": row.at,
            "actor": actor,
            "event": event,
            "body": row.body,
            "hash": row.hash,
        },
    )
    db.execute(
        "UPDATE offices SET journal_seq = :seq, journal_hash = :hash, journal_at = :at WHERE id = :office_id",
        {"seq": row.seq, "hash": row.hash, "at": row.at, "office_id": office_id},
    )
    return row


def rows(db: Connection, office_id: str) -> Iterator[Row]:
    """All rows in the order of `seq`, one at a time: years of them need no memory."""
    found = db.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE office_id = :office_id ORDER BY seq", {"office_id": office_id}
    )
    return (Row(*row) for row in found)


def rows_between(db: Connection, office_id: str, start: datetime, end: datetime) -> Iterator[Row]:
    """The rows of the half-open period `[start, end)` in the order of `seq`, one at a time."""
    values = {"office_id": office_id, "start": micros(start), "end": micros(end)}
    first, last = db.execute(
        "SELECT MIN(seq), MAX(seq) FROM journal WHERE office_id = :office_id AND at >= :start AND at < :end", values
    ).fetchone()
    # Within a journal time hardly ever runs backwards, so the rows between these two are those of the period.
    found = db.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE office_id = :office_id AND seq BETWEEN :first AND :last"
        " AND at >= :start AND at < :end ORDER BY seq",
        {**values, "first": first, "last": last},
    )
    return (Row(*row) for row in found)


def rows_of(db: Connection, office_id: str, events: Sequence[str], start: datetime) -> Iterator[Row]:
    """The rows of these events since `start`, in the order of `seq`, one at a time."""
    names = {f"event{n}": event for n, event in enumerate(events)}
    found = db.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE office_id = :office_id AND at >= :start"
        f" AND event IN ({', '.join(f':{name}' for name in names)}) ORDER BY seq",
        {"office_id": office_id, "start": micros(start), **names},
    )
    return (Row(*row) for row in found)


def set_up_before(db: Connection, office_id: str, seq: int | None = None) -> Row | None:
    """The newest `office_set_up` row, or the newest one before the row `seq`; None when there is none."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE office_id = :office_id AND event = 'office_set_up'"
        + ("" if seq is None else " AND seq < :seq")
        + " ORDER BY seq DESC LIMIT 1",
        {"office_id": office_id} if seq is None else {"office_id": office_id, "seq": seq},
    ).fetchone()
    return None if row is None else Row(*row)


def first_at(db: Connection, office_id: str) -> datetime | None:
    """When the first row was written; None for an empty journal."""
    row = db.execute(
        "SELECT at FROM journal WHERE office_id = :office_id ORDER BY seq LIMIT 1", {"office_id": office_id}
    )
    found = row.fetchone()
    return None if found is None else moment(found["at"])


def last_before(db: Connection, office_id: str, at: datetime) -> Row | None:
    """The newest row that was written before a moment; None when there is none."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE office_id = :office_id AND at < :at ORDER BY at DESC, seq DESC LIMIT 1",
        {"office_id": office_id, "at": micros(at)},
    ).fetchone()
    return None if row is None else Row(*row)


def row(db: Connection, office_id: str, seq: int) -> Row | None:
    """One row by its number; None when there is none."""
    found = db.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE office_id = :office_id AND seq = :seq",
        {"office_id": office_id, "seq": seq},
    ).fetchone()
    return None if found is None else Row(*found)
