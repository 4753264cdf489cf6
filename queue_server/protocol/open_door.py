"""What other programs read and hear: the public board, and the messages of webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from queue_server.protocol.common import AlertKind, CounterState, Texts, WaitRange


class PublicService(Struct, frozen=True, kw_only=True):
    """A service as the office's web site may show it. `open`: whether a number can be had at the moment."""

    id: str
    name: Texts
    waiting: int
    wait: WaitRange | None
    open: bool


class PublicCounter(Struct, frozen=True, kw_only=True):
    """A counter, and the number that is called to it or served at it."""

    number: int
    name: str
    state: CounterState
    code: str | None


class PublicBoard(Struct, frozen=True, kw_only=True):
    """The office at a glance, for its web site. At most a few seconds old."""

    now: datetime
    office_name: Texts
    open: bool
    services: list[PublicService]
    counters: list[PublicCounter]


class WebhookEvent(Struct, frozen=True, kw_only=True):
    """What a webhook is sent. `id` grows with time and is the same when it is sent again.

    `counter` is there once called. Nothing of the person, nor of a priority class, is ever in it.
    """

    id: int
    type: Literal["ticket.issued", "ticket.called", "ticket.finished", "ticket.no_show"]
    at: datetime
    office: str
    ticket: str
    code: str
    service: str
    counter: int | None


class WebhookAlert(Struct, frozen=True, kw_only=True):
    """What a webhook is sent of an alert. `alert` is the same when it begins and when it ends.

    `subject` is a service's id, a counter's number, a device's or a printer's id.
    """

    id: int
    type: Literal["alert.began", "alert.ended"]
    at: datetime
    office: str
    alert: int
    kind: AlertKind
    subject: str
