"""The office's printers, which kiosk has which, and how much of each roll is used."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection, Row
from typing import NamedTuple

from queue_server.domain.moments import micros, moment_or_none
from queue_server.domain.paper import DEFAULT_PRINTER, USUAL_ROLL_MM
from queue_server.store.people import token_hash

_COLUMNS = "id, address, width_dots, roll_mm, used_dots, used_tickets, rolled_at"


class PrinterRow(NamedTuple):
    """A printer as the office keeps it. `address` "" is the one of the machine's settings; lengths are millimetres of
    paper on a whole roll, and dots and tickets since the roll was put in.
    """

    id: str
    address: str
    width_dots: int
    roll_mm: int
    used_dots: int
    used_tickets: int
    rolled_at: datetime | None


class Kiosk(NamedTuple):
    """A paired kiosk and its printer; DEFAULT_PRINTER when it has none of its own."""

    id: str
    name: str
    printer_id: str


def keep_default(db: Connection, office_id: str, width_dots: int) -> None:
    """See that the printer of the settings has its row, for its roll; the width follows the settings."""
    db.execute(
        "INSERT INTO printers (office_id, id, address, width_dots, roll_mm) VALUES (:office_id, :id, '', :dots, :roll)"
        " ON CONFLICT (office_id, id) DO UPDATE SET width_dots = excluded.width_dots",
        {"office_id": office_id, "id": DEFAULT_PRINTER, "dots": width_dots, "roll": USUAL_ROLL_MM},
    )


def save(db: Connection, office_id: str, printer_id: str, address: str, width_dots: int, token: str | None) -> None:
    """Add a printer, or give it another address; what its roll has used stays."""
    db.execute(
        "INSERT INTO printers (office_id, id, address, width_dots, token_hash, roll_mm)"
        " VALUES (:office_id, :id, :address, :width_dots, :token_hash, :roll_mm)"
        " ON CONFLICT (office_id, id) DO UPDATE SET address = excluded.address, width_dots = excluded.width_dots,"
        " token_hash = excluded.token_hash",
        {
            "office_id": office_id,
            "id": printer_id,
            "address": address,
            "width_dots": width_dots,
            "token_hash": None if token is None else token_hash(token),
            "roll_mm": USUAL_ROLL_MM,
        },
    )


def forget(db: Connection, office_id: str, printer_id: str) -> bool:
    """Remove a printer; its kiosks have the default one again. False when there is none of that id."""
    keys = {"office_id": office_id, "id": printer_id}
    db.execute("DELETE FROM kiosk_printers WHERE office_id = :office_id AND printer_id = :id", keys)
    return db.execute("DELETE FROM printers WHERE office_id = :office_id AND id = :id", keys).rowcount == 1


def all_of(db: Connection, office_id: str) -> list[PrinterRow]:
    """Every printer, by id."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM printers WHERE office_id = :office_id ORDER BY id", {"office_id": office_id}
    )
    return [_printer(row) for row in rows]


def exists(db: Connection, office_id: str, printer_id: str) -> bool:
    """Whether there is a printer of that id."""
    keys = {"office_id": office_id, "id": printer_id}
    return db.execute("SELECT 1 FROM printers WHERE office_id = :office_id AND id = :id", keys).fetchone() is not None


def of_token(db: Connection, office_id: str, token: str) -> str | None:
    """The printer whose agent has this token."""
    row = db.execute(
        "SELECT id FROM printers WHERE office_id = :office_id AND token_hash = :token_hash",
        {"office_id": office_id, "token_hash": token_hash(token)},
    ).fetchone()
    return None if row is None else str(row["id"])


def assign(db: Connection, office_id: str, kiosk_id: str, printer_id: str) -> None:
    """Give a kiosk its printer."""
    keys = {"office_id": office_id, "kiosk_id": kiosk_id, "printer_id": printer_id}
    db.execute(
        "INSERT INTO kiosk_printers (office_id, kiosk_id, printer_id) VALUES (:office_id, :kiosk_id, :printer_id)"
        " ON CONFLICT (office_id, kiosk_id) DO UPDATE SET printer_id = excluded.printer_id",
        keys,
    )


def of_kiosks(db: Connection, office_id: str) -> dict[str, str]:
    """The printers of the kiosks that have one of their own, by kiosk."""
    rows = db.execute(
        "SELECT kiosk_id, printer_id FROM kiosk_printers WHERE office_id = :office_id", {"office_id": office_id}
    )
    return {row["kiosk_id"]: row["printer_id"] for row in rows}


def kiosks(db: Connection, office_id: str) -> list[Kiosk]:
    """Every paired kiosk with its printer, by id."""
    own = of_kiosks(db, office_id)
    rows = db.execute(
        "SELECT id, name FROM devices WHERE office_id = :office_id AND kind = 'kiosk' ORDER BY id",
        {"office_id": office_id},
    )
    return [Kiosk(row["id"], row["name"], own.get(row["id"], DEFAULT_PRINTER)) for row in rows]


def note_use(db: Connection, office_id: str, printer_id: str, dots: int) -> None:
    """A ticket of so many dots came out."""
    db.execute(
        "UPDATE printers SET used_dots = used_dots + :dots, used_tickets = used_tickets + 1"
        " WHERE office_id = :office_id AND id = :id",
        {"office_id": office_id, "id": printer_id, "dots": dots},
    )


def change_roll(db: Connection, office_id: str, printer_id: str, roll_mm: int, now: datetime) -> None:
    """A new roll of that length was put in."""
    db.execute(
        "UPDATE printers SET roll_mm = :roll_mm, used_dots = 0, used_tickets = 0, rolled_at = :now"
        " WHERE office_id = :office_id AND id = :id",
        {"office_id": office_id, "id": printer_id, "roll_mm": roll_mm, "now": micros(now)},
    )


def _printer(row: Row) -> PrinterRow:
    return PrinterRow(
        row["id"],
        row["address"],
        row["width_dots"],
        row["roll_mm"],
        row["used_dots"],
        row["used_tickets"],
        moment_or_none(row["rolled_at"]),
    )
