"""The office as its administrator describes it: services, counters, zones, priority classes, hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from queue_server.domain.alerts import AlertRules
from queue_server.domain.announcing import Announcements
from queue_server.domain.citizen import IdentityCard
from queue_server.domain.errors import NotFound
from queue_server.domain.phone_rules import PhoneRules

Text = Mapping[str, str]
"""A text by language code, e.g. `{"vi": "Chứng thực", "en": "Certification"}`; always holds `vi`."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of a day, `[start, end)`, in office time. `end` of 00:00 means midnight at the day's end."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        return self.start <= at and (self.end == time.min or at < self.end)


@dataclass(frozen=True, slots=True)
class DayHours:
    """When numbers are given (`issue`) and when counters serve (`serve`) on one day; both empty on a closed day."""

    issue: tuple[Span, ...] = ()
    serve: tuple[Span, ...] = ()


CLOSED_DAY = DayHours()

# DOMAIN.md §3: issuing hours differ from serving hours.
DEFAULT_DAY = DayHours(
    issue=(Span(time(7, 0), time(11, 15)), Span(time(13, 15), time(16, 15))),
    serve=(Span(time(7, 30), time(11, 30)), Span(time(13, 30), time(17, 0))),
)


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours: one `DayHours` per weekday (Monday = 0) and the dates on which the office is closed."""

    week: Mapping[int, DayHours] = field(default_factory=lambda: dict.fromkeys(range(5), DEFAULT_DAY))
    closed: frozenset[date] = frozenset()

    def on(self, day: date) -> DayHours:
        if day in self.closed:
            return CLOSED_DAY
        return self.week.get(day.weekday(), CLOSED_DAY)


@dataclass(frozen=True, slots=True)
class PriorityClass:
    """Diện ưu tiên: counts as if it had come `head_start` earlier. Never printed nor shown in public."""

    code: str
    name: Text
    head_start: timedelta
    granted_by: Literal["citizen", "clerk"] = "citizen"


@dataclass(frozen=True, slots=True)
class AppointmentPlan:
    """How a service is booked ahead: slots of this length over the serving hours, so many citizens in each.

    A check-in counts from `early` before the slot to `late` after it. Up to `head_start` after it, nothing is lost.
    """

    slot: timedelta = timedelta(minutes=30)
    per_slot: int = 2
    days_ahead: int = 14
    head_start: timedelta = timedelta(minutes=15)
    early: timedelta = timedelta(minutes=30)
    late: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Service:
    """Lĩnh vực: what a citizen comes for. Owns a letter prefix and a number sequence."""

    id: str
    prefix: str
    name: Text
    group: Text = field(default_factory=dict)
    usual: timedelta = timedelta(minutes=10)
    documents: tuple[Text, ...] = ()
    daily_limit: int | None = None
    first_number: int = 1
    last_number: int = 999
    digits: int = 3
    is_open: bool = True
    appointments: AppointmentPlan | None = None
    collects_results: bool = False


@dataclass(frozen=True, slots=True)
class Zone:
    """Khu vực chờ: a waiting area with its own displays and loudspeaker.

    `volume` in per cent. In its `quiet` hours, office time, nothing is spoken; the displays flash all the same.
    """

    id: str
    name: Text
    volume: int = 100
    quiet: tuple[Span, ...] = ()

    def is_quiet(self, at: time) -> bool:
        """Whether the loudspeaker is silent at that time of day."""
        return self.volume == 0 or any(span.holds(at) for span in self.quiet)


@dataclass(frozen=True, slots=True)
class Counter:
    """Quầy: where one clerk serves an ordered set of services.

    `preferred` services come first: the others are called only when no preferred one waits.
    """

    number: int
    name: str
    zone_id: str
    service_ids: tuple[str, ...]
    preferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RatingReason:
    """What somebody who was not satisfied may choose from."""

    code: str
    name: Text


DEFAULT_RATING_REASONS = (
    RatingReason("cho-lau", {"vi": "Chờ quá lâu", "en": "The wait was too long"}),
    RatingReason("huong-dan", {"vi": "Hướng dẫn chưa rõ ràng", "en": "The guidance was unclear"}),
    RatingReason("thai-do", {"vi": "Thái độ phục vụ chưa tốt", "en": "The manner was not good"}),
    RatingReason("di-lai", {"vi": "Phải đi lại nhiều lần", "en": "I had to come several times"}),
)


@dataclass(frozen=True, slots=True)
class Office:
    """Bộ phận một cửa: one site with its own queue, counters, calendar and journal."""

    id: str
    name: Text
    services: tuple[Service, ...]
    counters: tuple[Counter, ...]
    zones: tuple[Zone, ...]
    priority_classes: tuple[PriorityClass, ...] = ()
    hours: Hours = field(default_factory=Hours)
    address: str = ""
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    languages: tuple[str, ...] = ("vi", "en")
    region: Literal["north", "south"] = "north"
    notice: Text = field(default_factory=dict)
    # The defaults below are DOMAIN.md's: §2 target wait, §4 calls, tolerance and places.
    target_wait: timedelta = timedelta(minutes=15)
    calls_before_no_show: int = 3
    reinstate_within: timedelta = timedelta(minutes=30)
    reinstate_behind: int = 2
    announcements: Announcements = field(default_factory=Announcements)
    public_board: bool = False
    phone: PhoneRules = field(default_factory=PhoneRules)
    when_day_is_full: Literal["warn", "stop"] = "warn"
    rating_reasons: tuple[RatingReason, ...] = DEFAULT_RATING_REASONS
    identity_card: IdentityCard = field(default_factory=IdentityCard)
    alerts: AlertRules = field(default_factory=AlertRules)

    def service(self, service_id: str) -> Service:
        """The service of that id. Raises NotFound `unknown_service`."""
        for service in self.services:
            if service.id == service_id:
                return service
        raise NotFound("unknown_service", service=service_id)

    def past_service(self, service_id: str) -> Service:
        """The service of that id, for what happened before: one that was deleted since goes by its id alone."""
        found = (service for service in self.services if service.id == service_id)
        return next(found, Service(service_id, service_id, {"vi": service_id}))

    def counter(self, number: int) -> Counter:
        """The counter of that number. Raises NotFound `unknown_counter`."""
        for counter in self.counters:
            if counter.number == number:
                return counter
        raise NotFound("unknown_counter", counter=number)

    def zone(self, zone_id: str) -> Zone:
        """The zone of that id. Raises NotFound `unknown_zone`."""
        for zone in self.zones:
            if zone.id == zone_id:
                return zone
        raise NotFound("unknown_zone", zone=zone_id)

    def priority_class(self, code: str) -> PriorityClass:
        """The priority class of that code. Raises NotFound `unknown_priority_class`."""
        for priority_class in self.priority_classes:
            if priority_class.code == code:
                return priority_class
        raise NotFound("unknown_priority_class", priority=code)

    def counters_serving(self, service_id: str) -> tuple[Counter, ...]:
        """The counters whose set of services holds this one, in the office's order."""
        return tuple(counter for counter in self.counters if service_id in counter.service_ids)
