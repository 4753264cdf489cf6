"""Any sequence of verbs in a whole small office, on a clock that moves, stands still and is set back.

The machine keeps its own simple belief of where everybody is, and foretells by name what must be refused. What it
never does is rank: fairness is checked from arrivals and head starts alone.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from queue_server.domain.ranking import Place, queue_of
from queue_server.domain.statistics import Period, summarise
from queue_server.domain.ticket import NO_TIME, Ticket, TurnState
from queue_server.domain.turn_times import turn_times
from tests.domain.beliefs import (
    ENDED,
    MORE_TIME_LIMIT,
    WARD,
    Beliefs,
    Known,
    assert_adds_up,
    assert_times_in_order,
    desk_refusal,
    first_of,
    same_but_for_the_calls_numbers,
)
from tests.domain.builders import HOUR, MICROSECOND, MINUTE, at

COUNTERS = st.sampled_from([counter.number for counter in WARD.counters])
SERVICES = st.sampled_from("ABC")
PRIORITIES = st.sampled_from([None, None, None, "elderly", "emergency"])
DESK_VERBS = ("recall", "start", "finish", "no_show", "hold", "transfer")
PICK = st.integers(0, 10**6)
GAPS = st.sampled_from([NO_TIME, MICROSECOND, MINUTE, 6 * MINUTE, 20 * MINUTE])
Arrival = tuple[timedelta, str, str | None]
ARRIVALS = st.tuples(GAPS, SERVICES, PRIORITIES)


class QueueMachine(Beliefs, RuleBasedStateMachine):
    """One office from opening to the last ticket."""

    # --- The clock and the day ---

    @initialize(counters=st.sets(COUNTERS, min_size=1), arrivals=st.lists(ARRIVALS, max_size=10))
    def the_office_opens(self, counters: set[int], arrivals: list[Arrival]) -> None:
        for number in sorted(counters):
            self._manage("open", number)
        self.citizens_come(arrivals)

    @rule(step=st.sampled_from([NO_TIME, MICROSECOND, MINUTE, 4 * MINUTE, 14 * MINUTE, 20 * MINUTE, HOUR]))
    def time_goes_on(self, step: timedelta) -> None:
        self.now += step

    @rule(step=st.sampled_from([MICROSECOND, MINUTE, 20 * MINUTE, 3 * HOUR]))
    def the_clock_is_set_back(self, step: timedelta) -> None:
        self.now -= step

    @precondition(lambda self: len(self.known) > 8)
    @rule(really=st.integers(0, 9))
    def the_day_ends(self, really: int) -> None:
        if really:  # as a rule the day goes on
            return
        for ticket_id in [ticket_id for ticket_id, known in self.known.items() if known.state not in ENDED]:
            self.known[ticket_id].state = "expired"
        self.desks = dict.fromkeys(self.desks, "closed")
        self.hall.end_day(self.now)
        self.now += 20 * HOUR

    # --- Citizens ---

    @rule(arrivals=st.lists(ARRIVALS, min_size=1, max_size=4))
    def citizens_come(self, arrivals: list[Arrival]) -> None:
        for gap, service_id, priority in arrivals:
            self.now += gap
            self._take_a_number(service_id, priority)

    def _take_a_number(self, service_id: str, priority: str | None) -> None:
        refusal = self.number_refusal(service_id)
        ticket = self.attempt(refusal, lambda: self.hall.issue(service_id, priority, self.now))
        if ticket is not None:
            self.know_new(ticket, Known(service_id))

    @rule(service_id=SERVICES, late=st.integers(-30, 30), head_start=st.sampled_from([NO_TIME, 15 * MINUTE]))
    def check_in_an_appointment(self, service_id: str, late: int, head_start: timedelta) -> None:
        slot, refusal = self.now - late * MINUTE, self.number_refusal(service_id)
        ticket = self.attempt(refusal, lambda: self.hall.check_in(service_id, slot, head_start, self.now))
        if ticket is not None:
            self.know_new(ticket, Known(service_id))

    @precondition(lambda self: self.known)
    @rule(pick=PICK)
    def give_up(self, pick: int) -> None:
        ticket_id = self.some_ticket(pick)
        known = self.known[ticket_id]
        refusal = "already_ended" if known.state in ENDED else "being_served" if known.state == "serving" else None
        if self.attempt(refusal, lambda: self.hall.cancel(ticket_id, self.now)):
            known.state = "cancelled"

    @precondition(lambda self: self.known)
    @rule(pick=PICK, waits=st.booleans())
    def ask_for_more_time(self, pick: int, waits: bool) -> None:
        ticket_id = self.some_ticket(pick, *(("waiting",) if waits else ()))
        known, before = self.known[ticket_id], self.hall.copy()
        refusal = first_of(
            (known.state != "waiting", "not_waiting"), (known.postponed == MORE_TIME_LIMIT, "postponed_too_often")
        )
        if self.attempt(refusal, lambda: self.hall.more_time(ticket_id)):
            known.postponed += 1
            self.nobody_lost_by_it(ticket_id, before)

    @precondition(lambda self: self.known)
    @rule(pick=PICK, absent=st.booleans())
    def come_back(self, pick: int, absent: bool) -> None:
        ticket_id = self.some_ticket(pick, *(("absent",) if absent else ()))
        known = self.known[ticket_id]
        if self.attempt(self.return_refusal(known), lambda: self.hall.reinstate(ticket_id, self.now)):
            known.state, known.counter, known.calls, known.returned = "waiting", None, 0, True

    # --- Counters ---

    @rule(verb=st.sampled_from(["open", "pause", "go on", "close"]), number=COUNTERS)
    def a_clerk_comes_or_goes(self, verb: str, number: int) -> None:
        self._manage(verb, number)

    def _manage(self, verb: str, number: int) -> None:
        state, busy = self.desks[number], (self.somebody_at(number), "counter_busy")
        hall_verb, becomes, refusal = {
            "open": (self.hall.open, "open", first_of((state != "closed", "counter_already_open"))),
            "pause": (self.hall.pause, "paused", first_of(busy, (state != "open", "counter_not_open"))),
            "go on": (self.hall.unpause, "open", first_of((state != "paused", "counter_not_paused"))),
            "close": (self.hall.close, "closed", first_of(busy, (state == "closed", "counter_not_open"))),
        }[verb]
        self.attempt(refusal, lambda: hall_verb(number, self.now))
        if refusal is None:
            self.desks[number] = becomes

    # --- Clerks ---

    @rule(number=COUNTERS, free=st.booleans())
    def call_next(self, number: int, free: bool) -> None:
        number = self.desk(number, free)
        before = self.hall.copy()
        eligible = self.eligible(number)
        ticket = self.attempt(self.free_refusal(number), lambda: self.hall.call_next(number, self.now))
        if ticket is None:
            assert self.hall == before
            assert not eligible or self.free_refusal(number)
            return
        assert ticket.id in eligible
        self.know_called(ticket.id, number)
        self.nobody_was_overtaken_unfairly(
            ticket, [before.tickets[one] for one in eligible if one != ticket.id], number
        )

    @precondition(lambda self: self.known)
    @rule(number=COUNTERS, pick=PICK, legal=st.booleans())
    def call_this_one(self, number: int, pick: int, legal: bool) -> None:
        number = self.desk(number, legal)
        ticket_id = self.some_ticket(pick, *(("waiting",) if legal else ()))
        known = self.known[ticket_id]
        refusal = self.free_refusal(number) or first_of(
            (known.state != "waiting", "not_waiting"), (known.only not in (None, number), "other_counter")
        )
        if self.attempt(refusal, lambda: self.hall.call(number, ticket_id, self.now)):
            self.know_called(ticket_id, number)

    @rule(number=COUNTERS, service_id=SERVICES, free=st.booleans())
    def walk_in(self, number: int, service_id: str, free: bool) -> None:
        number = self.desk(number, free)
        refusal = self.free_refusal(number) or self.number_refusal(service_id)
        ticket = self.attempt(refusal, lambda: self.hall.walk_in(number, service_id, self.now))
        if ticket is not None:
            assert ticket.channel == "clerk"
            self.know_new(ticket, Known(service_id, state="serving", counter=number, calls=1))

    @precondition(lambda self: self.known)
    @rule(number=COUNTERS, pick=PICK, legal=st.booleans())
    def resume(self, number: int, pick: int, legal: bool) -> None:
        number = self.desk(number, legal)
        ticket_id = self.some_ticket(pick, *(("held",) if legal else ()))
        known = self.known[ticket_id]
        refusal = self.free_refusal(number) or first_of(
            (known.state != "held", "not_held"), (known.only not in (None, number), "other_counter")
        )
        if self.attempt(refusal, lambda: self.hall.resume(number, ticket_id, self.now)):
            known.state, known.counter = "serving", number

    @precondition(lambda self: any(self.somebody_at(number) for number in self.desks))
    @rule(
        pick=PICK,
        verb=st.sampled_from([*DESK_VERBS, "transfer", "transfer"]),
        service_id=SERVICES,
        only=st.none() | COUNTERS,
        place=st.sampled_from(["keep", "first", "last"]),
    )
    def do_at_the_desk(self, pick: int, verb: str, service_id: str, only: int | None, place: Place) -> None:
        ticket_id = self.some_ticket(pick, "called", "serving")
        number = self.known[ticket_id].counter
        assert number is not None
        self._do(verb, number, ticket_id, service_id, only, place)

    @precondition(lambda self: any(self.somebody_at(number) for number in self.desks))
    @rule(pick=PICK, verbs=st.sampled_from([("start", "finish"), ("recall", "no_show"), ("start", "hold")]))
    def go_the_usual_way(self, pick: int, verbs: tuple[str, str]) -> None:
        """What most visits are: served, absent, or sent off to fill in a form."""
        ticket_id = self.some_ticket(pick, "called", "serving")
        number = self.known[ticket_id].counter
        assert number is not None
        for verb in verbs:
            self._do(verb, number, ticket_id, "A", None, "keep")

    @precondition(lambda self: self.known)
    @rule(pick=PICK, number=COUNTERS, verb=st.sampled_from(DESK_VERBS))
    def do_with_anybody(self, pick: int, number: int, verb: str) -> None:
        self._do(verb, number, self.some_ticket(pick), "A", None, "keep")

    def _do(self, verb: str, number: int, ticket_id: str, service_id: str, only: int | None, place: Place) -> None:
        known, hall, now = self.known[ticket_id], self.hall, self.now
        deeds: dict[str, Callable[[], Ticket]] = {
            "recall": lambda: hall.recall(number, ticket_id, now),
            "start": lambda: hall.start(number, ticket_id, now),
            "finish": lambda: hall.finish(number, ticket_id, now),
            "no_show": lambda: hall.no_show(number, ticket_id, now),
            "hold": lambda: hall.hold(number, ticket_id, now),
            "transfer": lambda: hall.transfer(number, ticket_id, now, service_id, only, place),
        }
        ticket = self.attempt(desk_refusal(verb, number, known), deeds[verb])
        if ticket is None:
            return
        if verb == "recall":
            known.calls += 1
        elif verb == "transfer":
            self.known[ticket_id] = Known(service_id, only=only, place=place)
        else:
            known.state = {"start": "serving", "finish": "served", "no_show": "absent", "hold": "held"}[verb]
            known.left_at = ticket.turn.ended_at

    # --- Taking back ---

    @precondition(lambda self: self.known)
    @rule(
        verb=st.sampled_from(["next", "call", "walk in", "resume", "come back", "give up", "desk", "desk", "desk"]),
        number=COUNTERS,
        pick=PICK,
        desk_verb=st.sampled_from(DESK_VERBS),
        service_id=SERVICES,
        only=st.none() | COUNTERS,
    )
    def do_and_take_back(
        self, verb: str, number: int, pick: int, desk_verb: str, service_id: str, only: int | None
    ) -> None:
        """Whatever a clerk does, taking it back leaves everybody where they were; only numbers stay used."""
        before, beliefs = self.hall.copy(), deepcopy(self.known)
        numbers = list(self.numbers)
        match verb:
            case "next":
                self.call_next(number, free=True)
            case "call":
                self.call_this_one(number, pick, legal=True)
            case "walk in":
                self.walk_in(number, service_id, free=True)
            case "resume":
                self.resume(number, pick, legal=True)
            case "come back":
                self.come_back(pick, absent=True)
            case "give up":
                self.give_up(pick)
            case _ if any(self.somebody_at(one) for one in self.desks):
                self.do_at_the_desk(pick, desk_verb, service_id, only, "keep")
        self.hall.take_back(before, self.now)
        new = {ticket_id: known for ticket_id, known in self.known.items() if ticket_id not in beliefs}
        self.known = beliefs | {ticket_id: replace(known, state="cancelled") for ticket_id, known in new.items()}
        assert self.numbers[: len(numbers)] == numbers
        for ticket_id, ticket in before.tickets.items():
            assert same_but_for_the_calls_numbers(self.hall.tickets[ticket_id], ticket)

    # --- What must always be true ---

    @invariant()
    def no_ticket_is_lost_and_everybody_is_where_they_should_be(self) -> None:
        assert self.hall.tickets.keys() == self.known.keys()
        for ticket_id, known in self.known.items():
            turn = self.hall.tickets[ticket_id].turn
            outcome = {"no_show": "absent"}.get(turn.outcome or "", turn.outcome)
            assert (outcome or turn.state) == known.state
            assert (turn.service_id, turn.only_counter) == (known.service, known.only)
            if known.state in ("called", "serving"):
                assert turn.counter == known.counter

    @invariant()
    def no_counter_has_two_citizens_and_only_an_open_one_has_any(self) -> None:
        at_desk = (TurnState.CALLED, TurnState.SERVING)
        there = Count(one.turn.counter for one in self.hall.tickets.values() if one.turn.state in at_desk)
        assert None not in there
        assert all(count == 1 for count in there.values())
        assert all(self.desks[number] == "open" for number in there if number is not None)

    @invariant()
    def every_counter_is_as_its_clerk_left_it(self) -> None:
        for number, state in self.desks.items():
            session = self.hall.session(number)
            assert (session.state if session else "closed") == state

    @invariant()
    def no_number_comes_twice_in_a_day(self) -> None:
        assert len(set(self.numbers)) == len(self.numbers)

    @invariant()
    def no_time_is_negative(self) -> None:
        for ticket in self.hall.tickets.values():
            assert_times_in_order(ticket)
        for session in self.hall.sessions:
            assert session.breaks_until(self.now) >= NO_TIME
            assert session.closed_at is None or session.closed_at - session.opened_at >= session.breaks >= NO_TIME

    @invariant()
    def the_summary_holds_together(self) -> None:
        rows = [row for ticket in self.hall.tickets.values() for row in turn_times(ticket)]
        period = Period(at("00:00") - 48 * HOUR, at("00:00") + 10000 * HOUR)
        summary = summarise(rows, self.hall.sessions, period=period, now=self.now, target=WARD.target_wait)
        total, states = summary.total, Count(known.state for known in self.known.values())
        assert (total.issued, total.waiting) == (len(self.known), states["waiting"])
        assert (total.served, total.no_shows) == (states["served"], states["absent"])
        assert (total.cancelled, total.expired) == (states["cancelled"], states["expired"])
        for times in (summary.sessions, *(line.sessions for line in summary.counters.values())):
            assert_adds_up(times)

    @invariant()
    def the_ranking_is_one_total_order(self) -> None:
        for counter in WARD.counters:
            waiting = self.hall.waiting()
            assert queue_of(counter, waiting) == queue_of(counter, waiting[::-1])

    def teardown(self) -> None:
        """Nobody starves: when no more come and every counter works, all who wait are called, each once."""
        for number, state in self.desks.items():
            for ticket in self.hall.at_desk(number):
                self.hall.hold(number, ticket.id, self.now)
            if state != "open":
                (self.hall.open if state == "closed" else self.hall.unpause)(number, self.now)
        left = {one.ticket_id for one in self.hall.waiting()}
        for _ in range(len(left)):
            for number in self.desks:
                chosen = self.hall.call_next(number, self.now)
                if chosen is not None:
                    left.remove(chosen.id)
                    self.hall.start(number, chosen.id, self.now)
                    self.hall.finish(number, chosen.id, self.now)
        assert left == set()
        super().teardown()


TestQueueMachine = QueueMachine.TestCase
TestQueueMachine.settings = settings(deadline=None, max_examples=400, stateful_step_count=60)
