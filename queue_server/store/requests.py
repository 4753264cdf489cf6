"""Requests that were carried out: repeating one repeats its answer, never the deed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from sqlite3 import Connection

from queue_server.domain.errors import Conflict
from queue_server.domain.moments import micros


def digest(*parts: str) -> str:
    """What was asked, in 32 hex digits: the same request id with another wish is refused."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def answer_of(db: Connection, office_id: str, request_id: str, wish: str) -> str | None:
    """The stored answer, or None when the request is new. Raises Conflict `request_id_reused`."""
    row = db.execute(
        "SELECT digest, answer FROM requests WHERE office_id = :office_id AND id = :id",
        {"office_id": office_id, "id": request_id},
    ).fetchone()
    if row is None:
        return None
    if row["digest"] != wish:
        raise Conflict("request_id_reused")
    return str(row["answer"])


def remember(db: Connection, office_id: str, request_id: str, wish: str, answer: str, at: datetime) -> None:
    """Keep the answer of a request that was carried out."""
    db.execute(
        "INSERT INTO requests (office_id, id, digest, answer, at) VALUES (:office_id, :id, :digest, :answer, :at)",
        {"office_id": office_id, "id": request_id, "digest": wish, "answer": answer, "at": micros(at)},
    )


def forget_before(db: Connection, office_id: str, at: datetime) -> int:
    """Drop answers that nobody can still be waiting for; returns how many."""
    return db.execute(
        "DELETE FROM requests WHERE office_id = :office_id AND at < :at", {"office_id": office_id, "at": micros(at)}
    ).rowcount
