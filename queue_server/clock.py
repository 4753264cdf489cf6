"""The only place where the clock is read. A demonstration or a replay runs on a clock of its own."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is in the office; `speed` is how many office seconds pass in a real one."""

    @property
    def speed(self) -> float: ...

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock, aware, in UTC."""

    speed: float = 1.0

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class PlayClock:
    """A clock that starts at `start` (aware) when it is made and runs `speed` times as fast as real time."""

    start: datetime
    speed: float = 1.0
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return (self.start + timedelta(seconds=(time.monotonic() - self._began) * self.speed)).astimezone(UTC)
