"""Who waits: the turns that a counter may call, and how many."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection

from queue_server.domain.moments import micros, moment
from queue_server.domain.numbering import code_of
from queue_server.domain.office import Counter
from queue_server.domain.ranking import Waiting
from queue_server.domain.ticket import Ticket


def everyone(db: Connection, office_id: str) -> list[Waiting]:
    """Everyone who waits, in no order: `ranking` sorts."""
    return _waiting(db, "", (office_id,))


def heads_for(db: Connection, office_id: str, counter: Counter) -> list[Waiting]:
    """The first of each service of this counter, and those bound to it: whoever is next is among them.

    The rest of a long queue need not be read to know who is first.
    """
    first = [
        _waiting(
            db,
            " AND service_id = ? AND (only_counter IS NULL OR only_counter = ?)"
            " ORDER BY rank_at, issued_at, ticket_id LIMIT 1",
            (office_id, service_id, counter.number),
        )
        for service_id in counter.service_ids
    ]
    bound = _waiting(db, " AND only_counter = ?", (office_id, counter.number))
    return list({turn for found in (*first, bound) for turn in found})


def for_counter(db: Connection, office_id: str, counter: Counter, until: datetime | None = None) -> list[Waiting]:
    """Those who wait for a service of this counter, or for this very counter; only ranks up to `until` if given."""
    marks = ", ".join("?" * len(counter.service_ids))
    where = f" AND (service_id IN ({marks}) OR only_counter = ?)"
    values: tuple[str | int, ...] = (office_id, *counter.service_ids, counter.number)
    if until is not None:
        where, values = where + " AND rank_at <= ?", (*values, micros(until))
    return _waiting(db, where, values)


def count_by_service(db: Connection, office_id: str) -> dict[str, int]:
    """How many wait, by service; services without anyone are left out."""
    rows = db.execute(
        "SELECT service_id, COUNT(*) AS waiting FROM turns WHERE office_id = :office_id AND state = 'waiting'"
        " GROUP BY service_id",
        {"office_id": office_id},
    )
    return {row["service_id"]: row["waiting"] for row in rows}


def count_before(db: Connection, office_id: str, ticket: Ticket) -> dict[str, int]:
    """How many wait ahead of a ticket, by service; the order is that of `ranking.Waiting`."""
    rows = db.execute(
        "SELECT service_id, COUNT(*) AS ahead FROM turns WHERE office_id = :office_id AND state = 'waiting'"
        " AND (rank_at, issued_at, ticket_id) < (:rank_at, :issued_at, :ticket_id) GROUP BY service_id",
        {
            "office_id": office_id,
            "rank_at": micros(ticket.turn.rank_at),
            "issued_at": micros(ticket.issued_at),
            "ticket_id": ticket.id,
        },
    )
    return {row["service_id"]: row["ahead"] for row in rows}


def _waiting(db: Connection, where: str, values: tuple[str | int, ...]) -> list[Waiting]:
    rows = db.execute(
        "SELECT rank_at, issued_at, ticket_id, service_id, only_counter, arrived_at FROM turns"
        f" WHERE office_id = ? AND state = 'waiting'{where}",
        values,
    )
    return [
        Waiting(moment(rank), moment(issued), ticket_id, code_of(ticket_id), service, only_counter, moment(arrived))
        for rank, issued, ticket_id, service, only_counter, arrived in rows
    ]
