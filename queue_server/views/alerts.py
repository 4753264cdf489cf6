"""What is wrong at the office now, and the alerts that came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from sqlite3 import Connection

from queue_server.domain import calendar, ranking
from queue_server.domain.alerts import Trouble
from queue_server.domain.office import Office
from queue_server.domain.ranking import Waiting
from queue_server.protocol import AlertLine
from queue_server.store import alerts, sessions, tickets, waiting_line
from queue_server.views.common import Surroundings, texts
from queue_server.views.devices import device_lines


def troubles(db: Connection, office: Office, now: datetime, surroundings: Surroundings) -> frozenset[Trouble]:
    """Everything that an alert may come of; nothing while the office is closed: then screens and printers are off."""
    if not calendar.is_working(office, now):
        return frozenset()
    waiting = waiting_line.everyone(db, office.id)
    return frozenset(
        (*_waits(office, waiting, now), *_idle(db, office, waiting, now), *_gone(db, office, surroundings))
    )


def open_alerts(db: Connection, office: Office) -> frozenset[Trouble]:
    """The troubles that have an alert."""
    return frozenset(alert.trouble for alert in alerts.all_alerts(db, office.id))


def alert_lines(db: Connection, office: Office, surroundings: Surroundings) -> list[AlertLine]:
    """The alerts that have begun and not ended, those that nobody sees to yet first."""
    devices = {line.id: line.name for line in device_lines(db, office, surroundings)}
    lines = [
        AlertLine(
            id=alert.id,
            kind=alert.trouble.kind,
            subject=alert.trouble.subject,
            name=_name(office, alert.trouble, devices),
            began_at=alert.began_at,
            acknowledged_by=alert.acknowledged_by,
        )
        for alert in alerts.all_alerts(db, office.id)
    ]
    return sorted(lines, key=lambda line: (line.acknowledged_by is not None, line.id))


def _waits(office: Office, waiting: list[Waiting], now: datetime) -> Iterator[Trouble]:
    longest = office.alerts.wait
    if longest is not None:
        for turn in waiting:
            if now - turn.arrived_at > longest:
                yield Trouble("wait_over_target", turn.service_id)


def _idle(db: Connection, office: Office, waiting: list[Waiting], now: datetime) -> Iterator[Trouble]:
    if not calendar.is_serving(office, now):
        return  # at lunch a counter that was left open serves nobody, and nobody expects it to
    for number, session in sessions.all_current(db, office.id).items():
        counter = next((one for one in office.counters if one.number == number), None)
        is_wanted = counter is not None and any(ranking.may_call(counter, turn) for turn in waiting)
        if is_wanted and session.state == "open" and tickets.active_at(db, office.id, number) is None:
            yield Trouble("counter_idle", str(number))


def _gone(db: Connection, office: Office, surroundings: Surroundings) -> Iterator[Trouble]:
    for line in device_lines(db, office, surroundings):
        if line.state == "away":
            yield Trouble("display_gone", line.id)
    for name, printer in surroundings.printers.items():
        if printer.fault is not None:
            yield Trouble("printer_out", name)


def _name(office: Office, trouble: Trouble, devices: dict[str, str]) -> dict[str, str]:
    """How people call what it is about; its id where it is no longer there."""
    match trouble.kind:
        case "wait_over_target":
            return next(
                (texts(one.name) for one in office.services if one.id == trouble.subject), {"vi": trouble.subject}
            )
        case "counter_idle":
            name = next((one.name for one in office.counters if str(one.number) == trouble.subject), "")
            return {"vi": f"{trouble.subject} – {name}" if name else trouble.subject}
        case _:
            return {"vi": devices.get(trouble.subject, trouble.subject)}
