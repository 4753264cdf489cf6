"""Wrong passwords and pairing codes, counted: whoever guesses has to wait."""

from __future__ import annotations

import time
from collections import OrderedDict

from queue_server.domain.errors import QueueError

ALLOWED = 5
SECONDS = 60.0
# Names are the sender's own invention, so their number is bounded.
REMEMBERED = 1000


class TooManyAttempts(QueueError):
    """Too many wrong passwords, or pairing codes, for one name."""

    status = 429


class Attempts:
    """Failures by name, within the last minute. `refusal` is the code under which more are refused."""

    def __init__(self, refusal: str = "too_many_attempts") -> None:
        self._refusal = refusal
        self._failed: OrderedDict[str, list[float]] = OrderedDict()

    def check(self, name: str) -> None:
        """Raise TooManyAttempts while the name has had its wrong passwords."""
        recent = self._recent(name)
        if len(recent) >= ALLOWED:
            raise TooManyAttempts(self._refusal, seconds=int(recent[0] + SECONDS - time.monotonic()) + 1)

    def failed(self, name: str) -> None:
        """Count a wrong one."""
        self._failed[name] = [*self._recent(name), time.monotonic()]
        self._failed.move_to_end(name)
        while len(self._failed) > REMEMBERED:
            self._failed.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """A right one ends the counting."""
        self._failed.pop(name, None)

    def _recent(self, name: str) -> list[float]:
        return [at for at in self._failed.get(name, []) if time.monotonic() - at < SECONDS]
