"""Printers, rolls, and the tickets that did not come out, as staff see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from sqlite3 import Connection

from queue_server.domain.office import Office
from queue_server.domain.paper import DOTS_PER_MM, tickets_left
from queue_server.protocol import KioskLine, LookVersion, MissingPaper, Printed, PrinterLine, PrinterNow
from queue_server.store import papers, printers, ticket_looks
from queue_server.store.printers import Kiosk, PrinterRow
from queue_server.views.common import Surroundings, texts

NEAR_END = "printer_paper_near_end"
# They write files: there is no roll to count down.
WITHOUT_ROLL = frozenset({"png", "file", "none"})


def all_printers(db: Connection, office: Office) -> list[PrinterRow]:
    """Every printer of the office, for whoever opens them."""
    return printers.all_of(db, office.id)


def printers_of_kiosks(db: Connection, office: Office) -> dict[str, str]:
    """The printers of the kiosks that have one of their own, by kiosk."""
    return printers.of_kiosks(db, office.id)


def printer_of_agent(db: Connection, office: Office, token: str) -> str | None:
    """The printer whose agent has this token."""
    return printers.of_token(db, office.id, token)


def paper_of(db: Connection, office: Office, ticket_id: str) -> Printed | None:
    """What became of a ticket's paper; None when it was never to have any."""
    found = papers.of_ticket(db, office.id, ticket_id)
    return None if found is None else Printed(printed=found.state == "printed", fault=found.fault)


def faults(now: Mapping[str, PrinterNow]) -> dict[str, str]:
    """What staff must see to, by printer: a fault, or paper that is near its end."""
    troubles = {name: one.fault or (NEAR_END if one.paper == "near_end" else "") for name, one in now.items()}
    return {name: trouble for name, trouble in troubles.items() if trouble}


def not_printed(db: Connection, office: Office, day: date) -> list[MissingPaper]:
    """Today's tickets whose citizens are still here without paper, the oldest first."""
    return [
        MissingPaper(
            ticket=one.ticket_id,
            code=one.code,
            service_name=texts(office.past_service(one.service_id).name),
            printer=one.printer_id,
            fault=one.fault,
            certain=one.is_certain,
            at=one.at,
        )
        for one in papers.missing(db, office.id, day)
    ]


def kiosk_lines(kiosks: list[Kiosk]) -> list[KioskLine]:
    """The kiosks to choose printers for."""
    return [KioskLine(id=one.id, name=one.name, printer=one.printer_id) for one in kiosks]


def printer_lines(rows: list[PrinterRow], kiosks: list[Kiosk], surroundings: Surroundings) -> list[PrinterLine]:
    """Every printer with its state, its kiosks and its roll."""
    return [
        _line(row, [one.name for one in kiosks if one.printer_id == row.id], surroundings.printers.get(row.id))
        for row in rows
    ]


def look_versions(db: Connection, office: Office) -> list[LookVersion]:
    """How tickets looked, the newest first."""
    return [
        LookVersion(
            version=one.version,
            at=one.at,
            actor=one.actor,
            is_built_in=one.template is None,
            has_logo=one.logo is not None,
        )
        for one in ticket_looks.versions(db, office.id)
    ]


def _line(row: PrinterRow, kiosks: list[str], now: PrinterNow | None) -> PrinterLine:
    has_roll = now is not None and now.kind not in WITHOUT_ROLL
    return PrinterLine(
        id=row.id,
        address=row.address,
        width_dots=row.width_dots,
        now=now,
        kiosks=kiosks,
        roll_m=row.roll_mm / 1000,
        used_m=round(row.used_dots / DOTS_PER_MM / 1000, 2),
        tickets_left=tickets_left(row.roll_mm, row.used_dots, row.used_tickets) if has_roll else None,
        rolled_at=row.rolled_at,
    )
