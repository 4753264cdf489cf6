"""What the wall shows."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from queue_server.protocol.common import CounterState, State, Texts


class CalledTicket(Struct, frozen=True, kw_only=True):
    """A call on the wall. `announcement` is the id under which the loudspeaker says it."""

    code: str
    counter: int
    counter_name: str
    called_at: datetime
    announcement: str
    state: State


class DisplayCounter(Struct, frozen=True, kw_only=True):
    """A counter of the zone and whom it has at the moment."""

    number: int
    name: str
    state: CounterState
    code: str | None
    ticket_state: State | None


class ServiceWaiting(Struct, frozen=True, kw_only=True):
    """How many wait for a service."""

    id: str
    prefix: str
    name: Texts
    waiting: int


class MediaItem(Struct, frozen=True, kw_only=True):
    """Shown in turn beside the queue: a picture or video by its `address`, or a notice as safe `html`."""

    kind: Literal["picture", "video", "notice"]
    name: str
    address: str | None = None
    html: str | None = None


class DisplayView(Struct, frozen=True, kw_only=True, tag="display", tag_field="screen"):
    """What the displays of one zone show; `recent` holds the newest call first.

    `phone_code` lets a phone in the hall take a number, where the office asks for it. `absent` did not come and may
    still wait again. `message` is the manager's; empty without one.
    """

    now: datetime
    time_zone: str
    office_name: Texts
    zone: str
    zone_name: Texts
    languages: list[str]
    recent: list[CalledTicket]
    counters: list[DisplayCounter]
    waiting: list[ServiceWaiting]
    absent: list[str]
    notice: Texts
    message: Texts
    media: list[MediaItem]
    phone_code: str | None = None
