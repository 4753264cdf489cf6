"""Every JSON shape that crosses the wire, declared once. JavaScript's types are generated from here.

Commands go up by HTTP POST and carry a `request_id`: repeating one repeats the answer, never the deed.
Views come down by WebSocket, whole, the newest replacing the older. Times are ISO 8601 in UTC; waits and lengths are
seconds; a wait that is shown to people is a `WaitRange` in minutes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

RequestId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Identifier = Annotated[str, Meta(min_length=1, max_length=64)]
Reason = Annotated[str, Meta(min_length=3, max_length=200)]
Texts = dict[str, str]
"""A text by language code; always holds `vi`."""
Place = Literal["keep", "first", "last"]
State = Literal["waiting", "called", "serving", "held", "ended"]
TicketOutcome = Literal["served", "transferred", "no_show", "cancelled", "expired"]
CounterState = Literal["closed", "open", "paused"]


class Command(Struct, frozen=True, forbid_unknown_fields=True):
    """What every command carries."""

    request_id: RequestId


class WaitRange(Struct, frozen=True):
    """An honest range, in minutes rounded to five."""

    low: int
    high: int


class Refusal(Struct, frozen=True, kw_only=True):
    """Why nothing was done. `text` is for people, by language; `reference` finds an internal error in the log."""

    code: str
    text: Texts
    details: dict[str, str | int | None] = {}
    reference: str | None = None


class Refused(Struct, frozen=True):
    """The body of every answer that is not a 2xx."""

    refusal: Refusal


# --- Kiosk -----------------------------------------------------------------------------------------------------------


class TakeTicket(Command, frozen=True, kw_only=True):
    """A tap at the kiosk."""

    service: Identifier
    priority: Identifier | None = None
    language: Annotated[str, Meta(max_length=8)] = "vi"


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


class KioskService(Struct, frozen=True, kw_only=True):
    """A tile of the kiosk. `refusal` says why no number can be had at the moment."""

    id: str
    prefix: str
    name: Texts
    group: Texts
    documents: list[Texts]
    waiting: int
    wait: WaitRange | None
    refusal: Refusal | None


class PriorityChoice(Struct, frozen=True, kw_only=True):
    """A priority class that the asker may grant."""

    code: str
    name: Texts


class KioskView(Struct, frozen=True, kw_only=True, tag="kiosk", tag_field="screen"):
    """What a kiosk shows. `refusal` says why the whole office gives no numbers."""

    now: datetime
    time_zone: str
    office_name: Texts
    languages: list[str]
    services: list[KioskService]
    priorities: list[PriorityChoice]
    refusal: Refusal | None
    notice: Texts
    printer_fault: str | None


# --- Display ---------------------------------------------------------------------------------------------------------


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


class DisplayView(Struct, frozen=True, kw_only=True, tag="display", tag_field="screen"):
    """What the displays of one zone show; `recent` holds the newest call first."""

    now: datetime
    time_zone: str
    office_name: Texts
    zone: str
    zone_name: Texts
    languages: list[str]
    recent: list[CalledTicket]
    counters: list[DisplayCounter]
    waiting: list[ServiceWaiting]
    notice: Texts


# --- Clerk -----------------------------------------------------------------------------------------------------------


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
    """A verb on a ticket that is not at this counter: resume, reinstate, cancel, reprint."""

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
    """A ticket as its clerk sees it. `overdue` when it waited longer than the target."""

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


class DeskAnswer(Struct, frozen=True, kw_only=True):
    """The answer to a clerk's verb: the ticket as it stands now, or none (nobody waits, counter opened …)."""

    ticket: str | None = None
    code: str | None = None
    state: State | None = None
    outcome: TicketOutcome | None = None
    counter: int | None = None
    counter_state: CounterState | None = None
    overtaken: list[str] = []


class ServiceChoice(Struct, frozen=True, kw_only=True):
    """A service to transfer to, with its counters' numbers."""

    id: str
    prefix: str
    name: Texts
    counters: list[int]


class ClerkView(Struct, frozen=True, kw_only=True, tag="clerk", tag_field="screen"):
    """One counter's desk. `queue` is in the order in which this counter will call them."""

    now: datetime
    time_zone: str
    office_name: Texts
    counter: int
    counter_name: str
    counter_state: CounterState
    clerk: str | None
    own_services: list[str]
    current: DeskTicket | None
    queue: list[DeskTicket]
    held: list[DeskTicket]
    absent: list[DeskTicket]
    services: list[ServiceChoice]
    priorities: list[PriorityChoice]
    target_wait_s: int
    calls_before_no_show: int
    served_today: int
    printer_faults: dict[str, str]


