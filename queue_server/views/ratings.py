"""How satisfied people were, by service and counter; too few are not told."""

from __future__ import annotations

from datetime import datetime, timedelta
from sqlite3 import Connection

from queue_server.domain import calendar, rating
from queue_server.domain.office import Office
from queue_server.domain.rating import Given, Summary
from queue_server.protocol import CounterRatings, RatingLine, Ratings, ReasonCount, ServiceRatings
from queue_server.store import ratings
from queue_server.views.common import texts


def ratings_view(db: Connection, office: Office, now: datetime, days: int) -> Ratings:
    """The ratings of the last `days` business days, today among them."""
    first = calendar.business_day(office, now) - timedelta(days=days - 1)
    given = ratings.since(db, office.id, first)
    return Ratings(
        days=days,
        least=rating.LEAST,
        total=_line(rating.summarise(given)),
        services=[
            ServiceRatings(
                id=service.id,
                prefix=service.prefix,
                name=texts(service.name),
                line=_told([one for one in given if one.service_id == service.id]),
            )
            for service in office.services
        ],
        counters=[
            CounterRatings(
                number=counter.number,
                name=counter.name,
                line=_told([one for one in given if one.counter == counter.number]),
            )
            for counter in office.counters
        ],
        reasons=_reasons(office, given),
    )


def _reasons(office: Office, given: list[Given]) -> list[ReasonCount]:
    counts = {reason.code: 0 for reason in office.rating_reasons}
    for one in given:
        if one.reason in counts:
            counts[one.reason] += one.given
    return [ReasonCount(name=texts(reason.name), count=counts[reason.code]) for reason in office.rating_reasons]


def _told(given: list[Given]) -> RatingLine | None:
    summary = rating.told(given)
    return None if summary is None else _line(summary)


def _line(summary: Summary) -> RatingLine:
    return RatingLine(count=summary.count, mean=summary.mean, levels=list(summary.levels))
