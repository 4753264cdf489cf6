"""Quiet alarms, for staff only."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from queue_server.protocol.common import Command

AlarmKind = Literal["colleague", "guard"]


class RaiseAlarm(Command, frozen=True, kw_only=True):
    """Ask quietly for a colleague or the guard."""

    kind: AlarmKind


class AlarmLine(Struct, frozen=True, kw_only=True):
    """A quiet alarm that is not over, for staff only."""

    counter: int
    counter_name: str
    kind: AlarmKind
    clerk: str
    raised_at: datetime
    answered_by: str | None


class PastAlarm(Struct, frozen=True, kw_only=True):
    """A quiet alarm as the journal has it. `ended_by` is None when the end of its day ended it, or nothing yet has."""

    counter: int
    kind: AlarmKind
    raised_at: datetime
    raised_by: str
    answered_at: datetime | None = None
    answered_by: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None


class AlarmHistory(Struct, frozen=True, kw_only=True):
    """The quiet alarms of some days, the newest first, and the names of the counters by number."""

    alarms: list[PastAlarm]
    counter_names: dict[int, str]
