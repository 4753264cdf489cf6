"""The hall at a glance: which counters are open and which are free; and the wait that can honestly be quoted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain.calendar import business_day, day_start
from queue_server.domain.estimate import RECENT, WaitRange, expected_wait
from queue_server.domain.office import Office, Service
from queue_server.store import sessions, tickets


class Hall(NamedTuple):
    """The numbers of the counters that are open, and of those that have somebody."""

    open_counters: frozenset[int]
    busy_counters: frozenset[int]


def load(db: Connection, office_id: str) -> Hall:
    """The hall as it is now."""
    current = sessions.all_current(db, office_id).values()
    busy = db.execute(
        "SELECT counter FROM turns WHERE office_id = :office_id AND state IN ('called', 'serving')",
        {"office_id": office_id},
    )
    return Hall(
        frozenset(session.counter for session in current if session.state == "open"),
        frozenset(row["counter"] for row in busy),
    )


def quote(
    db: Connection, office: Office, service: Service, hall: Hall, ahead: Mapping[str, int], now: datetime
) -> WaitRange | None:
    """The wait of someone with `ahead` people before them, by service; None without a basis.

    Counted are all who wait for a counter that this one might go to, since counters are shared.
    """
    counters = office.counters_serving(service.id)
    rivals = {service_id for counter in counters for service_id in counter.service_ids}
    open_here = {counter.number for counter in counters} & hall.open_counters
    since = day_start(office, business_day(office, now))
    return expected_wait(
        sum(ahead.get(service_id, 0) for service_id in rivals),
        tickets.recent_service_times(db, office.id, service.id, since, RECENT) if open_here else (),
        service.usual,
        len(open_here),
        len(open_here - hall.busy_counters),
    )
