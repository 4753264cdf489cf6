"""What a citizen shows at the kiosk besides the wish for a number. None of it reaches the journal or a log."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

from queue_server.domain import calendar, citizen
from queue_server.domain.dossier import Dossier
from queue_server.domain.errors import Conflict, NotAllowed
from queue_server.domain.ticket import Ticket
from queue_server.store import personal
from queue_server.usecases.work import Work


@dataclass(frozen=True, slots=True)
class Personal:
    """An identity number and a dossier, each if there is one. They are not in its repr, so that none is ever logged."""

    identity: str | None = field(default=None, repr=False)
    dossier: Dossier | None = field(default=None, repr=False)


NOTHING_PERSONAL = Personal()


def mark_of(work: Work, shown: Personal) -> str | None:
    """The citizen's mark of today; None without a card, or in an office that asks for none.

    Raises NotAllowed `identity_needed`, Conflict `citizen_limit_reached`.
    """
    rule = work.office.identity_card
    if rule.ask == "off":
        return None
    if shown.identity is None:
        if rule.ask == "require":
            raise NotAllowed("identity_needed")
        return None
    day = calendar.business_day(work.office, work.now)
    mark = citizen.mark(_key_of(work, day), shown.identity)
    if personal.tickets_of(work.db, work.office.id, day, mark) >= rule.tickets_per_day:
        raise Conflict("citizen_limit_reached", limit=rule.tickets_per_day)
    return mark


def keep(work: Work, new: Ticket, mark: str | None, dossier: Dossier | None) -> None:
    """Note beside a new ticket who took it and what for; both are forgotten when the day is over."""
    if mark is not None:
        personal.keep_citizen(work.db, work.office.id, new.business_day, new.id, mark)
    if dossier is not None and work.office.service(new.service_id).collects_results:
        personal.keep_dossier(work.db, work.office.id, new.business_day, new.id, dossier)


def _key_of(work: Work, day: date) -> bytes:
    key = personal.key_of(work.db, work.office.id, day)
    if key is None:
        key = secrets.token_bytes(citizen.KEY_BYTES)
        personal.save_key(work.db, work.office.id, day, key)
    return key
