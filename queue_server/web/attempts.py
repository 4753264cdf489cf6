"""Wrong passwords, counted: whoever guesses has to wait."""

from __future__ import annotations

import time
from collections import OrderedDict

from queue_server.domain.errors import QueueError

ALLOWED = 5
SECONDS = 60.0
# Names are the sender's own invention, so their number is bounded.
REMEMBERED = 1000


class TooManyAttempts(QueueError):
    """Too many wrong passwords for one name."""

    status = 429


class Attempts:
    """Failed sign-ins by name, within the last minute."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, list[float]] = OrderedDict()

    def check(self, name: str) -> None:
        """Raise TooManyAttempts `too_many_attempts` while the name has had its wrong passwords."""
        recent = self._recent(name)
        if len(recent) >= ALLOWED:
            raise TooManyAttempts("too_many_attempts", seconds=int(recent[0] + SECONDS - time.monotonic()) + 1)

    def failed(self, name: str) -> None:
        """Count a wrong password."""
        self._failed[name] = [*self._recent(name), time.monotonic()]
        self._failed.move_to_end(name)
        while len(self._failed) > REMEMBERED:
            self._failed.popitem(last=False)

    def succeeded(self, name: str) -> None:
        """A right password ends the counting."""
        self._failed.pop(name, None)

    def _recent(self, name: str) -> list[float]:
        return [at for at in self._failed.get(name, []) if time.monotonic() - at < SECONDS]
