"""Where phones want to be told: personal, so apart from the journal, and gone with the ticket or the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from queue_server.domain.notices import Subscription


class Wanted(NamedTuple):
    """A ticket whose phone wants to be told. `is_near_told`: it knows already that its turn is near."""

    ticket_id: str
    code: str
    subscription: Subscription
    is_near_told: bool


def keep(db: Connection, office_id: str, ticket_id: str, day: date, wanted: Subscription) -> None:
    """Tell this phone of the ticket from now on, in place of another."""
    drop(db, office_id, ticket_id)
    db.execute(
        "INSERT INTO push_subscriptions"
        " (office_id, ticket_id, business_day, endpoint, p256dh, auth, language, near_told)"
        " VALUES (:office_id, :ticket_id, :day, :endpoint, :p256dh, :auth, :language, 0)",
        {
            "office_id": office_id,
            "ticket_id": ticket_id,
            "day": day.isoformat(),
            "endpoint": wanted.endpoint,
            "p256dh": wanted.p256dh,
            "auth": wanted.auth,
            "language": wanted.language,
        },
    )


def drop(db: Connection, office_id: str, ticket_id: str) -> None:
    """Forget where a ticket's phone is told."""
    db.execute(
        "DELETE FROM push_subscriptions WHERE office_id = :office_id AND ticket_id = :ticket_id",
        {"office_id": office_id, "ticket_id": ticket_id},
    )


def drop_address(db: Connection, office_id: str, ticket_id: str, endpoint: str) -> None:
    """Forget an address that is gone, unless the ticket has another by now."""
    db.execute(
        "DELETE FROM push_subscriptions WHERE office_id = :office_id AND ticket_id = :ticket_id"
        " AND endpoint = :endpoint",
        {"office_id": office_id, "ticket_id": ticket_id, "endpoint": endpoint},
    )


def is_wanted(db: Connection, office_id: str, ticket_id: str) -> bool:
    """Whether a phone is told of this ticket."""
    row = db.execute(
        "SELECT 1 FROM push_subscriptions WHERE office_id = :office_id AND ticket_id = :ticket_id",
        {"office_id": office_id, "ticket_id": ticket_id},
    ).fetchone()
    return row is not None


def all_wanted(db: Connection, office_id: str) -> list[Wanted]:
    """Every ticket whose phone wants to be told."""
    rows = db.execute(
        "SELECT ticket_id, code, endpoint, p256dh, auth, push_subscriptions.language, near_told FROM push_subscriptions"
        " JOIN tickets ON tickets.office_id = push_subscriptions.office_id AND tickets.id = ticket_id"
        " WHERE push_subscriptions.office_id = :office_id ORDER BY ticket_id",
        {"office_id": office_id},
    )
    return [
        Wanted(ticket_id, code, Subscription(endpoint, p256dh, auth, language), bool(near_told))
        for ticket_id, code, endpoint, p256dh, auth, language, near_told in rows
    ]


def note_near(db: Connection, office_id: str, told: Iterable[tuple[str, bool]]) -> None:
    """Note of each ticket whether its phone knows that the turn is near."""
    db.executemany(
        "UPDATE push_subscriptions SET near_told = :told WHERE office_id = :office_id AND ticket_id = :ticket_id",
        [{"told": int(is_told), "office_id": office_id, "ticket_id": ticket_id} for ticket_id, is_told in told],
    )


def forget_before(db: Connection, office_id: str, day: date) -> None:
    """Forget the addresses of earlier business days."""
    db.execute(
        "DELETE FROM push_subscriptions WHERE office_id = :office_id AND business_day < :day",
        {"office_id": office_id, "day": day.isoformat()},
    )
