"""Staff and their sign-ins. Tokens are kept as SHA-256 only; passwords as argon2 hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from sqlite3 import Connection, Row
from typing import Literal, NamedTuple

from queue_server.domain.moments import micros

Role = Literal["clerk", "manager", "administrator"]
Window = Literal["clerk", "manager"]
"""The two windows of the staff; administrators work in the manager's."""
WINDOW_OF: Mapping[Role, Window] = {"clerk": "clerk", "manager": "manager", "administrator": "manager"}


_COLUMNS = "name, display_name, role, password_hash, is_disabled"


class User(NamedTuple):
    """Someone of the staff. `is_disabled`: may not come in for now."""

    name: str
    display_name: str
    role: Role
    password_hash: str
    is_disabled: bool = False


def token_hash(token: str) -> str:
    """Tokens are 128 random bits or more, so one plain SHA-256 hides them well enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def user(db: Connection, office_id: str, name: str) -> User | None:
    """Someone of the staff by name, or None."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM users WHERE office_id = :office_id AND name = :name",
        {"office_id": office_id, "name": name},
    ).fetchone()
    return None if row is None else _user(row)


def users(db: Connection, office_id: str) -> list[User]:
    """Everyone on the staff, by name."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM users WHERE office_id = :office_id ORDER BY name",
        {"office_id": office_id},
    )
    return [_user(row) for row in rows]


def shown_names(db: Connection, office_id: str) -> dict[str, str]:
    """How everyone on the staff is called on screens, by the name that they sign in with."""
    rows = db.execute("SELECT name, display_name FROM users WHERE office_id = :office_id", {"office_id": office_id})
    return {row["name"]: row["display_name"] for row in rows}


def save_user(db: Connection, office_id: str, person: User) -> None:
    """Add someone to the staff, or change them; their sign-ins end."""
    db.execute(
        f"INSERT INTO users (office_id, {_COLUMNS})"
        " VALUES (:office_id, :name, :display_name, :role, :password_hash, :is_disabled)"
        " ON CONFLICT (office_id, name) DO UPDATE SET display_name = excluded.display_name, role = excluded.role,"
        " password_hash = excluded.password_hash, is_disabled = excluded.is_disabled",
        {"office_id": office_id, **person._asdict()},
    )
    db.execute(
        "DELETE FROM sign_ins WHERE office_id = :office_id AND user_name = :name",
        {"office_id": office_id, "name": person.name},
    )


def rename_user(db: Connection, office_id: str, person: User) -> None:
    """Give someone another display name; they stay signed in."""
    db.execute(
        "UPDATE users SET display_name = :display_name WHERE office_id = :office_id AND name = :name",
        {"office_id": office_id, "name": person.name, "display_name": person.display_name},
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


def signed_in(db: Connection, office_id: str, token: str, window: Window, now: datetime) -> User | None:
    """Whose token this is, while it is good for that window."""
    row = db.execute(
        "SELECT users.name, display_name, users.role, password_hash, is_disabled FROM sign_ins JOIN users"
        " ON users.office_id = sign_ins.office_id AND users.name = sign_ins.user_name"
        " WHERE token_hash = :token_hash AND sign_ins.office_id = :office_id AND is_disabled = 0"
        " AND CASE users.role WHEN 'clerk' THEN 'clerk' ELSE 'manager' END = :window AND expires_at > :now",
        {"token_hash": token_hash(token), "office_id": office_id, "window": window, "now": micros(now)},
    ).fetchone()
    return None if row is None else _user(row)


def here(db: Connection, office_id: str, role: Role, now: datetime) -> list[User]:
    """Everyone of that role who is signed in, by name."""
    rows = db.execute(
        "SELECT name, display_name, role, password_hash FROM users WHERE office_id = :office_id AND role = :role"
        " AND name IN (SELECT user_name FROM sign_ins WHERE office_id = :office_id AND expires_at > :now)"
        " ORDER BY name",
        {"office_id": office_id, "role": role, "now": micros(now)},
    )
    return [User(*row) for row in rows]


def signed_in_names(db: Connection, office_id: str, now: datetime) -> frozenset[str]:
    """Everyone who is signed in anywhere, by name."""
    rows = db.execute(
        "SELECT DISTINCT user_name FROM sign_ins WHERE office_id = :office_id AND expires_at > :now",
        {"office_id": office_id, "now": micros(now)},
    )
    return frozenset(row["user_name"] for row in rows)


def sign_out(db: Connection, token: str) -> None:
    """End the sign-in of that token, if there is one."""
    db.execute("DELETE FROM sign_ins WHERE token_hash = :token_hash", {"token_hash": token_hash(token)})


def forget_expired(db: Connection, now: datetime) -> None:
    """Drop sign-ins that are no longer good."""
    db.execute("DELETE FROM sign_ins WHERE expires_at <= :now", {"now": micros(now)})


def _user(row: Row) -> User:
    return User(row["name"], row["display_name"], row["role"], row["password_hash"], bool(row["is_disabled"]))
