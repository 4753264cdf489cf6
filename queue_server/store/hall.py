"""The hall at a glance: which counters are open and which are free; and the wait that can honestly be quoted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain.calendar import business_day, day_start, serving_time_left
from queue_server.domain.closing import is_day_full
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


class Pace(NamedTuple):
    """What a quoted wait for one service is worked out from; read once for everybody who waits for it."""

    usual: timedelta
    recent: tuple[timedelta, ...]
    rivals: frozenset[str]
    counters_open: int
    counters_free: int
    counters_in_all: int
    time_left: timedelta

    def quote(self, ahead: Mapping[str, int]) -> WaitRange | None:
        """The wait of someone with `ahead` people before them, by service; None without a basis.

        Counted are all who wait for a counter that this one might go to, since counters are shared.
        """
        return self.quote_behind(sum(ahead.get(service_id, 0) for service_id in self.rivals))

    def is_day_full(self, ahead: Mapping[str, int]) -> bool:
        """Whether those who wait already fill the time until closing. Before counters open, all that may open count."""
        count = sum(ahead.get(service_id, 0) for service_id in self.rivals)
        return is_day_full(self.time_left, count, self.recent, self.usual, self.counters_open or self.counters_in_all)

    def quote_behind(self, count: int) -> WaitRange | None:
        """The same for `count` people of the rival services."""
        return expected_wait(count, self.recent, self.usual, self.counters_open, self.counters_free)


def pace(db: Connection, office: Office, service: Service, hall: Hall, now: datetime) -> Pace:
    """How fast a service goes at the moment."""
    counters = office.counters_serving(service.id)
    open_here = {counter.number for counter in counters} & hall.open_counters
    since = day_start(office, business_day(office, now))
    return Pace(
        service.usual,
        tuple(tickets.recent_service_times(db, office.id, service.id, since, RECENT)) if open_here else (),
        frozenset(service_id for counter in counters for service_id in counter.service_ids),
        len(open_here),
        len(open_here - hall.busy_counters),
        len(counters),
        serving_time_left(office, now),
    )
