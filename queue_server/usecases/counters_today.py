"""A counter serves other services for today; the next day it is as usual again.

It is a change of the set-up, so that ranking, kiosk, estimates, journal and replay know of it like of any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from queue_server.domain import calendar
from queue_server.domain.errors import Invalid
from queue_server.domain.office import Counter, Office
from queue_server.office_file import write_office
from queue_server.store import counters_today, offices
from queue_server.store.counters_today import CounterToday
from queue_server.usecases import set_up
from queue_server.usecases.work import Done, Work


def serve_today(work: Work, number: int, service_ids: Sequence[str]) -> Done[int]:
    """Give a counter these services until the end of the day; the version of the set-up that is in force now.

    Raises NotFound `unknown_counter` or `unknown_service`, Invalid `no_services`, SetUpInUse when somebody would wait
    for nobody.
    """
    before = work.office.counter(number)
    wanted = {work.office.service(name).id for name in service_ids}
    if not wanted:
        raise Invalid("no_services", counter=number)
    day = calendar.business_day(work.office, work.now)
    usual = _usual(work, before)
    today = tuple(name for name in _in_order(usual.service_ids, work.office) if name in wanted)
    if set(today) == set(usual.service_ids):
        done = _apply(work, [usual])
        counters_today.forget(work.db, work.office.id, number)
        return done
    done = _apply(work, [_serving(usual, today)])
    row = CounterToday(number, day, usual.service_ids, usual.preferred, today)
    counters_today.save(work.db, work.office.id, row)
    return done


def give_back(work: Work) -> Done[int]:
    """Make the counters of earlier days as usual again, where nobody has changed them since.

    Returns the version of the set-up that is in force. Raises SetUpInUse.
    """
    day = calendar.business_day(work.office, work.now)
    past = [one for one in counters_today.all_of(work.db, work.office.id) if one.day < day]
    known = {counter.number: counter for counter in work.office.counters}
    services = {service.id for service in work.office.services}
    changed = [
        replace(_serving(known[one.counter], one.usual), preferred=one.usual_preferred)
        for one in past
        if one.counter in known and known[one.counter].service_ids == one.today and services.issuperset(one.usual)
    ]
    done = _apply(work, changed)
    for one in past:
        counters_today.forget(work.db, work.office.id, one.counter)
    return done


def _usual(work: Work, counter: Counter) -> Counter:
    """The counter as it is on other days."""
    for one in counters_today.all_of(work.db, work.office.id):
        # Changed by an administrator since, what they set is usual.
        if one.counter == counter.number and one.today == counter.service_ids:
            return replace(counter, service_ids=one.usual, preferred=one.usual_preferred)
    return counter


def _apply(work: Work, changed: Iterable[Counter]) -> Done[int]:
    by_number = {counter.number: counter for counter in changed}
    counters = tuple(by_number.get(counter.number, counter) for counter in work.office.counters)
    if counters == work.office.counters:
        return Done(offices.standing(work.db, work.office.id).version)
    return set_up.apply(work, write_office(replace(work.office, counters=counters)))


def _serving(counter: Counter, service_ids: tuple[str, ...]) -> Counter:
    preferred = tuple(name for name in counter.preferred if name in service_ids)
    return replace(counter, service_ids=service_ids, preferred=preferred)


def _in_order(first: Sequence[str], office: Office) -> list[str]:
    """These services, then the office's others: a counter's usual work stays on top of its desk."""
    return [*first, *(service.id for service in office.services if service.id not in first)]
