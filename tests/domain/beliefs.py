"""What the queue machine believes, and the refusals that it foretells from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

import pytest

from queue_server.domain.calendar import business_day
from queue_server.domain.counter_times import Sessions
from queue_server.domain.errors import QueueError
from queue_server.domain.office import Counter
from queue_server.domain.ranking import queue_of
from queue_server.domain.ticket import NO_TIME, Ticket
from tests.domain.builders import at, office, service
from tests.domain.hall import Hall

# B has a daily limit and C a short range, so that both refusals come up.
WARD = office(services=(service("A"), service("B", daily_limit=6), service("C", last_number=5)), calls_before_no_show=2)
NUMBERS_OF = {"A": (999, "numbers_used_up"), "B": (6, "daily_limit_reached"), "C": (5, "numbers_used_up")}
MORE_TIME_LIMIT = 2
ENDED = ("served", "absent", "cancelled", "expired")
Done = TypeVar("Done")


@dataclass
class Known:
    """What the machine believes of a ticket. `place` is how its present turn got its rank."""

    service: str
    state: str = "waiting"
    counter: int | None = None
    only: int | None = None
    calls: int = 0
    place: str = "keep"
    returned: bool = False
    left_at: datetime | None = None
    postponed: int = 0


class Beliefs:
    """Where everybody is, as far as a reader of the rules can tell without looking into the hall."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall(WARD)
        self.known: dict[str, Known] = {}
        self.desks: dict[int, str] = dict.fromkeys((counter.number for counter in WARD.counters), "closed")
        self.numbers: list[tuple[date, str]] = []
        self.now = at("07:00")

    # --- Foretelling ---

    def attempt(self, refusal: str | None, deed: Callable[[], Done]) -> Done | None:
        """Do it; when it must be refused, check that it is, by that name, and that nothing changed."""
        before = self.hall.copy()
        if refusal is None:
            return deed()
        with pytest.raises(QueueError) as refused:
            deed()
        assert refused.value.code == refusal
        assert self.hall == before
        return None

    def free_refusal(self, number: int) -> str | None:
        return first_of((self.desks[number] != "open", "counter_not_open"), (self.somebody_at(number), "counter_busy"))

    def number_refusal(self, service_id: str) -> str | None:
        given, refusal = NUMBERS_OF[service_id]
        return refusal if self.given_today(service_id) >= given else None

    def return_refusal(self, known: Known) -> str | None:
        if known.state != "absent" or known.left_at is None:
            return "not_absent"
        return "came_back_too_late" if self.now - known.left_at > WARD.reinstate_within else None

    # --- Believing ---

    def desk(self, number: int, free: bool) -> int:
        """This counter, or the first free one from it on if a free one is wanted and there is any."""
        numbers = [*range(number, len(self.desks) + 1), *range(1, number)] if free else []
        return next((one for one in numbers if self.free_refusal(one) is None), number)

    def somebody_at(self, number: int) -> bool:
        return any(one.counter == number and one.state in ("called", "serving") for one in self.known.values())

    def eligible(self, number: int) -> list[str]:
        counter = WARD.counter(number)
        return [
            ticket_id
            for ticket_id, one in self.known.items()
            if one.state == "waiting"
            and (one.only == number if one.only is not None else one.service in counter.service_ids)
        ]

    def given_today(self, service_id: str) -> int:
        return sum(day == business_day(WARD, self.now) and code[0] == service_id for day, code in self.numbers)

    def know_new(self, ticket: Ticket, known: Known) -> None:
        assert ticket.id not in self.known
        assert ticket.number == self.given_today(known.service) + 1
        self.known[ticket.id] = known
        self.numbers.append((ticket.business_day, ticket.code))

    def know_called(self, ticket_id: str, number: int) -> None:
        known = self.known[ticket_id]
        known.state, known.counter, known.calls = "called", number, known.calls + 1

    def some_ticket(self, pick: int, *states: str) -> str:
        """Some ticket, if possible one in these states, the newest first."""
        ids = [ticket_id for ticket_id, known in self.known.items() if known.state in states] or list(self.known)
        return ids[-1 - pick % len(ids)]

    def nobody_was_overtaken_unfairly(self, chosen: Ticket, others: list[Ticket], number: int) -> None:
        """Clerks' choices and the return of an absent citizen have places of their own, so they are left out."""
        counter = WARD.counter(number)
        if counter.preferred and any(self._is_preferred(one, counter) for one in others):
            assert self._is_preferred(chosen, counter)
        if self.known[chosen.id].place != "keep":
            return
        for other in others:
            known = self.known[other.id]
            if known.place != "keep" or known.returned or known.postponed:
                continue
            if self._is_preferred(other, counter) == self._is_preferred(chosen, counter):
                assert chosen.issued_at - arrival(other) <= chosen.head_start
                # An appointment passes nobody who was there before its slot.
                assert chosen.slot is None or arrival(other) >= chosen.slot

    def nobody_lost_by_it(self, ticket_id: str, before: Hall) -> None:
        """Whoever was ahead of the one that asked for more time still is, and the others keep their order."""
        for counter in WARD.counters:
            earlier, later = (
                [turn.ticket_id for turn in queue_of(counter, hall.waiting())] for hall in (before, self.hall)
            )
            assert [one for one in earlier if one != ticket_id] == [one for one in later if one != ticket_id]
            if ticket_id in earlier:
                assert later.index(ticket_id) >= earlier.index(ticket_id)

    def _is_preferred(self, ticket: Ticket, counter: Counter) -> bool:
        return self.known[ticket.id].service in counter.preferred


