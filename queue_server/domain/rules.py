"""What of an office's set-up decides the order in which people are called, as the journal keeps it.

Written with every set-up (`office_set_up`), so that `replay` can judge each call by the rules of its own time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

from queue_server.domain.journal import Json
from queue_server.domain.office import AppointmentPlan, Counter, Office, PriorityClass, Service
from queue_server.domain.phone_rules import PhoneRules

_MINUTE = timedelta(minutes=1)


def rules_of(office: Office) -> dict[str, Json]:
    """The counters with their services in order, the head starts that there are, and the rules for the absent.

    Head starts in seconds, without their classes' names and by service for appointments; the tolerance in minutes.
    """
    return {
        "counters": {str(counter.number): _counter_rules(counter) for counter in office.counters},
        "head_starts_s": [*sorted({int(one.head_start.total_seconds()) for one in office.priority_classes})],
        "calls_before_no_show": office.calls_before_no_show,
        "reinstate_within_min": office.reinstate_within / _MINUTE,
        "reinstate_behind": office.reinstate_behind,
        "more_time_behind": office.phone.more_time_behind,
        "more_time_limit": office.phone.more_time_limit,
        "appointments": {
            service.id: int(service.appointments.head_start.total_seconds())
            for service in office.services
            if service.appointments is not None
        },
    }


def office_under(rules: Mapping[str, Json]) -> Office:
    """An office that has nothing but these rules: what `ranking` needs to rank as it did then.

    Raises KeyError, TypeError or ValueError for what `rules_of` never wrote.
    """
    counters = cast("Mapping[str, Mapping[str, list[str]]]", rules["counters"])
    head_starts = cast("list[int]", rules["head_starts_s"])
    appointments = cast("Mapping[str, int]", rules.get("appointments", {}))
    return Office(
        id="",
        name={},
        # Journals of before there were appointments have none.
        services=tuple(_service(name, seconds) for name, seconds in appointments.items()),
        counters=tuple(_counter(int(number), of_counter) for number, of_counter in counters.items()),
        zones=(),
        priority_classes=tuple(PriorityClass(str(s), {}, timedelta(seconds=s)) for s in head_starts),
        calls_before_no_show=cast("int", rules["calls_before_no_show"]),
        reinstate_within=timedelta(minutes=cast("float", rules["reinstate_within_min"])),
        reinstate_behind=cast("int", rules["reinstate_behind"]),
        phone=_phone_rules(rules),
    )


def _service(service_id: str, head_start_s: int) -> Service:
    return Service(service_id, "", {}, appointments=AppointmentPlan(head_start=timedelta(seconds=head_start_s)))


def _counter_rules(counter: Counter) -> dict[str, Json]:
    return {"services": list(counter.service_ids), "preferred": list(counter.preferred)}


def _phone_rules(rules: Mapping[str, Json]) -> PhoneRules:
    # Rules that an older version wrote have none: nobody could ask for more time then.
    behind, limit = rules.get("more_time_behind", 0), rules.get("more_time_limit", 0)
    return PhoneRules(more_time_behind=cast("int", behind), more_time_limit=cast("int", limit))


def _counter(number: int, rules: Mapping[str, list[str]]) -> Counter:
    return Counter(number, str(number), "", tuple(rules["services"]), tuple(rules["preferred"]))
