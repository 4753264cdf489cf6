"""One counter's desk: whom it has, who comes next and why, who is put aside, who did not come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from sqlite3 import Connection

import msgspec

from queue_server.domain import calendar, ranking
from queue_server.domain.explaining import why
from queue_server.domain.numbering import code_of
from queue_server.domain.office import Counter, Office
from queue_server.domain.ticket import Outcome, Ticket, TurnState
from queue_server.protocol import (
    ClerkView,
    Colleague,
    CounterChoice,
    DeskNote,
    DeskTicket,
    PriorityChoice,
    ServiceChoice,
    Undoable,
    Why,
)
from queue_server.store import (
    last_verbs,
    notes,
    people,
    personal,
    printers,
    sessions,
    tickets,
    turn_times,
    waiting_line,
)
from queue_server.views import paper
from queue_server.views.alarms import alarm_lines
from queue_server.views.appointments import of_today, takes_appointments
from queue_server.views.common import ALONE, Surroundings, dossier_answer, texts


def clerk_view(
    db: Connection, office: Office, number: int, now: datetime, surroundings: Surroundings = ALONE
) -> ClerkView:
    """The desk of a counter. Raises NotFound `unknown_counter`."""
    counter = office.counter(number)
    session = sessions.current(db, office.id, number)
    day = calendar.business_day(office, now)
    unfinished = tickets.of_day(db, office.id, day, "(state <> 'ended' OR outcome = 'no_show')")
    active = next((ticket for ticket in unfinished if _is_here(ticket, number)), None)
    noted = notes.by_ticket(db, office.id)
    queue = _queue(db, office, counter, unfinished)
    view = ClerkView(
        now=now,
        time_zone=office.time_zone.key,
        office_name=texts(office.name),
        counter=number,
        counter_name=counter.name,
        counter_state="closed" if session is None else session.state,
        clerk=None if session is None else session.clerk,
        own_services=list(counter.service_ids),
        current=None if active is None else desk_ticket(office, active, noted),
        undo=_undoable(db, office, number, None if session is None else session.clerk, now),
        queue=[desk_ticket(office, ticket, noted, counter) for ticket in queue],
        held=[desk_ticket(office, ticket, noted) for ticket in unfinished if _is_held_for(ticket, counter)],
        absent=[
            desk_ticket(office, ticket, noted) for ticket in unfinished if _may_come_back(office, ticket, counter, now)
        ],
        services=[
            ServiceChoice(
                id=service.id,
                prefix=service.prefix,
                name=texts(service.name),
                counters=[other.number for other in office.counters_serving(service.id)],
                appointments=takes_appointments(service),
            )
            for service in office.services
        ],
        priorities=[PriorityChoice(code=group.code, name=texts(group.name)) for group in office.priority_classes],
        target_wait_s=int(office.target_wait.total_seconds()),
        calls_before_no_show=office.calls_before_no_show,
        served_today=turn_times.served_count(db, office.id, day, number),
        printer_faults=paper.faults(surroundings.printers),
        printers=[row.id for row in printers.all_of(db, office.id)],
        not_printed=paper.not_printed(db, office, day),
        appointments=of_today(db, office, counter.service_ids, now),
        alarms=alarm_lines(db, office),
        colleagues=[
            Colleague(name=person.name, display_name=person.display_name)
            for person in people.users(db, office.id)
            if person.role == "clerk" and session is not None and person.name != session.clerk
        ],
        offered_to=None if session is None else session.offered_to,
        only_here=_only_here(db, office, counter, queue),
        names=people.shown_names(db, office.id),
    )
    return _with_dossiers(db, office, day, view)


def _with_dossiers(db: Connection, office: Office, day: date, view: ClerkView) -> ClerkView:
    """The desk with the dossiers whose results are to be collected."""
    if not any(service.collects_results for service in office.services):
        return view
    dossiers = personal.dossiers_of(db, office.id, day)

    def noted(ticket: DeskTicket) -> DeskTicket:
        return msgspec.structs.replace(ticket, dossier=dossier_answer(dossiers.get(ticket.ticket)))

    return msgspec.structs.replace(
        view,
        current=None if view.current is None else noted(view.current),
        queue=[noted(ticket) for ticket in view.queue],
        held=[noted(ticket) for ticket in view.held],
        absent=[noted(ticket) for ticket in view.absent],
    )


def counter_choices(db: Connection, office: Office) -> list[CounterChoice]:
    """The counters that a clerk can choose from, with who sits there now."""
    current = sessions.all_current(db, office.id)
    return [
        CounterChoice(
            number=counter.number,
            name=counter.name,
            zone=office.zone(counter.zone_id).name["vi"],
            state=current[counter.number].state if counter.number in current else "closed",
            clerk=current[counter.number].clerk if counter.number in current else None,
        )
        for counter in office.counters
    ]


def desk_ticket(
    office: Office, ticket: Ticket, noted: Mapping[str, notes.Note], waits_for: Counter | None = None
) -> DeskTicket:
    """A ticket as its clerk sees it; priority class and note are shown to staff only. `waits_for` this counter."""
    turn, note = ticket.turn, noted.get(ticket.id)
    before = ticket.turns[-2] if len(ticket.turns) > 1 else None
    return DeskTicket(
        ticket=ticket.id,
        code=ticket.code,
        service=turn.service_id,
        service_name=texts(office.service(turn.service_id).name),
        state=turn.state.value,
        priority=_priority_name(office, ticket),
        issued_at=ticket.issued_at,
        arrived_at=turn.arrived_at,
        calls=turn.calls,
        calls_now=turn.calls_now,
        called_at=turn.last_called_at,
        service_started_at=turn.service_started_at,
        held_since=turn.held_since,
        ended_at=turn.ended_at,
        turn=turn.n,
        came_from=None if before is None else texts(office.service(before.service_id).name),
        bound_to_counter=turn.only_counter is not None,
        slot=ticket.slot,
        held_s=turn.held.total_seconds(),
        usual_s=int(office.service(turn.service_id).usual.total_seconds()),
        note=None if note is None else DeskNote(text=note.text, clerk=note.clerk, counter=note.counter, at=note.at),
        why=None if waits_for is None else _why(ticket, waits_for),
    )


def _undoable(db: Connection, office: Office, number: int, clerk: str | None, now: datetime) -> Undoable | None:
    last = last_verbs.of_counter(db, office.id, number)
    if last is None or last.clerk != clerk or now > last.until:
        return None
    return Undoable(verb=last.verb, code=code_of(last.deeds[-1].ticket_id), until=last.until)


def _why(ticket: Ticket, counter: Counter) -> Why:
    reason = why(ticket, counter)
    return Why(came_at=reason.came_at, counts_as=reason.counts_as, claim=reason.claim, place=reason.place)


def _only_here(db: Connection, office: Office, counter: Counter, queue: list[Ticket]) -> int:
    """How many of the queue wait for a service that no other counter is open for."""
    others = [office.counter(number) for number in sessions.all_current(db, office.id) if number != counter.number]
    elsewhere = {service_id for other in others for service_id in other.service_ids}
    return sum(ticket.turn.service_id not in elsewhere for ticket in queue)


def _queue(db: Connection, office: Office, counter: Counter, unfinished: list[Ticket]) -> list[Ticket]:
    by_id = {ticket.id: ticket for ticket in unfinished}
    order = ranking.call_order(counter, waiting_line.for_counter(db, office.id, counter))
    return [by_id[waiting.ticket_id] for waiting in order if waiting.ticket_id in by_id]


def _is_here(ticket: Ticket, number: int) -> bool:
    return ticket.turn.counter == number and ticket.turn.state in (TurnState.CALLED, TurnState.SERVING)


def _is_held_for(ticket: Ticket, counter: Counter) -> bool:
    turn = ticket.turn
    return turn.state is TurnState.HELD and (
        turn.counter == counter.number or (turn.only_counter is None and turn.service_id in counter.service_ids)
    )


def _may_come_back(office: Office, ticket: Ticket, counter: Counter, now: datetime) -> bool:
    turn = ticket.turn
    return (
        turn.outcome is Outcome.NO_SHOW
        and turn.ended_at is not None
        and now - turn.ended_at <= office.reinstate_within
        and (turn.counter == counter.number or turn.service_id in counter.service_ids)
    )


def _priority_name(office: Office, ticket: Ticket) -> dict[str, str] | None:
    if ticket.priority is None:
        return None
    known = {group.code: group for group in office.priority_classes}
    return texts(known[ticket.priority].name) if ticket.priority in known else {"vi": ticket.priority}
