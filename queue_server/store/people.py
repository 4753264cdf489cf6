"""Staff and their sign-ins. Tokens are kept as SHA-256 only; passwords as argon2 hashes."""

from __future__ import annotations

import hashlib
from datetime import datetime
from sqlite3 import Connection
from typing import Literal, NamedTuple

from queue_server.domain.moments import micros

Role = Literal["clerk", "manager"]


class User(NamedTuple):
    """A clerk or manager."""

    name: str
    display_name: str
    role: Role
    password_hash: str


def token_hash(token: str) -> str:
    """Tokens are 128 random bits or more, so one plain SHA-256 hides them well enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def user(db: Connection, office_id: str, name: str) -> User | None:
    """Someone of the staff by name, or None."""
    row = db.execute(
        "SELECT name, display_name, role, password_hash FROM users WHERE office_id = :office_id AND name = :name",
        {"office_id": office_id, "name": name},
    ).fetchone()
    return None if row is None else User(*row)


def users(db: Connection, office_id: str) -> list[User]:
    """Everyone on the staff, by name."""
    rows = db.execute(
        "SELECT name, display_name, role, password_hash FROM users WHERE office_id = :office_id ORDER BY name",
        {"office_id": office_id},
    )
    return [User(*row) for row in rows]


def save_user(db: Connection, office_id: str, person: User) -> None:
    """Add someone to the staff, or change them; a changed password ends their sign-ins."""
    db.execute(
        "INSERT INTO users (office_id, name, display_name, role, password_hash)"
        " VALUES (:office_id, :name, :display_name, :role, :password_hash)"
        " ON CONFLICT (office_id, name) DO UPDATE SET display_name = excluded.display_name, role = excluded.role,"
        " password_hash = excluded.password_hash",
        {"office_id": office_id, **person._asdict()},
    )
    db.execute(
        "DELETE FROM sign_ins WHERE office_id = :office_id AND user_name = :name",
        {"office_id": office_id, "name": person.name},
    )


def delete_user(db: Connection, office_id: str, name: str) -> bool:
    """Take someone off the staff, with all their sign-ins; False when there is nobody of that name."""
    values = {"office_id": office_id, "name": name}
    db.execute("DELETE FROM sign_ins WHERE office_id = :office_id AND user_name = :name", values)
    return db.execute("DELETE FROM users WHERE office_id = :office_id AND name = :name", values).rowcount == 1


def save_sign_in(db: Connection, office_id: str, token: str, person: User, expires_at: datetime) -> None:
    """Keep a sign-in until it expires."""
    db.execute(
        "INSERT INTO sign_ins (token_hash, office_id, user_name, role, expires_at)"
        " VALUES (:token_hash, :office_id, :name, :role, :expires_at)",
        {
            "token_hash": token_hash(token),
            "office_id": office_id,
            "name": person.name,
            "role": person.role,
            "expires_at": micros(expires_at),
        },
    )


def signed_in(db: Connection, office_id: str, token: str, role: Role, now: datetime) -> User | None:
    """Whose token this is, while it is good for that role."""
    row = db.execute(
        "SELECT users.name, display_name, users.role, password_hash FROM sign_ins JOIN users"
        " ON users.office_id = sign_ins.office_id AND users.name = sign_ins.user_name"
        " WHERE token_hash = :token_hash AND sign_ins.office_id = :office_id AND users.role = :role"
        " AND expires_at > :now",
        {"token_hash": token_hash(token), "office_id": office_id, "role": role, "now": micros(now)},
    ).fetchone()
    return None if row is None else User(*row)


def sign_out(db: Connection, token: str) -> None:
    """End the sign-in of that token, if there is one."""
    db.execute("DELETE FROM sign_ins WHERE token_hash = :token_hash", {"token_hash": token_hash(token)})


def forget_expired(db: Connection, now: datetime) -> None:
    """Drop sign-ins that are no longer good."""
    db.execute("DELETE FROM sign_ins WHERE expires_at <= :now", {"now": micros(now)})
