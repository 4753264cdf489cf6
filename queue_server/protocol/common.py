"""What the shapes of every audience are made of: commands, refusals, texts, states."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

RequestId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Identifier = Annotated[str, Meta(min_length=1, max_length=64)]
Reason = Annotated[str, Meta(min_length=3, max_length=200)]
Texts = dict[str, str]
"""A text by language code; always holds `vi`."""
Names = dict[str, str]
"""How everyone on the staff is called on screens, by the name that they sign in with; who has left is not in it."""
Place = Literal["keep", "first", "last"]
State = Literal["waiting", "called", "serving", "held", "ended"]
TicketOutcome = Literal["served", "transferred", "no_show", "cancelled", "expired"]
CounterState = Literal["closed", "open", "paused"]
AlertKind = Literal["wait_over_target", "counter_idle", "display_gone", "printer_out"]
AnnouncementKind = Literal["call", "recall", "not_yet_come", "transfer", "closing_soon", "free_text", "test"]


class Command(Struct, frozen=True, forbid_unknown_fields=True):
    """What every command carries."""

    request_id: RequestId


class WaitRange(Struct, frozen=True):
    """An honest range, in minutes rounded to five."""

    low: int
    high: int


class Refusal(Struct, frozen=True, kw_only=True):
    """Why nothing was done. `text` is for people, by language; `reference` finds an internal error in the log."""

    code: str
    text: Texts
    details: dict[str, str | int | None] = {}
    reference: str | None = None


class Refused(Struct, frozen=True):
    """The body of every answer that is not a 2xx."""

    refusal: Refusal
