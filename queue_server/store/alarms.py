"""Quiet alarms: a clerk asks a colleague or the guard to come. At most one for a counter at a time."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection, Row
from typing import Literal, NamedTuple, cast

from queue_server.domain.moments import micros, moment, moment_or_none

AlarmKind = Literal["colleague", "guard"]


class Alarm(NamedTuple):
    """Who asks for whom; `answered_by` is the one who comes, at which the alarm stays until it is over."""

    counter: int
    kind: AlarmKind
    clerk: str
    raised_at: datetime
    answered_by: str | None = None
    answered_at: datetime | None = None


def of_office(db: Connection, office_id: str) -> list[Alarm]:
    """The alarms that are not over, the oldest first."""
    rows = db.execute(
        "SELECT counter, kind, clerk, raised_at, answered_by, answered_at FROM alarms WHERE office_id = :office_id"
        " ORDER BY raised_at, counter",
        {"office_id": office_id},
    )
    return [_alarm(row) for row in rows]


def of_counter(db: Connection, office_id: str, counter: int) -> Alarm | None:
    """The alarm of a counter, if one is not over."""
    return next((one for one in of_office(db, office_id) if one.counter == counter), None)


def save(db: Connection, office_id: str, alarm: Alarm) -> None:
    """Raise an alarm, or note who comes."""
    db.execute(
        "INSERT INTO alarms (office_id, counter, kind, clerk, raised_at, answered_by, answered_at)"
        " VALUES (:office_id, :counter, :kind, :clerk, :raised_at, :answered_by, :answered_at)"
        " ON CONFLICT (office_id, counter) DO UPDATE SET kind = excluded.kind, answered_by = excluded.answered_by,"
        " answered_at = excluded.answered_at",
        {
            "office_id": office_id,
            **alarm._asdict(),
            "raised_at": micros(alarm.raised_at),
            "answered_at": None if alarm.answered_at is None else micros(alarm.answered_at),
        },
    )


def end(db: Connection, office_id: str, counter: int) -> bool:
    """The alarm of a counter is over; False when there was none."""
    ended = db.execute(
        "DELETE FROM alarms WHERE office_id = :office_id AND counter = :counter",
        {"office_id": office_id, "counter": counter},
    )
    return ended.rowcount == 1


def _alarm(row: Row) -> Alarm:
    return Alarm(
        row["counter"],
        cast("AlarmKind", row["kind"]),
        row["clerk"],
        moment(row["raised_at"]),
        row["answered_by"],
        moment_or_none(row["answered_at"]),
    )
