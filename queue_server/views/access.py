"""Who is asking: a person by the cookie's token, a device by its own."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection

from queue_server.domain.office import Office
from queue_server.protocol import SignedIn
from queue_server.store import devices, people
from queue_server.store.devices import Device
from queue_server.store.people import User, Window
from queue_server.views.clerk import counter_choices


def staff_of(db: Connection, office: Office, token: str, window: Window, now: datetime) -> User | None:
    """The person that a sign-in's token belongs to, while it is good for that window."""
    return people.signed_in(db, office.id, token, window, now)


def user_named(db: Connection, office: Office, name: str) -> User | None:
    """Someone of the staff by name."""
    return people.user(db, office.id, name)


def device_of(db: Connection, office: Office, token: str) -> Device | None:
    """The paired device that a token belongs to."""
    return devices.of_token(db, office.id, token)


def signed_in(db: Connection, office: Office, user: User) -> SignedIn:
    """What a staff screen shows of the person, and the counters to choose from."""
    return SignedIn(
        name=user.name,
        display_name=user.display_name,
        role=user.role,
        counters=counter_choices(db, office),
        names=people.shown_names(db, office.id),
    )
