"""The office's set-up: `office.toml` as a structure, and how the administrator's pages look at it and change it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from queue_server.protocol.common import Command, Identifier, Texts

LocalText = str | dict[str, str]
"""A text: Vietnamese alone, or by language code."""
Spans = tuple[tuple[str, str], ...]
"""Stretches of a day, "07:30" to "11:30"."""
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Role = Literal["clerk", "manager", "administrator"]


class OfficeTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[office]`."""

    id: str
    name: LocalText
    address: str = ""
    time_zone: str = "Asia/Ho_Chi_Minh"
    languages: tuple[str, ...] = ("vi", "en")
    reading: Literal["north", "south"] = "north"
    target_wait_minutes: Annotated[int, Meta(ge=1, le=600)] = 15
    calls_before_no_show: Annotated[int, Meta(ge=1, le=20)] = 3
    reinstate_within_minutes: Annotated[int, Meta(ge=0, le=1440)] = 30
    reinstate_behind: Annotated[int, Meta(ge=0, le=100)] = 2
    when_day_is_full: Literal["warn", "stop"] = "warn"
    notice: LocalText = ""
    public_board: bool = False


class DayTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """The hours of a weekday that differs."""

    issue: Spans = ()
    serve: Spans = ()


class HoursTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[hours]`."""

    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    issue: Spans | None = None
    serve: Spans | None = None
    monday: DayTable | None = None
    tuesday: DayTable | None = None
    wednesday: DayTable | None = None
    thursday: DayTable | None = None
    friday: DayTable | None = None
    saturday: DayTable | None = None
    sunday: DayTable | None = None
    closed: list[str] = []


class AppointmentsTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """How a service is booked ahead."""

    slot_minutes: Annotated[int, Meta(ge=5)] = 30
    per_slot: Annotated[int, Meta(ge=1)] = 2
    days_ahead: Annotated[int, Meta(ge=0, le=60)] = 14
    head_start_minutes: Annotated[int, Meta(ge=0)] = 15
    early_minutes: Annotated[int, Meta(ge=0)] = 30
    late_minutes: Annotated[int, Meta(ge=0)] = 30


class ServiceTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[[service]]`."""

    prefix: str
    name: LocalText
    id: str = ""
    group: LocalText = ""
    usual_minutes: Annotated[float, Meta(gt=0, le=600)] = 10
    documents: list[LocalText] = []
    daily_limit: Annotated[int, Meta(ge=1)] | None = None
    first_number: Annotated[int, Meta(ge=1)] = 1
    last_number: Annotated[int, Meta(ge=1)] = 999
    digits: Annotated[int, Meta(ge=1, le=6)] = 3
    open: bool = True
    appointments: AppointmentsTable | None = None
    collects_results: bool = False


class ZoneTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[[zone]]`."""

    id: str
    name: LocalText
    volume: Annotated[int, Meta(ge=0, le=100)] = 100
    quiet: Spans = ()


class CounterTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[[counter]]`: its services by prefix or id."""

    number: int
    name: str
    zone: str
    services: list[str]
    preferred: list[str] = []


class PriorityTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[[priority]]`."""

    code: str
    name: LocalText
    head_start_minutes: Annotated[int, Meta(ge=0, le=1440)]
    granted_by: Literal["citizen", "clerk"] = "citizen"


class PhoneTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[phone]`."""

    more_time_behind: int = 3
    more_time_limit: int = 2
    booking: bool = False
    take: Literal["off", "code", "place"] = "off"
    code_minutes: int = 10
    location: tuple[float, float] | None = None
    distance_m: int = 300
    daily_limit: int = 2
    services: list[str] = []


class RatingReasonTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[[rating_reason]]`."""

    code: str
    name: LocalText


class AnnouncementsTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[announcements]`: sentences by kind, for each language."""

    times: Annotated[int, Meta(ge=1, le=3)] = 2
    second_language: Literal["", "en"] = ""
    closing_soon_minutes: Annotated[int, Meta(ge=0, le=120)] = 15
    vi: dict[str, str] = {}
    en: dict[str, str] = {}


class IdentityCardTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[identity_card]`."""

    ask: Literal["off", "offer", "require"] = "off"
    tickets_per_day: Annotated[int, Meta(ge=1)] = 3
    senior_age: Annotated[int, Meta(ge=1, le=150)] = 75
    senior_class: str = "cao-tuoi"


class AlertsTable(Struct, forbid_unknown_fields=True, kw_only=True):
    """`[alerts]`: after how many minutes each begins; 0: never. `wait_minutes` is the target wait unless set."""

    wait_minutes: Annotated[int, Meta(ge=0)] | None = None
    idle_minutes: Annotated[int, Meta(ge=0)] = 3
    device_minutes: Annotated[int, Meta(ge=0)] = 2


