"""Whether somebody who takes a number now can still be served today."""

from __future__ import annotations

from datetime import timedelta


def is_day_full(left: timedelta, work: timedelta, counters: int) -> bool:
    """Whether those who wait already fill the time that is left, so that one more would hardly be served today.

    `left`: serving time until closing, lunch left out. `work`: how long the services of those who rank before take.
    `counters`: those that are open for the service, or that are to open; without any there is no basis, and nobody is
    discouraged.
    """
    return counters > 0 and work / counters >= left
