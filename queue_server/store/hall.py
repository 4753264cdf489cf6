"""The hall at a glance: which counters are open and which are free; and the wait that can honestly be quoted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from sqlite3 import Connection

from queue_server.domain import calendar
from queue_server.domain.closing import is_day_full
from queue_server.domain.estimate import RECENT, WaitRange, expected_wait, mean_service_time
from queue_server.domain.office import Office, Service
from queue_server.store import sessions, turn_times

NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """What a quoted wait for one service is worked out from; read once for everybody who waits for it.

    `means`: how long each service takes today that shares a counter with this one.
    """

    means: Mapping[str, timedelta]
    counters_open: int
    counters_free: int
    counters_in_all: int
    time_left: timedelta
    until_closed: timedelta
    closed_for: timedelta

    def quote(self, ahead: Mapping[str, int]) -> WaitRange | None:
        """The wait of someone with `ahead` people before them, by service; None without a basis.

        Counted are all who wait for a counter that this one might go to, since counters are shared.
        """
        count = sum(ahead.get(service_id, 0) for service_id in self.means)
        work = self.work(ahead)
        mean = work / count if count else self._mean()
        return expected_wait(
            count,
            work,
            mean,
            self.counters_open,
            self.counters_free,
            until_closed=self.until_closed,
            closed_for=self.closed_for,
        )

    def is_day_full(self, ahead: Mapping[str, int]) -> bool:
        """Whether those who wait already fill the time until closing. Before counters open, all that may open count."""
        return is_day_full(self.time_left, self.work(ahead), self.counters_open or self.counters_in_all)

    def work(self, ahead: Mapping[str, int]) -> timedelta:
        """How long the services of those who wait before take together."""
        return sum((ahead.get(service_id, 0) * mean for service_id, mean in self.means.items()), NO_TIME)

    def _mean(self) -> timedelta:
        return sum(self.means.values(), NO_TIME) / len(self.means) if self.means else NO_TIME


@dataclass(slots=True)
class Hall:
    """The office as it is now: the numbers of the counters that are open, and of those that have somebody."""

    db: Connection
    office: Office
    now: datetime
    open_counters: frozenset[int]
    busy_counters: frozenset[int]
    _means: dict[str, timedelta] = field(default_factory=dict)

    def pace(self, service: Service) -> Pace:
        """How fast a service goes at the moment."""
        counters = self.office.counters_serving(service.id)
        open_here = {counter.number for counter in counters} & self.open_counters
        until_closed, closed_for = calendar.next_closing(self.office, self.now)
        return Pace(
            {service_id: self._mean(service_id) for counter in counters for service_id in counter.service_ids},
            len(open_here),
            len(open_here - self.busy_counters),
            len(counters),
            calendar.serving_time_left(self.office, self.now),
            until_closed,
            closed_for,
        )

    def _mean(self, service_id: str) -> timedelta:
        """How long a service takes today, read once for all services that share a counter with it."""
        if service_id not in self._means:
            since = calendar.day_start(self.office, calendar.business_day(self.office, self.now))
            recent = turn_times.recent_service_times(self.db, self.office.id, service_id, since, RECENT)
            self._means[service_id] = mean_service_time(recent, self.office.service(service_id).usual)
        return self._means[service_id]


def load(db: Connection, office: Office, now: datetime) -> Hall:
    """The hall as it is now."""
    current = sessions.all_current(db, office.id).values()
    busy = db.execute(
        "SELECT counter FROM turns WHERE office_id = :office_id AND state IN ('called', 'serving')",
        {"office_id": office.id},
    )
    return Hall(
        db,
        office,
        now,
        frozenset(session.counter for session in current if session.state == "open"),
        frozenset(row["counter"] for row in busy),
    )
