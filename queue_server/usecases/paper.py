"""What the paper does, and who prints where: printers, their rolls, and every ticket that did not come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from queue_server.domain.errors import Conflict, NotFound
from queue_server.domain.paper import DEFAULT_PRINTER
from queue_server.domain.ticket import Ticket
from queue_server.store import papers, printers, tickets
from queue_server.usecases.work import NOTHING, Done, Touched, Work

R = TypeVar("R")
SERVER_STOPPED = "printer_server_stopped"


def owe(work: Work, done: Done[R], ticket_id: str, printer_id: str) -> Done[R]:
    """Note in the transaction that gives the number that its paper is owed: a crash before it is out loses no trace."""
    papers.note(work.db, work.office.id, ticket_id, "owed", printer_id, None, work.now)
    return done


def owe_again(work: Work, ticket_id: str, printer_id: str) -> Done[None]:
    """A ticket is about to be printed once more."""
    papers.note(work.db, work.office.id, ticket_id, "owed", printer_id, None, work.now)
    return Done(None)


def printed(work: Work, ticket_id: str, printer_id: str, dots: int) -> Done[None]:
    """A ticket came out, so many dots long."""
    before = papers.of_ticket(work.db, work.office.id, ticket_id)
    was_missing = before is not None and before.fault is not None
    papers.note(work.db, work.office.id, ticket_id, "printed", printer_id, None, work.now)
    printers.note_use(work.db, work.office.id, printer_id, dots)
    return Done(None, _seen_by_staff(work, ticket_id) if was_missing else NOTHING)


def not_printed(work: Work, ticket_id: str, printer_id: str, fault: str, *, is_certain: bool) -> Done[None]:
    """The journal knows exactly which tickets did not come out on paper, and why; `is_certain` False: perhaps not."""
    before = papers.of_ticket(work.db, work.office.id, ticket_id)
    if not is_certain and before is not None and before.state == "printed":
        return Done(None)  # its agent has told so in the very moment in which the server gave up
    papers.note(
        work.db, work.office.id, ticket_id, "not_printed" if is_certain else "uncertain", printer_id, fault, work.now
    )
    work.record("not_printed", {"ticket": ticket_id, "printer": printer_id, "fault": fault, "certain": is_certain})
    return Done(None, _seen_by_staff(work, ticket_id))


def came_out_after_all(work: Work, ticket_id: str, printer_id: str, dots: int) -> Done[None]:
    """An agent came back and tells that the ticket of a broken line was printed; no news if it was printed since."""
    before = papers.of_ticket(work.db, work.office.id, ticket_id)
    if before is None or before.state not in ("owed", "uncertain"):
        return Done(None)
    work.record("printed_after_all", {"ticket": ticket_id, "printer": printer_id})
    return printed(work, ticket_id, printer_id, dots)


def give_up_owed(work: Work) -> Done[int]:
    """At a start: tickets that the last run was printing when it ended may have no paper. How many there are."""
    left = papers.owed(work.db, work.office.id)
    for ticket_id, printer_id in left:
        not_printed(work, ticket_id, printer_id, SERVER_STOPPED, is_certain=False)
    return Done(len(left))


@dataclass(frozen=True, slots=True)
class Reprinted:
    """A ticket that is to be printed once more, and where."""

    ticket: Ticket
    printer_id: str


def reprint(work: Work, ticket_id: str, printer_id: str | None) -> Done[Reprinted]:
    """Note that a ticket is printed once more; where it was printed before when `printer_id` is None.

    Raises NotFound `unknown_ticket`, `unknown_printer`.
    """
    ticket = tickets.load(work.db, work.office.id, ticket_id)
    chosen = printer_for(work, ticket_id, printer_id)
    work.record("reprinted", {"ticket": ticket.id, "printer": chosen})
    return Done(Reprinted(ticket, chosen))


def printer_for(work: Work, ticket_id: str, printer_id: str | None) -> str:
    """The printer that was chosen, or else the one that had the ticket before. Raises NotFound `unknown_printer`."""
    if printer_id is not None:
        _refuse_unknown(work, printer_id)
        return printer_id
    before = papers.of_ticket(work.db, work.office.id, ticket_id)
    is_there = before is not None and printers.exists(work.db, work.office.id, before.printer_id)
    return before.printer_id if before is not None and is_there else DEFAULT_PRINTER


def save_printer(work: Work, printer_id: str, address: str, dots: int, token: str | None) -> Done[str]:
    """Add a printer or change its address; `token` lets its agent in. Raises Conflict `default_printer`.

    The caller has parsed the address.
    """
    if printer_id == DEFAULT_PRINTER:
        raise Conflict("default_printer")
    printers.save(work.db, work.office.id, printer_id, address, dots, token)
    work.record("printer_saved", {"printer": printer_id, "address": address, "dots": dots})
    return Done(printer_id)


def forget_printer(work: Work, printer_id: str) -> Done[str]:
    """Remove a printer. Raises Conflict `default_printer`, NotFound `unknown_printer`."""
    if printer_id == DEFAULT_PRINTER:
        raise Conflict("default_printer")
    if not printers.forget(work.db, work.office.id, printer_id):
        raise NotFound("unknown_printer", printer=printer_id)
    work.record("printer_removed", {"printer": printer_id})
    return Done(printer_id)


def assign(work: Work, kiosk_id: str, printer_id: str) -> Done[str]:
    """Give a kiosk its printer. Raises NotFound `unknown_device`, `unknown_printer`."""
    _refuse_unknown(work, printer_id)
    if kiosk_id not in {kiosk.id for kiosk in printers.kiosks(work.db, work.office.id)}:
        raise NotFound("unknown_device", device=kiosk_id)
    printers.assign(work.db, work.office.id, kiosk_id, printer_id)
    work.record("kiosk_printer_chosen", {"kiosk": kiosk_id, "printer": printer_id})
    return Done(printer_id)


def change_roll(work: Work, printer_id: str, metres: float) -> Done[str]:
    """A new roll was put in. Raises NotFound `unknown_printer`."""
    _refuse_unknown(work, printer_id)
    printers.change_roll(work.db, work.office.id, printer_id, round(metres * 1000), work.now)
    work.record("roll_changed", {"printer": printer_id, "millimetres": round(metres * 1000)})
    return Done(printer_id)


def _refuse_unknown(work: Work, printer_id: str) -> None:
    if not printers.exists(work.db, work.office.id, printer_id):
        raise NotFound("unknown_printer", printer=printer_id)


def _seen_by_staff(work: Work, ticket_id: str) -> Touched:
    ticket = tickets.load(work.db, work.office.id, ticket_id)
    return Touched(services=frozenset({ticket.turn.service_id}), tickets=frozenset({ticket_id}))
