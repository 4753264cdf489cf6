"""A counter's session: one clerk at one counter, from opening to closing, with breaks. Frozen, like the ticket."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from queue_server.domain.errors import Conflict

CounterState = Literal["closed", "open", "paused"]


@dataclass(frozen=True, slots=True)
class CounterSession:
    """`break_since` is set while the counter is paused; `breaks` is Σ of the ended breaks.

    `offered_to` is the clerk who may take the counter over without giving a reason.
    """

    counter: int
    clerk: str
    opened_at: datetime
    break_since: datetime | None = None
    breaks: timedelta = timedelta(0)
    closed_at: datetime | None = None
    offered_to: str | None = None

    @property
    def state(self) -> CounterState:
        if self.closed_at is not None:
            return "closed"
        return "open" if self.break_since is None else "paused"

    def pause(self, now: datetime) -> CounterSession:
        """Begin a break. Raises Conflict `counter_not_open`."""
        if self.state != "open":
            raise Conflict("counter_not_open", counter=self.counter)
        return replace(self, break_since=self._not_before(now))

    def unpause(self, now: datetime) -> CounterSession:
        """End the break. Raises Conflict `counter_not_paused`."""
        if self.state != "paused":
            raise Conflict("counter_not_paused", counter=self.counter)
        return replace(self, break_since=None, breaks=self._breaks_until(now))

    def offer(self, clerk: str | None) -> CounterSession:
        """Offer the counter to another clerk, or to nobody any more. Raises Conflict `counter_not_open`."""
        if self.state == "closed":
            raise Conflict("counter_not_open", counter=self.counter)
        return replace(self, offered_to=clerk)

    def hand_over(self, clerk: str, now: datetime) -> tuple[CounterSession, CounterSession]:
        """End this session and begin another clerk's, who has the counter as it stands: open, with whoever is there.

        Raises Conflict `counter_not_open`.
        """
        # A session is known by when it began: two of them never begin at the same moment.
        now = max(self._not_before(now), self.opened_at + timedelta(microseconds=1))
        return self.close(now), CounterSession(self.counter, clerk, now)

    def close(self, now: datetime) -> CounterSession:
        """End the session, and the break with it. Raises Conflict `counter_not_open` when it is closed already."""
        if self.state == "closed":
            raise Conflict("counter_not_open", counter=self.counter)
        return replace(self, closed_at=self._not_before(now), break_since=None, breaks=self._breaks_until(now))

    def breaks_until(self, now: datetime) -> timedelta:
        """Σ break, a running break included up to `now`."""
        return self._breaks_until(now)

    def _breaks_until(self, now: datetime) -> timedelta:
        if self.break_since is None:
            return self.breaks
        return self.breaks + (self._not_before(now) - self.break_since)

    def _not_before(self, now: datetime) -> datetime:
        # As in Ticket: a clock set back makes no negative time. Breaks that ended lie inside the session, too.
        return max(now, self.break_since or self.opened_at + self.breaks)
