"""Past days as the manager asks about them, and as a question for the simulation."""

from __future__ import annotations

from datetime import date, timedelta
from sqlite3 import Connection

from queue_server.domain.office import Office
from queue_server.domain.simulated_day import Shift
from queue_server.domain.turn_times import TurnTimes
from queue_server.domain.what_if import PastDay
from queue_server.protocol import CounterRule, PastDayRules
from queue_server.store import history, turn_times
from queue_server.views.common import texts

OpenTimes = dict[int, list[Shift]]
_MINUTE = timedelta(minutes=1)


def past_day_rules(db: Connection, office: Office, day: date) -> PastDayRules:
    """A closed day as it was: what each counter serves now, and when it was open then."""
    past, staffing = history.past_day(db, office, day), history.staffing(db, office, day)
    return PastDayRules(
        day=day.isoformat(),
        counters=[
            CounterRule(
                number=counter.number,
                services=list(counter.service_ids),
                preferred=list(counter.preferred),
                open=_clock_times(office, staffing, counter.number),
            )
            for counter in office.counters
        ],
        counter_names={counter.number: counter.name for counter in office.counters},
        head_start_minutes=sorted({one.head_start // _MINUTE for one in past.arrivals if one.head_start}),
        came=len(past.arrivals),
        services={service.id: texts(service.name) for service in office.services},
    )


def past_days(db: Connection, office: Office, days: list[date]) -> list[tuple[PastDay, OpenTimes]]:
    """Those of the days on which somebody came, with what was open."""
    found = ((history.past_day(db, office, day), history.staffing(db, office, day)) for day in days)
    return [(past, staffing) for past, staffing in found if past.arrivals]


def turns_of(db: Connection, office: Office, day: date) -> list[TurnTimes]:
    """The day's turns as they were."""
    return turn_times.of_day(db, office.id, day)


def _clock_times(office: Office, staffing: OpenTimes, number: int) -> list[tuple[str, str]]:
    zone = office.time_zone
    return [
        (f"{shift.start.astimezone(zone):%H:%M}", f"{shift.end.astimezone(zone):%H:%M}")
        for shift in staffing.get(number, ())
    ]
