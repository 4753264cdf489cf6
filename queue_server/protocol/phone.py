"""One citizen's own page."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.common import Command, Identifier, Refusal, State, Texts, TicketOutcome, WaitRange


class TakeByPhone(Command, frozen=True, kw_only=True):
    """A number from a phone: with the hall's `code`, or where it is, in degrees, which is compared and never kept."""

    service: Identifier
    language: Annotated[str, Meta(max_length=8)] = "vi"
    code: Annotated[str, Meta(max_length=8)] | None = None
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None
    accuracy_m: Annotated[float, Meta(ge=0)] = 0.0


class PhoneService(Struct, frozen=True, kw_only=True):
    """A service of which a phone may take a number. `refusal` says why there is none at the moment."""

    id: str
    name: Texts
    waiting: int
    wait: WaitRange | None
    refusal: Refusal | None


class PhoneOffer(Struct, frozen=True, kw_only=True):
    """What a phone may take, and how it shows that it is at the office."""

    now: datetime
    office_name: Texts
    take: Literal["off", "code", "place"]
    services: list[PhoneService]
    refusal: Refusal | None


class PhoneView(Struct, frozen=True, kw_only=True, tag="phone", tag_field="screen"):
    """One citizen's own page. `ahead` and `wait` only while waiting; `counter` once called; `slot` with an appointment.

    `more_time`: how many more times the citizen may let `more_time_behind` others go ahead.
    """

    now: datetime
    time_zone: str
    office_name: Texts
    code: str
    service_name: Texts
    state: State
    outcome: TicketOutcome | None
    issued_at: datetime
    slot: datetime | None
    ahead: int | None
    wait: WaitRange | None
    counter: int | None
    counter_name: str | None
    called_at: datetime | None
    calls: int
    more_time: int
    more_time_behind: int


class AskNotices(Command, frozen=True, kw_only=True):
    """Where this phone wants to be told, as its browser's push subscription says: an address and two keys."""

    endpoint: Annotated[str, Meta(max_length=1024)]
    p256dh: Annotated[str, Meta(max_length=100)]
    auth: Annotated[str, Meta(max_length=40)]
    language: Annotated[str, Meta(max_length=8)] = "vi"


class Notices(Struct, frozen=True, kw_only=True):
    """`key`: the office's public key, with which a browser subscribes; null where the office sends no notices."""

    key: str | None
    is_on: bool


class CalledBefore(Struct, frozen=True, kw_only=True):
    """Somebody who was called while this ticket waited. `is_later`: they had come after it, all the same."""

    code: str
    came_at: datetime
    called_at: datetime
    counter: int
    is_later: bool


class QueueProof(Struct, frozen=True, kw_only=True):
    """Who was called before this ticket for the same counters, in the order of the calls, once it was called itself.

    Never why: a head start can be health data. The reasons are in the journal, and in the manager's fairness report.
    """

    came_at: datetime
    called_at: datetime
    called_before: list[CalledBefore]
