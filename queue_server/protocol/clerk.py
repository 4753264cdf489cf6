"""A clerk's verbs and what the desk shows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.appointments import DeskAppointment
from queue_server.protocol.common import Command, CounterState, Identifier, Place, Reason, State, Texts, TicketOutcome
from queue_server.protocol.kiosk import PriorityChoice
from queue_server.protocol.paper import MissingPaper


class SignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clerk's or manager's name and password."""

    name: Identifier
    password: Annotated[str, Meta(min_length=1, max_length=200)]


class SignedIn(Struct, frozen=True, kw_only=True):
    """Who is signed in, and the counters of the office to choose from."""

    name: str
    display_name: str
    role: Literal["clerk", "manager"]
    counters: list[CounterChoice]


class CounterChoice(Struct, frozen=True, kw_only=True):
    """A counter that a clerk can open."""

    number: int
    name: str
    zone: str
    state: CounterState
    clerk: str | None


class CallThis(Command, frozen=True, kw_only=True):
    """Call a particular waiting ticket; the reason goes into the fairness report."""

    ticket: Identifier
    reason: Reason


class TicketCommand(Command, frozen=True, kw_only=True):
    """A verb on a ticket that is not at this counter: resume, reinstate, cancel."""

    ticket: Identifier


class Transfer(Command, frozen=True, kw_only=True):
    """On to another service, or to one counter; `place` is the clerk's choice."""

    service: Identifier
    counter: int | None = None
    place: Place = "keep"


class WalkIn(Command, frozen=True, kw_only=True):
    """Someone without a ticket is served at once; a number is taken for the record."""

    service: Identifier
    priority: Identifier | None = None
    reason: Reason


class DeskTicket(Struct, frozen=True, kw_only=True):
    """A ticket as its clerk sees it. `slot` is that of the appointment which it keeps."""

    ticket: str
    code: str
    service: str
    service_name: Texts
    state: State
    priority: Texts | None
    issued_at: datetime
    arrived_at: datetime
    calls: int
    calls_now: int
    called_at: datetime | None
    service_started_at: datetime | None
    held_since: datetime | None
    ended_at: datetime | None
    turn: int
    came_from: Texts | None
    bound_to_counter: bool
    slot: datetime | None


class DeskAnswer(Struct, frozen=True, kw_only=True):
    """The answer to a clerk's verb: the ticket as it stands now, or none (counter opened …).

    `finished` is the number that the same verb was done with before it called; `was_spoken` when a call was undone that
    the hall has heard.
    """

    ticket: str | None = None
    code: str | None = None
    state: State | None = None
    outcome: TicketOutcome | None = None
    counter: int | None = None
    counter_state: CounterState | None = None
    overtaken: list[str] = []
    finished: str | None = None
    was_spoken: bool = False


class Undoable(Struct, frozen=True, kw_only=True):
    """The counter's last verb, by its event in the journal, and until when it may be taken back."""

    verb: str
    code: str
    until: datetime


class LoudspeakerTested(Struct, frozen=True, kw_only=True):
    """What became of a test: the screen that `speaks`, or the `problem`; and the `silent` screens of the zone.

    `no_screen`: none is connected; `no_sound`: none can make sound; `quiet`: quiet hours, or volume 0; `no_clips`: the
    voice pack lacks the sentence; `not_said`: the screen that was chosen went; `busy`: many calls are before it.
    """

    speaks: str | None
    problem: Literal["no_screen", "no_sound", "quiet", "no_clips", "not_said", "busy"] | None
    silent: list[str]


class ServiceChoice(Struct, frozen=True, kw_only=True):
    """A service to transfer to, with its counters' numbers; and whether it can be booked ahead."""

    id: str
    prefix: str
    name: Texts
    counters: list[int]
    appointments: bool


class ClerkView(Struct, frozen=True, kw_only=True, tag="clerk", tag_field="screen"):
    """One counter's desk. `queue` is in the order in which this counter will call them.

    `printer_faults` are by printer's id; `not_printed` are the office's tickets without paper,
    `printers` where to reprint them.
    """

    now: datetime
    time_zone: str
    office_name: Texts
    counter: int
    counter_name: str
    counter_state: CounterState
    clerk: str | None
    own_services: list[str]
    current: DeskTicket | None
    undo: Undoable | None
    queue: list[DeskTicket]
    held: list[DeskTicket]
    absent: list[DeskTicket]
    services: list[ServiceChoice]
    priorities: list[PriorityChoice]
    target_wait_s: int
    calls_before_no_show: int
    served_today: int
    printer_faults: dict[str, str]
    printers: list[str]
    not_printed: list[MissingPaper]
    appointments: list[DeskAppointment]
