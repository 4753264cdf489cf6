"""From a ticket to paper: drawn, printed, awaited for a few seconds at most. A fault never costs the number."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PIL import Image

from queue_server.devices.faults import NoPrinter, PrinterFault
from queue_server.devices.fonts import without_letters
from queue_server.devices.receipt import Receipt, draw
from queue_server.devices.stationery import Look
from queue_server.devices.template import MOST_SHOWN, appointment_slip
from queue_server.devices.typesetting import nfc
from queue_server.domain.errors import Problem, QueueError
from queue_server.domain.estimate import WaitRange
from queue_server.domain.office import Office, Text
from queue_server.domain.paper import DEFAULT_PRINTER
from queue_server.protocol import Printed
from queue_server.usecases import paper
from queue_server.usecases.paper import Reprinted
from queue_server.usecases.work import Done, Work
from queue_server.views import paper as seen
from queue_server.web.context import Context

log = logging.getLogger(__name__)

# ARCHITECTURE: paper is awaited for at most five seconds, then the kiosk shows the number instead.
LONGEST_WAIT = 5.0


async def print_receipt(context: Context, ticket_id: str, receipt: Receipt, printer_id: str) -> Printed:
    """Print a ticket. What did not come out is in the journal, and on the staff's screens until it is printed."""
    queue = context.fleet.queue(printer_id)
    if not queue.prints:
        return Printed(printed=False, fault=NoPrinter.code)  # as the office wants it: no fault to tell
    image = await asyncio.to_thread(_drawn, receipt, queue.width_dots, context.stationery.look)
    image.info["job"] = ticket_id
    try:
        await queue.print(image, LONGEST_WAIT)
    except PrinterFault as fault:
        log.warning("ticket %s was not printed on %s: %s (%s)", receipt.code, printer_id, fault.code, fault)
        code, certain = fault.code, fault.is_certain
        context.fleet.note_ticket(printer_id, code)
        await _keep(context, lambda work: paper.not_printed(work, ticket_id, printer_id, code, is_certain=certain))
        return Printed(printed=False, fault=code)
    context.fleet.note_ticket(printer_id, None)
    await _keep(context, lambda work: paper.printed(work, ticket_id, printer_id, image.height))
    return Printed(printed=True)


async def remembered(context: Context, ticket_id: str) -> Printed:
    """What became of a paper that an earlier run of this server was asked for: it is not printed again unasked."""
    office = context.runner.office
    found = await context.runner.database.read(lambda db: seen.paper_of(db, office, ticket_id))
    return found or Printed(printed=False, fault=NoPrinter.code)


async def print_again(context: Context, again: Reprinted, request_id: str) -> Printed:
    """Print a ticket once more, marked as a reprint, once per request id."""
    printing = context.printing.get(request_id)
    if printing is None:
        ticket = again.ticket
        phone_url = f"{context.public_url}/phone/{ticket.token}"
        receipt = receipt_of(
            context.runner.office,
            ticket.turn.service_id,
            ticket.code,
            ticket.issued_at,
            phone_url,
            language=ticket.language,
            reprint=True,
            slot=ticket.slot,
        )
        printing = context.printing.start(request_id, _print_again(context, ticket.id, receipt, again.printer_id))
    return await printing


async def print_slip(context: Context, slip: Receipt) -> Printed:
    """Print what is no ticket on the office's own printer; the journal has nothing to say about it."""
    queue = context.fleet.queue(DEFAULT_PRINTER)
    if not queue.prints:
        return Printed(printed=False, fault=NoPrinter.code)
    image = await asyncio.to_thread(_drawn_slip, slip, queue.width_dots, context.stationery.look)
    try:
        await queue.print(image, LONGEST_WAIT)
    except PrinterFault as fault:
        log.warning("an appointment's slip was not printed: %s", fault)
        return Printed(printed=False, fault=fault.code)
    return Printed(printed=True)


def receipt_of(  # noqa: PLR0913  # each is a line on the paper
    office: Office,
    service_id: str,
    code: str,
    issued_at: datetime,
    phone_url: str,
    *,
    ahead: int | None = None,
    wait: WaitRange | None = None,
    language: str = "vi",
    reprint: bool = False,
    slot: datetime | None = None,
) -> Receipt:
    """What the paper says, in the office's own time."""
    service = office.service(service_id)
    return Receipt(
        office_name=on_paper(office.name, language),
        service_name=service.name["vi"],
        service_name_english=service.name.get("en", ""),
        code=code,
        issued_at=issued_at.astimezone(office.time_zone),
        ahead=ahead,
        wait_minutes=None if wait is None else (wait.low, wait.high),
        phone_url=phone_url,
        notice=on_paper(office.notice, language),
        language=language,
        reprint=reprint,
        appointment=None if slot is None else slot.astimezone(office.time_zone),
        documents=tuple(on_paper(document, language) for document in service.documents),
    )


def on_paper(text: Text, language: str) -> str:
    """A text in the citizen's language; in Vietnamese where there is none, or where the font lacks its letters."""
    own = text.get(language, "")
    return own if own and not without_letters(nfc(own)) else text.get("vi", "")


def not_on_paper(office: Office, language: str) -> tuple[Problem, ...]:
    """That the ticket's font lacks the letters of a language of the office, if it does."""
    named = (office.name, office.notice, *(service.name for service in office.services))
    letters = without_letters(nfc(" ".join(text.get(language, "") for text in named)))
    if not letters:
        return ()
    return (Problem("", "language_not_on_paper", {"language": language, "letters": " ".join(letters[:MOST_SHOWN])}),)


async def _print_again(context: Context, ticket_id: str, receipt: Receipt, printer_id: str) -> Printed:
    if context.fleet.queue(printer_id).prints:
        await _keep(context, lambda work: paper.owe_again(work, ticket_id, printer_id))
    return await print_receipt(context, ticket_id, receipt, printer_id)


def _drawn(receipt: Receipt, width_dots: int, look: Callable[[], Look]) -> Image.Image:
    now = look()
    return draw(replace(receipt, logo=now.logo), width_dots, now.template)


async def _keep(context: Context, verb: Callable[[Work], Done[None]]) -> None:
    try:
        await context.runner.run("system", verb)
    except QueueError as error:
        # The citizen is answered all the same; the paper stays owed in the store, and is told of at the next start.
        log.error("what became of a paper could not be saved: %s", error)


def _drawn_slip(slip: Receipt, width_dots: int, look: Callable[[], Look]) -> Image.Image:
    return draw(replace(slip, logo=look().logo), width_dots, appointment_slip())