def arrival(ticket: Ticket) -> datetime:
    """When it was there and could expect to be called: an appointment not before its slot."""
    return ticket.issued_at if ticket.slot is None else max(ticket.slot, ticket.issued_at)


def first_of(*refusals: tuple[bool, str]) -> str | None:
    """The first refusal that applies."""
    return next((code for applies, code in refusals if applies), None)


def desk_refusal(verb: str, number: int, known: Known) -> str | None:
    """The refusal of a verb that a counter does with the one who is there."""
    states, refusal = {
        "finish": (("serving",), "not_serving"),
        "hold": (("called", "serving"), "not_at_counter"),
        "transfer": (("called", "serving"), "not_at_counter"),
    }.get(verb, (("called",), "not_called"))
    return first_of(
        (known.state not in states, refusal),
        (known.counter != number, "other_counter"),
        (verb == "no_show" and known.calls < WARD.calls_before_no_show, "too_few_calls"),
    )


def assert_times_in_order(ticket: Ticket) -> None:
    """No length of a ticket is negative, and each turn begins where the last ended."""
    for turn in ticket.turns:
        lengths = (turn.wait_to_first_call, turn.wait_to_last_call, turn.walk, turn.service_time, turn.held)
        assert all(length >= NO_TIME for length in lengths if length is not None)
        if turn.first_called_at is not None and turn.last_called_at is not None:
            assert turn.first_called_at <= turn.last_called_at
    ends = [turn.ended_at for turn in ticket.turns[:-1]]
    assert ends == [turn.arrived_at for turn in ticket.turns[1:]]
    assert ticket.stay is None or ticket.stay >= NO_TIME


def same_but_for_the_calls_numbers(one: Ticket, other: Ticket) -> bool:
    """Whether two states of a ticket differ in nothing but how many numbers its calls have used up."""
    used = [max(a.calls, b.calls) for a, b in zip(one.turns, other.turns, strict=True)]

    def numbered(ticket: Ticket) -> Ticket:
        return replace(ticket, turns=tuple(replace(turn, calls=n) for turn, n in zip(ticket.turns, used, strict=True)))

    return numbered(one) == numbered(other)


def assert_adds_up(times: Sessions) -> None:
    """Serving, idle and break are the session, and none is negative."""
    assert min(times.open_s, times.serving_s, times.idle_s, times.break_s) >= 0
    assert times.serving_s + times.idle_s + times.break_s == pytest.approx(times.open_s)
