"""What a manager does on others' behalf: to tickets that wait, and to counters. The journal names the manager.

A manager never calls and never serves: what is at a counter belongs to its clerk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from queue_server.domain import calendar, ranking
from queue_server.domain.counter_session import CounterSession, CounterState
from queue_server.domain.errors import Conflict
from queue_server.domain.moments import micros
from queue_server.domain.numbering import code_of
from queue_server.domain.ranking import Place
from queue_server.domain.ticket import TurnState
from queue_server.store import people, sessions, tickets, waiting_line
from queue_server.usecases import counters
from queue_server.usecases.deeds import touched
from queue_server.usecases.work import Done, Touched, Work


@dataclass(frozen=True, slots=True)
class Moved:
    """How a ticket stands; `overtaken` are the numbers that it was put before."""

    code: str
    state: TurnState
    service_id: str
    counter: int | None
    overtaken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CounterNow:
    """How a counter stands."""

    counter: int
    state: CounterState
    clerk: str | None


def move(
    work: Work, ticket_id: str, service_id: str, only_counter: int | None, place: Place, reason: str
) -> Done[Moved]:
    """Let a waiting ticket wait elsewhere; its wait goes on. The reason and everyone overtaken are in the journal.

    Raises NotFound `unknown_ticket`, `unknown_service` or `unknown_counter`, Conflict `not_waiting`, `already_there`,
    `no_counter_serves` or `counter_does_not_serve`.
    """
    before = tickets.load(work.db, work.office.id, ticket_id)
    counters.refuse_dead_end(work, service_id, only_counter)
    waiting = [turn for turn in waiting_line.everyone(work.db, work.office.id) if turn.ticket_id != ticket_id]
    others = ranking.competitors(work.office, service_id, only_counter, waiting)
    rank_at = ranking.moved_rank(place, before, work.now, others)
    after = before.move(service_id=service_id, only_counter=only_counter, rank_at=rank_at)
    overtaken = tuple(turn.ticket_id for turn in others if rank_at < turn.rank_at < before.turn.rank_at)
    tickets.save(work.db, work.office.id, before, after)
    work.record(
        "moved",
        {
            "ticket": after.id,
            "turn": after.turn.n,
            "service": service_id,
            "to_counter": only_counter,
            "place": place,
            "rank_at": micros(rank_at),
            "reason": reason,
            "overtaken": list(overtaken),
        },
    )
    codes = tuple(code_of(one) for one in overtaken)
    return Done(Moved(after.code, after.turn.state, service_id, only_counter, codes), touched(before, after))


def cancel(work: Work, ticket_id: str, reason: str) -> Done[Moved]:
    """End a ticket for a reason that is in the journal.

    Raises NotFound `unknown_ticket`, Conflict `being_served` or `already_ended`.
    """
    before = tickets.load(work.db, work.office.id, ticket_id)
    after = before.cancel(work.now)
    tickets.save(work.db, work.office.id, before, after)
    work.record("cancelled", {"ticket": after.id, "turn": after.turn.n, "reason": reason})
    turn = after.turn
    return Done(Moved(after.code, turn.state, turn.service_id, turn.only_counter), touched(before, after))


def open_for(work: Work, number: int, clerk: str) -> Done[CounterNow]:
    """Open a counter for a clerk who is signed in and has none: nobody's hours begin without them.

    Raises NotFound `unknown_counter`, Conflict `counter_taken`, `clerk_not_signed_in` or `clerk_elsewhere`.
    """
    work.office.counter(number)
    if sessions.current(work.db, work.office.id, number) is not None:
        raise Conflict("counter_taken", counter=number)
    if clerk not in {user.name for user in people.here(work.db, work.office.id, "clerk", work.now)}:
        raise Conflict("clerk_not_signed_in")
    for other, session in sessions.all_current(work.db, work.office.id).items():
        if session.clerk == clerk:
            raise Conflict("clerk_elsewhere", counter=other)
    session = CounterSession(number, clerk, work.now)
    sessions.insert(work.db, work.office.id, calendar.business_day(work.office, work.now), session)
    return _changed(work, session, "counter_opened")


def pause(work: Work, number: int) -> Done[CounterNow]:
    """Begin a break at a counter whose clerk has gone; they end it themselves.

    Raises NotFound `unknown_counter`, Conflict `counter_closed`, `counter_busy` or `counter_not_open`.
    """
    session = _free(work, number).pause(work.now)
    sessions.save(work.db, work.office.id, session)
    return _changed(work, session, "counter_paused")


def close(work: Work, number: int) -> Done[CounterNow]:
    """End the session at a counter that was left open; who waits for it alone may go to any other of the service.

    Raises NotFound `unknown_counter`, Conflict `counter_closed` or `counter_busy`.
    """
    session = _free(work, number).close(work.now)
    bound = tickets.bound_to(work.db, work.office.id, number)
    counters.release_bound(work, number, bound)
    sessions.save(work.db, work.office.id, session)
    done = _changed(work, session, "counter_closed")
    services = done.touched.services | {ticket.turn.service_id for ticket in bound}
    return Done(done.result, replace(done.touched, services=services, tickets=frozenset(one.id for one in bound)))


def _free(work: Work, number: int) -> CounterSession:
    """Whoever's session it is, with nobody at the counter: a citizen there is their clerk's to finish with."""
    work.office.counter(number)
    session = sessions.current(work.db, work.office.id, number)
    if session is None:
        raise Conflict("counter_closed", counter=number)
    counters.refuse_when_busy(work, number)
    return session


def _changed(work: Work, session: CounterSession, event: str) -> Done[CounterNow]:
    counters.note_change(work, event, {"counter": session.counter, "clerk": session.clerk})
    now = CounterNow(session.counter, session.state, None if session.state == "closed" else session.clerk)
    services = frozenset(work.office.counter(session.counter).service_ids)
    return Done(now, Touched(services=services, counters=frozenset({session.counter})))
