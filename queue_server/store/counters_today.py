"""Counters that serve other services today than usual."""

from __future__ import annotations

import json
from datetime import date
from sqlite3 import Connection, Row
from typing import NamedTuple


class CounterToday(NamedTuple):
    """A counter with its `usual` services and preferred ones, and those that a manager gave it for one day."""

    counter: int
    day: date
    usual: tuple[str, ...]
    usual_preferred: tuple[str, ...]
    today: tuple[str, ...]


def all_of(db: Connection, office_id: str) -> list[CounterToday]:
    """Every counter that is not as usual, by number."""
    rows = db.execute(
        "SELECT * FROM counters_today WHERE office_id = :office_id ORDER BY counter", {"office_id": office_id}
    )
    return [_read(row) for row in rows]


def save(db: Connection, office_id: str, one: CounterToday) -> None:
    """Keep what is usual at a counter, and what it does today."""
    db.execute(
        "INSERT INTO counters_today (office_id, counter, business_day, usual, usual_preferred, today)"
        " VALUES (:office_id, :counter, :day, :usual, :usual_preferred, :today)"
        " ON CONFLICT (office_id, counter) DO UPDATE SET business_day = excluded.business_day, usual = excluded.usual,"
        " usual_preferred = excluded.usual_preferred, today = excluded.today",
        {
            "office_id": office_id,
            "counter": one.counter,
            "day": one.day.isoformat(),
            "usual": json.dumps(one.usual),
            "usual_preferred": json.dumps(one.usual_preferred),
            "today": json.dumps(one.today),
        },
    )


def forget(db: Connection, office_id: str, counter: int) -> None:
    """It is as usual again."""
    db.execute(
        "DELETE FROM counters_today WHERE office_id = :office_id AND counter = :counter",
        {"office_id": office_id, "counter": counter},
    )


def _read(row: Row) -> CounterToday:
    return CounterToday(
        row["counter"],
        date.fromisoformat(row["business_day"]),
        tuple(json.loads(row["usual"])),
        tuple(json.loads(row["usual_preferred"])),
        tuple(json.loads(row["today"])),
    )
