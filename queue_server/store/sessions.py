"""Counter sessions: who sits where, since when, and the breaks."""

from __future__ import annotations

from datetime import date, timedelta
from sqlite3 import Connection, Row

from queue_server.domain.counter_session import CounterSession
from queue_server.domain.moments import length_micros, micros, moment


def current(db: Connection, office_id: str, counter: int) -> CounterSession | None:
    """The session that is not closed, or None."""
    row = db.execute(
        "SELECT * FROM counter_sessions WHERE office_id = :office_id AND counter = :counter AND closed_at IS NULL",
        {"office_id": office_id, "counter": counter},
    ).fetchone()
    return None if row is None else _session(row)


def all_current(db: Connection, office_id: str) -> dict[int, CounterSession]:
    """The sessions that are not closed, by counter."""
    rows = db.execute(
        "SELECT * FROM counter_sessions WHERE office_id = :office_id AND closed_at IS NULL", {"office_id": office_id}
    )
    return {row["counter"]: _session(row) for row in rows}


def of_day(db: Connection, office_id: str, day: date) -> list[CounterSession]:
    """The sessions that were opened on a business day."""
    rows = db.execute(
        "SELECT * FROM counter_sessions WHERE office_id = :office_id AND business_day = :day ORDER BY opened_at",
        {"office_id": office_id, "day": day.isoformat()},
    )
    return [_session(row) for row in rows]


def open_before(db: Connection, office_id: str, day: date) -> list[CounterSession]:
    """Sessions of earlier days that nobody closed."""
    rows = db.execute(
        "SELECT * FROM counter_sessions WHERE office_id = :office_id AND closed_at IS NULL AND business_day < :day",
        {"office_id": office_id, "day": day.isoformat()},
    )
    return [_session(row) for row in rows]


def insert(db: Connection, office_id: str, day: date, session: CounterSession) -> None:
    """Save a new session. Raises sqlite3.IntegrityError when the counter has one."""
    db.execute(
        "INSERT INTO counter_sessions (office_id, counter, opened_at, business_day, clerk)"
        " VALUES (:office_id, :counter, :opened_at, :day, :clerk)",
        {
            "office_id": office_id,
            "counter": session.counter,
            "opened_at": micros(session.opened_at),
            "day": day.isoformat(),
            "clerk": session.clerk,
        },
    )


def save(db: Connection, office_id: str, session: CounterSession) -> None:
    """Save what a verb changed."""
    db.execute(
        "UPDATE counter_sessions SET break_since = :break_since, breaks_us = :breaks_us, closed_at = :closed_at,"
        " offered_to = :offered_to"
        " WHERE office_id = :office_id AND counter = :counter AND opened_at = :opened_at",
        {
            "break_since": None if session.break_since is None else micros(session.break_since),
            "breaks_us": length_micros(session.breaks),
            "closed_at": None if session.closed_at is None else micros(session.closed_at),
            "offered_to": session.offered_to,
            "office_id": office_id,
            "counter": session.counter,
            "opened_at": micros(session.opened_at),
        },
    )


def _session(row: Row) -> CounterSession:
    return CounterSession(
        row["counter"],
        row["clerk"],
        moment(row["opened_at"]),
        None if row["break_since"] is None else moment(row["break_since"]),
        timedelta(microseconds=row["breaks_us"]),
        None if row["closed_at"] is None else moment(row["closed_at"]),
        row["offered_to"],
    )
