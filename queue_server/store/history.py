"""Past days as `what_if` plays them again: who came when and for how long they were served, and what was open."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from sqlite3 import Connection, Row

from queue_server.domain import calendar
from queue_server.domain.calendar import Stretch
from queue_server.domain.moments import moment
from queue_server.domain.office import Office
from queue_server.domain.simulated_day import Arrival, Shift
from queue_server.domain.what_if import PastDay
from queue_server.store import sessions


def past_day(db: Connection, office: Office, day: date) -> PastDay:
    """A closed day. Whoever was never served is given the mean of their service that day, or its usual time.

    A turn that a transfer began comes when it came; whoever cancelled has the patience they had. Times are in the
    office's zone.
    """
    rows = db.execute(
        "SELECT turns.service_id, arrived_at, last_called_at, ended_at, held_us, outcome, head_start_us FROM turns"
        " JOIN tickets ON tickets.office_id = turns.office_id AND tickets.id = turns.ticket_id"
        " WHERE turns.office_id = :office_id AND turns.business_day = :day ORDER BY arrived_at",
        {"office_id": office.id, "day": day.isoformat()},
    ).fetchall()
    occupied: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row["outcome"] in ("served", "transferred"):
            occupied[row["service_id"]].append(row["ended_at"] - row["last_called_at"] - row["held_us"])
    stretches = calendar.serving_stretches(office, day)
    return PastDay(
        tuple(_arrival(office, row, occupied[row["service_id"]]) for row in rows),
        tuple(
            Stretch(one.start.astimezone(office.time_zone), one.end.astimezone(office.time_zone)) for one in stretches
        ),
    )


def staffing(db: Connection, office: Office, day: date) -> dict[int, list[Shift]]:
    """What was open on a closed day, by counter. Breaks are not taken off: when they were is not kept."""
    found: defaultdict[int, list[Shift]] = defaultdict(list)
    end = calendar.day_end(office, day)
    for session in sessions.of_day(db, office.id, day):
        found[session.counter].append(Shift(session.opened_at, session.closed_at or end))
    return dict(found)


def _arrival(office: Office, row: Row, occupied: list[int]) -> Arrival:
    if row["outcome"] in ("served", "transferred"):
        service_time = timedelta(microseconds=row["ended_at"] - row["last_called_at"] - row["held_us"])
    elif row["outcome"] == "no_show":
        service_time = timedelta(microseconds=row["ended_at"] - row["last_called_at"])
    elif occupied:
        service_time = timedelta(microseconds=sum(occupied) / len(occupied))
    else:
        service_time = office.past_service(str(row["service_id"])).usual
    gave_up = row["outcome"] == "cancelled"
    return Arrival(
        moment(row["arrived_at"]).astimezone(office.time_zone),
        str(row["service_id"]),
        service_time,
        timedelta(microseconds=row["head_start_us"]),
        timedelta(microseconds=row["ended_at"] - row["arrived_at"]) if gave_up else None,
    )