class OfficeFile(Struct, forbid_unknown_fields=True, kw_only=True):
    """The whole file."""

    office: OfficeTable
    service: list[ServiceTable]
    zone: list[ZoneTable]
    counter: list[CounterTable]
    hours: HoursTable = field(default_factory=HoursTable)
    priority: list[PriorityTable] = []
    identity_card: IdentityCardTable = field(default_factory=IdentityCardTable)
    phone: PhoneTable = field(default_factory=PhoneTable)
    rating_reason: list[RatingReasonTable] = []
    announcements: AnnouncementsTable = field(default_factory=AnnouncementsTable)
    alerts: AlertsTable = field(default_factory=AlertsTable)


class SetUpProblem(Struct, frozen=True, kw_only=True):
    """What is wrong, and where: `service.0.prefix` is the prefix of the first service."""

    where: str
    code: str
    text: Texts


class SetUpChange(Struct, frozen=True, kw_only=True):
    """One thing that differs: `service/A/usual_minutes`. `before` is null for what is new, `after` for what is gone.

    Both are written as the file would write them.
    """

    where: str
    before: str | None
    after: str | None


class SetUpVersion(Struct, frozen=True, kw_only=True):
    """A set-up that was in force from `at` on, who applied it, and what it changed."""

    version: int
    at: datetime
    actor: str
    changes: list[SetUpChange]


class SetUpView(Struct, frozen=True, kw_only=True):
    """The set-up in force, as its structure and as its file. `hints`: what is still missing, by code and place."""

    version: int
    file: OfficeFile
    text: str
    hints: list[SetUpProblem]
    history: list[SetUpVersion]


class LookAtSetUp(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A set-up that is not applied yet: its structure as JSON, or its file's text.

    Or the `version` of a former one. `file` is read by the rules of the file, so that every problem has its place.
    """

    file: dict[str, Any] | None = None
    text: str | None = None
    version: int | None = None


class SetUpLook(Struct, frozen=True, kw_only=True):
    """What applying it would change, or all that is wrong with it. `file` is null when it can't be read at all."""

    problems: list[SetUpProblem]
    changes: list[SetUpChange]
    file: OfficeFile | None


class ApplySetUp(Command, frozen=True, kw_only=True):
    """Apply a set-up, as its structure or as its file's text.

    `based_on` is the version that it was made from: when another is in force by now, nothing is applied.
    """

    based_on: int
    file: dict[str, Any] | None = None
    text: str | None = None


class RestoreSetUp(Command, frozen=True):
    """Apply a former set-up again."""

    based_on: int
    version: int


class SetUpApplied(Struct, frozen=True):
    """The version that is in force now."""

    version: int


class Person(Struct, frozen=True, kw_only=True):
    """Someone of the staff."""

    name: str
    display_name: str
    role: Role
    is_disabled: bool


class People(Struct, frozen=True):
    """The staff, by name."""

    people: list[Person]


class SavePerson(Command, frozen=True, kw_only=True):
    """Add someone to the staff (with a password) or change them; a new password ends their sign-ins."""

    name: Identifier
    display_name: Annotated[str, Meta(min_length=1, max_length=100)]
    role: Role
    is_disabled: bool = False
    password: Annotated[str, Meta(max_length=256)] | None = None


class RemovePerson(Command, frozen=True):
    """Take someone off the staff; all their sign-ins end at once."""

    name: Identifier


class ChangePassword(Command, frozen=True):
    """One's own password."""

    old: Annotated[str, Meta(max_length=256)]
    new: Annotated[str, Meta(max_length=256)]


class FirstRun(Struct, frozen=True):
    """Whether the office still waits for its first administrator."""

    is_needed: bool


class BeginOffice(Command, frozen=True, kw_only=True):
    """The first-run wizard's answers. `code` stands in the terminal of the server."""

    code: Annotated[str, Meta(max_length=32)]
    template: Literal["starter", "ward"]
    office_name: Annotated[str, Meta(min_length=1, max_length=200)]
    address: Annotated[str, Meta(max_length=300)] = ""
    reading: Literal["north", "south"] = "north"
    english: bool = True
    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    issue: Spans = ()
    serve: Spans = ()
    counters: Annotated[int, Meta(ge=1, le=60)] = 4
    name: Identifier
    display_name: Annotated[str, Meta(max_length=100)] = ""
    password: Annotated[str, Meta(max_length=256)]