# --- Manager ---------------------------------------------------------------------------------------------------------


class Times(Struct, frozen=True, kw_only=True):
    """Seconds; all None when there is nothing to summarise."""

    count: int
    mean_s: float | None
    median_s: float | None
    p90_s: float | None
    max_s: float | None


class ManagerLine(Struct, frozen=True, kw_only=True):
    """The metrics of DOMAIN.md §5 for the office, a service or a counter; shares are 0 to 1, None without a basis."""

    issued: int
    served: int
    no_shows: int
    cancelled: int
    expired: int
    waiting: int
    longest_wait_s: float | None
    wait_to_first_call: Times
    wait_to_last_call: Times
    walk: Times
    service_time: Times
    within_target_of_called: float | None
    within_target_of_issued: float | None
    no_show_rate: float | None
    abandoned_rate: float | None


class ServiceLine(Struct, frozen=True, kw_only=True):
    """A service's day."""

    id: str
    prefix: str
    name: Texts
    line: ManagerLine


class CounterLine(Struct, frozen=True, kw_only=True):
    """A counter's day; seconds of its sessions."""

    number: int
    name: str
    state: CounterState
    clerk: str | None
    code: str | None
    served: int
    service_time: Times
    open_s: float
    serving_s: float
    idle_s: float
    break_s: float


class TurnRecord(Struct, frozen=True, kw_only=True):
    """One turn of today with its wait and service times; the newest first on the manager's page."""

    code: str
    service: str
    counter: int | None
    state: State
    outcome: TicketOutcome | None
    arrived_at: datetime
    wait_s: float | None
    service_s: float | None


class ScreenLine(Struct, frozen=True, kw_only=True):
    """A screen that is connected now."""

    kind: str
    name: str
    since: datetime


class ManagerView(Struct, frozen=True, kw_only=True, tag="manager", tag_field="screen"):
    """Today."""

    now: datetime
    time_zone: str
    office_name: Texts
    business_day: str
    target_wait_s: int
    total: ManagerLine
    services: list[ServiceLine]
    counters: list[CounterLine]
    latest: list[TurnRecord]
    screens: list[ScreenLine]
    printer_faults: dict[str, str]


# --- Phone -----------------------------------------------------------------------------------------------------------


class PhoneView(Struct, frozen=True, kw_only=True, tag="phone", tag_field="screen"):
    """One citizen's own page. `ahead` and `wait` only while waiting; `counter` once called."""

    now: datetime
    time_zone: str
    office_name: Texts
    code: str
    service_name: Texts
    state: State
    outcome: TicketOutcome | None
    issued_at: datetime
    ahead: int | None
    wait: WaitRange | None
    counter: int | None
    counter_name: str | None
    called_at: datetime | None
    calls: int


# --- Socket ----------------------------------------------------------------------------------------------------------

View = KioskView | DisplayView | ClerkView | ManagerView | PhoneView


class ScreenHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """First message of a screen. `token`: a device's or a phone page's; staff come with their cookie."""

    token: Annotated[str, Meta(max_length=200)] | None = None
    name: Annotated[str, Meta(max_length=64)] = ""
    sound: bool = False


class Sounding(Struct, frozen=True, kw_only=True, tag="sounding", tag_field="type"):
    """A display says whether its browser lets it make sound: a silent one is not chosen to speak."""

    sound: bool


FromScreen = ScreenHello | Sounding


class ServerHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """First message of the server: a screen of another version reloads itself."""

    version: str
    now: datetime


class ViewFrame(Struct, frozen=True, tag="view", tag_field="type"):
    """The whole view."""

    view: View


class Announce(Struct, frozen=True, kw_only=True, tag="announce", tag_field="type"):
    """The call that is being spoken now in this zone: flash it for `seconds`; play `sound` when `speak`.

    The sound is told by address, `sound` as the browser plays it (MP3) and `sound_wav` as the fallback.
    """

    id: str
    code: str
    counter: int
    text: str
    seconds: float
    speak: bool
    sound: str | None
    sound_wav: str | None


class Beat(Struct, frozen=True, kw_only=True, tag="beat", tag_field="type"):
    """Every ten seconds: the server lives. A screen that hears nothing for 25 seconds reconnects."""

    now: datetime


class RefusedFrame(Struct, frozen=True, tag="refused", tag_field="type"):
    """Why the server closes this socket."""

    refusal: Refusal


FromServer = ServerHello | ViewFrame | Announce | Beat | RefusedFrame


class Health(Struct, frozen=True, kw_only=True):
    """Answer of `/api/health`. `clock_speed` is 1 but in a demonstration or replay."""

    version: str
    office: str
    now: datetime
    clock_speed: float
