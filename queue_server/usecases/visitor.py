"""A citizen with a ticket's page open on a phone."""

from __future__ import annotations

from queue_server.domain import calendar, ranking
from queue_server.domain.errors import Conflict, NotAllowed
from queue_server.domain.moments import micros
from queue_server.domain.ticket import Outcome, Ticket
from queue_server.store import phones, tickets, waiting_line
from queue_server.usecases import kiosk
from queue_server.usecases.kiosk import Issued
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
    return Done(after.id, _touched(after))


def more_time(work: Work, token: str) -> Done[str]:
    """The citizen lets the next few of the same queue go ahead; the ticket's id. Nobody else loses anything by it.

    Raises NotFound `unknown_ticket`, Conflict `not_waiting`, `postponed_too_often` or `nobody_behind`.
    """
    before, rules = tickets.load_by_token(work.db, work.office.id, token), work.office.phone
    turn, waiting = before.turn, waiting_line.everyone(work.db, work.office.id)
    rivals = ranking.competitors(work.office, turn.service_id, turn.only_counter, waiting)
    ahead = ranking.let_ahead(before, rivals, rules.more_time_behind)
    after = before.postpone(rank_at=ranking.postponed_rank(before, ahead), allowed=rules.more_time_limit)
    if not ahead:
        raise Conflict("nobody_behind", code=before.code)
    tickets.save(work.db, work.office.id, before, after)
    work.record(
        "postponed",
        {
            "ticket": after.id,
            "turn": turn.n,
            "rank_at": micros(after.turn.rank_at),
            "let_ahead": [one.ticket_id for one in ahead],
        },
    )
    return Done(after.id, _touched(after))


def take_number(work: Work, service_id: str, language: str, phone: str) -> Done[Issued]:
    """A number for a citizen with a phone, whose random token counts the numbers of the day.

    Raises NotAllowed `not_by_phone`, Conflict `phone_limit_reached`, and as `kiosk.issue` does.
    """
    rules, day = work.office.phone, calendar.business_day(work.office, work.now)
    if not rules.offers(work.office.service(service_id).id):
        raise NotAllowed("not_by_phone")
    if phones.taken(work.db, work.office.id, day, phone) >= rules.daily_limit:
        raise Conflict("phone_limit_reached", limit=rules.daily_limit)
    done = kiosk.issue(work, service_id, None, language, channel="phone")
    phones.note(work.db, work.office.id, day, phone, done.result.ticket_id)
    return done


def _touched(after: Ticket) -> Touched:
    counters = {after.turn.counter, after.turn.only_counter} - {None}
    return Touched(
        services=frozenset({after.turn.service_id}),
        counters=frozenset(counter for counter in counters if counter is not None),
        tickets=frozenset({after.id}),
    )
