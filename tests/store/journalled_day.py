"""A day at a small office in memory, with the journal that the use cases would write of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from sqlite3 import Connection

from queue_server.domain.appointment import open_slots, plan_of
from queue_server.domain.calendar import business_day
from queue_server.domain.errors import QueueError
from queue_server.domain.journal import Row
from queue_server.domain.office import Office
from queue_server.domain.ranking import Place
from queue_server.store import journal, tickets
from queue_server.usecases import appointments, clerk, counters, kiosk, supervision, visitor
from queue_server.usecases.undo import undo
from queue_server.usecases.work import Work
from tests.domain.builders import office

SERVICES = "ABC"
COUNTERS = (1, 2, 3, 4)

WARD = office()
DAYS = [date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)]
"""A Friday, a Monday and a Tuesday, with the end of a month between them."""


class Day:
    """Plays random verbs through the real use cases on one connection; refusals are part of a day."""

    def __init__(self, db: Connection, office: Office, start: datetime, seed: int, *, more_time: bool = False) -> None:
        self.more_time = more_time
        self.keeps_appointments = any(one.appointments for one in office.services)
        self.db, self.office, self.now = db, office, start
        self.chance = random.Random(seed)
        self.codes: list[str] = []
        self.booked: list[str] = []

    def play(self, steps: int) -> list[Row]:
        for number in COUNTERS:
            counters.open_counter(self._work(number), number)
        for _ in range(steps):
            self.now += timedelta(seconds=self.chance.randint(0, 90))
            try:
                self._step()
                if self.more_time and self.codes:
                    ticket = tickets.load(self.db, self.office.id, self.chance.choice(self.codes))
                    visitor.more_time(self._work(), ticket.token)
            except QueueError:
                continue
        return list(journal.rows(self.db, self.office.id))

    def _work(self, number: int = 0) -> Work:
        actor = f"clerk:c{number}" if number else "kiosk:1"
        return Work(self.db, self.office, self.now, actor)

    def _step(self) -> None:
        if self.keeps_appointments and self.chance.random() < 0.1:
            self._keep_an_appointment(self.chance.choice(SERVICES))
            return
        if self.chance.random() < 0.4:
            priority = self.chance.choice([None, None, None, "elderly"])
            self.codes.append(kiosk.issue(self._work(), self.chance.choice(SERVICES), priority, "vi").result.ticket_id)
            return
        number = self.chance.choice(COUNTERS)
        self._at_counter(self._work(number), number)

    def _keep_an_appointment(self, service_id: str) -> None:
        """Book the next slot, or check in for one that was booked: early, on time, late, too late."""
        plan = plan_of(self.office.service(service_id))
        if self.booked and self.chance.random() < 0.6:
            code = self.booked.pop(self.chance.randrange(len(self.booked)))
            self.codes.append(appointments.check_in(self._work(), code, "vi").result.issued.ticket_id)
            return
        slots = open_slots(self.office, plan, business_day(self.office, self.now), self.now)
        found = appointments.book(self._work(), service_id, slots[0], "clerk").result
        if self.chance.random() < 0.3:
            found = appointments.move(self._work(), found, slots[1]).result
        self.booked.append(found.code)

    def _at_counter(self, work: Work, number: int) -> None:
        ticket, service = self.chance.choice(self.codes or ["none"]), self.chance.choice(SERVICES)
        places: Sequence[Place] = ("keep", "first", "last")
        verbs: dict[str, Callable[[], object]] = {
            "next": lambda: clerk.call_next(work, number),
            "call": lambda: clerk.call_this(work, number, ticket, "con nhỏ đang sốt"),
            "recall": lambda: clerk.recall(work, number),
            "start": lambda: clerk.start(work, number),
            "finish": lambda: clerk.finish(work, number),
            "no_show": lambda: clerk.no_show(work, number),
            "hold": lambda: clerk.hold(work, number),
            "resume": lambda: clerk.resume(work, number, ticket),
            "reinstate": lambda: clerk.reinstate(work, number, ticket),
            "transfer": lambda: clerk.transfer(work, number, service, None, self.chance.choice(places)),
            "walk_in": lambda: clerk.walk_in(work, number, service, None, "không có phiếu"),
            "cancel": lambda: visitor.cancel(work, tickets.load(self.db, self.office.id, ticket).token),
        }
        weights = (8, 2, 4, 6, 6, 3, 1, 2, 2, 2, 1, 1)
        self.chance.choices(list(verbs.values()), weights)[0]()


class DayOfSlips(Day):
    """A day on which every fifth verb at a counter is taken back at once, and one key often finishes and calls."""

    def _at_counter(self, work: Work, number: int) -> None:
        if self.chance.random() < 0.1:
            clerk.finish_next(work, number)
        else:
            super()._at_counter(work, number)
        if self.chance.random() < 0.2:
            undo(work, number)


class DayUnderAManager(DayOfSlips):
    """A day on which the manager moves and cancels waiting tickets."""

    def _step(self) -> None:
        if self.codes and self.chance.random() < 0.15:
            work = Work(self.db, self.office, self.now, "manager:huong")
            ticket, service = self.chance.choice(self.codes), self.chance.choice(SERVICES)
            places: Sequence[Place] = ("keep", "first", "last")
            only_counter = self.chance.choice((None, None, *COUNTERS))
            if self.chance.random() < 0.1:
                supervision.cancel(work, ticket, "đã về")
            else:
                supervision.move(work, ticket, service, only_counter, self.chance.choice(places), "quầy quá đông")
            return
        super()._step()
