"""When turns were called, served and ended, as figures, lists and estimates want it; the tickets stay unread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from sqlite3 import Connection

from queue_server.domain.moments import micros
from queue_server.domain.numbering import code_of
from queue_server.domain.turn_times import TurnTimes

_TIMES_COLUMNS = (
    "tickets.service_id, turns.issued_at, n, turns.service_id, counter, state, outcome, arrived_at, first_called_at,"
    " last_called_at, service_started_at, held_since, held_us, ended_at,"
    # The promise was of the first turn's wait; minutes to microseconds.
    " CASE WHEN n = 1 THEN quoted_low * 60000000 END, CASE WHEN n = 1 THEN quoted_high * 60000000 END"
)


def of_day(db: Connection, office_id: str, day: date) -> list[TurnTimes]:
    """Every turn of a business day as `statistics.summarise` takes it."""
    rows = db.execute(
        f"SELECT {_TIMES_COLUMNS} FROM turns"
        " JOIN tickets ON tickets.office_id = turns.office_id AND tickets.id = turns.ticket_id"
        " WHERE turns.office_id = :office_id AND turns.business_day = :day",
        {"office_id": office_id, "day": day.isoformat()},
    )
    return [TurnTimes(*row) for row in rows]


def latest(db: Connection, office_id: str, day: date, limit: int) -> list[tuple[str, TurnTimes]]:
    """The turns of a day that were called last, newest first, each with its ticket's number."""
    rows = db.execute(
        f"SELECT turns.ticket_id, {_TIMES_COLUMNS} FROM turns"
        " JOIN tickets ON tickets.office_id = turns.office_id AND tickets.id = turns.ticket_id"
        " WHERE turns.office_id = :office_id AND turns.business_day = :day AND last_called_at IS NOT NULL"
        " ORDER BY last_called_at DESC LIMIT :limit",
        {"office_id": office_id, "day": day.isoformat(), "limit": limit},
    )
    return [(code_of(row[0]), TurnTimes(*row[1:])) for row in map(tuple, rows)]


def recent_service_times(
    db: Connection, office_id: str, service_id: str, since: datetime, limit: int
) -> list[timedelta]:
    """The last service times of a service since a moment, newest last."""
    rows = db.execute(
        "SELECT ended_at - service_started_at - held_us AS length FROM turns WHERE office_id = :office_id"
        " AND service_id = :service_id AND outcome IN ('served', 'transferred') AND ended_at >= :since"
        " AND service_started_at IS NOT NULL ORDER BY ended_at DESC LIMIT :limit",
        {"office_id": office_id, "service_id": service_id, "since": micros(since), "limit": limit},
    ).fetchall()
    return [timedelta(microseconds=row["length"]) for row in reversed(rows)]


def served_count(db: Connection, office_id: str, day: date, counter: int) -> int:
    """How many turns were served to their end at a counter on a day."""
    row = db.execute(
        "SELECT COUNT(*) AS served FROM turns WHERE office_id = :office_id AND business_day = :day"
        " AND counter = :counter AND outcome = 'served'",
        {"office_id": office_id, "day": day.isoformat(), "counter": counter},
    ).fetchone()
    return int(row["served"])


def absent(db: Connection, office_id: str, day: date, counters: Sequence[int], since: datetime) -> list[str]:
    """The numbers that did not come to these counters since a moment and do not wait again, the latest first."""
    rows = db.execute(
        "SELECT ticket_id FROM turns WHERE office_id = ? AND business_day = ? AND outcome = 'no_show'"
        f" AND ended_at >= ? AND counter IN ({', '.join('?' * len(counters))}) ORDER BY ended_at DESC, ticket_id",
        (office_id, day.isoformat(), micros(since), *counters),
    )
    return [code_of(row["ticket_id"]) for row in rows]
