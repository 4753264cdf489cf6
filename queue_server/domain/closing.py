"""Whether somebody who takes a number now can still be served today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from queue_server.domain.estimate import mean_service_time


def is_day_full(
    left: timedelta, ahead: int, service_times: Sequence[timedelta], usual: timedelta, counters: int
) -> bool:
    """Whether those who wait already fill the time that is left, so that one more would hardly be served today.

    `left`: serving time until closing, lunch left out. `ahead`: those who wait and rank before. `service_times`: of
    today, newest last. `usual`: the service's own figure. `counters`: those that are open for the service, or that are
    to open; without any there is no basis, and nobody is discouraged.
    """
    if counters <= 0:
        return False
    return ahead * mean_service_time(service_times, usual) / counters >= left
