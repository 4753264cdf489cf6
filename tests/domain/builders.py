"""A small office, a Tuesday in it, and short ways to say who came when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from queue_server.domain.office import Counter, Office, PriorityClass, Service, Zone
from queue_server.domain.ranking import Waiting
from queue_server.domain.ticket import Ticket, issue

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TUESDAY = date(2026, 11, 24)
ELDERLY = timedelta(minutes=15)
EMERGENCY = timedelta(hours=24)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
MICROSECOND = timedelta(microseconds=1)


def at(clock: str, day: date = TUESDAY) -> datetime:
    """`at("08:30")` on the Tuesday, in the office's zone."""
    return datetime.combine(day, time.fromisoformat(clock), HANOI)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def service(service_id: str, **changes: object) -> Service:
    return Service(service_id, service_id, {"vi": f"Lĩnh vực {service_id}"}, **changes)  # type: ignore[arg-type]


def counter(number: int, services: str, preferred: str = "") -> Counter:
    return Counter(number, f"Quầy {number}", "hall", tuple(services), tuple(preferred))


SERVICES = (service("A"), service("B"), service("C"))
# Counter 3 prefers C. Every service has a counter without a preference.
COUNTERS = (counter(1, "AB"), counter(2, "BC"), counter(3, "ABC", preferred="C"), counter(4, "A"))
PRIORITIES = (
    PriorityClass("elderly", {"vi": "Người từ 75 tuổi"}, ELDERLY),
    PriorityClass("emergency", {"vi": "Cấp cứu"}, EMERGENCY, granted_by="clerk"),
)


def office(**changes: object) -> Office:
    known: dict[str, object] = {"services": SERVICES, "counters": COUNTERS, "priority_classes": PRIORITIES}
    zones = (Zone("hall", {"vi": "Sảnh"}),)
    return Office("ward", {"vi": "Bộ phận một cửa"}, zones=zones, **(known | changes))  # type: ignore[arg-type]


def ticket(code: str = "A001", when: str | datetime = "08:00", head_start: timedelta = timedelta(0)) -> Ticket:
    """A ticket that was just issued; its service is the code's letter."""
    return issue(
        ticket_id=f"20261124-{code}",
        business_day=TUESDAY,
        service_id=code[0],
        number=int(code[1:]),
        code=code,
        token=f"token-{code}",
        now=at(when) if isinstance(when, str) else when,
        head_start=head_start,
    )


def called(code: str = "A001", when: str = "08:00", *, called_at: str = "08:10", counter: int = 1) -> Ticket:
    return ticket(code, when).call(counter, at(called_at))


def serving(
    code: str = "A001", when: str = "08:00", *, called_at: str = "08:10", started_at: str = "08:11", counter: int = 1
) -> Ticket:
    return called(code, when, called_at=called_at, counter=counter).start(counter, at(started_at))


def waiting(ticket: Ticket) -> Waiting:
    """The waiting turn of a ticket as the ranking sees it."""
    turn = ticket.turn
    return Waiting(
        turn.rank_at, ticket.issued_at, ticket.id, ticket.code, turn.service_id, turn.only_counter, turn.arrived_at
    )


def codes(turns: list[Waiting]) -> list[str]:
    return [turn.code for turn in turns]
