"""What a kiosk sends and shows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.common import Command, Identifier, Refusal, Texts, WaitRange

DossierCode = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9./_-]{3,39}$")]


class TakeTicket(Command, frozen=True, kw_only=True):
    """A tap at the kiosk. `identity` is the number on a card that was scanned, `dossier` what the citizen comes for."""

    service: Identifier
    priority: Identifier | None = None
    language: Annotated[str, Meta(max_length=8)] = "vi"
    identity: Annotated[str, Meta(pattern=r"^[0-9]{12}$")] | None = None
    dossier: DossierCode | None = None


class TicketTaken(Struct, frozen=True, kw_only=True):
    """What the paper says, too. `phone_path` opens the ticket's own page; it can't be guessed from the number."""

    ticket: str
    code: str
    service: str
    service_name: Texts
    issued_at: datetime
    ahead: int
    wait: WaitRange | None
    phone_path: str
    phone_url: str


class Printed(Struct, frozen=True, kw_only=True):
    """Whether paper came out. `fault` is a key under `printer.` in the locales."""

    printed: bool
    fault: str | None = None


class TicketAnswer(Struct, frozen=True, kw_only=True):
    """The kiosk's answer: a number that counts, whatever became of the paper."""

    taken: TicketTaken
    paper: Printed
    dossier: DossierAnswer | None = None


class AskDossier(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Is the result ready? Asked before the number is taken, so that nobody waits in vain."""

    code: DossierCode


class DossierAnswer(Struct, frozen=True, kw_only=True):
    """What the office's dossier system says: `unknown` also when it says nothing. `expected` is a date."""

    code: str
    state: Literal["ready", "not_ready", "unknown"]
    expected: date | None


class CardRule(Struct, frozen=True, kw_only=True):
    """What kiosks read identity cards for. `senior_class` is None where a kiosk may not grant that class."""

    is_required: bool
    senior_age: int
    senior_class: str | None
    tickets_per_day: int


class SayThis(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text of the screen to be spoken aloud to whoever stands there. It changes nothing and is kept nowhere."""

    language: Annotated[str, Meta(max_length=8)]
    text: Annotated[str, Meta(min_length=1, max_length=600)]


class KioskLanguage(Struct, frozen=True, kw_only=True):
    """A language that the kiosk offers, by its own name; `is_spoken` when the guidance can be heard in it."""

    code: str
    name: str
    is_spoken: bool


class KioskService(Struct, frozen=True, kw_only=True):
    """A tile of the kiosk. `refusal` says why no number can be had at the moment.

    `is_day_full`: those who wait already fill the time until closing; a number can be had all the same.
    """

    id: str
    prefix: str
    name: Texts
    group: Texts
    documents: list[Texts]
    waiting: int
    wait: WaitRange | None
    is_day_full: bool
    collects_results: bool
    refusal: Refusal | None


class PriorityChoice(Struct, frozen=True, kw_only=True):
    """A priority class that the asker may grant."""

    code: str
    name: Texts


class KioskView(Struct, frozen=True, kw_only=True, tag="kiosk", tag_field="screen"):
    """What a kiosk shows. `refusal` says why the whole office gives no numbers.

    `next_day` is when numbers are given again on a later day. `appointments`: there are such as can be checked in.
    """

    now: datetime
    time_zone: str
    office_name: Texts
    languages: list[KioskLanguage]
    services: list[KioskService]
    priorities: list[PriorityChoice]
    refusal: Refusal | None
    notice: Texts
    printer_fault: str | None
    next_day: datetime | None
    appointments: bool
    card: CardRule | None
