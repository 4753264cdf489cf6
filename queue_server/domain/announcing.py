"""What the loudspeaker says of a call, how often, and when it may not speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

CallKind = Literal["call", "recall", "not_yet_come", "transfer"]
AnnouncementKind = Literal["call", "recall", "not_yet_come", "transfer", "closing_soon", "free_text", "test"]


@dataclass(frozen=True, slots=True)
class Announcements:
    """How an office announces. `templates` are its own sentences, by language and kind; the others are the default.

    A sentence is said `times` times, then once in `second_language`. `closing_soon` before the end of serving (none:
    zero) each zone is told so.
    """

    templates: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    times: int = 2
    second_language: str | None = None
    closing_soon: timedelta = timedelta(minutes=15)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the loudspeaker speaks: Vietnamese first."""
        return ("vi",) if self.second_language is None else ("vi", self.second_language)


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something said in a zone that is no call: `text` of a manager, or `minutes` until closing.

    `by_engine`: the voice pack has no clips for the text, the offline engine speaks it.
    """

    id: str
    zone_id: str
    kind: Literal["closing_soon", "free_text"]
    made_at: datetime
    language: str = "vi"
    text: str | None = None
    minutes: int | None = None
    by_engine: bool = False


def kind_of_call(*, turn: int, calls: int, calls_now: int, allowed_calls: int) -> CallKind:
    """What is said of a turn's latest call.

    `turn` counts the ticket's turns, `calls` all calls of this one, `calls_now` those since the citizen last entered
    the queue. From the last of `allowed_calls` on, after which a no-show may be declared, it says that nobody came.
    """
    if calls_now > 1:
        return "not_yet_come" if calls_now >= allowed_calls else "recall"
    # Who comes back after a no-show knows where to go: only the first call of the turn says that it goes on elsewhere.
    return "transfer" if turn > 1 and calls == 1 else "call"
