"""What has happened to one ticket, out of the journal: whence it came, by whom, its calls and holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from sqlite3 import Connection
from typing import Any

from queue_server.domain import calendar
from queue_server.domain.journal import Row
from queue_server.domain.moments import moment
from queue_server.domain.numbering import code_of
from queue_server.domain.office import Office
from queue_server.protocol import HistoryLine, TicketHistory
from queue_server.store import journal, tickets
from queue_server.views.common import texts

STAFF = ("clerk", "manager")


def ticket_history(db: Connection, office: Office, ticket_id: str) -> TicketHistory:
    """The rows about a ticket, and those of others that overtook it. Raises NotFound `unknown_ticket`."""
    ticket = tickets.load(db, office.id, ticket_id)
    end = calendar.day_end(office, ticket.business_day)
    rows = [row for row in journal.rows_between(db, office.id, ticket.issued_at, end) if ticket_id in row.body]
    undone = {seq for row in rows if row.event == "undone" for seq in json.loads(row.body)["undoes"]}
    return TicketHistory(ticket=ticket.id, code=ticket.code, lines=list(_lines(office, rows, ticket_id, undone)))


def _lines(office: Office, rows: list[Row], ticket_id: str, undone: set[int]) -> Iterator[HistoryLine]:
    for row in rows:
        body = json.loads(row.body)
        is_own = body.get("ticket") == ticket_id
        if is_own or ticket_id in body.get("overtaken", ()):
            yield _line(office, row, body, is_own=is_own, was_undone=row.seq in undone)


def _line(office: Office, row: Row, body: Mapping[str, Any], *, is_own: bool, was_undone: bool) -> HistoryLine:
    names = {service.id: service.name for service in office.services}
    service = body.get("service")
    kind, _, name = row.actor.partition(":")
    return HistoryLine(
        at=moment(row.at),
        event=row.event,
        by=kind,
        who=name if kind in STAFF else None,
        counter=body.get("counter"),
        service_name=texts(names[service]) if service in names else None,
        to_counter=body.get("to_counter"),
        place=body.get("place"),
        reason=body.get("reason"),
        overtook=None if is_own else code_of(body["ticket"]),
        was_undone=was_undone,
    )
