"""Keys by which other programs speak with the office. Kept as SHA-256 only."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain.moments import micros
from queue_server.store.people import token_hash


class ApiKey(NamedTuple):
    """A key by its name, and what it opens."""

    name: str
    scopes: frozenset[str]


def save(db: Connection, office_id: str, key: ApiKey, secret: str, now: datetime) -> None:
    """Keep a key, or give the one of that name a new secret and new scopes."""
    db.execute(
        "INSERT INTO api_keys (office_id, name, key_hash, scopes, made_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (office_id, name) DO UPDATE SET key_hash = excluded.key_hash, scopes = excluded.scopes,"
        " made_at = excluded.made_at",
        (office_id, key.name, token_hash(secret), " ".join(sorted(key.scopes)), micros(now)),
    )


def find(db: Connection, office_id: str, secret: str) -> ApiKey | None:
    """The key whose secret this is."""
    row = db.execute(
        "SELECT name, scopes FROM api_keys WHERE office_id = ? AND key_hash = ?", (office_id, token_hash(secret))
    ).fetchone()
    return None if row is None else ApiKey(row["name"], frozenset(row["scopes"].split()))


def all_keys(db: Connection, office_id: str) -> list[ApiKey]:
    """Every key, by name."""
    rows = db.execute("SELECT name, scopes FROM api_keys WHERE office_id = ? ORDER BY name", (office_id,))
    return [ApiKey(row["name"], frozenset(row["scopes"].split())) for row in rows]


def forget(db: Connection, office_id: str, name: str) -> bool:
    """Revoke a key; False when there is none of that name."""
    deleted = db.execute("DELETE FROM api_keys WHERE office_id = ? AND name = ?", (office_id, name))
    return deleted.rowcount == 1
