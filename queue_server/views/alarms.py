"""Quiet alarms: those that are not over, and what the journal has about the earlier ones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any

import msgspec

from queue_server.domain import calendar
from queue_server.domain.journal import Row
from queue_server.domain.moments import moment
from queue_server.domain.office import Office
from queue_server.protocol import AlarmHistory, AlarmLine, PastAlarm
from queue_server.store import alarms, journal

EVENTS = ("alarm_raised", "alarm_answered", "alarm_ended")


def alarm_lines(db: Connection, office: Office) -> list[AlarmLine]:
    """The quiet alarms that are not over, for screens of the staff only."""
    return [
        AlarmLine(
            counter=alarm.counter,
            counter_name=office.counter(alarm.counter).name,
            kind=alarm.kind,
            clerk=alarm.clerk,
            raised_at=alarm.raised_at,
            answered_by=alarm.answered_by,
        )
        for alarm in alarms.of_office(db, office.id)
    ]


def alarm_history(db: Connection, office: Office, now: datetime, days: int) -> AlarmHistory:
    """The alarms that were raised in the last `days` business days, today among them, the newest first."""
    start = calendar.day_start(office, calendar.business_day(office, now) - timedelta(days=days - 1))
    found = _told(journal.rows_of(db, office.id, EVENTS, start))
    names = {counter.number: counter.name for counter in office.counters}
    return AlarmHistory(alarms=found[::-1], counter_names=names)


def _told(rows: Iterable[Row]) -> list[PastAlarm]:
    """One line for each alarm. A guard who is asked for after a colleague is an alarm of its own."""
    found: list[PastAlarm] = []
    at: dict[int, int] = {}
    for row in rows:
        body: dict[str, Any] = json.loads(row.body)
        counter, who, when = int(body["counter"]), row.actor.partition(":")[2], moment(row.at)
        if row.event == "alarm_raised":
            at[counter] = len(found)
            found.append(PastAlarm(counter=counter, kind=body["kind"], raised_at=when, raised_by=who))
        elif counter in at:  # else it was raised before the first of these days
            more = {"answered_at": when, "answered_by": who}
            if row.event == "alarm_ended":
                more = {"ended_at": when, "ended_by": who or None}
            found[at[counter]] = msgspec.structs.replace(found[at[counter]], **more)
    return found
