"""Each counter's last verb, for as long as it may be taken back. Holds turns only: nothing personal."""

from __future__ import annotations

from sqlite3 import Connection

import msgspec

from queue_server.domain.moments import micros, moment
from queue_server.domain.undo import Deed, LastVerb


def remember(db: Connection, office_id: str, last: LastVerb) -> None:
    """Keep it in the place of the counter's verb before."""
    db.execute(
        "INSERT INTO last_verbs (office_id, counter, clerk, verb, at, seqs, deeds)"
        " VALUES (:office_id, :counter, :clerk, :verb, :at, :seqs, :deeds)"
        " ON CONFLICT (office_id, counter) DO UPDATE SET clerk = excluded.clerk, verb = excluded.verb,"
        " at = excluded.at, seqs = excluded.seqs, deeds = excluded.deeds",
        {
            "office_id": office_id,
            "counter": last.counter,
            "clerk": last.clerk,
            "verb": last.verb,
            "at": micros(last.at),
            "seqs": msgspec.json.encode(last.seqs).decode(),
            "deeds": msgspec.json.encode(last.deeds).decode(),
        },
    )


def of_counter(db: Connection, office_id: str, counter: int) -> LastVerb | None:
    """The last verb of a counter that was not taken back, however long ago."""
    row = db.execute(
        "SELECT clerk, verb, at, seqs, deeds FROM last_verbs WHERE office_id = :office_id AND counter = :counter",
        {"office_id": office_id, "counter": counter},
    ).fetchone()
    if row is None:
        return None
    seqs = msgspec.json.decode(row["seqs"], type=tuple[int, ...])
    deeds = msgspec.json.decode(row["deeds"], type=tuple[Deed, ...])
    return LastVerb(counter, row["clerk"], row["verb"], moment(row["at"]), seqs, deeds)


def forget(db: Connection, office_id: str, counter: int) -> None:
    """It can't be taken back any more: it was, or the clerk opened, left or closed the counter since."""
    db.execute(
        "DELETE FROM last_verbs WHERE office_id = :office_id AND counter = :counter",
        {"office_id": office_id, "counter": counter},
    )
