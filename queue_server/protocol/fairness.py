"""The fairness report, as the manager sees it: recomputed from the journal alone."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from queue_server.protocol.common import Names, Texts

UnorderedOrder = Literal["chosen", "walk_in", "unexplained"]
NewPlace = Literal["reinstated", "first", "last", "moved", "moved_first", "moved_last"]


class OvertakenTicket(Struct, frozen=True, kw_only=True):
    """Who was passed over: how long they had waited, and by how much their rank time was the earlier one; seconds."""

    code: str
    waited_s: float
    by_s: float


class UnorderedCall(Struct, frozen=True, kw_only=True):
    """A call that was not the first in rank. `row` is its row of the journal."""

    row: int
    at: datetime
    clerk: str
    counter: int
    code: str
    service: str
    order: UnorderedOrder
    reason: str | None
    overtaken: list[OvertakenTicket]


class GivenPlace(Struct, frozen=True, kw_only=True):
    """A place that was given anew: a no-show who came back, a transfer that did not keep the arrival time, or a
    manager's move with its `reason`. `clerk` is who did it.
    """

    row: int
    at: datetime
    clerk: str
    code: str
    service: str
    place: NewPlace
    reason: str | None
    overtaken: list[OvertakenTicket]


class UndoneVerb(Struct, frozen=True, kw_only=True):
    """A verb that its clerk took back within seconds: the rows `undoes` count nowhere else in the report."""

    row: int
    at: datetime
    clerk: str
    code: str
    undoes: list[int]


class UnexplainedRow(Struct, frozen=True, kw_only=True):
    """A row that the rows before it do not explain; `problem` is a key under `fairness.problem.` in the locales."""

    row: int
    problem: str
    code: str
    expected: str


class FairnessGroup(Struct, frozen=True, kw_only=True):
    """Calls of one clerk (`name`) or one service (`name` its id)."""

    name: str
    calls: int
    out_of_order: int
    unexplained: int
    overtaken: int
    longest_overtaken_s: float | None


class PriorityShare(Struct, frozen=True, kw_only=True):
    """A service's tickets with a head start among all of its tickets."""

    service: str
    issued: int
    with_head_start: int


class FairnessView(Struct, frozen=True, kw_only=True):
    """The report of the business days from `first` to `last`, both included."""

    first: str
    last: str
    time_zone: str
    calls: int
    preferred: int
    longest_overtaken: OvertakenTicket | None
    out_of_order: list[UnorderedCall]
    given_places: list[GivenPlace]
    unexplained: list[UnexplainedRow]
    undone: list[UndoneVerb]
    by_clerk: list[FairnessGroup]
    by_service: list[FairnessGroup]
    priority: list[PriorityShare]
    service_names: dict[str, Texts]
    clerk_names: Names


class DayDigest(Struct, frozen=True, kw_only=True):
    """A closed day of the journal in figures: its newest row's number and hash, and its rows by event."""

    office: str
    day: str
    last_seq: int
    last_hash: str
    events: dict[str, int]


class SignedDigest(Struct, frozen=True, kw_only=True):
    """A digest, and the office's Ed25519 signature of its canonical JSON: keys sorted, no spaces, UTF-8; base64."""

    digest: DayDigest
    signature: str
    public_key: str
