"""A clerk calls, serves, puts aside, passes on. Every verb of DOMAIN.md §4 at a counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from queue_server.domain import ranking
from queue_server.domain.counter_session import CounterSession
from queue_server.domain.errors import Conflict
from queue_server.domain.journal import Json
from queue_server.domain.moments import micros
from queue_server.domain.numbering import code_of
from queue_server.domain.office import Counter
from queue_server.domain.ranking import Place, Waiting
from queue_server.domain.ticket import Ticket
from queue_server.domain.undo import Deed
from queue_server.store import notes, tickets, waiting_line
from queue_server.store.notes import Note
from queue_server.usecases import paper, rating
from queue_server.usecases.counters import DeskResult, desk_result, free_session, own_session, refuse_dead_end
from queue_server.usecases.deeds import Step, finish_verb, step, touched
from queue_server.usecases.kiosk import new_ticket, ticket_facts
from queue_server.usecases.paper import Reprinted
from queue_server.usecases.work import Done, Work


def call_next(work: Work, number: int) -> Done[DeskResult]:
    """Call whoever is first. Raises Conflict `nobody_waiting`, and as `counters.free_session` does."""
    session, counter = free_session(work, number), work.office.counter(number)
    first = _first(work, counter)
    if first is None:
        raise Conflict("nobody_waiting", counter=number)
    return _call(work, session, *first, reason=None)


def call_this(work: Work, number: int, ticket_id: str, reason: str) -> Done[DeskResult]:
    """Call a particular waiting ticket, for a reason that the fairness report shows with all whom it overtook.

    Raises NotFound `unknown_ticket`, Conflict `not_waiting` or `other_service`, and as `free_session` does.
    """
    session, counter = free_session(work, number), work.office.counter(number)
    queue = _queue(work, counter)
    chosen = next((turn for turn in queue if turn.ticket_id == ticket_id), None)
    if chosen is None:
        ticket = tickets.load(work.db, work.office.id, ticket_id)
        refusal = "other_service" if ticket.turn.state == "waiting" else "not_waiting"
        raise Conflict(refusal, code=ticket.code, state=ticket.turn.state.value)
    return _call(work, session, chosen, queue, reason=reason)


def recall(work: Work, number: int) -> Done[DeskResult]:
    """Call again the one who has not come. Raises Conflict `nobody_at_counter` or `not_called`."""
    session, before = _active(work, number)
    after = before.recall(number, work.now)
    return _saved(work, session, before, after, "recalled", calls=True)


def start(work: Work, number: int) -> Done[DeskResult]:
    """The citizen has come. Raises Conflict `nobody_at_counter` or `not_called`."""
    session, before = _active(work, number)
    return _saved(work, session, before, before.start(number, work.now), "started")


def finish(work: Work, number: int) -> Done[DeskResult]:
    """The service is done. Raises Conflict `nobody_at_counter` or `not_serving`."""
    session, before = _active(work, number)
    done = _saved(work, session, before, before.finish(number, work.now), "finished")
    rating.ask(work, number, before.turn.service_id)
    return done


def finish_next(work: Work, number: int) -> Done[DeskResult]:
    """The service is done, and whoever is first is called; when nobody waits it is done all the same.

    Raises as `finish` does.
    """
    session, before = _active(work, number)
    finished = step(work, number, before, before.finish(number, work.now), "finished")
    rating.ask(work, number, before.turn.service_id)
    first = _first(work, work.office.counter(number)) if session.state == "open" else None
    if first is None:
        return finish_verb(work, session, "finished", [finished])
    return _call(work, session, *first, reason=None, finished=finished)


def no_show(work: Work, number: int) -> Done[DeskResult]:
    """Nobody came after the allowed calls. Raises Conflict `nobody_at_counter`, `not_called`, `too_few_calls`."""
    session, before = _active(work, number)
    after = before.no_show(number, work.now, allowed_calls=work.office.calls_before_no_show)
    return _saved(work, session, before, after, "no_show")


def hold(work: Work, number: int) -> Done[DeskResult]:
    """Put aside the one at the counter. Raises Conflict `nobody_at_counter`."""
    session, before = _active(work, number)
    return _saved(work, session, before, before.hold(number, work.now), "held")


def resume(work: Work, number: int, ticket_id: str) -> Done[DeskResult]:
    """Serve a held citizen on. Raises NotFound `unknown_ticket`, Conflict `not_held`, and as `free_session` does."""
    session = free_session(work, number)
    before = tickets.load(work.db, work.office.id, ticket_id)
    return _saved(work, session, before, before.resume(number, work.now), "resumed")


def reinstate(work: Work, number: int, ticket_id: str) -> Done[DeskResult]:
    """Let an absent citizen who came back wait again, behind the next ones.

    Raises NotFound `unknown_ticket`, Conflict `not_absent` or `came_back_too_late`.
    """
    session = own_session(work, number)
    before = tickets.load(work.db, work.office.id, ticket_id)
    others = _rivals(work, before.turn.service_id, before.turn.only_counter)
    rank_at = ranking.reinstated_rank(before, others, work.office.reinstate_behind)
    after = before.reinstate(work.now, rank_at=rank_at, within=work.office.reinstate_within)
    return _saved(work, session, before, after, "reinstated", {"rank_at": micros(rank_at)})


def transfer(  # where to, and what the next counter should know
    work: Work, number: int, service_id: str, only_counter: int | None, place: Place, text: str = ""
) -> Done[DeskResult]:
    """Liên thông: on to another service, or to one counter of it; the clerk's choice of place is in the journal.

    `text` is a note for the next counter.

    Raises NotFound `unknown_service` or `unknown_counter`, Conflict `nobody_at_counter`, `no_counter_serves` or
    `counter_does_not_serve`.
    """
    session, before = _active(work, number)
    refuse_dead_end(work, service_id, only_counter)
    others = _rivals(work, service_id, only_counter)
    rank_at = ranking.transfer_rank(place, before, work.now, others)
    after = before.transfer(number, work.now, service_id=service_id, only_counter=only_counter, rank_at=rank_at)
    kept = before.rank_on_arrival
    body: dict[str, Json] = {
        "service": service_id,
        "to_counter": only_counter,
        "place": place,
        "rank_at": micros(rank_at),
        "overtaken": [turn.ticket_id for turn in others if rank_at < turn.rank_at < kept],
    }
    done = _saved(work, session, before, after, "transferred", body)
    if text.strip():
        _write_note(work, session, after, text)
    return done


def walk_in(work: Work, number: int, service_id: str, priority: str | None, reason: str) -> Done[DeskResult]:
    """Serve someone without a ticket at once; a number is taken for the record, and all who wait are overtaken.

    Raises NotFound `unknown_service`, Conflict as `kiosk.new_ticket` and `free_session` do, `counter_does_not_serve`.
    """
    session, counter = free_session(work, number), work.office.counter(number)
    refuse_dead_end(work, service_id, number)
    priority_class = None if priority is None else work.office.priority_class(priority)
    service = work.office.service(service_id)
    new = new_ticket(work, service, priority_class, channel="clerk", language=work.office.languages[0])
    overtaken = tuple(turn.ticket_id for turn in _queue(work, counter))
    tickets.insert(work.db, work.office.id, new)
    after = new.call(number, work.now).start(number, work.now)
    tickets.save(work.db, work.office.id, new, after)
    facts: dict[str, Json] = {**ticket_facts(new), "counter": number, "reason": reason, "overtaken": list(overtaken)}
    seq = work.record("walked_in", facts)
    walked = Step(Deed(new.id, new.turns, after.turns, is_new=True), seq, after, touched(new, after))
    return finish_verb(work, session, "walked_in", [walked], desk_result(session, after, _codes(overtaken)))


def cancel(work: Work, number: int, ticket_id: str) -> Done[DeskResult]:
    """The citizen told the clerk that they leave. Raises NotFound `unknown_ticket`, Conflict as the ticket says."""
    session = own_session(work, number)
    before = tickets.load(work.db, work.office.id, ticket_id)
    return _saved(work, session, before, before.cancel(work.now), "cancelled")


def note(work: Work, number: int, ticket_id: str, text: str) -> Done[DeskResult]:
    """Write what the next counter should know about a ticket; an empty text drops the note.

    The journal has that there was one, and never what it said. Raises NotFound `unknown_ticket`, Conflict
    `already_ended`.
    """
    session = own_session(work, number)
    ticket = tickets.load(work.db, work.office.id, ticket_id)
    if not ticket.is_open:
        raise Conflict("already_ended", code=ticket.code)
    _write_note(work, session, ticket, text)
    return Done(desk_result(session, ticket), touched(ticket, ticket))


def _write_note(work: Work, session: CounterSession, ticket: Ticket, text: str) -> None:
    if text.strip():
        noted = Note(ticket.id, text.strip(), session.clerk, session.counter, work.now)
        notes.save(work.db, work.office.id, ticket.business_day, noted)
    else:
        notes.delete(work.db, work.office.id, ticket.id)
    work.record("noted", {"ticket": ticket.id, "counter": session.counter})


def reprint(work: Work, number: int, ticket_id: str, printer_id: str | None = None) -> Done[Reprinted]:
    """A ticket is printed once more; the paper says so. Raises as `counters.own_session` and `paper.reprint` do."""
    own_session(work, number)
    return paper.reprint(work, ticket_id, printer_id)


def _first(work: Work, counter: Counter) -> tuple[Waiting, list[Waiting]] | None:
    """Whom this counter calls next, and the queue up to them."""
    heads = ranking.queue_of(counter, waiting_line.heads_for(work.db, work.office.id, counter))
    chosen = ranking.next_in(heads, counter)
    if chosen is None:
        return None
    return chosen, ranking.queue_of(counter, waiting_line.for_counter(work.db, work.office.id, counter, chosen.rank_at))


def _call(
    work: Work,
    session: CounterSession,
    chosen: Waiting,
    queue: Sequence[Waiting],
    reason: str | None,
    finished: Step | None = None,
) -> Done[DeskResult]:
    before = tickets.load(work.db, work.office.id, chosen.ticket_id)
    after = before.call(session.counter, work.now)
    overtaken = tuple(turn.ticket_id for turn in ranking.overtaken_by(chosen, queue))
    body: dict[str, Json] = {"rank_at": micros(chosen.rank_at), "reason": reason, "overtaken": list(overtaken)}
    called = step(work, session.counter, before, after, "called", body, calls=True)
    result = desk_result(session, after, _codes(overtaken))
    if finished is None:
        return finish_verb(work, session, "called", [called], result)
    result = replace(result, finished=finished.ticket.code)
    return finish_verb(work, session, "finished_called", [finished, called], result)


def _saved(
    work: Work,
    session: CounterSession,
    before: Ticket,
    after: Ticket,
    event: str,
    more: dict[str, Json] | None = None,
    *,
    calls: bool = False,
) -> Done[DeskResult]:
    one = step(work, session.counter, before, after, event, more, calls=calls)
    return finish_verb(work, session, event, [one])


def _active(work: Work, number: int) -> tuple[CounterSession, Ticket]:
    session = own_session(work, number)
    active = tickets.active_at(work.db, work.office.id, number)
    if active is None:
        raise Conflict("nobody_at_counter", counter=number)
    return session, active


def _queue(work: Work, counter: Counter) -> list[Waiting]:
    return ranking.queue_of(counter, waiting_line.for_counter(work.db, work.office.id, counter))


def _rivals(work: Work, service_id: str, only_counter: int | None) -> list[Waiting]:
    return ranking.competitors(work.office, service_id, only_counter, waiting_line.everyone(work.db, work.office.id))


def _codes(ticket_ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(code_of(ticket_id) for ticket_id in ticket_ids)
