"""A clerk's verbs and what the desk shows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from queue_server.protocol.alarms import AlarmLine
from queue_server.protocol.appointments import DeskAppointment
from queue_server.protocol.common import (
    Command,
    CounterState,
    Identifier,
    Names,
    Place,
    Reason,
    State,
    Texts,
    TicketOutcome,
)
from queue_server.protocol.kiosk import DossierAnswer, PriorityChoice
from queue_server.protocol.paper import MissingPaper

NoteText = Annotated[str, Meta(max_length=500)]


class SignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clerk's or manager's name and password."""

    name: Identifier
    password: Annotated[str, Meta(min_length=1, max_length=200)]


class SignedIn(Struct, frozen=True, kw_only=True):
    """Who is signed in, and the counters of the office to choose from."""

    name: str
    display_name: str
    role: Literal["clerk", "manager", "administrator"]
    counters: list[CounterChoice]
    names: Names


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
    note: NoteText = ""


class Close(Command, frozen=True, kw_only=True):
    """End the session; with `release`, who waits for this counter alone may go to any other of the service."""

    release: bool = False


class TicketNote(Command, frozen=True, kw_only=True):
    """What the next counter should know about a ticket; an empty text drops the note."""

    ticket: Identifier
    text: NoteText


class Offer(Command, frozen=True, kw_only=True):
    """Offer the counter to another clerk, as it stands; None takes the offer back."""

    to: Identifier | None


class TakeOver(Command, frozen=True, kw_only=True):
    """Go on with another clerk's counter; without an offer it needs a reason."""

    reason: Reason | None = None


class WalkIn(Command, frozen=True, kw_only=True):
    """Someone without a ticket is served at once; a number is taken for the record."""

    service: Identifier
    priority: Identifier | None = None
    reason: Reason


class DeskTicket(Struct, frozen=True, kw_only=True):
    """A ticket as its clerk sees it. `slot` is that of the appointment which it keeps.

    `usual_s` is the usual length of the service; `why` is there while it waits.
    """

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
    held_s: float
    usual_s: int
    note: DeskNote | None
    why: Why | None
    dossier: DossierAnswer | None = None


class DeskNote(Struct, frozen=True, kw_only=True):
    """What a clerk wrote about a ticket for the next counter."""

    text: str
    clerk: str
    counter: int
    at: datetime


class Why(Struct, frozen=True, kw_only=True):
    """Why a waiting ticket stands where it stands.

    `came_at`: when the citizen came; `counts_as`: the moment by which it is ranked; `place`: what made that moment.
    `claim`: why this counter takes it before others: it waits for this counter alone, or its service is preferred here.
    """

    came_at: datetime
    counts_as: datetime
    claim: Literal["bound", "preferred"] | None
    place: Literal["arrived", "head_start", "kept", "moved_first", "moved_last", "returned", "postponed", "slot"]


class HistoryLine(Struct, frozen=True, kw_only=True):
    """One row of the journal about a ticket.

    `by` is the kind of actor, `who` the one of the staff if it was one of them; `overtook`: the other ticket, when the
    row is about one that passed it.
    """

    at: datetime
    event: str
    by: str
    who: str | None
    counter: int | None
    service_name: Texts | None
    to_counter: int | None
    place: str | None
    reason: str | None
    overtook: str | None
    was_undone: bool


class TicketHistory(Struct, frozen=True, kw_only=True):
    """What has happened to a ticket, the oldest first."""

    ticket: str
    code: str
    lines: list[HistoryLine]


class Colleague(Struct, frozen=True, kw_only=True):
    """A clerk to whom the counter can be handed over."""

    name: str
    display_name: str


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
    `only_here` of them wait for a service that no other open counter has. `offered_to` is the clerk who may take over.
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
    alarms: list[AlarmLine]
    colleagues: list[Colleague]
    offered_to: str | None
    only_here: int
    names: Names
