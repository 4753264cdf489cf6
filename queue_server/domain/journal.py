"""The journal: one row per verb, each hash covering the row before it. What was written cannot be changed unseen.

`hash = SHA-256(previous hash + this row)`, where the row is its canonical JSON. The journal never holds personal data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from queue_server.domain.moments import micros

FIRST_HASH = "0" * 64
"""What the first row of an office follows."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `at` is microseconds since the epoch, UTC; `body` is canonical JSON text; `hash` is 64 hex digits."""

    office_id: str
    seq: int
    at: int
    actor: str
    event: str
    body: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last row that the office knows it has written: shows a tail that was cut off."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """A row at which the chain does not hold. `reason` is altered, removed, inserted or cut.

    `until`: the last of several rows in a row that were removed.
    """

    seq: int
    reason: str
    until: int | None = None


def canonical(body: Mapping[str, Json]) -> str:
    """One text for one body, whatever the order of its keys."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_hash(previous: str, row: Row) -> str:
    """SHA-256 over the previous hash and every column of this row but its hash; 64 hex digits."""
    text = json.dumps([row.office_id, row.seq, row.at, row.actor, row.event, row.body], ensure_ascii=False)
    return hashlib.sha256((previous + text).encode()).hexdigest()


def next_row(head: Head, office_id: str, at: datetime, actor: str, event: str, body: Mapping[str, Json]) -> Row:
    """The row that follows `head`."""
    bare = Row(office_id, head.seq + 1, micros(at), actor, event, canonical(body), "")
    return replace(bare, hash=row_hash(head.hash, bare))


def breaks(rows: Iterable[Row], head: Head) -> Iterator[Break]:
    """Walk the rows in the order of `seq`; nothing when the chain is whole and ends at `head`.

    A gap names the first missing row; a number that comes twice names the inserted one; a hash that does not
    follow names the row at which the chain breaks; rows missing after the end are `cut`. After a break the walk goes on
    from the hash that stands there, so that each place where somebody laid a hand on the journal is named.
    """
    previous, expected = FIRST_HASH, 1
    for row in rows:
        if row.seq < expected:
            yield Break(row.seq, "inserted")
            continue
        if row.seq > expected:
            yield Break(expected, "removed", row.seq - 1 if row.seq - 1 > expected else None)
        # What followed from a row that is gone can't be checked against it.
        elif row_hash(previous, row) != row.hash:
            yield Break(row.seq, "altered")
        previous, expected = row.hash, row.seq + 1
    if (at_end := _break_at_end(previous, expected - 1, head)) is not None:
        yield at_end


def first_break(rows: Iterable[Row], head: Head) -> Break | None:
    """The first of the `breaks`; None when the chain is whole."""
    return next(breaks(rows, head), None)


def _break_at_end(last_hash: str, last_seq: int, head: Head) -> Break | None:
    if last_seq < head.seq:
        return Break(last_seq + 1, "cut")
    if last_seq > head.seq:
        return Break(head.seq + 1, "inserted")
    return None if last_hash == head.hash else Break(last_seq, "altered")
