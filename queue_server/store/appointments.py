"""Appointments: rows to the domain's values and back, and which seats are taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from sqlite3 import Connection, Row
from typing import cast

from queue_server.domain.appointment import Appointment, AppointmentState, BookedBy
from queue_server.domain.errors import NotFound
from queue_server.domain.moments import micros, micros_or_none, moment, moment_or_none


def insert(db: Connection, office_id: str, day: date, appointment: Appointment) -> None:
    """Save a new booking. Raises sqlite3.IntegrityError when its seat, code or token is taken."""
    db.execute(
        "INSERT INTO appointments (office_id, id, service_id, business_day, slot_at, seat, code, token, booked_at,"
        " booked_by, state, ticket_id, ended_at) VALUES (:office_id, :id, :service_id, :day, :slot_at, :seat, :code,"
        " :token, :booked_at, :booked_by, :state, :ticket_id, :ended_at)",
        {
            **_changing(office_id, day, appointment),
            "service_id": appointment.service_id,
            "code": appointment.code,
            "token": appointment.token,
            "booked_at": micros(appointment.booked_at),
            "booked_by": appointment.booked_by,
        },
    )


def save(db: Connection, office_id: str, day: date, appointment: Appointment) -> None:
    """Save what a verb changed; `day` is the business day of its slot. Raises sqlite3.IntegrityError as `insert`."""
    db.execute(
        "UPDATE appointments SET business_day = :day, slot_at = :slot_at, seat = :seat, state = :state,"
        " ticket_id = :ticket_id, ended_at = :ended_at WHERE office_id = :office_id AND id = :id",
        _changing(office_id, day, appointment),
    )


def by_token(db: Connection, office_id: str, token: str) -> Appointment:
    """The appointment whose page the token opens. Raises NotFound `unknown_appointment`."""
    return _one(db, office_id, "token", token)


def by_code(db: Connection, office_id: str, code: str) -> Appointment:
    """The appointment with that code. Raises NotFound `unknown_appointment`."""
    return _one(db, office_id, "code", code)


def code_is_taken(db: Connection, office_id: str, code: str) -> bool:
    """Whether some appointment, past ones included, has that code."""
    values = {"office_id": office_id, "code": code}
    query = "SELECT 1 FROM appointments WHERE office_id = :office_id AND code = :code"
    return db.execute(query, values).fetchone() is not None


def seats_taken(db: Connection, office_id: str, service_id: str, slot: datetime) -> list[int]:
    """The seats of a slot that somebody has."""
    rows = db.execute(
        "SELECT seat FROM appointments WHERE office_id = :office_id AND service_id = :service_id"
        " AND slot_at = :slot_at AND seat IS NOT NULL",
        {"office_id": office_id, "service_id": service_id, "slot_at": micros(slot)},
    )
    return [row["seat"] for row in rows]


def taken_by_slot(db: Connection, office_id: str, service_id: str, first: date, last: date) -> dict[datetime, int]:
    """How many seats are taken in each slot of these business days; slots without any are left out."""
    rows = db.execute(
        "SELECT slot_at, COUNT(*) AS taken FROM appointments WHERE office_id = :office_id"
        " AND service_id = :service_id AND business_day BETWEEN :first AND :last AND seat IS NOT NULL"
        " GROUP BY slot_at",
        {"office_id": office_id, "service_id": service_id, "first": first.isoformat(), "last": last.isoformat()},
    )
    return {moment(row["slot_at"]): row["taken"] for row in rows}


def taken_by_phones(db: Connection, office_id: str, service_id: str, first: date, last: date) -> dict[date, int]:
    """How many seats of each of these business days were booked by phones; days without any are left out."""
    rows = db.execute(
        "SELECT business_day, COUNT(*) AS taken FROM appointments WHERE office_id = :office_id"
        " AND service_id = :service_id AND business_day BETWEEN :first AND :last AND seat IS NOT NULL"
        " AND booked_by = 'phone' GROUP BY business_day",
        {"office_id": office_id, "service_id": service_id, "first": first.isoformat(), "last": last.isoformat()},
    )
    return {date.fromisoformat(row["business_day"]): row["taken"] for row in rows}


def of_day(db: Connection, office_id: str, day: date) -> list[Appointment]:
    """A business day's appointments in the order of their slots, cancelled ones left out."""
    rows = db.execute(
        "SELECT * FROM appointments WHERE office_id = :office_id AND business_day = :day AND state <> 'cancelled'"
        " ORDER BY slot_at, service_id, seat",
        {"office_id": office_id, "day": day.isoformat()},
    )
    return _all(rows)


def booked_before(db: Connection, office_id: str, day: date) -> list[Appointment]:
    """Appointments of earlier business days that nobody checked in or cancelled."""
    rows = db.execute(
        "SELECT * FROM appointments WHERE office_id = :office_id AND state = 'booked' AND business_day < :day"
        " ORDER BY slot_at, id",
        {"office_id": office_id, "day": day.isoformat()},
    )
    return _all(rows)


def _changing(office_id: str, day: date, appointment: Appointment) -> dict[str, object]:
    return {
        "office_id": office_id,
        "id": appointment.id,
        "day": day.isoformat(),
        "slot_at": micros(appointment.slot),
        "seat": appointment.seat,
        "state": appointment.state,
        "ticket_id": appointment.ticket_id,
        "ended_at": micros_or_none(appointment.ended_at),
    }


def _one(db: Connection, office_id: str, column: str, value: str) -> Appointment:
    row = db.execute(
        f"SELECT * FROM appointments WHERE office_id = :office_id AND {column} = :value",
        {"office_id": office_id, "value": value},
    ).fetchone()
    if row is None:
        raise NotFound("unknown_appointment")
    return _appointment(row)


def _all(rows: Iterable[Row]) -> list[Appointment]:
    return [_appointment(row) for row in rows]


def _appointment(row: Row) -> Appointment:
    return Appointment(
        row["id"],
        row["service_id"],
        moment(row["slot_at"]),
        row["seat"],
        row["code"],
        row["token"],
        moment(row["booked_at"]),
        cast("BookedBy", row["booked_by"]),
        AppointmentState(row["state"]),
        row["ticket_id"],
        moment_or_none(row["ended_at"]),
    )
