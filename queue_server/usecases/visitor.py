"""A citizen with a ticket's page open on a phone."""

from __future__ import annotations

from queue_server.domain.ticket import Outcome
from queue_server.store import tickets
from queue_server.usecases.work import Done, Touched, Work


def cancel(work: Work, token: str) -> Done[str]:
    """The citizen gives up; the ticket's id. Cancelling twice changes nothing.

    Raises NotFound `unknown_ticket`, Conflict `being_served` or `already_ended`.
    """
    before = tickets.load_by_token(work.db, work.office.id, token)
    if before.turn.outcome is Outcome.CANCELLED:
        return Done(before.id)
    after = before.cancel(work.now)
    tickets.save(work.db, work.office.id, before, after)
    work.record("cancelled", {"ticket": after.id, "turn": after.turn.n})
    counters = frozenset() if after.turn.counter is None else frozenset({after.turn.counter})
    touched = Touched(frozenset({after.turn.service_id}), counters, frozenset({after.id}))
    return Done(after.id, touched)
