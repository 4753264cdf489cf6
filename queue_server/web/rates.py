"""How often somebody may ask, counted by address or key, in memory."""

from __future__ import annotations

import time
from collections import OrderedDict

from queue_server.web.attempts import TooManyAttempts

# Addresses are the askers' own, so their number is bounded.
REMEMBERED = 10_000


class Rate:
    """At most `allowed` in each stretch of `seconds`."""

    def __init__(self, allowed: int, seconds: float) -> None:
        self._allowed, self._seconds = allowed, seconds
        self._counted: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def count(self, who: str) -> None:
        """Count one more. Raises TooManyAttempts `too_many_requests` beyond what is allowed."""
        now = time.monotonic()
        since, count = self._counted.get(who, (now, 0))
        if now - since >= self._seconds:
            since, count = now, 0
        if count >= self._allowed:
            raise TooManyAttempts("too_many_requests", seconds=int(since + self._seconds - now) + 1)
        self._counted[who] = (since, count + 1)
        self._counted.move_to_end(who)
        while len(self._counted) > REMEMBERED:
            self._counted.popitem(last=False)
