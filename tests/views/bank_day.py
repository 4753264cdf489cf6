"""The bank's recorded day as the tickets of one business day of an office."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from queue_server.domain import calendar
from queue_server.domain.counter_session import CounterSession
from queue_server.domain.numbering import ticket_code, ticket_id
from queue_server.domain.office import Office
from queue_server.domain.ticket import Ticket, issue
from queue_server.office_file import read_office
from queue_server.simulation.plan import Day, Visit, office_file, read_day
from queue_server.store import journal, sessions, tickets
from queue_server.usecases.work import Work

FILE = Path(__file__).resolve().parent.parent / "simulation" / "bank_day.csv"
DAY = date(2026, 11, 24)
TARGET = timedelta(seconds=90)


def recorded() -> Day:
    with FILE.open(encoding="utf-8") as lines:
        return read_day(lines)


def set_up() -> str:
    """The office's file: a service for each type, a counter for each agent."""
    return office_file(recorded())


def bank() -> Office:
    return replace(read_office(set_up()), target_wait=TARGET)


def load(db: Connection, office: Office, day: date = DAY) -> None:
    """Every visit as a ticket that the domain's verbs took through the day; each agent sits from first call to last."""
    plan, midnight = recorded(), calendar.day_start(office, day)
    counters = {agent: n for n, agent in enumerate(plan.agents, start=1)}
    numbers: Tally[str] = Tally()
    Work(db, office, midnight, "test").record("replayed", {"day": day.isoformat()})
    for visit in plan.visits:
        numbers[visit.service] += 1
        tickets.insert(db, office.id, _ticket(office, day, midnight, visit, numbers[visit.service], counters))
    for agent, number in counters.items():
        work = plan.work_of(agent)
        opened = midnight + timedelta(seconds=min(visit.left_queue for visit in work))
        closed = midnight + timedelta(seconds=max(visit.end for visit in work))
        session = CounterSession(number, agent, opened)
        sessions.insert(db, office.id, day, session)
        sessions.save(db, office.id, session.close(closed))
    assert journal.first_at(db, office.id) is not None


def _ticket(
    office: Office, day: date, midnight: datetime, visit: Visit, number: int, counters: dict[str, int]
) -> Ticket:
    def at(seconds: int) -> datetime:
        return midnight + timedelta(seconds=seconds)

    code = ticket_code(office.service(visit.service), number)
    taken = issue(
        ticket_id=ticket_id(day, code),
        business_day=day,
        service_id=visit.service,
        number=number,
        code=code,
        token=f"{day}-{code}",
        now=at(visit.arrival),
        channel="kiosk",
        priority=None,
        head_start=timedelta(0),
        language="vi",
    )
    if visit.agent is None:
        return taken.cancel(at(visit.left_queue))
    counter = counters[visit.agent]
    served = taken.call(counter, at(visit.left_queue)).start(counter, at(visit.service_start))
    return served.finish(counter, at(visit.service_start + visit.service_s))
