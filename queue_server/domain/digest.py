"""A day of the journal in a few figures: published, it shows any later change of that day or of the days before it.

The last hash covers every row up to the day's end. The counts tell people what it was that was sealed.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from queue_server.domain.journal import FIRST_HASH, Json, Row, canonical


@dataclass(frozen=True, slots=True)
class Digest:
    """`last_seq` and `last_hash`: the newest row at the day's end. `events` counts the day's rows by event."""

    office: str
    day: str
    last_seq: int
    last_hash: str
    events: Mapping[str, int]

    @property
    def text(self) -> str:
        """The digest as it is signed: one text for one digest."""
        events: dict[str, Json] = dict(self.events)
        return canonical(
            {
                "office": self.office,
                "day": self.day,
                "last_seq": self.last_seq,
                "last_hash": self.last_hash,
                "events": events,
            }
        )


def digest_of(office_id: str, day: date, rows: Iterable[Row], before: Row | None) -> Digest:
    """The digest of a day out of its rows, in the order of `seq`; `before` is the newest row of the days before."""
    events: Tally[str] = Tally()
    last = before
    for row in rows:
        events[row.event] += 1
        last = row
    seq, sealed = (0, FIRST_HASH) if last is None else (last.seq, last.hash)
    return Digest(office_id, day.isoformat(), seq, sealed, dict(sorted(events.items())))


def differences(digest: Digest, now: Digest, sealed: Row | None) -> list[str]:
    """What of a published digest the journal no longer says: `last_hash`, or `events` by name; empty when all agrees.

    `now` is the digest as the rows give it now; `sealed` is the row of the number that the digest sealed.
    """
    wrong = [] if (FIRST_HASH if sealed is None else sealed.hash) == digest.last_hash else ["last_hash"]
    if now.last_seq != digest.last_seq:
        wrong.append("last_seq")
    names = sorted({*digest.events, *now.events})
    return wrong + [name for name in names if digest.events.get(name, 0) != now.events.get(name, 0)]
