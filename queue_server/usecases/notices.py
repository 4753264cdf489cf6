"""A citizen's phone asks to be told, also while it sleeps. Its address never reaches the journal or a log."""

from __future__ import annotations

from queue_server.domain.errors import Conflict
from queue_server.domain.notices import Subscription
from queue_server.domain.ticket import TurnState
from queue_server.store import notices, tickets
from queue_server.usecases.work import Done, Touched, Work


def ask(work: Work, token: str, wanted: Subscription) -> Done[str]:
    """Tell this phone when the turn is near and when it is called, in place of another phone; the ticket's id.

    Raises NotFound `unknown_ticket`, Invalid `bad_push_address`, Conflict `already_ended`.
    """
    wanted.refuse_when_unusable()
    ticket = tickets.load_by_token(work.db, work.office.id, token)
    if ticket.turn.state is TurnState.ENDED:
        raise Conflict("already_ended", code=ticket.code)
    notices.keep(work.db, work.office.id, ticket.id, ticket.business_day, wanted)
    work.record("notices_asked", {"ticket": ticket.id})
    return Done(ticket.id, Touched(tickets=frozenset({ticket.id})))


def stop(work: Work, token: str) -> Done[str]:
    """Tell nobody any more; the ticket's id. Stopping twice changes nothing. Raises NotFound `unknown_ticket`."""
    ticket_id = tickets.id_of_token(work.db, work.office.id, token)
    if notices.is_wanted(work.db, work.office.id, ticket_id):
        notices.drop(work.db, work.office.id, ticket_id)
        work.record("notices_stopped", {"ticket": ticket_id})
    return Done(ticket_id)
