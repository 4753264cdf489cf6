"""What somebody may do only so often: wrong passwords, wrong codes, bookings of one address."""

from __future__ import annotations

import time
from collections import OrderedDict

from queue_server.domain.errors import QueueError

ALLOWED = 5
SECONDS = 60.0
# Names are the sender's own invention, so their number is bounded.
REMEMBERED = 1000


class TooManyAttempts(QueueError):
    """Too often within the time: whoever guesses, or takes what is everybody's, has to wait."""

    status = 429


class Attempts:
    """What counts against a name, within the last `seconds`; `refusal` names what is refused beyond `allowed`."""

    def __init__(self, allowed: int = ALLOWED, seconds: float = SECONDS, refusal: str = "too_many_attempts") -> None:
        self._allowed, self._seconds, self._refusal = allowed, seconds, refusal
        self._failed: OrderedDict[str, list[float]] = OrderedDict()

    def check(self, name: str) -> None:
        """Raise TooManyAttempts while the name has had all that it may."""
        recent = self._recent(name)
        if len(recent) >= self._allowed:
            raise TooManyAttempts(self._refusal, seconds=int(recent[0] + self._seconds - time.monotonic()) + 1)

    def failed(self, name: str) -> None:
        """Count one more against the name."""
        self._failed[name] = [*self._recent(name), time.monotonic()]
        self._failed.move_to_end(name)
        while len(self._failed) > REMEMBERED:
            self._failed.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """A right one ends the counting."""
        self._failed.pop(name, None)

    def _recent(self, name: str) -> list[float]:
        return [at for at in self._failed.get(name, []) if time.monotonic() - at < self._seconds]
