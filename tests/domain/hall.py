"""A whole small office held in memory: what the use cases do with a store, without one. It has no rule of its own but
the counters': calling needs an open counter with nobody there, and a counter with somebody there is not left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from queue_server.domain import numbering, ranking
from queue_server.domain.calendar import business_day
from queue_server.domain.counter_session import CounterSession
from queue_server.domain.errors import Conflict
from queue_server.domain.office import Counter, Office
from queue_server.domain.ranking import Place, Waiting
from queue_server.domain.ticket import NO_TIME, Channel, Ticket, Turn, TurnState, issue
from queue_server.domain.undo import Deed, undone
from tests.domain.builders import waiting

AT_DESK = (TurnState.CALLED, TurnState.SERVING)


@dataclass
class Hall:
    """`tickets` by id, `sessions` in the order of opening; both hold frozen values."""

    office: Office
    tickets: dict[str, Ticket] = field(default_factory=dict)
    sessions: list[CounterSession] = field(default_factory=list)

    def copy(self) -> Hall:
        return replace(self, tickets=dict(self.tickets), sessions=list(self.sessions))

    # --- What is where ---

    def waiting(self) -> list[Waiting]:
        return [waiting(one) for one in self.tickets.values() if one.turn.state is TurnState.WAITING]

    def at_desk(self, counter: int) -> list[Ticket]:
        return [one for one in self.tickets.values() if one.turn.state in AT_DESK and one.turn.counter == counter]

    def session(self, counter: int) -> CounterSession | None:
        """The session of the counter that is not closed."""
        return next((one for one in self.sessions if one.counter == counter and one.state != "closed"), None)

    # --- Citizens ---

    def issue(self, service_id: str, priority: str | None, now: datetime, channel: Channel = "kiosk") -> Ticket:
        day, service = business_day(self.office, now), self.office.service(service_id)
        numbers = [
            one.number for one in self.tickets.values() if (one.business_day, one.service_id) == (day, service_id)
        ]
        number = numbering.next_number(service, max(numbers, default=None), len(numbers))
        code = numbering.ticket_code(service, number)
        ticket = issue(
            ticket_id=numbering.ticket_id(day, code),
            business_day=day,
            service_id=service_id,
            number=number,
            code=code,
            token=f"token-{day}-{code}",
            now=now,
            channel=channel,
            priority=priority,
            head_start=self.office.priority_class(priority).head_start if priority else NO_TIME,
        )
        assert ticket.id not in self.tickets
        return self._save(ticket)

    def check_in(self, service_id: str, slot: datetime, head_start: timedelta, now: datetime) -> Ticket:
        """The ticket of an appointment for that slot."""
        return self._save(self.issue(service_id, None, now).keep_slot(slot, head_start))

    def cancel(self, ticket_id: str, now: datetime) -> Ticket:
        return self._save(self.tickets[ticket_id].cancel(now))

    def more_time(self, ticket_id: str) -> Ticket:
        ticket, rules = self.tickets[ticket_id], self.office.phone
        others = ranking.competitors(self.office, ticket.turn.service_id, ticket.turn.only_counter, self.waiting())
        ahead = ranking.let_ahead(ticket, others, rules.more_time_behind)
        rank_at = ranking.postponed_rank(ticket, ahead)
        return self._save(ticket.postpone(rank_at=rank_at, allowed=rules.more_time_limit))

    # --- Counters ---

    def open(self, counter: int, now: datetime) -> None:
        if self.session(counter) is not None:
            raise Conflict("counter_already_open", counter=counter)
        self.sessions.append(CounterSession(counter, "lan", now))

    def pause(self, counter: int, now: datetime) -> None:
        self._leave(counter, lambda session: session.pause(now))

    def unpause(self, counter: int, now: datetime) -> None:
        self._change(counter, lambda session: session.unpause(now), refusal="counter_not_paused")

    def close(self, counter: int, now: datetime) -> None:
        self._leave(counter, lambda session: session.close(now))

    # --- Clerks ---

    def call_next(self, counter: int, now: datetime) -> Ticket | None:
        desk = self._free_desk(counter)
        chosen = ranking.next_in(ranking.queue_of(desk, self.waiting()), desk)
        return None if chosen is None else self._save(self.tickets[chosen.ticket_id].call(counter, now))

    def call(self, counter: int, ticket_id: str, now: datetime) -> Ticket:
        self._free_desk(counter)
        return self._save(self.tickets[ticket_id].call(counter, now))

    def walk_in(self, counter: int, service_id: str, now: datetime) -> Ticket:
        self._free_desk(counter)
        ticket = self.issue(service_id, None, now, channel="clerk")
        return self._save(ticket.call(counter, now).start(counter, now))

    def recall(self, counter: int, ticket_id: str, now: datetime) -> Ticket:
        return self._save(self.tickets[ticket_id].recall(counter, now))

    def start(self, counter: int, ticket_id: str, now: datetime) -> Ticket:
        return self._save(self.tickets[ticket_id].start(counter, now))

    def finish(self, counter: int, ticket_id: str, now: datetime) -> Ticket:
        return self._save(self.tickets[ticket_id].finish(counter, now))

    def no_show(self, counter: int, ticket_id: str, now: datetime) -> Ticket:
        allowed = self.office.calls_before_no_show
        return self._save(self.tickets[ticket_id].no_show(counter, now, allowed_calls=allowed))

    def hold(self, counter: int, ticket_id: str, now: datetime) -> Ticket:
        return self._save(self.tickets[ticket_id].hold(counter, now))

    def resume(self, counter: int, ticket_id: str, now: datetime) -> Ticket:
        self._free_desk(counter)
        return self._save(self.tickets[ticket_id].resume(counter, now))

    def reinstate(self, ticket_id: str, now: datetime) -> Ticket:
        ticket = self.tickets[ticket_id]
        others = ranking.competitors(self.office, ticket.turn.service_id, ticket.turn.only_counter, self.waiting())
        rank_at = ranking.reinstated_rank(ticket, others, self.office.reinstate_behind)
        return self._save(ticket.reinstate(now, rank_at=rank_at, within=self.office.reinstate_within))

    def transfer(
        self, counter: int, ticket_id: str, now: datetime, service_id: str, only_counter: int | None, place: Place
    ) -> Ticket:
        ticket = self.tickets[ticket_id]
        others = ranking.competitors(self.office, service_id, only_counter, self.waiting())
        rank_at = ranking.transfer_rank(place, ticket, now, others)
        moved = ticket.transfer(counter, now, service_id=service_id, only_counter=only_counter, rank_at=rank_at)
        return self._save(moved)

    # --- Taking back ---

    def take_back(self, before: Hall, now: datetime) -> None:
        """Undo all that tells this hall from the one before, as one verb of a counter."""
        changed = [one for one in self.tickets.values() if before.tickets.get(one.id) != one]
        for one in reversed(changed):
            is_new = one.id not in before.tickets
            turns = issued(one).turns if is_new else before.tickets[one.id].turns
            self._save(undone(one, Deed(one.id, turns, one.turns, is_new), now))

    # --- The day ---

    def end_day(self, now: datetime) -> None:
        for ticket in self.tickets.values():
            if ticket.is_open:
                self._save(ticket.expire(now))
        for number in {session.counter for session in self.sessions if session.state != "closed"}:
            self.close(number, now)

    # --- The counters' rules ---

    def _free_desk(self, counter: int) -> Counter:
        session = self.session(counter)
        if session is None or session.state != "open":
            raise Conflict("counter_not_open", counter=counter)
        self._refuse_if_busy(counter)
        return self.office.counter(counter)

    def _refuse_if_busy(self, counter: int) -> None:
        if self.at_desk(counter):
            raise Conflict("counter_busy", counter=counter)

    def _leave(self, counter: int, verb: Callable[[CounterSession], CounterSession]) -> None:
        self._refuse_if_busy(counter)
        self._change(counter, verb, refusal="counter_not_open")

    def _change(self, counter: int, verb: Callable[[CounterSession], CounterSession], *, refusal: str) -> None:
        session = self.session(counter)
        if session is None:
            raise Conflict(refusal, counter=counter)
        self.sessions[self.sessions.index(session)] = verb(session)

    def _save(self, ticket: Ticket) -> Ticket:
        self.tickets[ticket.id] = ticket
        return ticket


def issued(ticket: Ticket) -> Ticket:
    """The ticket as it was when its number was given."""
    first = Turn(1, ticket.service_id, arrived_at=ticket.issued_at, rank_at=ticket.issued_at - ticket.head_start)
    return replace(ticket, turns=(first,))
