"""Webhooks: the addresses that hear what happened, and how far in the journal each has heard."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain.moments import moment
from queue_server.store.journal import head


class Webhook(NamedTuple):
    """An endpoint. `position` is the journal row up to which it has heard; `problem` why it hears no more just now."""

    name: str
    url: str
    secret: str
    position: int
    problem: str


class Happened(NamedTuple):
    """A journal row as an outsider may hear of it; `service_id` is that of the turn which the row is about."""

    seq: int
    at: datetime
    event: str
    ticket_id: str
    service_id: str
    counter: int | None


class Alarm(NamedTuple):
    """A journal row of an alert: `alert` is the row with which it began."""

    seq: int
    at: datetime
    event: str
    alert: int
    kind: str
    subject: str


def save(db: Connection, office_id: str, name: str, url: str, secret: str) -> None:
    """Add an endpoint, or change one. A new one hears what happens from now on."""
    db.execute(
        "INSERT INTO webhooks (office_id, name, url, secret, position) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (office_id, name) DO UPDATE SET url = excluded.url, secret = excluded.secret, problem = ''",
        (office_id, name, url, secret, head(db, office_id).seq),
    )


def all_webhooks(db: Connection, office_id: str) -> list[Webhook]:
    """Every endpoint, by name."""
    rows = db.execute(
        "SELECT name, url, secret, position, problem FROM webhooks WHERE office_id = ? ORDER BY name", (office_id,)
    )
    return [Webhook(*row) for row in rows]


def forget(db: Connection, office_id: str, name: str) -> bool:
    """Remove an endpoint; False when there is none of that name."""
    return db.execute("DELETE FROM webhooks WHERE office_id = ? AND name = ?", (office_id, name)).rowcount == 1


def note(db: Connection, office_id: str, name: str, position: int, problem: str) -> None:
    """Remember how far an endpoint has heard, and what stops it."""
    db.execute(
        "UPDATE webhooks SET position = ?, problem = ? WHERE office_id = ? AND name = ?",
        (position, problem, office_id, name),
    )


def happened_after(
    db: Connection, office_id: str, position: int, events: Iterable[str], limit: int
) -> tuple[list[Happened | Alarm], int]:
    """The next rows of these events, oldest first, and the position up to which there is nothing else to tell."""
    wanted = list(events)
    marks, last = ", ".join("?" * len(wanted)), head(db, office_id).seq
    rows = db.execute(
        f"SELECT seq, at, event, body FROM journal WHERE office_id = ? AND seq > ? AND event IN ({marks})"
        " ORDER BY seq LIMIT ?",
        (office_id, position, *wanted, limit),
    ).fetchall()
    found = [_happened(db, office_id, row["seq"], row["at"], row["event"], json.loads(row["body"])) for row in rows]
    heard = found[-1].seq if found else position
    # The head was read first: a row that came in between is among the rows, and none after them is passed over.
    return found, heard if len(found) == limit else max(heard, last)


def _happened(
    db: Connection, office_id: str, seq: int, at: int, event: str, body: dict[str, object]
) -> Happened | Alarm:
    if event.startswith("alert_"):
        return Alarm(seq, moment(at), event, int(str(body.get("alert", seq))), str(body["kind"]), str(body["subject"]))
    ticket_id, turn = str(body["ticket"]), body.get("turn", 1)
    row = db.execute(
        "SELECT service_id FROM turns WHERE office_id = ? AND ticket_id = ? AND n = ?", (office_id, ticket_id, turn)
    ).fetchone()
    counter = body.get("counter")
    service = "" if row is None else str(row["service_id"])
    return Happened(seq, moment(at), event, ticket_id, service, counter if isinstance(counter, int) else None)
