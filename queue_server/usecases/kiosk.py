"""A citizen takes a number."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_server.domain import calendar, numbering, ticket
from queue_server.domain.errors import Conflict, NotAllowed
from queue_server.domain.estimate import WaitRange
from queue_server.domain.journal import Json
from queue_server.domain.moments import micros
from queue_server.domain.office import PriorityClass, Service
from queue_server.domain.ticket import Channel, Ticket
from queue_server.store import hall, tickets, waiting_line
from queue_server.usecases import personal
from queue_server.usecases.personal import NOTHING_PERSONAL, Personal
from queue_server.usecases.work import Done, Touched, Work

# 128 random bits: nobody guesses their way to another citizen's page (DOMAIN.md §8).
_TOKEN_BYTES = 16


@dataclass(frozen=True, slots=True)
class Issued:
    """A number that counts. `ahead` wait for the same service before it; `wait` is None without a basis.

    `slot` is when the appointment is that it was checked in for.
    """

    ticket_id: str
    code: str
    service_id: str
    token: str
    issued_at: datetime
    ahead: int
    wait: WaitRange | None
    slot: datetime | None = None


def issue(
    work: Work,
    service_id: str,
    priority: str | None,
    language: str,
    channel: Channel = "kiosk",
    shown: Personal = NOTHING_PERSONAL,
) -> Done[Issued]:
    """Give the next number of a service to someone at a kiosk, or with a phone.

    Raises NotFound `unknown_service`, `unknown_priority_class`; NotAllowed `priority_needs_clerk`; Conflict as
    `calendar.refuse_when_not_issuing` and `numbering.next_number` say, or `service_closed`, or `day_is_full` where the
    office stops then; and as `personal.mark_of` does.
    """
    service = work.office.service(service_id)
    priority_class = _citizens_own(work, priority)
    calendar.refuse_when_not_issuing(work.office, work.now)
    mark = personal.mark_of(work, shown)
    new = new_ticket(work, service, priority_class, channel=channel, language=language)
    issued = with_quote(work, service, new)
    tickets.insert(work.db, work.office.id, new)
    tickets.save_quote(work.db, work.office.id, new.id, issued.wait)
    personal.keep(work, new, mark, shown.dossier)
    body: dict[str, Json] = {
        **ticket_facts(new),
        "ahead": issued.ahead,
        "quoted": None if issued.wait is None else [issued.wait.low, issued.wait.high],
    }
    work.record("issued", body)
    return Done(issued, Touched(services=frozenset({service.id}), tickets=frozenset({new.id})))


def new_ticket(
    work: Work, service: Service, priority: PriorityClass | None, *, channel: Channel, language: str
) -> Ticket:
    """The next ticket of a service, not saved yet. Raises Conflict `service_closed` or as numbering says."""
    if not service.is_open:
        raise Conflict("service_closed", service=service.id)
    day = calendar.business_day(work.office, work.now)
    last, issued = tickets.last_number(work.db, work.office.id, service, day)
    number = numbering.next_number(service, last, issued)
    code = numbering.ticket_code(service, number)
    return ticket.issue(
        ticket_id=numbering.ticket_id(day, code),
        business_day=day,
        service_id=service.id,
        number=number,
        code=code,
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        now=work.now,
        channel=channel,
        priority=None if priority is None else priority.code,
        head_start=timedelta(0) if priority is None else priority.head_start,
        language=language,
    )


def ticket_facts(new: Ticket) -> dict[str, Json]:
    """What the journal keeps of a new ticket: enough to rank it again, nothing of the person.

    The head start, not the class: a class can be health data.
    """
    slot: dict[str, Json] = {} if new.slot is None else {"slot": micros(new.slot)}
    return slot | {
        "ticket": new.id,
        "service": new.service_id,
        "channel": new.channel,
        "head_start_s": int(new.head_start.total_seconds()),
        "rank_at": micros(new.turn.rank_at),
    }


def _citizens_own(work: Work, code: str | None) -> PriorityClass | None:
    if code is None:
        return None
    priority_class = work.office.priority_class(code)
    if priority_class.granted_by != "citizen":
        raise NotAllowed("priority_needs_clerk", priority=code)
    return priority_class


def with_quote(work: Work, service: Service, new: Ticket, *, promised: bool = False) -> Issued:
    """The ticket with what it is told. Raises Conflict `day_is_full` where the office stops then, unless promised."""
    before = waiting_line.count_before(work.db, work.office.id, new)
    pace = hall.load(work.db, work.office, work.now).pace(service)
    if not promised and pace.is_day_full(before) and work.office.when_day_is_full == "stop":
        raise Conflict("day_is_full", service=service.id)
    ahead, wait = before.get(service.id, 0), pace.quote(before)
    return Issued(new.id, new.code, service.id, new.token, new.issued_at, ahead, wait, new.slot)
