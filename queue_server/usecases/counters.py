"""A clerk opens, pauses and closes a counter. What every verb at a counter asks first is here, too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from queue_server.domain import calendar
from queue_server.domain.counter_session import CounterSession, CounterState
from queue_server.domain.errors import Conflict, NotAllowed, NotFound
from queue_server.domain.journal import Json
from queue_server.domain.ticket import Outcome, Ticket, TurnState
from queue_server.store import last_verbs, people, sessions, tickets
from queue_server.usecases.work import Done, Touched, Work


@dataclass(frozen=True, slots=True)
class DeskResult:
    """How things stand at a counter after a verb: its state, and the ticket that the verb was about, if any.

    `overtaken` are the numbers that this call passed over, `finished` the one that was done before it in the same verb.
    `was_spoken` when a call was undone that the hall has heard.
    """

    counter: int
    counter_state: CounterState
    ticket_id: str | None = None
    code: str | None = None
    state: TurnState | None = None
    outcome: Outcome | None = None
    overtaken: tuple[str, ...] = ()
    finished: str | None = None
    was_spoken: bool = False


def open_counter(work: Work, number: int) -> Done[DeskResult]:
    """Begin a session. Opening one's own open counter again changes nothing. Raises Conflict `counter_taken`."""
    work.office.counter(number)
    session = sessions.current(work.db, work.office.id, number)
    if session is not None:
        if session.clerk != clerk_of(work):
            raise Conflict("counter_taken", counter=number)
        return Done(DeskResult(number, session.state))
    session = CounterSession(number, clerk_of(work), work.now)
    sessions.insert(work.db, work.office.id, calendar.business_day(work.office, work.now), session)
    return _changed(work, session, "counter_opened")


def pause(work: Work, number: int) -> Done[DeskResult]:
    """Begin a break. Raises Conflict `counter_busy` while somebody is called or served, or as the session says."""
    session = own_session(work, number)
    refuse_when_busy(work, number)
    return _saved(work, session.pause(work.now), "counter_paused")


def unpause(work: Work, number: int) -> Done[DeskResult]:
    """End the break. Raises Conflict `counter_not_paused`."""
    return _saved(work, own_session(work, number).unpause(work.now), "counter_unpaused")


def close(work: Work, number: int, *, release: bool = False) -> Done[DeskResult]:
    """End the session. With `release`, who waits or is held for this counter alone may go to any other of the service.

    Raises Conflict `counter_busy` while somebody is called or served, `people_bound` when somebody waits for this
    counter alone: nobody else could ever call them.
    """
    session = own_session(work, number)
    refuse_when_busy(work, number)
    bound = tickets.bound_to(work.db, work.office.id, number)
    if bound and not release:
        raise Conflict("people_bound", counter=number, code=bound[0].code, people=len(bound))
    release_bound(work, number, bound)
    done = _saved(work, session.close(work.now), "counter_closed")
    services = done.touched.services | {ticket.turn.service_id for ticket in bound}
    return Done(done.result, replace(done.touched, services=services, tickets=frozenset(one.id for one in bound)))


def offer(work: Work, number: int, clerk: str | None) -> Done[DeskResult]:
    """Offer the counter to another clerk, with whoever is there; None takes the offer back.

    Raises NotFound `unknown_clerk`, and as `own_session` does.
    """
    session = own_session(work, number)
    if clerk is not None:
        person = people.user(work.db, work.office.id, clerk)
        if person is None or person.role != "clerk" or clerk == session.clerk:
            raise NotFound("unknown_clerk")
    session = session.offer(clerk)
    sessions.save(work.db, work.office.id, session)
    work.record("counter_offered", {"counter": number, "to": clerk})
    return Done(DeskResult(number, session.state), Touched(counters=frozenset({number})))


