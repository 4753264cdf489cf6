"""A clerk takes the last verb at a counter back."""

from __future__ import annotations

from dataclasses import replace

from queue_server.domain.errors import Conflict
from queue_server.domain.ticket import Ticket
from queue_server.domain.undo import Deed, LastVerb, undone
from queue_server.store import calls, last_verbs, tickets
from queue_server.usecases import rating
from queue_server.usecases.counters import DeskResult, desk_result, own_session
from queue_server.usecases.deeds import touched
from queue_server.usecases.work import Done, Touched, Work, together

# As `LastVerb.verb` names them: with these a service was done, so its rating was asked for.
FINISHING = ("finished", "finished_called")


def undo(work: Work, number: int) -> Done[DeskResult]:
    """Take back the counter's last verb; the answer is about its first ticket, as it stands again.

    Raises Conflict `nothing_to_undo`, `too_late_to_undo`, or `changed_since` when another verb has touched its ticket,
    or `already_rated`.
    """
    session = own_session(work, number)
    last = _last_verb(work, number, session.clerk)
    if last.verb in FINISHING:
        rating.take_back(work, number)
    # The newest first: who was called steps back before the one who was finished stands at the counter again.
    steps = [_take_back(work, deed) for deed in reversed(last.deeds)]
    ticket, was_spoken = steps[-1][0], any(spoken for _, spoken, _ in steps)
    work.record(
        "undone",
        {
            "ticket": ticket.id,
            "tickets": [one.id for one, _, _ in steps],
            "counter": number,
            "verb": last.verb,
            "undoes": list(last.seqs),
            "was_spoken": was_spoken,
        },
    )
    last_verbs.forget(work.db, work.office.id, number)
    result = replace(desk_result(session, ticket), was_spoken=was_spoken)
    return Done(result, together([seen for _, _, seen in steps]))


def _last_verb(work: Work, number: int, clerk: str) -> LastVerb:
    last = last_verbs.of_counter(work.db, work.office.id, number)
    if last is None or last.clerk != clerk:
        raise Conflict("nothing_to_undo", counter=number)
    last.refuse_when_late(work.now)
    return last


def _take_back(work: Work, deed: Deed) -> tuple[Ticket, bool, Touched]:
    """The ticket as it was before, whether the hall has heard its call, and who must see it."""
    then = tickets.load(work.db, work.office.id, deed.ticket_id)
    before = undone(then, deed, work.now)
    tickets.save(work.db, work.office.id, then, before)
    spoken = [calls.take_back(work.db, work.office.id, deed.ticket_id, turn, n, work.now) for turn, n in deed.calls]
    return before, any(spoken), touched(then, before)
