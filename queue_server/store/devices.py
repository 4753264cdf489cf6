"""Paired devices: kiosks, walls, counter displays, rating tablets, loudspeakers; and when each was last seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from sqlite3 import Connection, Row
from typing import Literal, NamedTuple, cast

from queue_server.domain.moments import micros, moment_or_none
from queue_server.store.people import token_hash

DeviceKind = Literal["kiosk", "display", "counter", "rating", "speaker"]
Theme = Literal["dark", "light"]
_COLUMNS = "id, kind, zone_id, name, counter, theme, extras"


class Device(NamedTuple):
    """A paired device. A wall or loudspeaker has a zone, a counter display or rating tablet has a counter.

    `extras`: a wall shows pictures and notices, a counter display asks for a rating.
    """

    id: str
    kind: DeviceKind
    zone_id: str | None
    name: str
    counter: int | None = None
    theme: Theme = "dark"
    extras: bool = True


class Seen(NamedTuple):
    """When a device was here last, and which version of the screens it ran; None and "" before its first time."""

    at: datetime | None
    version: str


def save(db: Connection, office_id: str, device: Device, token: str, now: datetime) -> None:
    """Pair a device, or pair one of that id anew under another token."""
    db.execute(
        f"INSERT INTO devices (office_id, {_COLUMNS}, token_hash, paired_at)"
        " VALUES (:office_id, :id, :kind, :zone_id, :name, :counter, :theme, :extras, :token_hash, :paired_at)"
        " ON CONFLICT (office_id, id) DO UPDATE SET kind = excluded.kind, zone_id = excluded.zone_id,"
        " name = excluded.name, counter = excluded.counter, theme = excluded.theme, extras = excluded.extras,"
        " token_hash = excluded.token_hash, paired_at = excluded.paired_at",
        {**_values(office_id, device), "token_hash": token_hash(token), "paired_at": micros(now)},
    )


def change(db: Connection, office_id: str, device: Device) -> bool:
    """Give a paired device another name, place or look under the same token; False when there is none of that id."""
    changed = db.execute(
        "UPDATE devices SET kind = :kind, zone_id = :zone_id, name = :name, counter = :counter, theme = :theme,"
        " extras = :extras WHERE office_id = :office_id AND id = :id",
        _values(office_id, device),
    )
    return changed.rowcount == 1


def of_token(db: Connection, office_id: str, token: str) -> Device | None:
    """Whose token this is."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM devices WHERE office_id = :office_id AND token_hash = :token_hash",
        {"office_id": office_id, "token_hash": token_hash(token)},
    ).fetchone()
    return None if row is None else _device(row)


def all_paired(db: Connection, office_id: str) -> list[Device]:
    """Every paired device, by id."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM devices WHERE office_id = :office_id ORDER BY id", {"office_id": office_id}
    )
    return [_device(row) for row in rows]


def last_seen(db: Connection, office_id: str) -> dict[str, Seen]:
    """When each paired device was here last, by id."""
    rows = db.execute("SELECT id, seen_at, version FROM devices WHERE office_id = :office_id", {"office_id": office_id})
    return {row["id"]: Seen(moment_or_none(row["seen_at"]), row["version"]) for row in rows}


def asks_for_rating(db: Connection, office_id: str, counter: int) -> bool:
    """Whether a rating tablet, or a display that asks, is paired for the counter."""
    row = db.execute(
        "SELECT 1 FROM devices WHERE office_id = :office_id AND counter = :counter"
        " AND (kind = 'rating' OR kind = 'counter' AND extras = 1) LIMIT 1",
        {"office_id": office_id, "counter": counter},
    ).fetchone()
    return row is not None


def note_seen(db: Connection, office_id: str, seen: Iterable[tuple[str, datetime, str]]) -> None:
    """Note when devices were here: id, moment, version."""
    db.executemany(
        "UPDATE devices SET seen_at = ?, version = ? WHERE office_id = ? AND id = ?",
        [(micros(at), version, office_id, device_id) for device_id, at, version in seen],
    )


def forget(db: Connection, office_id: str, device_id: str) -> bool:
    """Unpair a device; False when there is none of that id."""
    deleted = db.execute(
        "DELETE FROM devices WHERE office_id = :office_id AND id = :id", {"office_id": office_id, "id": device_id}
    )
    return deleted.rowcount == 1


def _values(office_id: str, device: Device) -> dict[str, object]:
    return {"office_id": office_id, **device._asdict(), "extras": int(device.extras)}


def _device(row: Row) -> Device:
    return Device(
        row["id"],
        cast("DeviceKind", row["kind"]),
        row["zone_id"],
        row["name"],
        row["counter"],
        cast("Theme", row["theme"]),
        bool(row["extras"]),
    )