def take_over(work: Work, number: int, reason: str | None) -> Done[DeskResult]:
    """Go on with another clerk's counter as it stands; the citizen there stays there.

    Raises Conflict `counter_closed`, NotAllowed `not_offered` when it was not offered and there is no reason.
    """
    work.office.counter(number)
    session, clerk = sessions.current(work.db, work.office.id, number), clerk_of(work)
    if session is None:
        raise Conflict("counter_closed", counter=number)
    if session.clerk == clerk:
        return Done(DeskResult(number, session.state))
    if session.offered_to != clerk and not reason:
        raise NotAllowed("not_offered", counter=number)
    ended, begun = session.hand_over(clerk, work.now)
    sessions.save(work.db, work.office.id, ended)
    sessions.insert(work.db, work.office.id, calendar.business_day(work.office, begun.opened_at), begun)
    return _changed(work, begun, "counter_taken_over", {"from": ended.clerk, "reason": reason})


def own_session(work: Work, number: int) -> CounterSession:
    """The clerk's own session at the counter. Raises Conflict `counter_closed`, NotAllowed `not_your_counter`."""
    work.office.counter(number)
    session = sessions.current(work.db, work.office.id, number)
    if session is None:
        raise Conflict("counter_closed", counter=number)
    if session.clerk != clerk_of(work):
        raise NotAllowed("not_your_counter", counter=number)
    return session


def free_session(work: Work, number: int) -> CounterSession:
    """The clerk's own session, ready for the next citizen.

    Raises Conflict `counter_paused` or `counter_busy`, and as `own_session` does.
    """
    session = own_session(work, number)
    if session.state == "paused":
        raise Conflict("counter_paused", counter=number)
    refuse_when_busy(work, number)
    return session


def refuse_when_busy(work: Work, number: int) -> None:
    """Raise Conflict `counter_busy` while somebody is called to the counter or served there."""
    active = tickets.active_at(work.db, work.office.id, number)
    if active is not None:
        raise Conflict("counter_busy", counter=number, code=active.code)


def release_bound(work: Work, number: int, bound: Iterable[Ticket]) -> None:
    """Let those who waited or were held for this counter alone go to any other of their service."""
    for before in bound:
        tickets.save(work.db, work.office.id, before, before.release())
        work.record("released", {"ticket": before.id, "turn": before.turn.n, "counter": number})


def refuse_dead_end(work: Work, service_id: str, only_counter: int | None) -> None:
    """Raise Conflict `no_counter_serves` or `counter_does_not_serve` where nobody could ever call somebody from."""
    work.office.service(service_id)
    if only_counter is None:
        if not work.office.counters_serving(service_id):
            raise Conflict("no_counter_serves", service=service_id)
    elif service_id not in work.office.counter(only_counter).service_ids:
        raise Conflict("counter_does_not_serve", service=service_id, counter=only_counter)


def clerk_of(work: Work) -> str:
    """The clerk's name out of the actor `clerk:name`."""
    return work.actor.partition(":")[2]


def desk_result(session: CounterSession, ticket: Ticket, overtaken: tuple[str, ...] = ()) -> DeskResult:
    """A verb's answer about a ticket at this counter."""
    turn = ticket.turn
    return DeskResult(session.counter, session.state, ticket.id, ticket.code, turn.state, turn.outcome, overtaken)


def note_change(work: Work, event: str, body: dict[str, Json]) -> None:
    """Write the row of a session that began, paused, went on or ended, at the `counter` in it."""
    work.record(event, body)
    # Nobody may find themselves at a counter that is on a break, or another clerk's, by an undo.
    last_verbs.forget(work.db, work.office.id, int(str(body["counter"])))


def _saved(work: Work, session: CounterSession, event: str) -> Done[DeskResult]:
    sessions.save(work.db, work.office.id, session)
    return _changed(work, session, event)


def _changed(work: Work, session: CounterSession, event: str, more: dict[str, Json] | None = None) -> Done[DeskResult]:
    note_change(work, event, {"counter": session.counter, **(more or {})})
    services = frozenset(work.office.counter(session.counter).service_ids)
    touched = Touched(services=services, counters=frozenset({session.counter}))
    return Done(DeskResult(session.counter, session.state), touched)
