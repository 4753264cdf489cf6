"""A counter's time: open, serving, idle, break (DOMAIN.md §5), session by session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from queue_server.domain.counter_session import CounterSession
from queue_server.domain.moments import length_micros, micros
from queue_server.domain.ticket import Outcome
from queue_server.domain.turn_times import TurnTimes

_SECOND = 1_000_000
_EXPIRED = Outcome.EXPIRED.value


@dataclass(frozen=True, slots=True)
class Sessions:
    """Seconds of counter sessions: the sessions' length, Σ service, open − serving − break, Σ break."""

    open_s: float = 0.0
    serving_s: float = 0.0
    idle_s: float = 0.0
    break_s: float = 0.0


NO_SESSIONS = Sessions()


class Stint(NamedTuple):
    """One service as its counter sees it, in microseconds: from, to, and how much of it was service and not hold."""

    start: int
    end: int
    serving: int


def stint(turn: TurnTimes, now: int) -> Stint | None:
    """The service of a turn, a running one up to `now`; None when it has not begun.

    None too for one that the day's end cut off: nobody knows when it ended.
    """
    started = turn.service_started_at
    if started is None or turn.outcome == _EXPIRED:
        return None
    end = turn.ended_at or turn.held_since or max(now, started)
    return Stint(started, end, max(end - started - turn.held, 0))


def session_times(sessions: Iterable[CounterSession], stints: Sequence[Stint], now: datetime) -> list[Sessions]:
    """The times of the sessions of one counter, in their order; `stints` are the services at this counter.

    A service counts where it lies inside a session, and all of them for no more than the session's length less its
    breaks, so that serving, idle and break always add up to open. They could be more only where the clock was set back,
    or where a citizen held at one counter was resumed at this one, which then has the whole service.
    """
    left = [one.serving for one in stints]
    return [_times(session, stints, left, now) for session in sorted(sessions, key=lambda one: one.opened_at)]


def sum_of(sessions: Sequence[Sessions]) -> Sessions:
    """Several sessions as one."""
    return Sessions(
        sum(session.open_s for session in sessions),
        sum(session.serving_s for session in sessions),
        sum(session.idle_s for session in sessions),
        sum(session.break_s for session in sessions),
    )


def _times(session: CounterSession, stints: Sequence[Stint], left: list[int], now: datetime) -> Sessions:
    start, breaks = micros(session.opened_at), length_micros(session.breaks_until(now))
    end = max(micros(session.closed_at or now), start + breaks)
    served = sum(_take(n, stints[n], left, start, end) for n in range(len(stints)))
    serving = min(served, end - start - breaks)
    idle = end - start - breaks - serving
    return Sessions((end - start) / _SECOND, serving / _SECOND, idle / _SECOND, breaks / _SECOND)


def _take(n: int, one: Stint, left: list[int], start: int, end: int) -> int:
    # What one session has of a service, another session of the counter can't have again.
    taken = min(left[n], max(min(end, one.end) - max(start, one.start), 0))
    left[n] -= taken
    return taken
